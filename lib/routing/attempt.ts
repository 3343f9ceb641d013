import { isFaultCause, type JobResult } from '@/lib/domain/job-result'
import { comparePrice, parsePrice } from '@/lib/domain/price'
import type { AttemptOutcome, FailedOutcome, RouteAttempt } from '@/lib/domain/routed-request'
import { parseServiceUri } from '@/lib/domain/service-uri'
import { costWei } from '@/lib/domain/usd'
import { AI_WORKER_AUTHORIZATION, PAYMENT_HEADER, SEGMENT_HEADER } from '@/lib/livepeer/job-headers'
import type { Candidate } from '@/lib/selection/candidate'
import { billedUnits } from '@/lib/selection/job-size'
import type { SuspensionBoard, Trial } from '@/lib/suspension/suspension-board'
import type { ClientJob, StreamReading } from './client-job'
import { judgeAnswer } from './judge-answer'
import type { Payer } from './payment/payer'
import type { KeptQuote, QuoteKeeper } from './quotes/quote-keeper'
import { type Exchange, exchange, type UpstreamStream } from './upstream/exchange'
import type { JobPlace, JobPlaces } from './upstream/job-place'
import type { UpstreamPools } from './upstream/upstream-pools'

/** What is told of every job while it is on its way. */
export interface JobLedger {
  begun(offeringId: string): void
  ended(
    offeringId: string,
    nodeUri: string,
    facts: {
      readonly tookMs: number
      readonly units: bigint | null
      readonly outcome: AttemptOutcome
      readonly at: number
    },
  ): void
}

export interface AttemptDeps {
  readonly suspensions: Pick<SuspensionBoard, 'beginTrial' | 'endTrial' | 'record'>
  readonly ledger: JobLedger
  readonly quotes: Pick<QuoteKeeper, 'find' | 'get' | 'forget'>
  readonly payer: Payer
  readonly places: Pick<JobPlaces, 'find'>
  readonly pools: Pick<UpstreamPools, 'of'>
  readonly now: () => number
  readonly monotonicMs: () => number
}

export type AttemptEnd =
  | { readonly kind: 'document'; readonly contentType: string; readonly body: Buffer }
  | {
      readonly kind: 'stream'
      readonly reading: StreamReading
      readonly stream: UpstreamStream
      readonly opening: Buffer[]
    }
  | { readonly kind: 'refuse'; readonly status: 400 | 413 | 422; readonly detail: string }
  | { readonly kind: 'next'; readonly outcome: FailedOutcome; readonly detail: string }

const resultOf = (outcome: AttemptOutcome): JobResult => {
  if (outcome === 'ok') return { kind: 'success' }
  return isFaultCause(outcome) ? { kind: 'fault', cause: outcome } : { kind: 'neutral' }
}

/** One orchestrator, tried once; a quote that is too old and a connection that was closed are no reason to leave it. */
export class Attempt {
  readonly units: bigint | null
  wasSent = false
  paidWei: bigint | null = null
  costWei: bigint | null
  readonly #startedAt: number
  readonly #begunAt: number
  readonly #trial: Trial | null
  #quoteMs: number | null = null
  #firstByteMs: number | null = null
  #status: number | null = null
  #outcome: AttemptOutcome = 'client-gone'
  #detail: string | null = null
  #totalMs = 0

  constructor(
    readonly candidate: Candidate,
    private readonly deps: AttemptDeps,
    private readonly job: ClientJob,
  ) {
    const { offering, price } = candidate
    this.#startedAt = deps.now()
    this.#begunAt = deps.monotonicMs()
    // Of several readings the last one is the orchestrator's own.
    this.units = billedUnits(offering, job.selection.job.size)?.readings.at(-1) ?? null
    this.costWei = this.units !== null && price !== null ? roundedUp(costWei(price, this.units)) : null
    this.#trial = deps.suspensions.beginTrial(offering.id, offering.nodeUri)
    deps.ledger.begun(offering.id)
  }

  /** `onSent` is told of what can be cancelled. */
  async run(leftMs: number, onSent: (running: Exchange) => void): Promise<AttemptEnd> {
    const until = this.#begunAt + leftMs
    // Each is forgiven once.
    const forgiven = new Set<Again['why']>()
    for (;;) {
      const ready = await this.#prepare()
      const end = 'kept' in ready ? await this.#send(ready, until, onSent) : ready
      if (end.kind !== 'again') return end
      if (forgiven.has(end.why)) return next(end.outcome, end.detail)
      forgiven.add(end.why)
    }
  }

