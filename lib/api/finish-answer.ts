import type { Answer, ReadRequest } from './answer'
import type { Bytes, Document } from './document'

/** What scripts of other origins may read. */
const EXPOSED = [
  'etag',
  'location',
  'retry-after',
  'x-livepeer-offerings-snapshot',
  'x-livepeer-offerings-as-of',
  'x-livepeer-offerings-network',
  'x-livepeer-offerings-next-cursor',
  'x-livepeer-offerings-last-resort',
].join(', ')

export interface FinishedAnswer {
  readonly status: number
  readonly headers: Record<string, string>
  /** Null: no body, or a stream, which goes out as it comes. */
  readonly bytes: Bytes | null
  readonly stream?: ReadableStream<Uint8Array>
}

/**
 * HTTP's own rules over any answer: 304 for a known ETag, the encoding the client likes best, no body for HEAD.
 * `canEncode` is false for a door that compresses by itself.
 */
export function finishAnswer(
  answer: Answer,
  request: ReadRequest,
  { canEncode }: { canEncode: boolean },
): FinishedAnswer {
  const headers: Record<string, string> = {
    'access-control-allow-origin': '*',
    'access-control-expose-headers': EXPOSED,
    'x-content-type-options': 'nosniff',
    ...answer.headers,
  }
  if (answer.body === null) return { status: answer.status, headers, bytes: null }
  if (Buffer.isBuffer(answer.body)) return withLength(answer.status, headers, answer.body, request)

  if (answer.body instanceof ReadableStream) return streamed(answer.body, answer.status, headers, request)

  const { body } = answer
  headers.etag = body.etag
  headers['cache-control'] ??= 'no-cache'
  headers.vary = headers.vary === undefined ? 'accept-encoding' : `${headers.vary}, accept-encoding`
  if (isKnown(request.header('if-none-match'), body.etag)) {
    delete headers['content-type']
    return { status: 304, headers, bytes: null }
  }
  // Whoever comes next gets it smaller; nobody waits for that.
  if (canEncode && request.header('accept-encoding') !== null) body.compress()
  const [encoding, bytes] = canEncode
    ? bestEncoding(body, request.header('accept-encoding'))
    : [null, body.identity]
  if (encoding) headers['content-encoding'] = encoding
  return withLength(answer.status, headers, bytes, request)
}

/** Of a stream nobody reads for HEAD nothing is made. */
function streamed(
  stream: ReadableStream<Uint8Array>,
  status: number,
  headers: Record<string, string>,
  { method }: ReadRequest,
): FinishedAnswer {
  if (method !== 'HEAD') return { status, headers, bytes: null, stream }
  stream.cancel().catch(() => {}) // It ends either way.
  return { status, headers, bytes: null }
}

function withLength(
  status: number,
  headers: Record<string, string>,
  bytes: Bytes,
  { method }: ReadRequest,
): FinishedAnswer {
  headers['content-length'] = String(bytes.length)
  return { status, headers, bytes: method === 'HEAD' ? null : bytes }
}

/** Weak comparison (RFC 9110 §13.1.2). */
function isKnown(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false
  const opaque = etag.replace(/^W\//, '')
  return (
    ifNoneMatch.trim() === '*' ||
    ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === opaque)
  )
}

function bestEncoding(
  body: Document,
  acceptEncoding: string | null,
): [encoding: string | null, bytes: Bytes] {
  if (acceptEncoding === null) return [null, body.identity]
  const weights = new Map(
    acceptEncoding.split(',').map((item) => {
      const [name = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase())
      const q = Number(parameters.find((part) => part.startsWith('q='))?.slice(2) ?? 1)
      return [name, Number.isFinite(q) ? q : 0] as const
    }),
  )
  const weight = (name: string) => weights.get(name) ?? weights.get('*') ?? 0
  const candidates = (['br', 'gzip'] as const).filter((name) => body[name] !== undefined && weight(name) > 0)
  const best = candidates.toSorted((a, b) => weight(b) - weight(a))[0]
  const bytes = best && body[best]
  return best && bytes ? [best, bytes] : [null, body.identity]
}
