import { RELIABILITY_WINDOWS, type ReliabilityWindow } from '@/lib/domain/reliability'
import type { StrategyName } from '@/lib/domain/selection'
import { readReliability } from '@/lib/reliability/read-reliability'
import type { Moment } from '@/lib/routing/selector'
import type { JobRequest } from '@/lib/selection/job-request'
import { RELIABILITY_WINDOW } from '@/lib/selection/strategies'
import type { AnswerDeps } from '../endpoint'
import type { Market } from '../reader'

/** Each costs a sum over a window; of more than these it is not reckoned. */
const MAX_NODES = 100
/** Whose order depends on how reliable nodes are. */
const LOOK_AT_IT: ReadonlySet<StrategyName> = new Set(['balanced', 'most-reliable'])

export interface PastReliability {
  /** Null: nothing looks at it, or it was not reckoned. */
  readonly reliability: NonNullable<Moment['reliabilityThen']> | null
  /** Up to when probes are counted in it (ms). */
  readonly until: number | null
  /** Whether something would have looked at it. */
  readonly isLeftOut: boolean
}

/** How reliable the nodes were that served a job then, in the windows that its rules and its strategy look at. */
export async function pastReliability(
  job: JobRequest,
  {
    past: { catalog, asOf },
    selector,
    history: store,
    now,
  }: { readonly past: Market; readonly now: number } & Pick<AnswerDeps, 'selector' | 'history'>,
): Promise<PastReliability> {
  const windows = windowsOf(job)
  if (windows.length === 0) return { reliability: null, until: null, isLeftOut: false }
  const serving = selector.index(catalog).serving(job)
  const nodes = new Set(serving.map(({ offering }) => offering.nodeUri))
  if (nodes.size > MAX_NODES || asOf === null) return { reliability: null, until: null, isLeftOut: true }
  const progress = await store.readRollUpProgress()
  const scores = new Map<string, number | null>()
  let until: number | null = null
  for (const uri of nodes)
    for (const window of windows) {
      const { score, span } = await readReliability([uri], window, { store, progress, now, until: asOf })
      scores.set(keyOf(uri, window), score.score)
      until = span.to
    }
  return { reliability: (uri, window) => scores.get(keyOf(uri, window)) ?? null, until, isLeftOut: false }
}

const windowsOf = ({ rules: { strategy, minReliability } }: JobRequest): readonly ReliabilityWindow[] =>
  RELIABILITY_WINDOWS.filter(
    (window) =>
      window === minReliability?.window || (window === RELIABILITY_WINDOW && LOOK_AT_IT.has(strategy)),
  )

const keyOf = (uri: string, window: ReliabilityWindow): string => `${window} ${uri}`
