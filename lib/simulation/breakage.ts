import type { NodeTruth } from './network'
import type { Try } from './simulate'

/** A time of at least twenty minutes in which every job that is sent to a node fails. */
export interface Breakage {
  readonly node: NodeTruth
  readonly from: number
  /** Infinity: it lasts beyond the end. */
  readonly until: number
}

const MINUTE_MS = 60_000
const SHORTEST_MS = 20 * MINUTE_MS
/** What a node got before it broke is counted that long. */
const BEFORE_MS = 30 * MINUTE_MS
/** Fewer jobs than that in that time are too few to say what it would have got. */
const LEAST_BEFORE = 10
/** What it gets afterwards is counted that long at a time. */
const WINDOW_MS = 5 * MINUTE_MS
/** Of its share. */
const LEFT_PART = 0.1
const BACK_PART = 0.5
/** Whether it comes back is asked of those that heal at least that long before the end. */
const WAITED_FOR_MS = 60 * MINUTE_MS

export const breakagesOf = (network: readonly NodeTruth[]): readonly Breakage[] =>
  network.flatMap((node) =>
    node.behaviour.spells
      .filter(({ kind, from, until }) => kind !== 'slow' && from > 0 && until - from >= SHORTEST_MS)
      .map(({ from, until }) => ({ node, from, until })),
  )

export interface BreakageTimes {
  /** From the breaking to the last job after which, for five minutes, it gets at most a tenth of its share. */
  readonly leaveMs: number
  /**
   * From its healing to the first job from which on, for five minutes, it gets at least half of its share. Null: it does
   * not heal, or within the last hour; Infinity: it never gets it.
   */
  readonly returnMs: number | null
}

/** When jobs were sent, in order. */
export interface Sendings {
  readonly node: readonly number[]
  readonly all: readonly number[]
}

/**
 * How soon one breakage was noticed, and its end. A node's share is what it got of all that was sent in the half hour before
 * it broke, so that a wave of jobs does not pass for leaving. One that is not left before it heals, or before the end, is
 * left never (Infinity). Null: it got too little before to tell.
 */
export function breakageTimes(
  sendings: Sendings,
  { from, until }: Pick<Breakage, 'from' | 'until'>,
  { endAt }: { endAt: number },
): BreakageTimes | null {
  const before = count(sendings.node, from - BEFORE_MS, from)
  if (before < LEAST_BEFORE) return null
  const share = before / count(sendings.all, from - BEFORE_MS, from)
  /** What it gets in the window, beside what its share would be. */
  const part = (at: number) =>
    count(sendings.node, at, at + WINDOW_MS) / (share * Math.max(1, count(sendings.all, at, at + WINDOW_MS)))
  const brokenUntil = Math.min(until, endAt)
  const left = [from, ...sendings.node.filter((at) => at >= from).map(justAfter)].find(
    (at) => at + WINDOW_MS <= brokenUntil && part(at) <= LEFT_PART,
  )
  const back = sendings.node.find((at) => at >= until && at + WINDOW_MS <= endAt && part(at) >= BACK_PART)
  return {
    leaveMs: left === undefined ? Number.POSITIVE_INFINITY : Math.floor(left - from),
    returnMs:
      until + WAITED_FOR_MS > endAt ? null : back === undefined ? Number.POSITIVE_INFINITY : back - until,
  }
}

/** So that a job does not count among those that follow it. */
const justAfter = (at: number): number => at + 1e-3

const count = (moments: readonly number[], from: number, until: number): number =>
  firstFrom(moments, until) - firstFrom(moments, from)

/** The place of the first moment that is not before `at`. */
function firstFrom(sentAt: readonly number[], at: number): number {
  let [low, high] = [0, sentAt.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sentAt[middle] ?? 0) < at) low = middle + 1
    else high = middle
  }
  return low
}

/** When jobs were sent to each node, by its id, in order. */
export function sendingsByNode(tries: readonly Try[]): ReadonlyMap<string, readonly number[]> {
  const byNode = new Map<string, number[]>()
  for (const { node, at } of tries) {
    const sendings = byNode.get(node.id)
    if (sendings) sendings.push(at)
    else byNode.set(node.id, [at])
  }
  return byNode
}
