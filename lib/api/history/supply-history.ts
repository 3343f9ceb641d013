import { standingSupply } from '@/lib/history/standing-supply'
import type { HistoryDto } from '../contract/history'
import { aboutOf, atOf, type HistoryQuestion, upTo } from './history-question'
import { knownTime } from './known-time'

/** What was offered, and by how many, as it stood when each bucket ended. */
export async function supplyHistory(question: HistoryQuestion): Promise<HistoryDto> {
  const { subject, query, store } = question
  const { window } = query
  const spans = await store.readOfferedSpans(subject, upTo(query))
  const points = standingSupply(spans, window, await knownTime(question))
  return {
    metric: 'supply',
    ...aboutOf(question),
    points: points.map((supply, bucket) => ({ at: atOf(window, bucket), ...(supply ?? NOTHING_KNOWN) })),
  }
}

const NOTHING_KNOWN = { offerings: null, warm: null, models: null, orchestrators: null }
