import type { ModelDetailDto } from '@/lib/api/contract'
import { OFFERING_STATES, type OfferingState } from '@/lib/domain/facet'
import { displayText, shortenMiddle } from '../../../../_components/display-text'
import { formatCount, formatNumber, formatPlural, NBSP } from '../../../../_components/format'
import { formatSpan } from '../../../../_components/local-moment'
import type { PriceTrend } from './price-trend'

/** Less than that is no news. */
const NEWS_PERCENT = 1
const HOUR_MS = 3_600_000

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
  const percent = trend === null ? 0 : Number(trend.percent)
  if (trend && Math.abs(percent) >= NEWS_PERCENT && trend.until - trend.since >= HOUR_MS)
    return `${called} is ${formatNumber(Math.abs(percent))}${NBSP}% ${percent < 0 ? 'cheaper' : 'dearer'} than ${formatSpan(trend.until - trend.since)} ago`
  const found = `${formatPlural(nodes, 'node')} ${nodes === 1 ? 'has' : 'have'} ${called}`
  return isUnknown ? found : `${found}, ${formatCount(warm)} of them warm`
}
