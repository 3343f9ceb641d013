import { createHash, timingSafeEqual } from 'node:crypto'
import { parseDiscoverQuery } from '@/lib/catalog/parse-discover-query'
import { type Answer, jsonAnswer, type ReadRequest } from './answer'
import type { CatalogList } from './catalog-list'
import { createDocument, type Document } from './document'
import type { ListFormat } from './listing/list-query'
import { OFFERINGS } from './offering-list'
import { problem } from './problem'
import type { Reader } from './reader'
import { GPU_LIST, MODEL_LIST, ORCHESTRATOR_LIST, PIPELINE_LIST, REGION_LIST } from './roll-up-lists'

/** One address of the HTTP surface. Both doors serve the same table. */
interface Endpoint {
  /** Exact, or with any one segment at its end: `/api/v1/sources/*`. */
  readonly path: string
  /** GET and HEAD. */
  readonly read?: (request: ReadRequest, reader: Reader) => Answer
  /** POST, for whoever bears the operator's key; its body is not looked at. */
  readonly command?: (actions: Actions) => Promise<Answer>
}

/** What the operator can set going. */
export interface Actions {
  /** Has all nodes asked at once. Resolves when that is noted, not when it is done. */
  requestSweep(): Promise<void>
}

export interface AnswerDeps {
  readonly reader: Reader
  readonly actions: Actions
  /** Null: nobody may command. */
  readonly operatorKey: string | null
  readonly onError: (error: unknown) => void
}

const LISTS: readonly CatalogList[] = [
  OFFERINGS,
  MODEL_LIST,
  ORCHESTRATOR_LIST,
  GPU_LIST,
  PIPELINE_LIST,
  REGION_LIST,
]

const ENDPOINTS: readonly Endpoint[] = [
  { path: '/getNetworkCapabilities', read: (_, reader) => networkCapabilities(reader) },
  { path: '/discover-orchestrators', read: discoverOrchestrators },
  ...LISTS.map((list) => listEndpoint(list)),
  { path: '/api/v1/nodes', read: (request, reader) => plain(request, reader, reader.nodesDocument()) },
  { path: '/api/v1/summary', read: (request, reader) => plain(request, reader, reader.summaryDocument()) },
  { path: '/api/v1/status', read: status },
  { path: '/api/v1/sources', read: sources },
  { path: '/api/v1/sources/*', read: source },
  { path: '/api/v1/sweeps', command: sweep },
  { path: '/healthz', read: () => ({ status: 200, headers: {}, body: null }) },
]

/** Any request → the table's answer, or the problem that says why there is none. Never rejects. */
export async function answerRequest(request: ReadRequest, deps: AnswerDeps): Promise<Answer> {
  const { pathname } = request.url
  const endpoint =
    ENDPOINTS.find(({ path }) => path === pathname) ??
    (lastSegment(pathname) === ''
      ? undefined
      : ENDPOINTS.find(({ path }) => path === `${pathname.slice(0, pathname.lastIndexOf('/'))}/*`))
  if (!endpoint) return problem(404, `There is nothing at ${request.url.pathname}.`)
  const { path, read, command } = endpoint
  const allow = [...(read ? ['GET', 'HEAD'] : []), ...(command ? ['POST'] : []), 'OPTIONS'].join(', ')
  try {
    if (request.method === 'OPTIONS') return { status: 204, headers: preflight(allow), body: null }
    if (read && (request.method === 'GET' || request.method === 'HEAD')) return read(request, deps.reader)
    if (command && request.method === 'POST') return refusal(request, deps) ?? (await command(deps.actions))
    return problem(405, `${path} answers to ${allow}.`, { headers: { allow } })
  } catch (error) {
    deps.onError(error)
    return problem(500, 'The server failed to make this answer; its log says why.')
  }
}

