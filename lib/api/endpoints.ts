import { StoreFailure } from '@/lib/store/store-failure'
import { type Answer, BodyBrokenOff, BodyTooLarge, type ReadRequest } from './answer'
import { type AnswerDeps, type Endpoint, METHODS, type Method } from './endpoint'
import { AI_PIPELINES } from './endpoints/ai-pipelines'
import { APPS } from './endpoints/apps'
import { BYOC } from './endpoints/byoc'
import { BYOC_STREAMS } from './endpoints/byoc-streams'
import { CHANGES } from './endpoints/changes'
import { COMPARISON } from './endpoints/comparison'
import { DEFERRED } from './endpoints/deferred'
import { describingEndpoint } from './endpoints/describing'
import { DIFF } from './endpoints/diff'
import { DROP_IN } from './endpoints/drop-in'
import { ESTIMATE } from './endpoints/estimate'
import { GATEWAY } from './endpoints/gateway'
import { HISTORY } from './endpoints/history'
import { INCIDENTS } from './endpoints/incidents'
import { KEYS } from './endpoints/keys'
import { LISTS } from './endpoints/lists'
import { LIVE } from './endpoints/live'
import { MEDIA } from './endpoints/media'
import { METRICS } from './endpoints/metrics'
import { NETWORK } from './endpoints/network'
import { OPENAI } from './endpoints/openai'
import { POLICIES } from './endpoints/policies'
import { POLICY_COMPARISON } from './endpoints/policy-comparison'
import { POSITION } from './endpoints/position'
import { PRICE_LATENCY } from './endpoints/price-latency'
import { REGION_MAP } from './endpoints/region-map'
import { RELIABILITY } from './endpoints/reliability'
import { REQUESTS } from './endpoints/requests'
import { SELECTION } from './endpoints/selection'
import { SINGLES } from './endpoints/singles'
import { STREAM } from './endpoints/stream'
import { SUSPENSIONS } from './endpoints/suspensions'
import { SWEEPS } from './endpoints/sweeps'
import { shortened } from './listing/reading'
import { bearsOperatorKey } from './operator'
import { problem } from './problem'
import { routeProblem } from './routes/route-problem'

/** The whole HTTP surface. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...DROP_IN,
  ...AI_PIPELINES,
  ...OPENAI,
  ...LIVE,
  ...BYOC,
  ...BYOC_STREAMS,
  ...APPS,
  MEDIA,
  DEFERRED,
  ...LISTS,
  ESTIMATE,
  REGION_MAP,
  PRICE_LATENCY,
  ...SINGLES,
  COMPARISON,
  ...HISTORY,
  ...RELIABILITY,
  ...GATEWAY,
  ...POLICIES,
  POLICY_COMPARISON,
  POSITION,
  ...SELECTION,
  ...NETWORK,
  METRICS,
  ...SWEEPS,
  ...SUSPENSIONS,
  ...KEYS,
  ...REQUESTS,
  CHANGES,
  INCIDENTS,
  DIFF,
  STREAM,
  describingEndpoint(() => ENDPOINTS),
]

/**
 * Any request → the table's answer, or the problem that says why there is none; at once where nothing has to be awaited.
 * Never rejects.
 */
export function answerRequest(request: ReadRequest, deps: AnswerDeps): Answer | Promise<Answer> {
  const found = findEndpoint(request.url.pathname)
  if (!found) {
    const detail = `There is nothing at ${shortened(request.url.pathname)}.`
    // Clients of OpenAI's API read it in their own shape.
    return request.url.pathname.startsWith('/v1/')
      ? routeProblem({ kind: 'not-found', detail })
      : problem('not-found', detail)
  }
  const { endpoint, segments } = found
  const { method } = request
  try {
    const known = methodOf(method)
    const operation = known && endpoint.operations[known]
    if (method === 'OPTIONS') return { status: 204, headers: preflight(endpoint), body: null }
    if (!operation)
      return problem('method-not-allowed', `${endpoint.path} answers to ${allowOf(endpoint)}.`, {
        headers: { allow: allowOf(endpoint) },
      })
    const refused = operation.isForOperator ? refusal(request, deps) : null
    if (refused) return refused
    const { readBody = async () => Buffer.alloc(0) } = request
    const answer = operation.handle({ ...request, segments, readBody }, deps)
    return answer instanceof Promise ? answer.catch((error) => failure(error, deps)) : answer
  } catch (error) {
    return failure(error, deps)
  }
}

