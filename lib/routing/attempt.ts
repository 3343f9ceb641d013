import { isFaultCause, type JobResult } from '@/lib/domain/job-result'
import type { Price } from '@/lib/domain/price'
import type { AttemptOutcome, FailedOutcome, RouteAttempt } from '@/lib/domain/routed-request'
import { costWei } from '@/lib/domain/usd'
import type { Candidate } from '@/lib/selection/candidate'
import { billedUnits } from '@/lib/selection/job-size'
import type { SuspensionBoard, Trial } from '@/lib/suspension/suspension-board'
import type { AnsweredBy, ClientJob, GoesOn, OpenedEnd, StreamReading, ToldDocument } from './client-job'
import { type Again, again, next, type Papers, type Preparation } from './errand'
import { judgeAnswer } from './judge-answer'
import { openStream } from './open-stream'
import {
  type Exchange,
  exchange,
  type UpstreamAnswer,
  type UpstreamFailure,
  type UpstreamStream,
} from './upstream/exchange'
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
  readonly pools: Pick<UpstreamPools, 'of' | 'isClosed'>
  readonly now: () => number
  readonly monotonicMs: () => number
}

export type AttemptEnd =
  | ({ readonly kind: 'document' } & ToldDocument)
  | ({ readonly kind: 'opened'; readonly goesOn: GoesOn } & ToldDocument)
  | {
      readonly kind: 'stream'
      readonly reading: StreamReading
      readonly stream: UpstreamStream
      readonly opening: Buffer
    }
  | { readonly kind: 'refuse'; readonly status: 400 | 413 | 422; readonly detail: string }
  | { readonly kind: 'next'; readonly outcome: FailedOutcome; readonly detail: string }

const resultOf = (outcome: AttemptOutcome): JobResult => {
  if (outcome === 'ok') return { kind: 'success' }
  return isFaultCause(outcome) ? { kind: 'fault', cause: outcome } : { kind: 'neutral' }
}

