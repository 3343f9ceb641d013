import type { AttemptOutcome, FailedOutcome, RouteAttempt, RouteOutcome } from '@/lib/domain/routed-request'
import type { ChoiceKind } from '@/lib/domain/selection'
import type { Candidate } from '@/lib/selection/candidate'
import type { Selection } from '@/lib/selection/select'
import type { Attempt, AttemptDeps, AttemptEnd } from './attempt'
import { AttemptRun } from './attempt-run'
import type { ClientJob, ToldDocument } from './client-job'
import { passStream } from './pass-stream'
import type { Selector } from './selector'

export interface CarriageDeps extends AttemptDeps {
  readonly selector: Pick<Selector, 'select'>
}

/** What the client is answered with. */
export type Carried =
  /** What an `opened` one has opened goes on after the answer. */
  | ({ readonly kind: 'document' | 'opened'; readonly served: Served } & ToldDocument)
  | {
      readonly kind: 'stream'
      readonly contentType: string
      readonly headers: Readonly<Record<string, string>>
      readonly body: ReadableStream<Uint8Array>
      readonly served: Served
    }
  | { readonly kind: 'refused'; readonly status: 400 | 413 | 422; readonly detail: string }
  | { readonly kind: 'nobody' | 'busy' | 'failed' | 'timed-out'; readonly detail: string }
  | { readonly kind: 'client-gone' }

export interface Served {
  readonly candidate: Candidate
  /** Why it was chosen; `fallback`: somebody else had failed; `hedge`: somebody else was slow. */
  readonly reason: ChoiceKind | 'fallback' | 'hedge'
  readonly attempts: number
  readonly units: bigint | null
  readonly costWei: bigint | null
  readonly paidWei: bigint
  /** Spent waiting for others (ms). */
  readonly waitedMs: number
}

/** How it all ended; told once. */
export interface CarriageEnd {
  readonly outcome: RouteOutcome
  readonly attempts: readonly RouteAttempt[]
  readonly units: bigint | null
  readonly costWei: bigint | null
  readonly paidWei: bigint
  readonly bytesOut: number
  /** Spent waiting for others (ms). */
  readonly waitedMs: number
}

/** Attempts that ended before a job was sent cost little; still there is an end to them. */
const MAX_UNSENT = 10

/** One request on its way: who is tried, what became of that, and who is next. */
export class Carriage {
  readonly #attempts: RouteAttempt[] = []
  readonly #excluded = new Set<string>()
  #paidWei = 0n
  #sent = 0
  #waitedMs = 0
  #bytesOut = 0
  #selection: Selection
  /** Of the one that was asked beside another one. */
  #beside: Selection | null = null
  readonly #runs = new Set<AttemptRun>()
  readonly #stopListening: () => void
  #isEnded = false
  /** Somebody who was paid fell silent. */
  #mayBeDone = false

  constructor(
    private readonly job: ClientJob,
    private readonly deps: CarriageDeps,
    private readonly onEnd: (end: CarriageEnd) => void,
  ) {
    this.#selection = job.selection
    this.#stopListening = job.client.onGone(() => this.#cancel())
  }

  /** Tries one after the other, or two beside each other. Never rejects for what an orchestrator does. */
  async carry(): Promise<Carried> {
    try {
      return await this.#carry()
    } catch (error) {
      // Nothing that was begun is left open, whatever we did wrong.
      for (const run of this.#runs) {
        run.giveUp()
        run.attempt.end('out-of-time', 'this server failed')
        this.#note(run.attempt)
      }
      this.#finish('failed', { kind: 'failed', detail: 'this server failed' })
      throw error
    }
  }

