import { z } from 'zod'
import type { RunnerUnit } from '@/lib/domain/live-runner'
import { parseServiceUri } from '@/lib/domain/service-uri'
import { bytesOfBase64 } from '@/lib/livepeer/job-headers'
import { type Quote, readQuote } from '@/lib/livepeer/quote'
import type { ErrandOrder } from '../errand'
import type { StreamOrder, StreamTickets } from '../payment/signer-tickets'
import type { KeptQuote } from '../quotes/quote-keeper'

/** What a node wants to be paid before it gives a place, and how. */
export interface Challenge {
  readonly kept: KeptQuote
  readonly manifestId: string
  readonly type: NonNullable<StreamOrder['type']>
}

const Body = z.object({
  payment_params: z.string().min(1).max(200_000),
  manifest_id: z.string().min(1).max(200),
})

/** The same, with who pays it. */
export interface SessionPayment {
  readonly challenge: Challenge
  readonly tickets: StreamTickets
  /** Of its job; null: none is said. */
  readonly maxPrice: ErrandOrder['maxPrice']
}

/** The body of a 402 (go-livepeer server/ai_http.go); null: it is none. */
export function readChallenge(
  body: Buffer,
  { nodeUri, unit, now }: { readonly nodeUri: string; readonly unit: RunnerUnit; readonly now: number },
): Challenge | null {
  const parsed = Body.safeParse(jsonOf(body))
  const bytes = parsed.success ? bytesOfBase64(parsed.data.payment_params) : 0
  if (!parsed.success || typeof bytes === 'number') return null
  const reading = readQuote(bytes)
  if (!reading.ok) return null
  const kept = keptOf({ quote: reading.quote, bytes }, { nodeUri, now })
  return kept && { kept, type: TYPES[unit], manifestId: parsed.data.manifest_id }
}

/** How long its parameters are thought to be good: they are used at once. */
const LIFE_MS = 5 * 60_000

/** A quote that was not asked for by capability and model; null: where it is from cannot be dialled. */
export function keptOf(
  { quote, bytes }: { readonly quote: Quote; readonly bytes: Uint8Array },
  { nodeUri, now }: { readonly nodeUri: string; readonly now: number },
): KeptQuote | null {
  const uri = parseServiceUri(nodeUri)
  if (!uri.ok) return null
  return {
    order: { nodeUri: uri.uri, capability: 0, model: '' },
    quote,
    bytes,
    capabilities: null,
    until: now + LIFE_MS,
  }
}

/** As a remote signer counts (go-livepeer server/remote_signer.go). */
const TYPES: Readonly<Record<RunnerUnit, Challenge['type']>> = {
  seconds: 'live',
  '720p-pixel-seconds': 'lv2v',
  fixed: 'fixed',
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return null
  }
}
