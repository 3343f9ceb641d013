import { z } from 'zod'
import type { Endpoint, Operation } from '../endpoint'
import type { OperationDoc, ParameterDoc } from '../operation-doc'
import { carryByoc } from '../routes/byoc-route'
import { ROUTE_NOTE, ROUTE_PARAMETERS } from './ai-pipelines'

const EXAMPLE = {
  id: 'job-1',
  request: '{}',
  parameters: '{}',
  capability: 'openai-chat-completions',
  timeout_seconds: 30,
}

/** The header by which a job says what it is. */
export const BYOC_PARAMETER: ParameterDoc = {
  name: 'livepeer',
  in: 'header',
  description:
    'Base64 of JSON: `capability`, a name; `request` and `parameters`, texts with JSON in them; `timeout_seconds`; `id`, if one is wanted. `parameters` may name nodes by their URLs in `orchestrators.include` and `orchestrators.exclude`.',
  schema: { type: 'string' },
  isRequired: true,
  example: Buffer.from(JSON.stringify(EXAMPLE)).toString('base64'),
}

const doc = (about: Pick<OperationDoc, 'segments'>): OperationDoc => ({
  ...about,
  summary: 'A job for a capability of an orchestrator’s own',
  description: `${ROUTE_NOTE} The body is passed on as it is, whatever its content type, and so is what the worker answers, a refusal too. A stream of events ends with \`[DONE]\`.`,
  tag: 'Routes',
  parameters: [BYOC_PARAMETER, ...ROUTE_PARAMETERS],
  requestBody: {
    description: 'Whatever the worker takes: JSON, a form, bytes.',
    schema: z.unknown(),
    example: { messages: [{ role: 'user', content: 'Why is the sky blue?' }] },
  },
  answer: {
    status: 200,
    description: 'Whatever the worker says, with its status.',
    content: { 'application/json': z.unknown(), 'text/event-stream': z.unknown() },
  },
})

const operation = (about: Pick<OperationDoc, 'segments'> = {}): Operation => ({
  doc: doc(about),
  handle: carryByoc,
})

/** As a gateway of go-livepeer serves them. */
export const BYOC: readonly Endpoint[] = [
  { path: '/process/request', operations: { POST: operation() } },
  {
    path: '/process/request/{route}',
    takesSlashes: 'or-nothing',
    operations: {
      POST: operation({
        segments: {
          route: { description: 'A path of the worker.', example: 'v1/chat/completions' },
        },
      }),
    },
  },
]
