import { bytesToHex } from '@noble/hashes/utils.js'
import { z } from 'zod'
import { addressFromBytes } from '@/lib/domain/eth-address'
import { printable } from '@/lib/domain/printable'
import type { FailedOutcome } from '@/lib/domain/routed-request'
import type { AskerIdentity } from '@/lib/livepeer/asker-identity'
import { exchange, type UpstreamAnswer, type UpstreamRequest } from './upstream/exchange'
import type { JobPlaces } from './upstream/job-place'
import type { UpstreamPools } from './upstream/upstream-pools'

/** What a node says of a job of one capability before it is sent: at what price, where to, and whether there is room. */
export interface ByocToken {
  /** Where jobs go. */
  readonly serviceAddr: string
  /** For a second of its work; off chain nothing. */
  readonly isPriced: boolean
}

export type ByocTokenReading =
  | { readonly ok: true; readonly token: ByocToken }
  | { readonly ok: false; readonly outcome: FailedOutcome; readonly detail: string }

export interface ByocTokenDeps {
  readonly places: Pick<JobPlaces, 'find'>
  readonly pools: Pick<UpstreamPools, 'of'>
  readonly monotonicMs: () => number
}

/** go-livepeer's gateway waits half a second, by which nodes far away are left out (byoc/job_gateway.go). */
const TOKEN_MS = 2_000
const MAX_TOKEN_BYTES = 64 * 1024

/** `GET /process/token`. Each job has one of its own: it tells the balance and the room of that moment. Never rejects. */
export async function fetchByocToken(
  nodeUri: string,
  { capability, identity }: { readonly capability: string; readonly identity: AskerIdentity },
  deps: ByocTokenDeps,
): Promise<ByocTokenReading> {
  const finding = await deps.places.find(nodeUri)
  if (!finding.ok) return failed(finding.cause, finding.detail)
  const { place } = finding
  const ask = (): Promise<UpstreamAnswer> => {
    const request: UpstreamRequest = {
      method: 'GET',
      path: `${place.basePath}/process/token`,
      headers: {
        accept: 'application/json',
        'livepeer-eth-address': base64Json(senderOf(identity)),
        'livepeer-capability': capability,
      },
      body: null,
      firstByteMs: TOKEN_MS,
      gapMs: TOKEN_MS,
      totalMs: TOKEN_MS,
      maxBytes: MAX_TOKEN_BYTES,
      isStream: () => false,
    }
    return exchange(deps.pools.of(place), request, deps).answer
  }
  let answer = await ask()
  if (answer.kind === 'failed' && answer.isStale) answer = await ask()
  if (answer.kind === 'failed') return failed(answer.cause, `its token: ${answer.detail}`)
  if (answer.kind === 'stream') return failed('bad-answer', 'its token is a stream')
  const text = answer.body.toString()
  return answer.status === 200 ? readToken(text) : refusal(answer.status, text)
}

/** As headers name whoever asks. Without a signature it is an empty one, which nodes off chain take. */
export const senderOf = ({
  address,
  signature,
}: AskerIdentity): { readonly addr: string; readonly sig: string } => ({
  addr: addressFromBytes(address),
  sig: signatureHex(signature),
})

export const signatureHex = (signature: Uint8Array): string =>
  signature.length === 0 ? '' : `0x${bytesToHex(signature)}`

export const base64Json = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64')

const wei = z.number().min(0).default(0)

/** Go leaves out what is zero. */
const Token = z.object({
  service_addr: z.string().max(2_000).default(''),
  available_capacity: z.number().default(0),
  price: z.object({ pricePerUnit: wei }).nullish(),
})

function readToken(text: string): ByocTokenReading {
  const parsed = Token.safeParse(jsonOf(text))
  if (!parsed.success) return failed('bad-answer', 'its token cannot be read')
  const { service_addr, available_capacity, price } = parsed.data
  if (available_capacity <= 0) return failed('busy', 'it has no place free for that capability')
  if (service_addr === '') return failed('takes-no-work', 'its token names no place for jobs')
  return { ok: true, token: { serviceAddr: service_addr, isPriced: (price?.pricePerUnit ?? 0) > 0 } }
}

function refusal(status: number, text: string): ByocTokenReading {
  const detail = `it gave no token (${status}): ${printable(text.slice(0, 500))}`
  if (/insufficient sender reserve/i.test(text)) return failed('cannot-pay', detail)
  if (status === 503 || status === 429) return failed('busy', detail)
  if (status >= 500) return failed('server-error', detail)
  return failed(status === 400 || status === 401 || status === 403 ? 'denied' : 'bad-answer', detail)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const failed = (outcome: FailedOutcome, detail: string): ByocTokenReading => ({ ok: false, outcome, detail })
