import { type Answer, jsonAnswer, type ReadRequest } from './answer'
import { createDocument, type Document } from './document'
import { problem } from './problem'
import type { Reader } from './reader'
import { parseOfferingFilters } from './search-params'

/** One address of the HTTP surface; GET and HEAD. Both doors serve the same table. */
interface Endpoint {
  readonly path: string
  readonly read: (request: ReadRequest, reader: Reader) => Answer
}

const ENDPOINTS: readonly Endpoint[] = [
  { path: '/getNetworkCapabilities', read: (_, reader) => networkCapabilities(reader) },
  { path: '/api/v1/offerings', read: offerings },
  { path: '/api/v1/nodes', read: (request, reader) => plain(request, reader, reader.nodesDocument()) },
  { path: '/api/v1/summary', read: (request, reader) => plain(request, reader, reader.summaryDocument()) },
  { path: '/api/v1/status', read: status },
  { path: '/healthz', read: () => ({ status: 200, headers: {}, body: null }) },
]

const ALLOWED = 'GET, HEAD, OPTIONS'

/** Any request → the table's answer, or the problem that says why there is none. Never throws. */
export function answerRequest(
  request: ReadRequest,
  reader: Reader,
  onError: (error: unknown) => void,
): Answer {
  const endpoint = ENDPOINTS.find(({ path }) => path === request.url.pathname)
  if (!endpoint) return problem(404, `There is nothing at ${request.url.pathname}.`)
  if (request.method === 'OPTIONS') return { status: 204, headers: preflight, body: null }
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return problem(405, `${endpoint.path} is read with GET.`, { headers: { allow: ALLOWED } })
  try {
    return endpoint.read(request, reader)
  } catch (error) {
    onError(error)
    return problem(500, 'The server failed to make this answer; its log says why.')
  }
}

const preflight = {
  allow: ALLOWED,
  'access-control-allow-methods': ALLOWED,
  'access-control-allow-headers': '*',
  'access-control-max-age': '86400',
}

/** Seconds after which asking again makes sense: about as long as a first sweep takes. */
const RETRY_AFTER = { 'retry-after': '5' }

function offerings(request: ReadRequest, reader: Reader): Answer {
  const parsed = parseOfferingFilters(request.url.searchParams)
  if (!parsed.ok) return badParameters(parsed.errors)
  const document = reader.offeringsDocument(parsed.filters)
  return document ? jsonAnswer(document) : notCollected(reader)
}

function status(request: ReadRequest, reader: Reader): Answer {
  return plain(request, reader, createDocument(JSON.stringify(reader.status())))
}

function plain(request: ReadRequest, reader: Reader, document: Document | null): Answer {
  const [unknown] = request.url.searchParams.keys()
  if (unknown !== undefined)
    return badParameters([
      { parameter: unknown, detail: 'is not a parameter of this address; it takes none' },
    ])
  return document ? jsonAnswer(document) : notCollected(reader)
}

const badParameters = (errors: readonly { parameter: string; detail: string }[]): Answer =>
  problem(400, errors.map(({ parameter, detail }) => `${parameter} ${detail}`).join('; '), {
    errors: [...errors],
  })

function notCollected(reader: Reader): Answer {
  return problem(503, reasonNotCollected(reader), { headers: RETRY_AFTER })
}

function reasonNotCollected(reader: Reader): string {
  const { sweep } = reader.status()
  return (
    sweep.last_error ?? `The first sweep is under way: ${sweep.settled} of ${sweep.total} nodes are settled.`
  )
}

/**
 * The document of a Livepeer gateway's own address, for tools that know that one. Unlike there, a missing list is a
 * 503 with a JSON reason instead of a 500 with two documents glued together; query parameters are ignored as there.
 */
function networkCapabilities(reader: Reader): Answer {
  const document = reader.networkCapabilities()
  if (document) {
    const network = reader.status().snapshot?.network ?? 'live'
    return jsonAnswer(document, { 'x-livepeer-offerings-network': network })
  }
  return {
    status: 503,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...RETRY_AFTER },
    body: Buffer.from(JSON.stringify({ error: { message: reasonNotCollected(reader) } })),
  }
}