/** Null for whoever bears the operator's key. */
function refusal(request: ReadRequest, { operatorKey }: AnswerDeps): Answer | null {
  if (operatorKey === null)
    return problem(403, 'Nobody may do this here: the operator has set no OPERATOR_KEY.')
  const [, key] = /^bearer +(.*)$/i.exec(request.header('authorization') ?? '') ?? []
  if (key !== undefined && isSameSecret(key, operatorKey)) return null
  const headers = { 'www-authenticate': 'Bearer' }
  return problem(401, 'Send the operator key: "authorization: Bearer KEY".', { headers })
}

/** In a time that tells nothing of how much of it was right. */
const isSameSecret = (a: string, b: string): boolean => timingSafeEqual(sha256(a), sha256(b))
const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

async function sweep(actions: Actions): Promise<Answer> {
  await actions.requestSweep()
  return {
    status: 202,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', location: '/api/v1/status' },
    body: Buffer.from(JSON.stringify({ status: 'requested' })),
  }
}

const preflight = (allow: string): Record<string, string> => ({
  allow,
  'access-control-allow-methods': allow,
  'access-control-allow-headers': '*',
  'access-control-max-age': '86400',
})

/** Seconds after which asking again makes sense: about as long as a first sweep takes. */
const RETRY_AFTER = { 'retry-after': '5' }

/** Files keep the name that says what they are. */
const LIST_HEADERS: Readonly<Record<ListFormat, Readonly<Record<string, string>>>> = {
  json: {},
  csv: { 'content-type': 'text/csv; charset=utf-8; header=present' },
  ndjson: { 'content-type': 'application/x-ndjson' },
}

function listEndpoint(list: CatalogList): Endpoint {
  return {
    path: `/api/v1/${list.name}`,
    read(request, reader) {
      const parsed = list.parse(request.url.searchParams)
      if (!parsed.ok) return badParameters(parsed.errors)
      const document = reader.list(list, parsed.query)
      return document ? jsonAnswer(document, LIST_HEADERS[parsed.query.format]) : notCollected(reader)
    },
  }
}

function status(request: ReadRequest, reader: Reader): Answer {
  return plain(request, reader, createDocument(JSON.stringify(reader.status()), { isKept: false }))
}

function sources(request: ReadRequest, reader: Reader): Answer {
  return plain(request, reader, createDocument(JSON.stringify(reader.sources()), { isKept: false }))
}

const lastSegment = (pathname: string): string => pathname.slice(pathname.lastIndexOf('/') + 1)

/** The last segment of the path is a source's name. */
function source(request: ReadRequest, reader: Reader): Answer {
  const segment = lastSegment(request.url.pathname)
  const detail = reader.sourceDocument(segment)
  if (detail) return plain(request, reader, detail)
  const names = reader.sources().sources.map(({ name }) => name)
  return problem(404, `No source is called ${segment}; there are ${names.join(', ') || 'none'}.`)
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
  if (sweep.last_error === null && sweep.total === 0)
    return 'The first sweep is under way: the sources are being read.'
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
  return plainError(503, reasonNotCollected(reader))
}

/**
 * The list of a go-livepeer remote signer, for gateways with `-orchWebhookUrl` or `-remoteSignerUrl` and for the Python
 * gateway: repeated `caps=`, and `app=` and `gpu=` of newer clients. Other parameters are ignored as there.
 */
function discoverOrchestrators(request: ReadRequest, reader: Reader): Answer {
  const parsed = parseDiscoverQuery(request.url.search)
  if (!parsed.ok) return plainError(400, parsed.problem)
  const found = reader.discoverable(parsed.query)
  if (found === null) return plainError(503, reasonNotCollected(reader))
  if (found === 'nobody') return plainError(503, 'No orchestrator with a priced capability is known.')
  return jsonAnswer(found)
}

/** The error body that clients of a Livepeer gateway read. */
function plainError(status: 400 | 503, message: string): Answer {
  return {
    status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...(status === 503 && RETRY_AFTER),
    },
    body: Buffer.from(JSON.stringify({ error: { message } })),
  }
}
