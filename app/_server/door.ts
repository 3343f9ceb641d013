import type { ClientPresence } from '@/lib/api/answer'
import { finishAnswer } from '@/lib/api/finish-answer'
import { readBody } from '@/lib/api/read-body'
import { runtime } from '@/lib/runtime'
import { dashboardPeer } from './dashboard-peer'

/**
 * The dashboard origin's door to the table in lib/api/endpoints.ts. Next compresses by itself and drops encodings that
 * it did not choose, so bytes go out plain.
 */
async function door(request: Request): Promise<Response> {
  const { answer } = await runtime()
  const read = {
    method: request.method,
    url: new URL(request.url),
    ...dashboardPeer((name) => request.headers.get(name), process),
    headers: () => request.headers.entries(),
    readBody: (maxBytes?: number) => readBody(request.body, maxBytes),
    openBody: () => request.body,
    client: presenceOf(request.signal),
  }
  const { status, headers, bytes, stream } = finishAnswer(await answer(read), read, { canEncode: false })
  return new Response(stream ?? bytes, { status, headers })
}

const presenceOf = (signal: AbortSignal): ClientPresence => ({
  get isGone() {
    return signal.aborted
  },
  onGone(listener) {
    if (signal.aborted) listener()
    else signal.addEventListener('abort', listener, { once: true })
    return () => signal.removeEventListener('abort', listener)
  },
})

// Every method, so that the table says 405 in its own words.
export {
  door as DELETE,
  door as GET,
  door as HEAD,
  door as OPTIONS,
  door as PATCH,
  door as POST,
  door as PUT,
}