/** One orchestrator, tried once; a quote that is too old and a connection that was closed are no reason to leave it. */
export class Attempt {
  units: bigint | null
  /** When the job was sent first (monotonic ms). */
  sentAt: number | null = null
  paidWei: bigint | null = null
  costWei: bigint | null
  readonly #startedAt: number
  readonly #begunAt: number
  #trial: Trial | null
  #price: Price | null
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
    this.#price = price
    this.units = billedUnits(offering, job.selection.job.size)?.readings.at(-1) ?? null
    this.costWei = this.#cost()
    this.#trial = deps.suspensions.beginTrial(offering.id, offering.nodeUri)
    deps.ledger.begun(offering.id)
  }

  get wasSent(): boolean {
    return this.sentAt !== null
  }

  /** `onSent` is told of what can be cancelled. */
  async run(leftMs: number, onSent: (running: Exchange) => void): Promise<AttemptEnd> {
    const until = this.#begunAt + leftMs
    // Each is forgiven once.
    const forgiven = new Set<Again['why']>()
    for (;;) {
      const ready = await this.#prepareUntil(until)
      if (ready.kind === 'ready' && this.job.client.isGone) return next('client-gone', 'its client has gone')
      const end = ready.kind === 'ready' ? await this.#send(ready, until, onSent) : ready
      if (end.kind !== 'again') return end
      if (forgiven.has(end.why)) return next(end.outcome, end.detail)
      forgiven.add(end.why)
      // What grew old is asked for anew.
      if (end.why === 'quote') forgiven.delete('challenge')
    }
  }

  /** It is answered and goes on. A trial is over with that: others would have to wait for as long as it goes on. */
  hold(): void {
    if (this.#trial === null) return
    this.deps.suspensions.endTrial(this.#trial, { at: this.deps.now(), result: { kind: 'success' } })
    this.#trial = null
  }

  /** What went on has ended, and is known to its end. */
  settle({ units, paidWei }: Pick<OpenedEnd, 'units' | 'paidWei'>): void {
    this.units = units
    this.costWei = this.#cost()
    if (paidWei > 0n) this.paidWei = (this.paidWei ?? 0n) + paidWei
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

  /** What it is asked before may be asked for others, too: that goes on, and only this one waits no longer. */
  async #prepareUntil(until: number): Promise<Preparation> {
    const { client } = this.job
    let stop = () => {}
    const over = new Promise<Preparation>((resolve) => {
      const late = () => resolve(next('out-of-time', 'there was no time left to wait for its quote'))
      const timer = setTimeout(late, Math.max(0, until - this.deps.monotonicMs()))
      const stopListening = client.onGone(() => resolve(next('client-gone', 'its client has gone')))
      stop = () => {
        clearTimeout(timer)
        stopListening()
      }
    })
    try {
      return await Promise.race([over, this.#prepare()])
    } finally {
      stop()
    }
  }

  /** At what price it is done is of the papers that were made last. */
  async #prepare(): Promise<Preparation> {
    const { job, candidate, units, deps } = this
    const { maxPrice } = job.selection.job.rules
    const preparing = job.errand.prepare(candidate, { units, maxPrice })
    const prepared = preparing instanceof Promise ? await preparing : preparing
    if (prepared.kind !== 'ready') return prepared
    const { price } = prepared
    this.#quoteMs = deps.monotonicMs() - this.#begunAt
    if (price !== null) this.#price = price
    this.costWei = this.#cost()
    return prepared
  }

  async #send(
    { place, path, headers: own, paidWei, refused, challenged, unheard }: Papers,
    until: number,
    onSent: (running: Exchange) => void,
  ): Promise<AttemptEnd | Again> {
    const { deps, job } = this
    const { limits, reader } = job
    const leftMs = Math.max(1, until - deps.monotonicMs())
    const { headers, body } = job.payload.bodyFor(this.candidate.offering.model ?? '')
    if (paidWei !== null) this.paidWei = (this.paidWei ?? 0n) + paidWei
    const sentAt = deps.monotonicMs()
    this.sentAt ??= sentAt
    const running = exchange(
      deps.pools.of(place),
      {
        method: job.errand.method,
        path: `${place.basePath}${path}`,
        headers: { accept: 'application/json, text/event-stream', ...headers, ...own },
        body,
        firstByteMs: Math.min(limits.firstByteMs, leftMs),
        gapMs: limits.gapMs,
        totalMs: leftMs,
        maxBytes: limits.maxAnswerBytes,
        isStream: (status, { 'content-type': type }) =>
          reader.stream !== null &&
          status < 400 &&
          reader.isAnswer(status) &&
          /^text\/event-stream/i.test(String(type)),
      },
      deps,
    )
    onSent(running)
    const answer = await running.answer
    if (answer.kind === 'failed') {
      const { cause, detail, isStale, wasSent } = answer
      // Whoever closes a connection right after a job has come on it may have done it all the same.
      const mayRepeat = this.paidWei === null || job.repeatsPaid
      if (isStale && mayRepeat) return again('connection', cause, detail)
      if (wasSent) unheard?.()
      return this.#failed({ cause, detail }, { leftMs, until })
    }
    this.#status = answer.status
    this.#firstByteMs = sentAt - this.#begunAt + answer.firstByteMs
    const from: AnsweredBy = {
      place,
      candidate: this.candidate,
      client: job.client,
      leftMs: () => until - deps.monotonicMs(),
    }
    if (answer.kind === 'stream') return this.#open(answer, from, running, { leftMs, until })
    if (answer.status === 402 && challenged?.(answer.body))
      return again('challenge', 'payment-refused', 'it wants to be paid again')
    if (reader.isAnswer(answer.status)) {
      const reading = reader.readDocument(answer, from)
      const read = reading instanceof Promise ? await reading : reading
      if (!read.ok) {
        if (answer.status < 400) unheard?.()
        if (read.refuses) return { kind: 'refuse', status: read.refuses, detail: read.detail }
        return next(read.outcome ?? 'bad-answer', read.detail)
      }
      const { ok: _, goesOn, ...document } = read
      return goesOn ? { kind: 'opened', goesOn, ...document } : { kind: 'document', ...document }
    }
    const judged = judgeAnswer(answer.status, answer.body.toString('utf8', 0, 4_096))
    if (judged.kind !== 'stale') return judged
    refused()
    return again('credentials', judged.outcome, judged.detail)
  }

  #cost(): bigint | null {
    return this.units !== null && this.#price !== null ? roundedUp(costWei(this.#price, this.units)) : null
  }

  async #open(
    { stream, ...about }: Extract<UpstreamAnswer, { kind: 'stream' }>,
    from: AnsweredBy,
    running: Exchange,
    time: GivenTime,
  ): Promise<AttemptEnd> {
    const reading = this.job.reader.stream?.(about, from)
    if (!reading) throw new Error('a route without streams was given one')
    const opened = await openStream(stream, {
      reading,
      leftMs: Math.max(1, time.until - this.deps.monotonicMs()),
      cancel: running.cancel,
    })
    if (!opened.ok) return this.#failed(opened, time)
    const { opening, isWhole } = opened
    if (!isWhole) return { kind: 'stream', reading, stream, opening }
    const { contentType, headers = {} } = reading
    return { kind: 'document', contentType, headers, body: opening }
  }

  /** Who was given less time than it is to have, since others or the client left no more, is not slow. */
  #failed(
    { cause, detail }: Pick<UpstreamFailure, 'cause' | 'detail'>,
    { leftMs, until }: GivenTime,
  ): AttemptEnd {
    const isLate = (cause === 'timed-out' || cause === 'too-slow') && until - this.deps.monotonicMs() < 1
    const wasHurried = leftMs < this.job.limits.firstByteMs * FAIR_SHARE
    return next(isLate && wasHurried ? 'out-of-time' : cause, detail)
  }
}

/** What there was for one job when it was sent, and when that was over (monotonic ms). */
interface GivenTime {
  readonly leftMs: number
  readonly until: number
}

/** Of the time up to the first byte: silence for shorter is held against nobody. */
const FAIR_SHARE = 0.5

const roundedUp = ({ numerator, denominator }: { numerator: bigint; denominator: bigint }): bigint =>
  (numerator + denominator - 1n) / denominator
