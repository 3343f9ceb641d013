import { z } from 'zod'
import { type Endpoint, METHODS, type Method, type Operation } from '../endpoint'
import type { OperationDoc } from '../operation-doc'
import { callApp, reserveApp, stopApp } from '../routes/app-session-route'
import { carryApp } from '../routes/app-single-route'
import { ROUTE_NOTE, ROUTE_PARAMETERS } from './ai-pipelines'

const APP = {
  description: 'Its name, as `/api/v1/offerings?kind=live-runner` has it; slashes as %2F.',
  example: 'daydream/scope',
}
const SINGLE_APP = { ...APP, example: 'transcription/whisper-large-v3' }
const SESSION = { description: 'As its reservation named it.', example: '0'.repeat(32) }
const PATH = { description: 'A path of the app.', example: 'status' }

const sessionDto = z.object({
  session_id: z.string(),
  app_url: z.string().describe('Where the app is; WebSockets go there, too, at the lean door.'),
  control_url: z.string().describe('`POST …/stop` ends it.'),
})

const anything = { 'application/json': z.unknown(), 'text/event-stream': z.unknown() }

/** Every method does the same: it is the app's to say what it means. */
const anyMethod = (
  doc: Pick<OperationDoc, 'summary' | 'description' | 'segments' | 'parameters' | 'isOfAJob'>,
  handle: Operation['handle'],
): Readonly<Partial<Record<Method, Operation>>> =>
  Object.fromEntries(
    METHODS.map((method): [Method, Operation] => [
      method,
      {
        doc: {
          ...doc,
          tag: 'Routes',
          answer: { status: 200, description: 'Whatever the app says, with its status.', content: anything },
        },
        handle,
      },
    ]),
  )

const call = (segments: NonNullable<OperationDoc['segments']>) =>
  anyMethod(
    {
      summary: 'A request within a session',
      description:
        'It goes to the node that the session is at: method, path, query and body as they are, and what comes back, too, as it comes. There is nobody else to go to.',
      segments,
      isOfAJob: true,
    },
    callApp,
  )

const single = (segments: NonNullable<OperationDoc['segments']>) =>
  anyMethod(
    {
      summary: 'One request of an app that has no sessions',
      description: `${ROUTE_NOTE} The app’s own refusals are passed on as they are.`,
      segments,
      parameters: ROUTE_PARAMETERS,
    },
    carryApp,
  )

/** Live runners: apps that orchestrators keep running. */
export const APPS: readonly Endpoint[] = [
  {
    path: '/apps/{app}/session',
    takesSlashes: true,
    operations: {
      POST: {
        doc: {
          summary: 'A place of a live runner',
          description: `${ROUTE_NOTE} The session is there until it is stopped, or nobody has used it for a while; one that is paid by time is paid while it lasts.`,
          tag: 'Routes',
          segments: { app: APP },
          parameters: ROUTE_PARAMETERS,
          answer: { status: 200, description: 'The session.', content: { 'application/json': sessionDto } },
        },
        handle: reserveApp,
      },
    },
  },
  {
    path: '/apps/{app}/session/{session}/stop',
    operations: {
      POST: {
        doc: {
          summary: 'The end of a session',
          tag: 'Routes',
          segments: { app: APP, session: SESSION },
          answer: { status: 204, description: 'It is over.', content: {} },
          isOfAJob: true,
        },
        handle: stopApp,
      },
    },
  },
  { path: '/apps/{app}/session/{session}/app', operations: call({ app: APP, session: SESSION }) },
  {
    path: '/apps/{app}/session/{session}/app/{path}',
    takesSlashes: 'or-nothing',
    operations: call({ app: APP, session: SESSION, path: PATH }),
  },
  { path: '/apps/{app}/app', operations: single({ app: SINGLE_APP }) },
  {
    path: '/apps/{app}/app/{path}',
    takesSlashes: 'or-nothing',
    operations: single({ app: SINGLE_APP, path: PATH }),
  },
]
