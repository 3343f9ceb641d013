import { Readable } from 'node:stream'
import { z } from 'zod'
import { FAULT_SENTENCES } from '@/lib/domain/job-result'
import { printable } from '@/lib/domain/printable'
import { AppErrand } from '@/lib/routing/apps/app-errand'
import type { AppAddress, AppSession } from '@/lib/routing/apps/app-session'
import { passThrough } from '@/lib/routing/apps/pass-through'
import { runnerOf } from '@/lib/routing/apps/runner-of'
import type { AnsweredBy, DocumentReading, JobPayload, SentDocument } from '@/lib/routing/client-job'
import type { Errand } from '@/lib/routing/errand'
import { NOT_HEDGED } from '@/lib/routing/route-limits'
import { type Answer, type ClientPresence, PRESENT_CLIENT, type ReadRequest } from '../answer'
import type { AnswerDeps, ApiRequest } from '../endpoint'
import { ofGate } from '../keys/key-problems'
import { judgeApp } from './app-answer'
import { carryRoute, type PipelineRoute, type ReaderContext } from './carry-route'
import { Ending } from './ending'
import { parseAnswer } from './parse-answer'
import { headersForApp, headersFromApp } from './passed-headers'
import { publicBase } from './public-base'
import { routeProblem } from './route-problem'

/** A place of a live runner for a client, whose calls go there until it is stopped. */
export function reserveApp(request: ApiRequest, deps: AnswerDeps): Promise<Answer> {
  const { app = '' } = request.segments
  const giveBack: { room: () => void } = { room: () => undefined }
  let errand: AppErrand | null = null
  const route: PipelineRoute = {
    ...appRoute({ app, path: '/apps/{app}/session' }),
    async readInput() {
      const room = deps.routing.sessions.reserve()
      if (room === null)
        return {
          ok: false,
          problem: {
            kind: 'too-many-sessions',
            detail: 'This server has no room for another session; stop one, or ask again later.',
            headers: { 'retry-after': '30' },
          },
        }
      giveBack.room = room
      return {
        ok: true,
        input: { model: null, size: {}, payload: NOTHING, wantsStream: false, release: room },
      }
    },
    errand: (about) => {
      errand = appErrand(about, { method: 'POST', path: '', wantsSession: true })
      return errand
    },
    reader: ({ request: asked, keyId }) => ({
      isAnswer: () => true,
      readDocument: async (document, from) =>
        judgeApp(document) ??
        (await openSession(document, from, {
          app,
          keyId,
          errand,
          base: publicBase(asked, deps.routing),
          deps,
          client: asked.client ?? PRESENT_CLIENT,
          giveBack: () => giveBack.room(),
        })),
      stream: null,
    }),
  }
  return carryRoute(request, deps, route)
}

/** What the routes of one app have in common. */
export const appRoute = ({ app, path }: { readonly app: string; readonly path: string }) =>
  ({ path, kind: 'live-runner', pipeline: app, limits: NOT_HEDGED }) as const

export const appErrand = (
  { deps: { routing, reader, now } }: ReaderContext,
  about: { readonly method: Errand['method']; readonly path: string; readonly wantsSession: boolean },
): AppErrand =>
  new AppErrand(
    {
      ...about,
      runnerOf: (offering) => {
        const market = reader.market()
        return market && runnerOf(market.catalog, offering, now())
      },
    },
    routing.apps,
  )

const NOTHING: JobPayload = { bytes: 0, bodyFor: () => ({ headers: {}, body: Buffer.alloc(0) }) }

const Reserved = z.object({
  session_id: z.string().min(1).max(500),
  app_url: z.string().min(1).max(2_000),
  control_url: z.string().max(2_000).nullish(),
})

async function openSession(
  { body }: SentDocument,
  { place, candidate }: AnsweredBy,
  about: {
    readonly app: string
    readonly keyId: string | null
    readonly errand: AppErrand | null
    readonly base: string
    readonly deps: AnswerDeps
    readonly client: Pick<ClientPresence, 'isGone'>
    readonly giveBack: () => void
  },
): Promise<DocumentReading> {
  const { sessions, apps } = about.deps.routing
  const json = parseAnswer(body)
  const parsed = Reserved.safeParse(json)
  if (!parsed.success) return { ok: false, detail: 'what it answers is no session' }
  const { session_id, app_url, control_url } = parsed.data
  const at = (url: string) => addressOf(url, `${place.origin}${place.basePath}`, apps.places)
  const appAddress = await at(app_url)
  const controlAddress = await at(
    control_url || `${place.origin}${place.basePath}/${encodeURIComponent(session_id)}`,
  )
  if (appAddress === null || controlAddress === null)
    return { ok: false, detail: 'where its session is cannot be dialled' }
  const ending = new Ending()
  const session = sessions.open(
    {
      app: about.app,
      keyId: about.keyId,
      nodeUri: candidate.offering.nodeUri,
      appAddress,
      controlAddress,
      payment: about.errand?.payment ?? null,
    },
    (end) => ending.is(end),
  )
  about.giveBack()
  // Nobody has its id.
  if (about.client.isGone) void sessions.stop(session)
  const controlUrl = `${about.base}/apps/${encodeURIComponent(about.app)}/session/${session.id}`
  return {
    ok: true,
    contentType: 'application/json',
    body: Buffer.from(
      `${JSON.stringify({ session_id: session.id, app_url: `${controlUrl}/app`, control_url: controlUrl })}\n`,
    ),
    goesOn: ending.tell,
  }
}

