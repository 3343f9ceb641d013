import { implausibility } from '@/lib/catalog/price-costs'
import { formatDecimal } from '@/lib/domain/price'
import { coverSpan } from '@/lib/history/cover-span'
import { standingPrices } from '@/lib/history/standing'
import type { OfferingHistoriesDto } from '../contract/offering-histories'
import type { Reader } from '../reader'
import { rounded } from '../to-dto'
import { findSubject } from './find-subject'
import { aboutOf, type HistoryQuestion, upTo } from './history-question'
import { knownTime } from './known-time'

type Question = Pick<HistoryQuestion, 'query' | 'store' | 'look'>

/** One number of each of these offerings by bucket, for many small pictures of one scale. */
export async function offeringHistories(
  ids: readonly string[],
  { query, store, look }: Question,
  reader: Reader,
): Promise<OfferingHistoriesDto> {
  const { subject: _, ...about } = aboutOf({ query, store, look, subject: NETWORK })
  const found: { id: string; nodeUris: readonly string[] }[] = []
  const unknown: string[] = []
  for (const id of ids) {
    const subject = await findSubject('offering', id, { reader, history: store })
    if (subject.kind === 'found') found.push({ id, nodeUris: subject.subject.nodeUris })
    else unknown.push(id)
  }
  if (query.metric === 'latency') {
    const latencies = await nodeLatencies(new Set(found.flatMap(({ nodeUris }) => nodeUris)), {
      query,
      store,
    })
    return {
      metric: 'latency',
      ...about,
      unknown,
      offerings: found.map(({ id, nodeUris: [node = ''] }) => ({
        id,
        points: [...(latencies.get(node) ?? [])],
      })),
    }
  }
  const known = await knownTime({ query, store, look, subject: NETWORK })
  const offerings = []
  for (const { id } of found) {
    const { series } = await store.readPriceSpans({ kind: 'offering', id }, upTo(query), 1)
    const [prices] = series
    const meant = prices?.spans.filter(
      ({ price }) => implausibility(prices.pipeline, prices.unit, price) === null,
    )
    offerings.push({
      id,
      unit: prices?.unit ?? null,
      points: standingPrices(meant ?? [], query.window, known).map(
        (point) => point && formatDecimal(point.median),
      ),
    })
    // Each takes a moment; requests go on in between.
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { metric: 'price', ...about, unknown, offerings }
}

/** When anybody looked is the same for all. */
const NETWORK = { kind: 'network', id: '', nodeUris: [] } as const

async function nodeLatencies(
  nodeUris: ReadonlySet<string>,
  { query: { window, until }, store }: Pick<Question, 'query' | 'store'>,
): Promise<ReadonlyMap<string, readonly (number | null)[]>> {
  const progress = await store.readRollUpProgress()
  const spans = coverSpan({ from: window.from, to: Math.min(window.to, until) }, progress, {
    coarsest: window.level,
  })
  const byNode = new Map<string, readonly (number | null)[]>()
  for (const key of nodeUris) {
    const tallies = await store.readTallies([{ kind: 'node', key }], spans, window)
    byNode.set(
      key,
      tallies.map((tally) => {
        const p50 = tally?.latency.percentile(50) ?? null
        return p50 === null ? null : rounded(p50)
      }),
    )
    await new Promise((resolve) => setImmediate(resolve))
  }
  return byNode
}
