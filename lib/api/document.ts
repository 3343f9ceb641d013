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
}

const MIN_COMPRESSED_BYTES = 1_024
/** Nearly as small as the maximum at a tenth of the time; a sweep makes a new document every minute. */
const BROTLI_QUALITY = 5

const compressGzip = promisify(gzip)
const compressBrotli = promisify(brotliCompress)

/**
 * Serialises at once; compresses off the main thread meanwhile, so that the first readers of a new snapshot get plain
 * bytes instead of waiting. One that is not kept is served once, and compressed for nobody.
 */
export function createDocument(json: string, { isKept = true }: { isKept?: boolean } = {}): Document {
  const identity = Buffer.from(json)
  const etag = `W/"${createHash('sha256').update(identity).digest('base64url').slice(0, 22)}"`
  const document: { identity: Bytes; etag: string; gzip?: Bytes; br?: Bytes } = { identity, etag }
  if (isKept && identity.length >= MIN_COMPRESSED_BYTES) {
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
  }
  return document
}
