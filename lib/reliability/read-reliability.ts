import type { ReliabilityWindow } from '@/lib/domain/reliability'
import { coverSpan, type RollUpProgress } from '@/lib/history/cover-span'
import { LEVEL_MS, type Span } from '@/lib/history/history-window'
import { type ProbeTally, ProbeTallyMaker } from '@/lib/history/probe-tally'
import { type ReliabilityScore, reliabilityScore, WINDOW_MS } from '@/lib/history/reliability-score'
import type { Store } from '@/lib/store/store'

export interface MeasuredReliability {
  /** Ends where probes are counted up to. */
  readonly span: Span
  readonly probes: ProbeTally
  readonly score: ReliabilityScore
}

/** How reliable nodes were together in the window that ends now, or ended at a moment of the past (`until`, ms). */
export async function readReliability(
  nodeUris: readonly string[],
  window: ReliabilityWindow,
  {
    store,
    progress,
    now,
    until = null,
  }: {
    readonly store: Pick<Store, 'readTallies' | 'readJobCounts'>
    readonly progress: RollUpProgress
    readonly now: number
    readonly until?: number | null
  },
): Promise<MeasuredReliability> {
  // Nobody was counted later, and a window far in the past would be called one that ends now.
  const latest = Math.max(
    progress['5m'] ?? 0,
    Math.floor((now - LEVEL_MS['1h']) / LEVEL_MS['5m']) * LEVEL_MS['5m'],
  )
  const to = until === null ? latest : Math.min(latest, Math.floor(until / LEVEL_MS['5m']) * LEVEL_MS['5m'])
  const span = { from: startOf(to - WINDOW_MS[window], window), to }
  const [found] = await store.readTallies(
    nodeUris.map((key) => ({ kind: 'node', key })),
    coverSpan(span, progress),
    { from: span.from, stepMs: span.to - span.from, count: 1 },
  )
  const probes = found ?? new ProbeTallyMaker()
  const { succeeded, faults } = await store.readJobCounts(nodeUris, span)
  const sent = succeeded + faults
  // Whether jobs got what was advertised nobody looks at yet.
  const jobs = sent === 0 ? null : { sent, succeeded, asAdvertised: null }
  return { span, probes, score: reliabilityScore({ probes, jobs }) }
}

/** Longer ones begin with an hour: five minutes of so long ago are not kept. */
const startOf = (at: number, window: ReliabilityWindow): number => {
  const size = window === '7d' || window === '30d' ? LEVEL_MS['1h'] : LEVEL_MS['5m']
  return Math.floor(at / size) * size
}