  async #carry(): Promise<Carried> {
    const { job } = this
    for (;;) {
      if (job.client.isGone) return this.#finish('client-gone', { kind: 'client-gone' })
      const candidate = this.#selection.chosen?.candidate
      if (!candidate) return this.#giveUp()
      const { attempt, end } = await this.#try(candidate)
      const isGone = job.client.isGone
      if (end.kind === 'opened') return this.#hold(attempt, end)
      if (end.kind === 'stream' && !isGone) return this.#pass(attempt, end)
      this.#close({ attempt, end })
      if (isGone && end.kind !== 'document') return this.#finish('client-gone', { kind: 'client-gone' })
      if (end.kind === 'next' && this.deps.pools.isClosed)
        return this.#finish('failed', { kind: 'failed', detail: 'this server stops' })
      switch (end.kind) {
        case 'document':
          this.#bytesOut = end.body.length
          return this.#finish(isRefusal(end) ? 'refused' : 'served', {
            ...end,
            served: this.#served(attempt),
          })
        case 'refuse':
          return this.#finish('refused', { kind: 'refused', status: end.status, detail: end.detail })
        case 'next':
          if (!this.#mayGoOn()) return this.#giveUp()
          this.#exclude(attempt, end.outcome)
          this.#selection = this.#chooseAnew(this.#excluded)
      }
    }
  }

  async #try(candidate: Candidate): Promise<Tried> {
    const startedAt = this.deps.monotonicMs()
    const tried = await this.#hedged(this.#begin(candidate))
    this.#waitedMs += this.deps.monotonicMs() - startedAt
    return tried
  }

  #begin(candidate: Candidate): AttemptRun {
    const run = new AttemptRun(candidate, this.deps, { job: this.job, leftMs: this.#leftMs() })
    this.#runs.add(run)
    return run
  }

  /** Of one, or of it and a second one beside it, whichever has an answer first. */
  async #hedged(first: AttemptRun): Promise<Tried> {
    const { hedgeMs } = this.job.limits
    if (hedgeMs === null) return this.#ended(first)
    // Whoever has not been sent the job, since its quote is waited for, has not begun to be slow.
    for (let leftMs = hedgeMs; leftMs > 0; ) {
      if (await isOverWithin(first.ending, leftMs)) return this.#ended(first)
      const { sentAt } = first.attempt
      leftMs = hedgeMs - (sentAt === null ? 0 : this.deps.monotonicMs() - sentAt)
    }
    const chosenFirst = this.#selection
    const second = this.#beginBeside(first)
    if (second === null) return this.#ended(first)
    const chosenSecond = this.#selection
    const winner = await Promise.race([first, second].map((run) => run.ending.then(() => run)))
    const other = winner === first ? second : first
    const tried = await this.#ended(winner)
    const hasFailed = tried.end.kind === 'next' && !this.job.client.isGone
    this.#selection = (hasFailed ? other : winner) === first ? chosenFirst : chosenSecond
    if (tried.end.kind === 'next' && hasFailed) {
      this.#close({ attempt: tried.attempt, end: tried.end })
      this.#exclude(tried.attempt, tried.end.outcome)
      return this.#ended(other)
    }
    this.#runs.delete(other)
    other.giveUp()
    other.attempt.end(this.job.client.isGone ? 'client-gone' : 'outrun', null)
    this.#note(other.attempt)
    return tried
  }

  /** Null: there is nobody else, or the work could be paid twice. */
  #beginBeside({ attempt }: AttemptRun): AttemptRun | null {
    const { allowsFallback, repeatsPaid, limits } = this.job
    const isFree = attempt.paidWei === null
    if (!allowsFallback || !(isFree || repeatsPaid) || this.#sent + 2 > limits.attempts) return null
    const { offering } = attempt.candidate
    const selection = this.#chooseAnew([...this.#excluded, offering.nodeUri])
    if (selection.chosen === null) return null
    this.#selection = selection
    this.#beside = selection
    return this.#begin(selection.chosen.candidate)
  }

  async #ended(run: AttemptRun): Promise<Tried> {
    const end = await run.ending
    if (end.kind !== 'stream') this.#runs.delete(run)
    return { attempt: run.attempt, end }
  }

  #cancel(): void {
    for (const run of this.#runs) run.cancel()
  }

  #leftMs(): number {
    return this.job.limits.totalMs - (this.deps.monotonicMs() - this.job.cameAt)
  }

  #close({
    attempt,
    end,
  }: {
    readonly attempt: Attempt
    readonly end: Exclude<AttemptEnd, { kind: 'opened' }>
  }): void {
    if (end.kind === 'stream' || (this.job.client.isGone && end.kind !== 'document'))
      attempt.end('client-gone', null)
    else if (end.kind === 'next' && this.deps.pools.isClosed) attempt.end(...CUT_BY_US)
    else attempt.end(outcomeOf(end), end.kind === 'document' ? null : end.detail)
    this.#note(attempt)
  }

  #note(attempt: Attempt): void {
    const report = attempt.report()
    if (attempt.wasSent) this.#sent += 1
    if (report.paidWei !== null && MAY_HAVE_BEEN_DONE.has(report.outcome)) this.#mayBeDone = true
    this.#paidWei += report.paidWei ?? 0n
    this.#attempts.push(report)
  }

  #mayGoOn(): boolean {
    const { allowsFallback, repeatsPaid, limits } = this.job
    if (!allowsFallback || this.#leftMs() < 1) return false
    if (this.#mayBeDone && !repeatsPaid) return false
    return this.#sent < limits.attempts && this.#attempts.length - this.#sent < MAX_UNSENT
  }

  #exclude({ candidate: { offering } }: Attempt, outcome: FailedOutcome): void {
    this.#excluded.add(OF_NODE.has(outcome) ? offering.nodeUri : offering.id)
  }

  #chooseAnew(excluded: Iterable<string>): Selection {
    const { selection, catalog, seed } = this.job
    const { rules } = selection.job
    const exclude = new Set([...rules.exclude, ...excluded])
    return this.deps.selector.select(
      catalog,
      { ...selection.job, rules: { ...rules, exclude } },
      { seed: `${seed} ${this.#attempts.length}` },
    )
  }

  #giveUp(): Carried {
    const last = this.#attempts.at(-1)
    const told = this.#attempts
      .map(({ nodeUri, outcome, detail }) => `${nodeUri} ${outcome}${detail ? ` (${detail})` : ''}`)
      .join('; ')
    if (last === undefined) return this.#finish('nobody', { kind: 'nobody', detail: 'nobody may do it' })
    const outcomes = this.#attempts.map(({ outcome }) => outcome)
    if (outcomes.every((one) => one === 'busy'))
      return this.#finish('nobody', { kind: 'busy', detail: `nobody has a place free: ${told}` })
    if (outcomes.every((one) => UNWILLING.has(one)))
      return this.#finish('nobody', { kind: 'nobody', detail: `nobody takes it from us: ${told}` })
    if (this.#leftMs() < 1 || outcomes.every((one) => LATE.has(one)))
      return this.#finish('timed-out', { kind: 'timed-out', detail: `no answer in time: ${told}` })
    return this.#finish('failed', { kind: 'failed', detail: told })
  }

  #served(attempt: Attempt): Served {
    const { candidate, units, costWei } = attempt
    return {
      candidate,
      reason: this.#reason(),
      attempts: this.#attempts.length,
      units,
      costWei,
      paidWei: this.#paidWei,
      waitedMs: this.#waitedMs,
    }
  }

  #reason(): Served['reason'] {
    if (this.#selection === this.#beside) return 'hedge'
    return this.#selection === this.job.selection ? (this.#selection.chosen?.by ?? 'rank') : 'fallback'
  }

  #finish<T extends Carried>(outcome: RouteOutcome, carried: T, last?: Attempt): T {
    if (this.#isEnded) return carried
    this.#isEnded = true
    this.#stopListening()
    const served = last ?? null
    this.onEnd({
      outcome,
      attempts: this.#attempts,
      units: served?.units ?? ('served' in carried ? carried.served.units : null),
      costWei: served?.costWei ?? ('served' in carried ? carried.served.costWei : null),
      paidWei: this.#paidWei,
      bytesOut: this.#bytesOut,
      waitedMs: this.#waitedMs,
    })
    return carried
  }

  /** From here on nobody else is tried: the client has the first byte. */
  #pass(attempt: Attempt, { reading, stream, opening }: Extract<AttemptEnd, { kind: 'stream' }>): Carried {
    const served = { ...this.#served(attempt), attempts: this.#attempts.length + 1 }
    const end = (outcome: RouteOutcome, of: 'ok' | FailedOutcome, detail: string | null) => {
      if (this.#isEnded) return
      // What is cut because the client has gone is nobody's fault.
      const isLeft = outcome === 'cut' && this.job.client.isGone
      if (isLeft) attempt.end('client-gone', null)
      else if (outcome === 'cut' && this.deps.pools.isClosed) attempt.end(...CUT_BY_US)
      else attempt.end(of, detail)
      this.#note(attempt)
      this.#finish(isLeft ? 'client-gone' : outcome, { kind: 'client-gone' }, attempt)
    }
    const body = passStream(stream, {
      reading,
      opening,
      onBytes: (length) => {
        this.#bytesOut += length
      },
      onEnd: end,
      cancel: () => this.#cancel(),
    })
    const { contentType, headers = {} } = reading
    return { kind: 'stream', contentType, headers, body, served }
  }

  /** The client has its answer, and whoever gave it is at work until what was opened has ended. */
  #hold(attempt: Attempt, { kind, goesOn, ...document }: Extract<AttemptEnd, { kind: 'opened' }>): Carried {
    attempt.hold()
    const served = { ...this.#served(attempt), attempts: this.#attempts.length + 1 }
    goesOn((how) => {
      if (this.#isEnded) return
      attempt.settle(how)
      attempt.end(how.of, how.detail)
      this.#note(attempt)
      this.#bytesOut = how.bytesOut
      this.#finish(how.outcome, { kind: 'client-gone' }, attempt)
    })
    return { kind, ...document, served: { ...served, paidWei: this.#paidWei + (attempt.paidWei ?? 0n) } }
  }
}

interface Tried {
  readonly attempt: Attempt
  readonly end: AttemptEnd
}

async function isOverWithin(ending: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms)
  })
  try {
    return await Promise.race([ending.then(() => true), late])
  } finally {
    clearTimeout(timer)
  }
}

