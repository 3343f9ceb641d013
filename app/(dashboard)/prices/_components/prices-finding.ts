import type { PriceRowDto } from '@/lib/api/contract/price-row'
import { displayText, shortenMiddle } from '../../../_components/display-text'
import { formatCount, formatPlural } from '../../../_components/format'
import type { PriceTrend } from '../../_components/history/price-trend'
import { trendSentence } from '../../_components/history/trend-sentence'

/** What there is to know of prices, in one sentence: how the chosen model's went, else how many models have any. */
export function pricesFinding(
  rows: readonly PriceRowDto[],
  { model, trend }: { model: string | null; trend: PriceTrend | null },
): string {
  const called = model?.split('/').at(-1) ?? ''
  const news = trend && trendSentence(shortenMiddle(displayText(called), 60), trend)
  if (news) return news
  const priced = rows.filter(({ n }) => n > 0).length
  return `${formatCount(priced)} of ${formatPlural(rows.length, 'model')} ${priced === 1 ? 'has' : 'have'} a price`
}
