import { OUTCOME_KINDS } from '@/lib/domain/outcome'
import { RELIABILITY_WINDOWS, type ReliabilityWindow } from '@/lib/domain/reliability'
import { coverSpan, type RollUpProgress } from '@/lib/history/cover-span'
import { LEVEL_MS } from '@/lib/history/history-window'
import { RELATIVE_ERROR } from '@/lib/history/latency-histogram'
import { attemptsOf, ProbeTallyMaker } from '@/lib/history/probe-tally'
import { type PartScore, reliabilityScore, SCORE_METHOD, WINDOW_MS } from '@/lib/history/reliability-score'
import type { Leaderboard } from '@/lib/leaderboard/leaderboard'
import type { ReliabilityDto, ReliabilityMethodDto } from '../contract/reliability'
import { isoMoment } from '../to-dto'
import type { HistoryStore, HistorySubject } from './history-question'

interface Asked {
  readonly subject: HistorySubject & { readonly kind: 'node' | 'orchestrator' }
  readonly store: HistoryStore
  readonly vantage: string
  readonly leaderboard: Leaderboard | null
  readonly now: number
}

/** The score in every window; each ends where probes are counted up to. */
export async function answerReliability({
  subject,
  store,
  vantage,
  leaderboard,
  now,
}: Asked): Promise<ReliabilityDto> {
  const progress = await store.readRollUpProgress()
  const windows: ReliabilityDto['windows'] = []
  for (const window of RELIABILITY_WINDOWS)
    windows.push(await windowOf(window, { subject, store, progress, now }))
  return {
    subject: { kind: subject.kind, id: subject.id },
    score_version: SCORE_METHOD.version,
    vantage,
    nodes: [...subject.nodeUris],
    windows,
    leaderboard: leaderboard && subject.kind === 'orchestrator' ? wordOf(leaderboard, subject.id) : null,
  }
}

function wordOf(
  { readAt, regions, scores }: Leaderboard,
  address: string,
): NonNullable<ReliabilityDto['leaderboard']> {
  const own = scores.get(address)
  return {
    name: 'Livepeer leaderboard',
    read_at: isoMoment(readAt),
    scale: '/10',
    regions: regions.map((region) => {
      const score = own?.get(region)
      return {
        region,
        score: score ? outOfTen(score.score) : null,
        success_rate: score ? cut(score.successRate) : null,
        round_trip_score: score ? outOfTen(score.roundTripScore) : null,
      }
    }),
  }
}

const outOfTen = (share: number): number => Math.round(share * 1_000) / 100

async function windowOf(
  window: ReliabilityWindow,
  {
    subject,
    store,
    progress,
    now,
  }: Pick<Asked, 'subject' | 'store' | 'now'> & { readonly progress: RollUpProgress },
): Promise<ReliabilityDto['windows'][number]> {
  // Nobody was counted later, and a window far in the past would be called one that ends now.
  const to = Math.max(
    progress['5m'] ?? 0,
    Math.floor((now - LEVEL_MS['1h']) / LEVEL_MS['5m']) * LEVEL_MS['5m'],
  )
  const span = { from: startOf(to - WINDOW_MS[window], window), to }
  const [found] = await store.readTallies(
    subject.nodeUris.map((key) => ({ kind: 'node', key })),
    coverSpan(span, progress),
    { from: span.from, stepMs: span.to - span.from, count: 1 },
  )
  const probes = found ?? new ProbeTallyMaker()
  const { score, weightKnown, parts } = reliabilityScore({ probes, jobs: null })
  return {
    window,
    from: isoMoment(span.from),
    to: isoMoment(span.to),
    score: score === null ? null : Math.round(score * 100) / 100,
    weight_known: weightKnown,
    attempts: attemptsOf(probes),
    outcomes: OUTCOME_KINDS.flatMap((outcome) => {
      const count = probes.outcomes[outcome] ?? 0
      return count > 0 ? [{ outcome, count }] : []
    }),
    parts: parts.map(partToDto),
  }
}

/** Longer ones begin with an hour: five minutes of so long ago are not kept. */
const startOf = (at: number, window: ReliabilityWindow): number => {
  const size = window === '7d' || window === '30d' ? LEVEL_MS['1h'] : LEVEL_MS['5m']
  return Math.floor(at / size) * size
}

const partToDto = (part: PartScore): ReliabilityDto['windows'][number]['parts'][number] => {
  const { part: name, n, weight } = part
  return part.kind === 'known'
    ? { part: name, status: 'known', value: cut(part.value), share: cut(part.share), n, weight }
    : { part: name, status: 'insufficient-data', reason: part.reason, n, weight }
}

/** Finer digits say nothing at any number of samples. */
const cut = (share: number): number => Math.round(share * 10_000) / 10_000

export const reliabilityMethodToDto = (vantage: string | null): ReliabilityMethodDto => ({
  score_version: SCORE_METHOD.version,
  windows: [...SCORE_METHOD.windows],
  min_samples: SCORE_METHOD.minSamples,
  bound: SCORE_METHOD.bound,
  score:
    'A hundred times the mean of the parts that are known, by their weights; a part is the share that it is at least, with the confidence of the bound.',
  parts: SCORE_METHOD.parts.map((part) => ({ ...part })),
  latency_error: RELATIVE_ERROR,
  vantage,
})