/** Whoever was at work has no part in it. */
const CUT_BY_US: readonly [FailedOutcome, string] = ['out-of-time', 'this server stops']

const OF_NODE: ReadonlySet<AttemptOutcome> = new Set([
  'refused',
  'unreachable',
  'dns',
  'tls',
  'connect-timed-out',
  'takes-no-work',
  'blocked',
])
const LATE: ReadonlySet<AttemptOutcome> = new Set([
  'timed-out',
  'connect-timed-out',
  'too-slow',
  'out-of-time',
])
const UNWILLING: ReadonlySet<AttemptOutcome> = new Set([
  'busy',
  'cannot-pay',
  'too-dear',
  'takes-no-work',
  'blocked',
])
/** Silence says nothing of whether the work was done, and billed. */
const MAY_HAVE_BEEN_DONE: ReadonlySet<AttemptOutcome> = new Set([
  'reset',
  'timed-out',
  'too-slow',
  'truncated',
  'bad-answer',
])

function outcomeOf(end: Exclude<AttemptEnd, { kind: 'stream' | 'opened' }>): AttemptOutcome {
  if (end.kind === 'document') return isRefusal(end) ? 'bad-input' : 'ok'
  return end.kind === 'refuse' ? 'bad-input' : end.outcome
}

/** Said by whoever does the work, and told to the client as it is. */
const isRefusal = ({ status = 200 }: Pick<ToldDocument, 'status'>): boolean => status >= 400
