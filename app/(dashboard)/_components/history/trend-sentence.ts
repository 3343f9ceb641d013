import { formatNumber, NBSP } from '../../../_components/format'
import { formatSpan } from '../../../_components/local-moment'
import type { PriceTrend } from './price-trend'

/** Less than that is no news. */
const NEWS_PERCENT = 1
const HOUR_MS = 3_600_000

/** `FLUX.1-dev is 18 % cheaper than 6 days ago`; null where there is nothing to tell. */
export function trendSentence(called: string, { percent, since, until }: PriceTrend): string | null {
  const size = Math.abs(Number(percent))
  if (size < NEWS_PERCENT || until - since < HOUR_MS) return null
  return `${called} is ${formatNumber(size)}${NBSP}% ${Number(percent) < 0 ? 'cheaper' : 'dearer'} than ${formatSpan(until - since)} ago`
}
