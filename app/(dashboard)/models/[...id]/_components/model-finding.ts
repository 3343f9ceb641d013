import type { ModelDetailDto } from '@/lib/api/contract/single'
import { OFFERING_STATES, type OfferingState } from '@/lib/domain/facet'
import { displayText, shortenMiddle } from '../../../../_components/display-text'
import { formatCount, formatPlural } from '../../../../_components/format'
import type { PriceTrend } from '../../../_components/history/price-trend'
import { trendSentence } from '../../../_components/history/trend-sentence'

/** What there is to know of a model, in one sentence that names it. */
export function modelFinding(
  { name, offerings }: Pick<ModelDetailDto, 'name' | 'offerings'>,
  trend: PriceTrend | null,
): string {
  const called = shortenMiddle(displayText(name), 60)
  const nodesOf = (states: readonly OfferingState[]) =>
    new Set(offerings.flatMap(({ state, node_uri }) => (states.includes(state) ? node_uri : []))).size
  const nodes = nodesOf(OFFERING_STATES)
  const warm = nodesOf(['warm'])
  const isUnknown = offerings.every(({ state }) => state === 'unknown')
  if (!isUnknown && warm === 0) return `No node has ${called} loaded`
  const news = trend && trendSentence(called, trend)
  if (news) return news
  const found = `${formatPlural(nodes, 'node')} ${nodes === 1 ? 'has' : 'have'} ${called}`
  return isUnknown ? found : `${found}, ${formatCount(warm)} of them warm`
}
