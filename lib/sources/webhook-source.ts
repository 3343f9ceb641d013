import { z } from 'zod'
import type { Source, SourceReading } from './source'

/** As go-livepeer's gateway gives it: one list within three seconds (discovery/wh_discovery.go). */
const TIMEOUT_MS = 3_000
/** A list of 2,000 long URIs has about 1 MiB. */
const MAX_BODY_BYTES = 8 * 1024 * 1024

/** The body of an orchestrator webhook; extra keys are ignored, one wrongly typed element refuses the whole list. */
const webhookBody = z.array(z.object({ address: z.string().optional(), score: z.number().optional() }))

/**
 * A list behind a URL: `[{"address":"https://host:8935","score":1}]`, the format of go-livepeer's `-orchWebhookUrl`.
 * On any error the last good list stays in use; an empty list is a list.
 */
export function createWebhookSource(
  url: string,
  { fetch, now }: { fetch: typeof globalThis.fetch; now: () => number },
): Source {
  let last: SourceReading = { uris: [], readAt: null, error: null }
  let lastBody: string | null = null

  return {
    name: 'webhook',
    async read(signal) {
      try {
        const response = await fetch(url, {
          signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
        })
        if (!response.ok) throw new Error(`it answered ${response.status}`)
        const body = await boundedText(response)
        const uris = body === lastBody ? last.uris : parseList(body)
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

function parseList(body: string): string[] {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    throw new Error('its body is not JSON')
  }
  const parsed = webhookBody.safeParse(json)
  if (!parsed.success) throw new Error('its body is not a list of {"address": text, "score": number}')
  return parsed.data.flatMap(({ address }) => (address ? [address] : []))
}

async function boundedText(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > MAX_BODY_BYTES) throw new Error(`its body exceeds ${MAX_BODY_BYTES} bytes`)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

/** fetch hides the network's own words in the cause. The URL may hold a secret, so it is never part of the text. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `no answer within ${TIMEOUT_MS} ms`
  const { cause } = error
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.message
}
