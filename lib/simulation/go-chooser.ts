import type { SeededRandom } from '@/lib/domain/seeded-random'
import { selectFirstAffordable } from '@/lib/selection/go-live-selection'
import {
  drawByProbability,
  GO_DEFAULT_WEIGHTS,
  selectionProbabilities,
} from '@/lib/selection/go-probability-selection'
import type {
  Choice,
  Chooser,
  ChooserFactory,
  ChooserTools,
  JobOutcome,
  ProbeView,
  TryLimits,
} from './chooser'
import { discoverLikeGo } from './go-discovery'
import { type GoSession, GoSessionPool } from './go-session-pool'
import { GoSuspensions } from './go-suspensions'
import type { Job } from './job'

/** How one kind of go-livepeer gateway goes about it (server/ai_session.go, ai_process.go, selection.go). */
interface GoManner {
  readonly name: string
  readonly limits: TryLimits
  readonly refreshMs: number
  /** Refreshes by itself instead of having the next job wait for it. */
  readonly refreshesAhead: boolean
  /** Looks anew as well when fewer than half of what it found, or than eight, are left. */
  readonly refillsEarly: boolean
  /** Forgets those that a discovery did not find. */
  readonly forgetsAbsent: boolean
  /** In refreshes. */
  readonly penalty: number
  /** A node without capacity keeps its place for the next job. */
  readonly keepsBusy: boolean
  readonly rankOf: (session: GoSession) => number
  readonly pick: (sessions: readonly GoSession[], random: SeededRandom) => GoSession | null
}

const MINUTE_MS = 60_000
const GO_LIMITS: TryLimits = { maxTries: 20, retryWithinMs: 2_000, attemptMs: null }

const BATCH: Omit<GoManner, 'name' | 'pick'> = {
  limits: GO_LIMITS,
  refreshMs: 10 * MINUTE_MS,
  refreshesAhead: false,
  refillsEarly: true,
  forgetsAbsent: false,
  penalty: 3,
  keepsBusy: true,
  rankOf: ({ latencyScore }) => latencyScore,
}

/** Among those who get paid; of whoever is drawn, the first session in order is taken. */
function pickByStake(sessions: readonly GoSession[], random: SeededRandom): GoSession | null {
  const firstByAddress = new Map<string, GoSession>()
  for (const session of sessions)
    if (!firstByAddress.has(session.orchestrator)) firstByAddress.set(session.orchestrator, session)
  const candidates = [...firstByAddress.values()].map((session) => ({
    session,
    address: session.orchestrator,
    price: session.price,
    stake: session.stake,
  }))
  const probabilities = selectionProbabilities(candidates, GO_DEFAULT_WEIGHTS)
  return drawByProbability(candidates, { probabilities, random: random.next() })?.session ?? null
}

const MANNERS: readonly GoManner[] = [
  { ...BATCH, name: 'go-stake', pick: pickByStake },
  {
    ...BATCH,
    name: 'go-stake-patient',
    limits: { maxTries: 20, retryWithinMs: null, attemptMs: null },
    pick: pickByStake,
  },
  { ...BATCH, name: 'go-offchain', pick: ([first]) => first ?? null },
  {
    ...BATCH,
    name: 'go-live',
    refreshMs: 6 * MINUTE_MS,
    refreshesAhead: true,
    refillsEarly: false,
    forgetsAbsent: true,
    penalty: 5,
    keepsBusy: false,
    rankOf: ({ discoveryLatencyMs }) => discoveryLatencyMs,
    pick: (sessions) => selectFirstAffordable(sessions, { maxPrice: null }),
  },
]

export const GO_CHOOSERS: readonly ChooserFactory[] = MANNERS.map((manner) => ({
  name: manner.name,
  create: (tools) => new GoChooser(manner, tools),
}))

/** A gateway that keeps sessions of the nodes that it found, takes them in turn, and suspends those that fail. */
class GoChooser implements Chooser {
  readonly name: string
  readonly limits: TryLimits
  private readonly warm: GoSessionPool
  private readonly cold: GoSessionPool
  private readonly suspensions = new GoSuspensions()
  private refreshedAt = Number.NEGATIVE_INFINITY
  private foundAtRefresh = 0
  private listed = 0
  /** What is on its way; a job is at one node at a time. */
  private readonly openByJob = new Map<
    number,
    { readonly session: GoSession; readonly pool: GoSessionPool }
  >()
  /** Sessions of nodes without capacity, put back when their job is over. */
  private readonly parkedByJob = new Map<
    number,
    { readonly session: GoSession; readonly pool: GoSessionPool }[]
  >()

