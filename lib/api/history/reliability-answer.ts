import { OUTCOME_KINDS } from '@/lib/domain/outcome'
import { RELIABILITY_WINDOWS, type ReliabilityWindow } from '@/lib/domain/reliability'
import type { RollUpProgress } from '@/lib/history/cover-span'
import { RELATIVE_ERROR } from '@/lib/history/latency-histogram'
import { attemptsOf } from '@/lib/history/probe-tally'
import { type PartScore, SCORE_METHOD } from '@/lib/history/reliability-score'
import type { Leaderboard } from '@/lib/leaderboard/leaderboard'
import { readReliability } from '@/lib/reliability/read-reliability'
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
  const {
    span,
    probes,
    score: reliability,
  } = await readReliability(subject.nodeUris, window, {
    store,
    progress,
    now,
  })
  const { score, weightKnown, parts } = reliability
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
