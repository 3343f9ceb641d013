import type { EthUsdQuote } from '@/lib/domain/eth-usd'
import { exactFraction } from '@/lib/domain/exact-fraction'
import { JsonNumber, parseExactJson } from '@/lib/livepeer/exact-json'
import { allowingPlace } from '@/lib/net/dial-policy'
import { type GuardedDeps, guardedRequest } from '@/lib/net/guarded-request'
import { operatorPlace } from '@/lib/net/operator-place'

export interface HttpRateSettings {
  readonly url: string
  /** Where in the answer the number of dollars for one ETH stands: `data.rates.USD`. */
  readonly path: string
}

export type HttpRate =
  | { readonly ok: true; readonly quote: EthUsdQuote }
  | { readonly ok: false; readonly problem: string }

const TIMEOUT_MS = 10_000
const MAX_BYTES = 1024 * 1024
const MAX_DEPTH = 16
const MAX_REDIRECTS = 3

/** Asks a server of the operator's choice for the price of ETH, once. Rejects only when the signal is aborted. */
export async function fetchHttpRate(
  { url, path }: HttpRateSettings,
  { net, now, signal }: { net: GuardedDeps; now: () => number; signal: AbortSignal },
): Promise<HttpRate> {
  const place = operatorPlace(url)
  const failed = (problem: string): HttpRate => ({
    ok: false,
    problem: `The price of ETH could not be read: ${problem}.`,
  })
  const response = await guardedRequest(
    place.url,
    {
      headers: place.headers,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      maxRedirects: MAX_REDIRECTS,
      verifiesTls: true,
      signal,
    },
    { ...net, policy: allowingPlace(net.policy, place) },
  )
  if (!response.ok) return failed(response.detail)
  const { status, body } = response
  if (status < 200 || status > 299) return failed(`it answered ${status}`)
  const json = parseExactJson(body, { maxBytes: MAX_BYTES, maxDepth: MAX_DEPTH })
  if (!json.ok) return failed(`its body ${json.problem}`)
  const stated = valueAt(json.value, path)
  const spelling = stated instanceof JsonNumber ? stated.spelling : typeof stated === 'string' ? stated : ''
  const rate = exactFraction(spelling)
  if (rate === null || rate.numerator <= 0n) return failed(`there is no number above zero at ${path}`)
  return { ok: true, quote: { rate, source: 'http', at: now() } }
}

function valueAt(value: unknown, path: string): unknown {
  let at = value
  for (const key of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined
    at = Reflect.get(at, key)
  }
  return at
}
