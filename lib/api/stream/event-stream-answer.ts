import type { Answer } from '../answer'
import { problem } from '../problem'

const HEADERS = {
  'content-type': 'text/event-stream',
  // Whoever compresses or rewrites it on the way would hold it back.
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
}
const RETRY_AFTER = { 'retry-after': '30' }

/** Null: there are as many streams as there may be. */
export function eventStreamAnswer(
  body: ReadableStream<Uint8Array> | null,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  if (body) return { status: 200, headers: { ...HEADERS, ...headers }, body }
  return problem('too-many-streams', 'This server has no room for another stream; ask again later.', {
    headers: RETRY_AFTER,
  })
}

/** The answer to HEAD. */
export const eventStreamHead = (headers: Readonly<Record<string, string>> = {}): Answer => ({
  status: 200,
  headers: { ...HEADERS, ...headers },
  body: null,
})