/** Null: it is no URL, or none that may be dialled. */
async function addressOf(
  text: string,
  base: string,
  places: AnswerDeps['routing']['apps']['places'],
): Promise<AppAddress | null> {
  const url = URL.canParse(text, base) ? new URL(text, base) : null
  if (url === null) return null
  const finding = await places.find(`${url.origin}/`)
  return finding.ok ? { place: finding.place, path: url.pathname.replace(/\/+$/, '') } : null
}

type FoundSession =
  | { readonly ok: true; readonly session: AppSession }
  | { readonly ok: false; readonly refusal: Answer }

/** The session that a request is about, if whoever asks may use it. */
export function findSession(
  request: Pick<ReadRequest, 'header' | 'peer'>,
  { app, session: id }: { readonly app: string; readonly session: string },
  { gate, routing }: Pick<AnswerDeps, 'gate' | 'routing'>,
): FoundSession {
  const admittance = gate(request, 'route')
  if (admittance.kind === 'refused') return { ok: false, refusal: routeProblem(ofGate(admittance)) }
  const session = routing.sessions.find(id, { app, keyId: admittance.key?.id ?? null })
  return session
    ? { ok: true, session }
    : {
        ok: false,
        refusal: routeProblem({ kind: 'not-found', detail: 'There is no such session, or it is over.' }),
      }
}

const named = ({ segments: { app = '', session = '' } }: ApiRequest) => ({ app, session })

export async function stopApp(request: ApiRequest, deps: AnswerDeps): Promise<Answer> {
  const found = findSession(request, named(request), deps)
  if (!found.ok) return found.refusal
  await deps.routing.sessions.stop(found.session)
  return { status: 204, headers: { 'cache-control': 'no-store' }, body: null }
}

/** Any request within a session. */
export async function callApp(request: ApiRequest, deps: AnswerDeps): Promise<Answer> {
  const found = findSession(request, named(request), deps)
  if (!found.ok) return found.refusal
  const { routing } = deps
  const body = bodyOf(request)
  const answer = await passThrough(
    found.session,
    {
      method: methodOf(request.method),
      path: `${pathWithin(request.url, 'session')}${request.url.search}`,
      headers: withoutLength(headersForApp(request), body),
      body,
      onGone: (listener) => (request.client ?? PRESENT_CLIENT).onGone(listener),
    },
    { ...routing.carriage, sessions: routing.sessions },
  )
  if (!answer.ok)
    return routeProblem({
      kind: 'all-failed',
      detail: `${FAULT_SENTENCES[answer.cause]} (${printable(answer.detail)}) The session is at ${found.session.nodeUri}, and nobody else can go on with it.`,
    })
  const { status, headers } = answer
  return {
    status: status >= 200 && status <= 599 ? status : 502,
    headers: { 'cache-control': 'no-store', 'x-accel-buffering': 'no', ...headersFromApp(headers) },
    body: answer.body,
  }
}

export const methodOf = (method: string): Errand['method'] =>
  (['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'] as const).find((one) => one === method) ?? 'POST'

/** Null: it has none. */
function bodyOf({ header, openBody }: ApiRequest): Readable | null {
  const hasBody = header('transfer-encoding') !== null || Number(header('content-length') ?? 0) > 0
  const body = hasBody ? openBody?.() : null
  return body ? Readable.from(body, { objectMode: false }) : null
}

const withoutLength = (headers: Record<string, string>, body: Readable | null): Record<string, string> => {
  const { 'content-length': length, ...rest } = headers
  return body !== null && length !== undefined ? headers : rest
}

/** What stands behind `/app` in a path of an app, byte for byte, its slash included; nothing becomes a slash. */
export function pathWithin({ pathname }: URL, of: 'session' | 'single'): string {
  const rest = pathname.split('/').slice(of === 'session' ? 6 : 4)
  return `/${rest.join('/')}`
}