  constructor(
    private readonly manner: GoManner,
    private readonly tools: ChooserTools,
  ) {
    this.name = manner.name
    this.limits = manner.limits
    const options = {
      rankOf: manner.rankOf,
      pick: (sessions: readonly GoSession[]) => manner.pick(sessions, tools.random),
      random: tools.random,
    }
    this.warm = new GoSessionPool(options)
    this.cold = new GoSessionPool(options)
  }

  choose(job: Job, nowMs: number): Choice | null {
    const afterMs = this.isRefreshDue(nowMs) ? this.refresh(nowMs) : 0
    for (const pool of [this.warm, this.cold]) {
      const session = pool.select()
      if (!session) continue
      this.openByJob.set(job.index, { session, pool })
      return { nodeId: session.nodeId, afterMs }
    }
    return null
  }

  onOutcome(nodeId: string, outcome: JobOutcome): void {
    const open = this.openByJob.get(outcome.job.index)
    if (!open) return
    this.openByJob.delete(outcome.job.index)
    const { session, pool } = open
    if (outcome.kind === 'ok') {
      session.latencyScore = outcome.tookMs / 1_000 / Number(outcome.job.units)
      pool.complete(session)
    } else if (outcome.kind === 'busy' && this.manner.keepsBusy) {
      const parked = this.parkedByJob.get(outcome.job.index) ?? []
      this.parkedByJob.set(outcome.job.index, [...parked, open])
    } else {
      if (outcome.kind !== 'busy') this.suspensions.suspend(nodeId, this.manner.penalty)
      pool.remove(nodeId)
    }
  }

  onEnd(job: Job): void {
    for (const { session, pool } of this.parkedByJob.get(job.index) ?? []) pool.complete(session)
    this.parkedByJob.delete(job.index)
  }

  /** It asks by itself, when it needs to; all it takes from elsewhere is how many there are. */
  onSweep(view: readonly ProbeView[], nowMs: number): void {
    this.listed = view.length
    if (this.manner.refreshesAhead && this.isOld(nowMs)) this.refresh(nowMs)
  }

  private isRefreshDue(nowMs: number): boolean {
    const size = this.warm.size + this.cold.size
    if (size === 0) return true
    if (this.manner.refillsEarly && size < this.leastSessions()) return true
    return !this.manner.refreshesAhead && this.isOld(nowMs)
  }

  private isOld(nowMs: number): boolean {
    return nowMs > this.refreshedAt + this.manner.refreshMs
  }

  private leastSessions(): number {
    return Math.min(ENOUGH_SESSIONS, Math.ceil(Math.min(this.listed, this.foundAtRefresh) / 2))
  }

  /** How long it took. */
  private refresh(nowMs: number): number {
    // With nobody left, everybody is forgiven.
    if (this.warm.size + this.cold.size === 0) this.suspensions.onRefresh(this.manner.penalty)
    this.suspensions.onRefresh()
    const { found, tookMs } = discoverLikeGo(this.tools.probeAll(nowMs))
    const usable = found.filter(({ nodeId }) => !this.suspensions.isSuspended(nodeId))
    for (const view of usable) {
      const session = sessionOf(view)
      if (session) (view.answer?.isWarm ? this.warm : this.cold).add(session)
    }
    if (this.manner.forgetsAbsent) {
      const present = new Set(usable.map(({ nodeId }) => nodeId))
      for (const pool of [this.warm, this.cold]) pool.keep(present)
    }
    this.refreshedAt = nowMs
    this.foundAtRefresh = this.warm.size + this.cold.size + this.suspensions.size
    return tookMs
  }
}

const ENOUGH_SESSIONS = 8

function sessionOf({ nodeId, orchestrator, stake, latencyMs, answer }: ProbeView): GoSession | null {
  return (
    answer && {
      nodeId,
      orchestrator,
      stake,
      price: answer.price,
      discoveryLatencyMs: latencyMs,
      latencyScore: 0,
      inFlight: 0,
    }
  )
}
