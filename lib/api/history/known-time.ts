import { expiresAt } from '@/lib/domain/freshness'
import { coverSpan } from '@/lib/history/cover-span'
import type { KnownTime } from '@/lib/history/standing'
import type { HistoryQuestion } from './history-question'

/**
 * In which buckets somebody looked. A look counts as long as an answer does, so that a bucket shorter than the pause
 * between two sweeps is none in which nobody looked. Sweeps tell their own pauses; of those that are not kept any more
 * the buckets in which they asked are known.
 */
export async function knownTime({ query, store, look }: HistoryQuestion): Promise<KnownTime> {
  const { window, until } = query
  const { from, stepMs, count } = window
  const isKnown = Array.from({ length: count }, () => false)
  const mark = (first: number, end: number) => {
    const last = Math.min(count - 1, Math.floor((end - 1 - from) / stepMs))
    for (let bucket = Math.max(0, Math.floor((first - from) / stepMs)); bucket <= last; bucket++)
      isKnown[bucket] = true
  }
  const nowMs = expiresAt(0, look.cadenceMs)
  const progress = await store.readRollUpProgress()
  const span = { from: from - Math.ceil(nowMs / stepMs) * stepMs, to: Math.min(window.to, until) }
  for (const asked of await store.readAskedBuckets(coverSpan(span, progress, { coarsest: window.level })))
    mark(asked.from, asked.to + nowMs)
  for (const { endedAt, cadenceMs } of await store.readSweepsBefore({ ...window, until }))
    mark(endedAt, expiresAt(endedAt, cadenceMs))
  return { isKnown, until: Math.min(until, expiresAt(look.endedAt, look.cadenceMs)) }
}
