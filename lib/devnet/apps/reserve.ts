import { parseAddress } from '@/lib/domain/eth-address'
import type { RunnerUnit } from '@/lib/domain/live-runner'
import { PAYMENT_HEADER, SEGMENT_HEADER } from '@/lib/livepeer/job-headers'
import type { JobAnswer } from '../jobs/deliver'
import { JobRefusal } from '../jobs/job-refusal'
import type { JobSite } from '../jobs/job-site'
import { deskOf, headerOf, type Papers, paymentNote, readPapers } from '../jobs/papers'
import { paymentChallenge } from '../jobs/payment-challenge'
import { creditPayment } from '../jobs/receive-payment'
import { document, type Visit } from '../jobs/visit'
import { ChargeMeter, type Payer, takeUnits } from '../live/charge-meter'
import { LIVE_UNITS_PER_SECOND } from '../live-units'
import type { RunnerOffer } from '../orchestrator-scenario'
import type { RunnerSession } from './runner-sessions'

export type Reservation =
  | { readonly kind: 'reserved'; readonly session: RunnerSession }
  /** To be paid for first. */
  | { readonly kind: 'challenge'; readonly answer: JobAnswer }

const MAX_INT64 = 2n ** 63n - 1n

/**
 * A place of a runner: off chain for the asking, on chain for a payment, which is challenged for when none is sent (402).
 * Source: go-livepeer server/ai_http.go ReserveLiveRunnerSession, reservePaidLiveRunnerSession. Throws JobRefusal.
 */
export async function reserve(runner: RunnerOffer, route: string, visit: Visit): Promise<Reservation> {
  const { exchange, site } = visit
  if (!deskOf(site)) return { kind: 'reserved', session: place(runner, `session_${randomId(site)}`, site) }
  if (runner.price.wei <= 0n)
    throw new JobRefusal(503, 'live runner price unavailable: price_info.price must be a positive decimal')
  const hasPaid = [PAYMENT_HEADER, SEGMENT_HEADER].some((name) => headerOf(exchange.headers, name))
  return hasPaid
    ? { kind: 'reserved', session: await reservePaid(runner, visit) }
    : { kind: 'challenge', answer: challenge(runner, route, visit) }
}

function challenge({ price: { wei } }: RunnerOffer, route: string, { exchange, site }: Visit): JobAnswer {
  const given = headerOf(exchange.headers, 'Livepeer-Payer-Address') ?? ''
  const sender = parseAddress(`0x${given.replace(/^0[xX]/, '')}`)
  if (!sender) throw new JobRefusal(402, 'invalid live runner payment signer address', 'json')
  if (wei > MAX_INT64) throw new JobRefusal(500, 'invalid live runner price info')
  const sessionId = randomId(site)
  const paymentUrl = `${site.uri}/apps/${route}/session/${sessionId}/payment`
  const body = paymentChallenge({ sender, sessionId, paymentUrl, pricePerUnit: wei, pixelsPerUnit: 1n }, site)
  return document('application/json', body, { status: 402 })
}

async function reservePaid(runner: RunnerOffer, { exchange, site, record }: Visit): Promise<RunnerSession> {
  const papers = await readPapers(exchange.headers, site)
  const { payment, segment } = papers
  const manifestId = Buffer.from(segment.manifestId).toString()
  if (manifestId !== segment.authToken?.sessionId)
    throw new JobRefusal(403, 'mismatched manifest and auth token')
  const { price, app } = runner
  const expected = payment.expectedPrice
  if (price.unit === 'fixed' && (expected?.pricePerUnit !== price.wei || expected.pixelsPerUnit !== 1n))
    throw new JobRefusal(400, 'payment price does not match live runner price')
  const session = place(runner, manifestId, site)
  try {
    const desk = deskOf(site)
    record.note({ payment: paymentNote(papers, manifestId) })
    if (desk) await creditPayment(payment, manifestId, desk)
    if (price.unit === 'fixed') payOnce(papers, manifestId, site)
    else payOn(session, papers, site)
    return session
  } catch (cause) {
    site.sessions.release(app, manifestId)
    throw cause
  }
}

function payOnce(papers: Papers, manifestId: string, { balances }: JobSite): void {
  const problem = takeUnits(payerOf(papers, manifestId), 1n, balances)
  if (problem) throw new JobRefusal(400, problem)
}

const UNITS_PER_SECOND: Readonly<Record<Exclude<RunnerUnit, 'fixed'>, bigint>> = {
  seconds: 1n,
  '720p-pixel-seconds': LIVE_UNITS_PER_SECOND,
}
const LOOK_EVERY_MS = 1_000

/** Charged by time while it is there; it is given back when the balance is short. */
function payOn({ id, app, unit, released }: RunnerSession, papers: Papers, site: JobSite): void {
  if (unit === 'fixed') return
  const { chargeEveryMs } = site.scenario.behaviour.jobs
  const payer = { ...payerOf(papers, id), unitsPerSecond: UNITS_PER_SECOND[unit] }
  const meter = new ChargeMeter(payer, site.balances, chargeEveryMs, site.now())
  const timer = setInterval(
    () => {
      if (meter.charge(site.now())) site.sessions.release(app, id)
    },
    Math.min(LOOK_EVERY_MS, chargeEveryMs),
  )
  timer.unref()
  released.addEventListener('abort', () => clearInterval(timer), { once: true })
}

const payerOf = ({ payment, sender }: Papers, manifestId: string): Omit<Payer, 'unitsPerSecond'> => ({
  sender,
  manifestId,
  price: payment.expectedPrice ?? { pricePerUnit: 0n, pixelsPerUnit: 1n },
})

const place = (runner: RunnerOffer, id: string, site: JobSite): RunnerSession =>
  site.sessions.reserve(runner, { id, token: randomId(site) })

const randomId = ({ random }: JobSite): string => Buffer.from(random.bytes(4)).toString('hex')
