import { costWei } from '@/lib/domain/usd'
import { nextSpell, spellAt } from './behaviour'
import type { JobOutcome, ProbeView } from './chooser'
import { drawFor } from './draw'
import type { Job } from './job'
import type { NodeTruth } from './network'

/** Whoever does not even take a connection by then is given up. */
const CONNECT_TIMEOUT_MS = 2_000
/** After the last job. */
const STAYS_WARM_MS = 10 * 60_000
const SLOW_FACTOR = 10
/** For a node that answers, beside the round trips; go-livepeer's own work for an answer. */
const ANSWER_MS = 8
/** Connection, TLS, question. */
const PROBE_ROUND_TRIPS = 3

const [SERVICE, TRIP, FAILURE, PROBE] = [1, 2, 3, 4]

export interface Acceptance {
  readonly outcome: JobOutcome
  /** Zero where it took no job. A payment goes along with a job, so that one that fails is paid for as well. */
  readonly chargedWei: bigint
}

/** One node while one chooser uses it: its slots, its queue, its model. */
export class RunningNode {
  /** When each slot is free again, and when the jobs that wait begin. */
  private readonly slotsFreeAt: number[]
  private waiting: number[] = []
  /** When its model is loaded, and until when it stays so. */
  private loadedAt = Number.NEGATIVE_INFINITY
  private warmUntil = Number.NEGATIVE_INFINITY

  constructor(
    readonly truth: NodeTruth,
    private readonly seed: number,
  ) {
    this.slotsFreeAt = new Array<number>(truth.slots).fill(Number.NEGATIVE_INFINITY)
  }

  /** What becomes of a job that is sent at `now` by a client who waits until `deadline`. */
  accept(job: Job, { now, deadline }: { now: number; deadline: number }): Acceptance {
    const { behaviour, price, queue } = this.truth
    const tripMs = this.truth.roundTripMs * (0.9 + 0.4 * this.draw(TRIP, job.index))
    const spell = spellAt(behaviour, now)
    const ends = (kind: JobOutcome['kind'], at: number, isPaid = false): Acceptance => {
      const isLate = at > deadline
      return {
        outcome: { job, kind: isLate ? 'timed-out' : kind, tookMs: Math.min(at, deadline) - now },
        chargedWei: isPaid
          ? (costWei(price, job.units).numerator * behaviour.chargeFactor) / price.perUnits
          : 0n,
      }
    }
    if (spell?.kind === 'refusing') return ends('refused', now + tripMs)
    if (spell?.kind === 'silent') return ends('timed-out', now + CONNECT_TIMEOUT_MS)

    this.waiting = this.waiting.filter((beginsAt) => beginsAt > now)
    const slot = this.slotsFreeAt.indexOf(Math.min(...this.slotsFreeAt))
    const freeAt = this.slotsFreeAt[slot] ?? now
    if (freeAt > now && this.waiting.length >= queue) return ends('busy', now + tripMs)
    const beginsAt = Math.max(now + tripMs / 2, freeAt)
    if (spell?.kind === 'failing' && this.draw(FAILURE, job.index) < behaviour.failShare)
      return ends('error', beginsAt + tripMs / 2 + 0.3 * this.workMs(job, 1), true)
    if (job.isBadRequest) return ends('bad-request', beginsAt + tripMs / 2)
    if (freeAt > now) this.waiting.push(beginsAt)
    const doneAt = this.readyAt(beginsAt) + this.workMs(job, spell?.kind === 'slow' ? SLOW_FACTOR : 1)
    const breakage = nextSpell(behaviour, { after: now, before: doneAt })
    const goesAway = breakage && breakage.kind !== 'failing' ? breakage : null
    // Whoever comes back begins anew, with free slots.
    this.slotsFreeAt[slot] = goesAway ? goesAway.from : doneAt
    this.warmUntil = goesAway ? goesAway.from : Math.max(this.warmUntil, doneAt + STAYS_WARM_MS)
    if (!goesAway) return ends('ok', doneAt + tripMs / 2, true)
    return goesAway.kind === 'refusing'
      ? ends('cut', goesAway.from + tripMs / 2, true)
      : ends('timed-out', Number.POSITIVE_INFINITY, true)
  }

  /** What a probe sees at `now`. */
  observe(now: number): ProbeView {
    const { id: nodeId, orchestrator, stake, behaviour, price, roundTripMs, isAlwaysWarm, slots } = this.truth
    const tripMs = roundTripMs * (0.9 + 0.4 * this.draw(PROBE, Math.floor(now)))
    const spell = spellAt(behaviour, now)
    const about = { nodeId, orchestrator, stake }
    if (spell?.kind === 'refusing') return { ...about, latencyMs: tripMs, answer: null }
    if (spell?.kind === 'silent') return { ...about, latencyMs: CONNECT_TIMEOUT_MS, answer: null }
    return {
      ...about,
      latencyMs: PROBE_ROUND_TRIPS * tripMs + ANSWER_MS,
      answer: {
        price,
        isWarm: behaviour.claimsWarm || isAlwaysWarm || this.warmUntil >= now,
        capacity: slots,
        capacityInUse: this.slotsFreeAt.filter((freeAt) => freeAt > now).length,
      },
    }
  }

  private workMs(job: Job, factor: number): number {
    return this.truth.serviceMs * job.size * factor * (0.8 + 0.5 * this.draw(SERVICE, job.index) ** 2)
  }

  /** A cold model is loaded once, however many jobs wait for it. */
  private readyAt(at: number): number {
    if (this.truth.isAlwaysWarm) return at
    if (at > this.warmUntil) this.loadedAt = at + this.truth.loadMs
    return Math.max(at, this.loadedAt)
  }

  private draw(what: number, number: number): number {
    return drawFor(this.seed, what, this.truth.index, number)
  }
}
