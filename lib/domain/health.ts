/**
 * Whether a node can be relied on, with hysteresis: one failure degrades, three in a row or five of ten take down, two
 * successes in a row bring back. Moments are ms since 1970.
 */
export interface NodeHealth {
  readonly state: HealthState
  /** Since when it is in that state. */
  readonly since: number
  /** Probes in that state, newest last, at most ten: true for one that reached the node. */
  readonly recent: readonly boolean[]
  /** Probes that failed since the last one that did not, whatever the states in between. */
  readonly failuresInARow: number
}

export const HEALTH_STATES = ['up', 'degraded', 'down'] as const
export type HealthState = (typeof HEALTH_STATES)[number]

const WINDOW = 10
const DOWN_OF_WINDOW = 5
const DOWN_IN_A_ROW = 3
const BACK_IN_A_ROW = 2

/** How much of its latest questions in this state reached it, from 0 to 1, cut to three places; null: none was asked. */
export function reachedShare({ recent }: Pick<NodeHealth, 'recent'>): number | null {
  if (recent.length === 0) return null
  return Math.floor((1_000 * recent.filter((isReached) => isReached).length) / recent.length) / 1_000
}
/** The numbers of the hysteresis, for those who explain it. */
export const HEALTH_RULES = {
  window: WINDOW,
  downOfWindow: DOWN_OF_WINDOW,
  downInARow: DOWN_IN_A_ROW,
  backInARow: BACK_IN_A_ROW,
} as const

/** The health after one more probe; `before` is null for a node seen for the first time. */
export function nextHealth(before: NodeHealth | null, isReached: boolean, at: number): NodeHealth {
  const failuresInARow = isReached ? 0 : (before?.failuresInARow ?? 0) + 1
  const recent = [...(before?.recent ?? []), isReached].slice(-WINDOW)
  const state = nextState(before?.state ?? (isReached ? 'up' : 'degraded'), recent, failuresInARow)
  if (state === before?.state) return { ...before, recent, failuresInARow }
  // What led into a state counts there no more: a node that goes up and down changes state once per window.
  return { state, since: at, recent: [isReached], failuresInARow }
}

function nextState(state: HealthState, recent: readonly boolean[], failuresInARow: number): HealthState {
  const isBack =
    recent.length >= BACK_IN_A_ROW && recent.slice(-BACK_IN_A_ROW).every((isReached) => isReached)
  if (isBack) return 'up'
  if (failuresInARow === 0) return state
  const failed = recent.filter((isReached) => !isReached).length
  if (failuresInARow >= DOWN_IN_A_ROW || (recent.length === WINDOW && failed >= DOWN_OF_WINDOW)) return 'down'
  return state === 'up' ? 'degraded' : state
}
