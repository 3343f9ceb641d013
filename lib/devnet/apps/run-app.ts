import type { JobAnswer } from '../jobs/deliver'
import { JobRefusal } from '../jobs/job-refusal'
import type { JobSite } from '../jobs/job-site'
import { sleep } from '../jobs/sleep'
import { document, type Visit } from '../jobs/visit'
import type { RunnerSession } from './runner-sessions'

export interface AppRequest {
  readonly route: string
  /** Behind `/app/`. */
  readonly path: string
  readonly session: RunnerSession
}

const EVENTS = 5

/**
 * What the simulated runner answers: at `sse` some events, else what it was sent, with the headers by which a node tells it
 * whose request this is (go-livepeer server/ai_http.go proxyLiveRunner).
 */
export async function runApp(request: AppRequest, { exchange, site, bytes }: Visit): Promise<JobAnswer> {
  const { path, session } = request
  const { ms, jitterMs } = site.scenario.behaviour.jobs
  const over = AbortSignal.any([exchange.over, session.released])
  if (!(await sleep(ms + site.random.next() * jitterMs, over))) throw new JobRefusal(502, 'context canceled')
  if (path === 'sse') {
    const pieces = Array.from({ length: EVENTS }, (_, i) => `data: {"event":${i}}\n\n`)
    return { contentType: 'text/event-stream', pieces, isStream: true, workMs: ms }
  }
  const { method, query, headers } = exchange
  const sent = bytes.toString()
  const isText = Buffer.from(sent).equals(bytes)
  const echo = {
    method,
    path: `/${path}`,
    query,
    content_type: headers['content-type'] ?? null,
    headers: toldHeaders(request, site),
    [isText ? 'body' : 'body_base64']: isText ? sent : bytes.toString('base64'),
  }
  return document('application/json', `${JSON.stringify(echo)}\n`)
}

const toldHeaders = ({ route, session }: AppRequest, { uri }: JobSite) => ({
  'Livepeer-Runner-Route': route,
  'Livepeer-Session-Id': session.id,
  'Livepeer-Session-Token': session.token,
  'Livepeer-Session-Control': `${uri}/runner/${route}/session/${session.id}`,
})
