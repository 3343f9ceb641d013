import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** Bytes of our own making, never shared memory: what a web Response accepts as they are. */
export type Bytes = Buffer<ArrayBuffer>

/** A JSON answer as bytes, made once and served many times. */
export interface Document {
  readonly identity: Bytes
  /** Weak, since one tag stands for all encodings of the same content. */
  readonly etag: string
  /** Absent until compressed, and for bodies that are not worth it. */
  readonly gzip?: Bytes
  readonly br?: Bytes
  /**
   * Compresses off the main thread, so that readers get plain bytes meanwhile instead of waiting. Does nothing the
   * second time.
   */
  compress(): void
}

const MIN_COMPRESSED_BYTES = 1_024
/** Nearly as small as the maximum at a tenth of the time; a sweep makes a new document every minute. */
const BROTLI_QUALITY = 5

const compressGzip = promisify(gzip)
const compressBrotli = promisify(brotliCompress)

/** Its tag is told from its content, unless whoever made it knows a shorter way to tell one content from another. */
export function createDocument(
  content: string | Bytes,
  { etag = null, isKept = true }: { etag?: string | null; isKept?: boolean } = {},
): Document {
  const identity = typeof content === 'string' ? Buffer.from(content) : content
  // What is served once is compressed for nobody.
  let isCompressed = !isKept || identity.length < MIN_COMPRESSED_BYTES
  const document: { identity: Bytes; etag: string; gzip?: Bytes; br?: Bytes; compress(): void } = {
    identity,
    etag: etag ?? tagOf(identity),
    compress() {
      if (isCompressed) return
      isCompressed = true
      compressGzip(identity).then(
        (bytes) => {
          document.gzip = bytes
        },
        () => {}, // Plain bytes stay in use.
      )
      compressBrotli(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }).then(
        (bytes) => {
          document.br = bytes
        },
        () => {}, // Plain bytes stay in use.
      )
    },
  }
  return document
}

/** Equal for equal contents, and for no others. */
export const tagOf = (content: string | Bytes): string =>
  `W/"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`

/** One that is asked for in any case, compressed at once. */
export function createKeptDocument(json: string): Document {
  const document = createDocument(json)
  document.compress()
  return document
}
