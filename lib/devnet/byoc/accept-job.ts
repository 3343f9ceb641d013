import { z } from 'zod'
import { addressFromBytes, type EthAddress } from '@/lib/domain/eth-address'
import type { StatedPrice } from '@/lib/domain/orchestrator-answer'
import type { Fraction } from '@/lib/domain/usd'
import { bytesOfBase64, PAYMENT_HEADER } from '@/lib/livepeer/job-headers'
import { anyCase } from '../any-case'
import { GoPanic, JobRefusal, NIL_POINTER } from '../jobs/job-refusal'
import type { JobSite } from '../jobs/job-site'
import { deskOf, headerOf, paymentNote, readPayment } from '../jobs/papers'
import { isLess, rational } from '../jobs/rational'
import { creditPayment } from '../jobs/receive-payment'
import type { Visit } from '../jobs/visit'
import type { ByocWorker } from '../orchestrator-scenario'
import { byocPrice } from './byoc-workers'
import { addressOfText, isSignedBy } from './signed-by'

/** A job for a worker, as its header says it, whose sender is known and can pay. */
export interface ByocJob {
  readonly id: string
  readonly capability: string
  /** JSON that the sender signed. */
  readonly parameters: string
  readonly streamId: string
  readonly timeoutMs: number
  readonly sender: EthAddress
  readonly price: Pick<StatedPrice, 'pricePerUnit' | 'pixelsPerUnit'>
  readonly worker: ByocWorker | null
  giveBack(): void
}

const NO_CREDS = 'Could not verify job creds'
/** A balance has to be worth a minute. */
const MIN_SECONDS = 60n

/**
 * The header, the signature, the capability, the balance: go-livepeer's checks in its order (byoc/job_orchestrator.go
 * setupOrchJob). Throws JobRefusal, all 400 but for a capability that is not here and, of a stream that starts, for a
 * balance that is short. A payment that cannot be taken ends in a panic there: the balance that it would be compared with
 * is not looked up any more.
 */
export async function acceptJob(
  { exchange, site, record }: Pick<Visit, 'exchange' | 'site' | 'record'>,
  {
    reserves,
    noCapacityStatus = 503,
    noBalanceStatus = 400,
  }: { readonly reserves: boolean; readonly noCapacityStatus?: number; readonly noBalanceStatus?: number },
): Promise<ByocJob> {
  const isOnChain = deskOf(site) !== null
  const request = readRequest(headerOf(exchange.headers, 'Livepeer'))
  record.note({ model: request.capability })
  if (!(await isSignedBy(request.sender, request.request + request.parameters, request.sig, { isOnChain })))
    throw new JobRefusal(400, NO_CREDS)
  const worker = site.byoc.find(site.scenario.offer, request.capability)
  if (reserves && !worker) throw new JobRefusal(noCapacityStatus, 'No capacity available for capability')
  const giveBack = reserves ? site.byoc.take(request.capability) : () => undefined
  const sender = addressOfText(request.sender)
  const price = jobPrice(request.capability, site)
  try {
    await confirmPayment(
      { sender, price, capability: request.capability, noBalanceStatus },
      { exchange, site, record },
    )
    return {
      id: request.id,
      capability: request.capability,
      parameters: request.parameters,
      streamId: streamIdOf(request.request),
      timeoutMs: request.timeout_seconds * 1_000,
      sender,
      price,
      worker,
      giveBack,
    }
  } catch (cause) {
    giveBack()
    throw cause
  }
}

/** Whole wei for a second; off chain nothing. */
export function jobPrice(capability: string, site: JobSite): ByocJob['price'] {
  const price = deskOf(site) && byocPrice(site.scenario.offer, capability)
  const wei = price && price.pixelsPerUnit !== 0n ? price.pricePerUnit / price.pixelsPerUnit : 0n
  return { pricePerUnit: wei, pixelsPerUnit: 1n }
}

export const balanceOf = (sender: EthAddress, capability: string, { balances }: JobSite): Fraction =>
  balances.balance(sender, capability) ?? rational(0n, 1n)

/** What has been used, by begun seconds, also below zero. */
export function chargeSeconds(
  { sender, capability, price }: Pick<ByocJob, 'sender' | 'capability' | 'price'>,
  seconds: number,
  site: JobSite,
): void {
  if (!deskOf(site)) return
  site.balances.debit(sender, capability, rational(price.pricePerUnit * BigInt(seconds), price.pixelsPerUnit))
}

async function confirmPayment(
  {
    sender,
    price,
    capability,
    noBalanceStatus,
  }: Pick<ByocJob, 'sender' | 'price' | 'capability'> & { readonly noBalanceStatus: number },
  { exchange, site, record }: Pick<Visit, 'exchange' | 'site' | 'record'>,
): Promise<void> {
  const desk = deskOf(site)
  if (!desk || price.pricePerUnit <= 0n) return
  const header = headerOf(exchange.headers, PAYMENT_HEADER) ?? ''
  if (header !== '') {
    try {
      const payment = readPayment(header)
      record.note({ payment: paymentNote({ payment, sender: addressFromBytes(payment.sender) }, capability) })
      await creditPayment(payment, capability, desk)
    } catch (cause) {
      if (cause instanceof JobRefusal) throw new GoPanic(`${NIL_POINTER}, after: ${cause.message}`)
      throw cause
    }
  }
  const least = rational(price.pricePerUnit * MIN_SECONDS, price.pixelsPerUnit)
  if (isLess(balanceOf(sender, capability, site), least))
    throw new JobRefusal(noBalanceStatus, 'Insufficient balance for request')
}

const text = z.string().default('')
const Request = z.preprocess(
  anyCase,
  z.object({
    id: text,
    request: text,
    parameters: text,
    capability: text,
    sender: text,
    sig: text,
    timeout_seconds: z.number().int().default(0),
  }),
)

function readRequest(header = ''): z.output<typeof Request> {
  const bytes = bytesOfBase64(header)
  const result = typeof bytes === 'number' ? null : Request.safeParse(jsonOf(Buffer.from(bytes).toString()))
  if (!result?.success) throw new JobRefusal(400, NO_CREDS)
  if (result.data.timeout_seconds === 0)
    throw new JobRefusal(400, 'no timeout_seconds set with request, timeout_seconds is required')
  return result.data
}

const Details = z.preprocess(anyCase, z.object({ stream_id: text }))

function streamIdOf(request: string): string {
  const result = Details.safeParse(jsonOf(request))
  if (result.success) return result.data.stream_id
  throw new JobRefusal(400, `Unable to unmarshal job request details err=${result.error.issues[0]?.message}`)
}

/** Undefined: it is no JSON. */
export function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
