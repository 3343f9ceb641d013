import type { JobBody, JobPayload } from '@/lib/routing/client-job'
import { BodyBrokenOff, BodyTooLarge } from '../answer'
import type { ApiRequest } from '../endpoint'
import { type SpooledFile, spoolFile } from './spooled-file'

/** A client's body as it is, for as many as it is sent to. */
export class RawPayload implements JobPayload {
  readonly bytes: number

  constructor(
    private readonly file: SpooledFile,
    private readonly headers: Readonly<Record<string, string>>,
  ) {
    this.bytes = file.length
  }

  bodyFor(): JobBody {
    return {
      headers: { ...this.headers, 'content-length': String(this.file.length) },
      body: this.file.open(),
    }
  }
}

/** A body as it comes, on the disk where it is large. Rejects with BodyTooLarge and BodyBrokenOff; nothing is left of it then. */
export async function spoolBody(
  { openBody, readBody }: Pick<ApiRequest, 'openBody' | 'readBody'>,
  { maxBytes, folder }: { readonly maxBytes: number; readonly folder: string },
): Promise<SpooledFile> {
  const pieces = openBody ? (openBody() ?? []) : [await readBody(maxBytes)]
  return spoolFile(bounded(pieces, maxBytes), { folder })
}

async function* bounded(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Buffer> {
  let length = 0
  try {
    for await (const piece of pieces) {
      length += piece.length
      if (length > maxBytes) throw new BodyTooLarge(`the body has more than ${maxBytes} bytes`)
      yield Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)
    }
  } catch (error) {
    if (error instanceof BodyTooLarge) throw error
    throw new BodyBrokenOff(`the body broke off after ${length} bytes`, { cause: error })
  }
}
