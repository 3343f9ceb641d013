import type { ModelDetailDto } from '@/lib/api/contract'
import { displayText, shortenMiddle } from '../../../../_components/display-text'
import { formatCount, formatNumber, formatPlural, NBSP } from '../../../../_components/format'
import { formatSpan } from '../../../../_components/local-moment'
import type { PriceTrend } from './price-trend'

/** Less than that is no news. */
const NEWS_PERCENT = 1
const HOUR_MS = 3_600_000

/** What there is to know of a model, in one sentence that names it. */
export function modelFinding({ name, models }: ModelDetailDto, trend: PriceTrend | null): string {
  const called = shortenMiddle(displayText(name), 60)
  const sum = (read: (model: ModelDetailDto['models'][number]) => number) =>
    models.reduce((total, model) => total + read(model), 0)
  const { length: ways } = models
  const nodes = ways === 1 ? (models[0]?.nodes ?? 0) : null
  const warm = sum(({ states }) => states.warm)
  const unknown = sum(({ states }) => states.unknown)
  const offerings = sum((model) => model.offerings)
  if (unknown < offerings && warm === 0) return `No node has ${called} loaded`
  const percent = trend === null ? 0 : Number(trend.percent)
  if (trend && Math.abs(percent) >= NEWS_PERCENT && trend.until - trend.since >= HOUR_MS)
    return `${called} is ${formatNumber(Math.abs(percent))}${NBSP}% ${percent < 0 ? 'cheaper' : 'dearer'} than ${formatSpan(trend.until - trend.since)} ago`
  const who = nodes === null ? formatPlural(offerings, 'offering') : formatPlural(nodes, 'node')
  const verb = (nodes ?? offerings) === 1 ? 'has' : 'have'
  return unknown === offerings
    ? `${who} ${verb} ${called}`
    : `${who} ${verb} ${called}, ${formatCount(warm)} of them warm`
}
