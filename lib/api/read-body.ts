import { BodyTooLarge, MAX_BODY_BYTES } from './answer'
import type { Bytes } from './document'

/** Chunks of a body as one. Rejects with BodyTooLarge as soon as there is too much of it. */
export async function readBody(chunks: AsyncIterable<Uint8Array> | null): Promise<Bytes> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks ?? []) {
    length += chunk.length
    if (length > MAX_BODY_BYTES) throw new BodyTooLarge(`the body has more than ${MAX_BODY_BYTES} bytes`)
    parts.push(chunk)
  }
  return Buffer.concat(parts)
}
