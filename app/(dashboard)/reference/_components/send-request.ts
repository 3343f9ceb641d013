import type { ApiRequest } from './build-request'

/** What came back. */
export interface ApiAnswer {
  readonly status: number
  readonly statusText: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Without parameters; empty: not stated. */
  readonly mediaType: string
  readonly text: string
  /** As they came out of the connection's compression. */
  readonly sizeBytes: number
  /** From sending until the last byte; of a stream until now. */
  readonly durationMs: number
  readonly end: AnswerEnd
}

/** `too-large`: the rest was not read. `broken`: the connection was lost. */
export type AnswerEnd = 'under-way' | 'complete' | 'stopped' | 'too-large' | 'broken'

export interface SendOptions {
  /** Null: none is sent. */
  readonly secret: string | null
  readonly origin: string
  readonly fetch: typeof globalThis.fetch
  readonly now: () => number
  readonly signal: AbortSignal
  /** Told of an event stream whenever there is more of it. */
  readonly onMore: (answer: ApiAnswer) => void
}

/** More than a page can show; what a browser is asked to hold in memory ends here. */
const MAX_BYTES = 64 * 2 ** 20
/** A stream has no end, so its beginning is let go. */
const MAX_STREAM_CHARACTERS = 200_000

/** Sends it and reads the answer. Rejects when there is none: nobody answers, or `signal` ends it before that. */
export async function sendRequest(
  { method, target, headers, body }: ApiRequest,
  { secret, origin, fetch, now, signal, onMore }: SendOptions,
): Promise<ApiAnswer> {
  const startedAt = now()
  const response = await fetch(`${origin}${target}`, {
    method,
    body,
    signal,
    headers: [
      ...headers.map(([name, value]): [string, string] => [name, value]),
      ...(secret === null ? [] : [['authorization', `Bearer ${secret}`] as [string, string]]),
    ],
    // What is shown is what the server says now.
    cache: 'no-store',
    credentials: 'omit',
  })
  const mediaType = (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  const isStream = mediaType === 'text/event-stream'
  const decoder = new TextDecoder()
  let text = ''
  let sizeBytes = 0
  const answer = (end: AnswerEnd): ApiAnswer => ({
    status: response.status,
    statusText: response.statusText,
    headers: [...response.headers],
    mediaType,
    text,
    sizeBytes,
    durationMs: now() - startedAt,
    end,
  })
  const reader = response.body?.getReader()
  if (!reader) return answer('complete')
  if (isStream) onMore(answer('under-way'))
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      sizeBytes += next.value.length
      text += decoder.decode(next.value, { stream: true })
      if (isStream) {
        text = latestEvents(text)
        onMore(answer('under-way'))
      } else if (sizeBytes > MAX_BYTES) {
        void reader.cancel().catch(() => {}) // It is given up either way.
        return answer('too-large')
      }
    }
    text += decoder.decode()
    return answer('complete')
  } catch {
    return answer(signal.aborted ? 'stopped' : 'broken')
  }
}

/** The end of a stream, from the beginning of an event. */
function latestEvents(text: string): string {
  if (text.length <= MAX_STREAM_CHARACTERS) return text
  const kept = text.slice(-MAX_STREAM_CHARACTERS / 2)
  return kept.slice(kept.indexOf('\n\n') + 2)
}