  end(outcome: AttemptOutcome, detail: string | null): void {
    const { deps, candidate } = this
    const { offering } = candidate
    this.#outcome = outcome
    this.#detail = detail
    this.#totalMs = deps.monotonicMs() - this.#begunAt
    const at = deps.now()
    const result = resultOf(outcome)
    if (this.#trial) deps.suspensions.endTrial(this.#trial, { at, result })
    else
      deps.suspensions.record({
        offeringId: offering.id,
        nodeUri: offering.nodeUri,
        startedAt: this.#startedAt,
        at,
        result,
      })
    deps.ledger.ended(offering.id, offering.nodeUri, {
      tookMs: this.#totalMs - (this.#quoteMs ?? 0),
      units: this.units,
      outcome,
      at,
    })
  }

  report(): RouteAttempt {
    const { offering } = this.candidate
    return {
      offeringId: offering.id,
      nodeUri: offering.nodeUri,
      orchestrator: offering.orchestrator,
      model: offering.model,
      startedAt: this.#startedAt,
      quoteMs: this.#quoteMs,
      firstByteMs: this.#firstByteMs,
      totalMs: this.#totalMs,
      outcome: this.#outcome,
      status: this.#status,
      detail: this.#detail,
      paidWei: this.paidWei,
    }
  }

  async #prepare(): Promise<AttemptEnd | Again | Ready> {
    const { deps, job, candidate } = this
    const { offering } = candidate
    const uri = parseServiceUri(offering.nodeUri)
    if (!uri.ok) return next('blocked', 'its service URI cannot be dialled')
    const order = { nodeUri: uri.uri, capability: job.capability, model: offering.model ?? '' }
    let kept = deps.quotes.find(order)
    if (kept === null) {
      const answer = await deps.quotes.get(order)
      if (!answer.ok) return next(answer.outcome, answer.detail)
      kept = answer.kept
    }
    const price =
      kept.quote.price && parsePrice(kept.quote.price.pricePerUnit, kept.quote.price.pixelsPerUnit)
    const { maxPrice } = job.selection.job.rules
    if (price !== null && maxPrice !== null && comparePrice(price, maxPrice.price) > 0)
      return next('too-dear', 'it quotes more than the ceiling')
    if (price !== null && this.units !== null) this.costWei = roundedUp(costWei(price, this.units))
    const making = deps.payer.credentials({ kept, units: this.units, maxPrice })
    const credentials = making instanceof Promise ? await making : making
    if (!credentials.ok) {
      if (credentials.outcome !== 'stale-quote') return next(credentials.outcome, credentials.detail)
      deps.quotes.forget(kept)
      return again('quote', 'payment-refused', credentials.detail)
    }
    const finding = deps.places.find(kept.quote.transcoder)
    const reading = finding instanceof Promise ? await finding : finding
    if (!reading.ok) return next(reading.cause, reading.detail)
    this.#quoteMs = deps.monotonicMs() - this.#begunAt
    this.paidWei = credentials.paidWei === null ? this.paidWei : (this.paidWei ?? 0n) + credentials.paidWei
    return { kept, place: reading.place, segment: credentials.segment, payment: credentials.payment }
  }

  async #send(
    { kept, place, segment, payment }: Ready,
    until: number,
    onSent: (running: Exchange) => void,
  ): Promise<AttemptEnd | Again> {
    const { deps, job } = this
    const { limits, reader } = job
    const leftMs = Math.max(1, until - deps.monotonicMs())
    const { headers, body } = job.payload.bodyFor(this.candidate.offering.model ?? '')
    this.wasSent = true
    const sentAt = deps.monotonicMs()
    const running = exchange(
      deps.pools.of(place),
      {
        method: 'POST',
        path: `${place.basePath}/${job.path}`,
        headers: {
          accept: 'application/json, text/event-stream',
          ...headers,
          authorization: AI_WORKER_AUTHORIZATION,
          [SEGMENT_HEADER]: segment,
          [PAYMENT_HEADER]: payment,
        },
        body,
        firstByteMs: Math.min(limits.firstByteMs, leftMs),
        gapMs: limits.gapMs,
        totalMs: leftMs,
        maxBytes: limits.maxAnswerBytes,
        isStream: (status, { 'content-type': type }) =>
          reader.stream !== null && status === 200 && /^text\/event-stream/i.test(String(type)),
      },
      deps,
    )
    onSent(running)
    const answer = await running.answer
    if (answer.kind === 'failed') {
      const { cause, detail, isStale } = answer
      return isStale ? again('connection', cause, detail) : next(cause, detail)
    }
    this.#status = answer.status
    this.#firstByteMs = sentAt - this.#begunAt + answer.firstByteMs
    if (answer.kind === 'stream') return this.#open(answer.stream, running)
    if (answer.status === 200) {
      const reading = reader.readDocument(answer, place)
      const read = reading instanceof Promise ? await reading : reading
      return read.ok ? { kind: 'document', ...read } : next('bad-answer', read.detail)
    }
    const judged = judgeAnswer(answer.status, answer.body.toString('utf8', 0, 4_096))
    if (judged.kind !== 'stale') return judged
    deps.quotes.forget(kept)
    deps.payer.forget(kept)
    return again('credentials', judged.outcome, judged.detail)
  }

  #open(stream: UpstreamStream, running: Exchange): AttemptEnd {
    const reading = this.job.reader.stream?.()
    if (!reading) throw new Error('a route without streams was given one')
    const given = reading.onPiece(stream.first)
    if (given !== null && !Buffer.isBuffer(given)) {
      running.cancel()
      return next('bad-answer', given.problem)
    }
    return { kind: 'stream', reading, stream, opening: given === null ? [] : [given] }
  }
}

interface Ready {
  readonly kept: KeptQuote
  readonly place: JobPlace
  readonly segment: string
  readonly payment: string
}

/** The same one once more, unless it was so before. */
interface Again {
  readonly kind: 'again'
  readonly why: 'connection' | 'quote' | 'credentials'
  readonly outcome: FailedOutcome
  readonly detail: string
}

const again = (why: Again['why'], outcome: FailedOutcome, detail: string): Again => ({
  kind: 'again',
  why,
  outcome,
  detail,
})

const next = (outcome: FailedOutcome, detail: string): Extract<AttemptEnd, { kind: 'next' }> => ({
  kind: 'next',
  outcome,
  detail,
})

const roundedUp = ({ numerator, denominator }: { numerator: bigint; denominator: bigint }): bigint =>
  (numerator + denominator - 1n) / denominator
