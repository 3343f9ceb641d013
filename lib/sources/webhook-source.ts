import { parseWebhookList } from './parse-webhook-list'
import type { Source, SourceReading } from './source'

/** As go-livepeer's gateway gives it: one list within three seconds (discovery/wh_discovery.go). */
const TIMEOUT_MS = 3_000
/** A list of 2,000 long URIs has about 1 MiB. */
const MAX_BODY_BYTES = 8 * 1024 * 1024

/**
 * A list behind a URL: `[{"address":"https://host:8935","score":1}]`, the format of go-livepeer's `-orchWebhookUrl`.
 * On any error the last good list stays in use; an empty list is a list. Credentials in the URL are sent as basic
 * authentication, and nothing of the URL ever becomes part of a message.
 */
export function createWebhookSource(
  text: string,
  { fetch, now }: { fetch: typeof globalThis.fetch; now: () => number },
): Source {
  const { url, headers } = splitCredentials(text)
  let last: SourceReading = { uris: [], readAt: null, error: null }
  let lastBody: string | null = null

  return {
    name: 'webhook',
    async read(signal) {
      try {
        const limit = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)])
        const response = await fetch(url, { headers, signal: limit, redirect: 'manual' })
        // Where it leads could be any address, inward ones too.
        if (response.status >= 300 && response.status < 400)
          throw new UnusableList('it redirects; use the address it leads to')
        if (!response.ok) throw new UnusableList(`it answered ${response.status}`)
        const body = await boundedText(response)
        const uris = body === lastBody ? last.uris : urisOf(body)
        lastBody = body
        last = { uris, readAt: now(), error: null }
      } catch (error) {
        signal.throwIfAborted()
        last = { ...last, error: `The webhook could not be read: ${reasonOf(error)}.` }
      }
      return last
    },
  }
}

/** What came back is no list; the message says why, in our own words. */
class UnusableList extends Error {
  override name = 'UnusableList'
}

function splitCredentials(text: string): { url: string; headers: Record<string, string> } {
  const url = new URL(text)
  const { username, password } = url
  url.username = ''
  url.password = ''
  if (username === '' && password === '') return { url: url.href, headers: {} }
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { url: url.href, headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` } }
}

function urisOf(body: string): readonly string[] {
  const list = parseWebhookList(body)
  if (!list.ok) throw new UnusableList(list.problem)
  return list.uris
}

async function boundedText(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > MAX_BODY_BYTES) throw new UnusableList(`its body exceeds ${MAX_BODY_BYTES} bytes`)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

/** fetch puts the URL into some of its messages, so only the network's error code is passed on. */
function reasonOf(error: unknown): string {
  if (error instanceof UnusableList) return error.message
  if (!(error instanceof Error)) return 'the request failed'
  if (error.name === 'TimeoutError') return `no answer within ${TIMEOUT_MS} ms`
  const { cause } = error
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'the request failed'
}