function failure(error: unknown, { onError }: AnswerDeps): Answer {
  if (error instanceof BodyTooLarge) return problem('body-too-large', `Here ${error.message}.`)
  if (error instanceof BodyBrokenOff) return problem('bad-request', `Here ${error.message}.`)
  if (error instanceof StoreFailure) return storeProblem(error)
  onError(error)
  return problem('internal-error', 'The server failed to make this answer; its log says why.')
}

/** What could not be written, or read, since the disk fails; the store has said so to the log itself. */
function storeProblem({ fault, message }: StoreFailure): Answer {
  const detail = `${message} Nothing was changed; ask again when it is mended.`
  if (fault === 'full') return problem('store-full', detail, { headers: STORE_RETRY_AFTER })
  const kind = fault === 'read-only' ? 'store-read-only' : 'store-failing'
  return problem(kind, detail, { headers: STORE_RETRY_AFTER })
}

/** Seconds; people have to make room. */
const STORE_RETRY_AFTER = { 'retry-after': '60' }

interface Found {
  readonly endpoint: Endpoint
  readonly segments: Readonly<Record<string, string>>
}

const FIXED = new Map(
  ENDPOINTS.map((endpoint): [string, Found] => [endpoint.path, { endpoint, segments: {} }]),
)
/** The longest first: what ends in a word of its own is no part of a name that takes slashes. */
const PATTERNS = ENDPOINTS.filter(({ path }) => path.includes('{'))
  .map((endpoint) => ({ endpoint, parts: endpoint.path.split('/') }))
  .sort((a, b) => b.parts.length - a.parts.length)

function findEndpoint(pathname: string): Found | null {
  const fixed = FIXED.get(pathname)
  if (fixed) return fixed
  const given = pathname.split('/')
  for (const { endpoint, parts } of PATTERNS) {
    const own = endpoint.takesSlashes ? joined(given, parts) : given
    if (parts.length !== own.length) continue
    const segments = matchSegments(parts, own, endpoint.takesSlashes === 'or-nothing')
    if (segments) return { endpoint, segments }
  }
  return null
}

/** As many parts as there may be, the last named one with all that the others leave. */
function joined(given: readonly string[], parts: readonly string[]): readonly string[] {
  const place = parts.findLastIndex((part) => part.startsWith('{'))
  const end = given.length - (parts.length - 1 - place)
  return end <= place
    ? given
    : [...given.slice(0, place), given.slice(place, end).join('/'), ...given.slice(end)]
}

/** Null where a fixed part differs, or a named one is empty or no text; the last one may be empty where that is said. */
function matchSegments(
  parts: readonly string[],
  given: readonly string[],
  mayEndEmpty: boolean,
): Record<string, string> | null {
  const segments: Record<string, string> = {}
  for (const [i, part] of parts.entries()) {
    const text = given[i] ?? ''
    const [, name] = /^\{(\w+)\}$/.exec(part) ?? []
    if (name === undefined) {
      if (part !== text) return null
      continue
    }
    const decoded = decode(text)
    if (decoded === null || (decoded === '' && !(mayEndEmpty && i === parts.length - 1))) return null
    segments[name] = decoded
  }
  return segments
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** HEAD asks for what GET would say; a method that nobody here knows is answered by none. */
const methodOf = (method: string): Method | null =>
  METHODS.find((known) => known === (method === 'HEAD' ? 'GET' : method)) ?? null

const allowOf = ({ operations }: Endpoint): string =>
  [
    ...METHODS.flatMap((method) => (!operations[method] ? [] : method === 'GET' ? ['GET', 'HEAD'] : method)),
    'OPTIONS',
  ].join(', ')

/** Null for whoever bears the operator's key, or one like it. */
function refusal(request: ReadRequest, deps: AnswerDeps): Answer | null {
  if (deps.operatorKey === null)
    return problem('not-allowed', 'Nobody may do this here: the operator has set no OPERATOR_KEY.')
  if (bearsOperatorKey(request, deps)) return null
  const headers = { 'www-authenticate': 'Bearer' }
  return problem('operator-key-needed', 'Send the operator key: "authorization: Bearer KEY".', { headers })
}

const preflight = (endpoint: Endpoint): Record<string, string> => ({
  allow: allowOf(endpoint),
  'access-control-allow-methods': allowOf(endpoint),
  // Which the wildcard does not stand for (Fetch standard, CORS non-wildcard request-header name).
  'access-control-allow-headers': '*, authorization',
  'access-control-max-age': '86400',
})
