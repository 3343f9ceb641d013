import { addressToBytes, type EthAddress } from '@/lib/domain/eth-address'
import { object, text } from '@/lib/livepeer/go-encoding'
import { encode } from '@/lib/livepeer/message-codec'
import { OrchestratorInfo } from '@/lib/livepeer/messages'
import { authToken } from './auth-token'
import type { JobSite } from './job-site'

/** What is to be paid before anything is done, and where. */
export interface Challenge {
  readonly sender: EthAddress
  /** What the token and the balance will be under. */
  readonly sessionId: string
  readonly paymentUrl: string
  readonly pricePerUnit: bigint
  readonly pixelsPerUnit: bigint
}

/** As JSON, with what a signer needs in it (go-livepeer server/ai_http.go marshalLivePaymentChallengeResponse). */
export function paymentChallenge(
  { sender, sessionId, paymentUrl, pricePerUnit, pixelsPerUnit }: Challenge,
  { scenario, secret, random, recipient, uri, now }: JobSite,
): string {
  const { tokenLifeMs, ticketValueWei } = scenario.behaviour.jobs
  const price = { pricePerUnit, pixelsPerUnit, capability: 0, constraint: '' }
  const payee = scenario.recipient
  const info = encode(OrchestratorInfo, {
    transcoder: uri,
    ticketParams: payee && recipient.params(payee, { sender, price, ticketValueWei, now: now(), random }),
    priceInfo: price,
    address: addressToBytes(scenario.key),
    authToken: authToken(secret, sessionId, BigInt(Math.floor((now() + tokenLifeMs) / 1_000))),
  })
  return object([
    ['payment_params', text(Buffer.from(info).toString('base64'))],
    ['orchestrator', text(uri)],
    ['manifest_id', text(sessionId)],
    ['payment_url', text(paymentUrl)],
  ])
}
