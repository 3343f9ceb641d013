import { BodyBrokenOff, BodyTooLarge, MAX_BODY_BYTES } from './answer'
import type { Bytes } from './document'

/** Chunks of a body as one. Rejects with BodyTooLarge as soon as there is too much of it, else with BodyBrokenOff. */
export async function readBody(
  chunks: AsyncIterable<Uint8Array> | null,
  maxBytes = MAX_BODY_BYTES,
): Promise<Bytes> {
  const parts: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of chunks ?? []) {
      length += chunk.length
      if (length > maxBytes) throw new BodyTooLarge(`the body has more than ${maxBytes} bytes`)
      parts.push(chunk)
    }
  } catch (error) {
    if (error instanceof BodyTooLarge) throw error
    throw new BodyBrokenOff(`the body broke off after ${length} bytes`, { cause: error })
  }
  return Buffer.concat(parts)
}
