import { MAX_PLAUSIBLE_CAPACITY } from '@/lib/catalog/offering'
import type { HistoryWindow } from '@/lib/history/history-window'
import { type KnownTime, type StandingSum, standingSums } from '@/lib/history/standing'
import type { AmountSpan } from '@/lib/store/standing-series'
import type { HistoryDto } from '../contract/history'
import { aboutOf, atOf, type HistoryQuestion, upTo } from './history-question'
import { knownTime } from './known-time'

/** Stated places, added up; numbers that cannot be places are in no sum. */
export async function capacityHistory(question: HistoryQuestion): Promise<HistoryDto> {
  const { subject, query, store } = question
  const points = await sums(
    question,
    await store.readCapacitySpans(subject, upTo(query), MAX_PLAUSIBLE_CAPACITY),
  )
  return {
    metric: 'capacity',
    ...aboutOf(question),
    points: points.map(({ at, sum, statedBy }) => ({ at, ...sumOf(sum), offerings: statedBy })),
  }
}

/** Reported cards, added up. */
export async function gpusHistory(question: HistoryQuestion): Promise<HistoryDto> {
  const { subject, query, store } = question
  const isOfNodes = subject.kind === 'node' || subject.kind === 'orchestrator'
  const of = {
    nodeUris: isOfNodes ? subject.nodeUris : null,
    name: subject.kind === 'gpu' ? subject.id : null,
  }
  const points = await sums(question, await store.readCardSpans(of, upTo(query)))
  return {
    metric: 'gpus',
    ...aboutOf(question),
    points: points.map(({ at, sum, statedBy }) => ({ at, ...sumOf(sum), nodes: statedBy })),
  }
}

async function sums(question: HistoryQuestion, spans: readonly AmountSpan[]) {
  const { window } = question.query
  const known = await knownTime(question)
  const stated = countStaters(spans, window, known)
  return standingSums(spans, window, known).map((sum, bucket) => ({
    at: atOf(window, bucket),
    sum,
    statedBy: sum && (stated[bucket] ?? 0),
  }))
}

/** By how many the amounts of each bucket are stated: one that changes its amount is one. */
function countStaters(spans: readonly AmountSpan[], window: HistoryWindow, { until }: KnownTime): number[] {
  const counts = Array.from({ length: window.count }, () => 0)
  const lastOf = new Map<number, number>()
  for (const { statedBy, from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const end = Math.min(to ?? until, until, window.to)
    const last = Math.floor((end - 1 - window.from) / window.stepMs)
    const first = Math.floor((Math.max(from, window.from) - window.from) / window.stepMs)
    for (let bucket = Math.max(first, (lastOf.get(statedBy) ?? -1) + 1); bucket <= last; bucket++)
      counts[bucket] = (counts[bucket] ?? 0) + 1
    lastOf.set(statedBy, Math.max(last, lastOf.get(statedBy) ?? -1))
  }
  return counts
}

const sumOf = (sum: StandingSum | null) => ({
  min: sum?.min ?? null,
  mean: sum && Math.round(sum.mean * 100) / 100,
  max: sum?.max ?? null,
})
