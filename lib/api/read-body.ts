import { BytePile } from '@/lib/net/byte-pile'
import { BodyBrokenOff, BodyTooLarge, MAX_BODY_BYTES } from './answer'
import type { Bytes } from './document'

/** Chunks of a body as one. Rejects with BodyTooLarge as soon as there is too much of it, else with BodyBrokenOff. */
export async function readBody(
  chunks: AsyncIterable<Uint8Array> | null,
  maxBytes = MAX_BODY_BYTES,
): Promise<Bytes> {
  const pile = new BytePile()
  try {
    for await (const chunk of chunks ?? []) {
      if (pile.length + chunk.length > maxBytes)
        throw new BodyTooLarge(`the body has more than ${maxBytes} bytes`)
      pile.add(chunk)
    }
  } catch (error) {
    if (error instanceof BodyTooLarge) throw error
    throw new BodyBrokenOff(`the body broke off after ${pile.length} bytes`, { cause: error })
  }
  return pile.take()
}
