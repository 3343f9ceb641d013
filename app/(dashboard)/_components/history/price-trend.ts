import type { HistoryDto, PriceSeriesDto } from '@/lib/api/contract/history'
import { parsePrice } from '@/lib/domain/price'
import { priceChangePercent } from '@/lib/domain/price-change'

export interface PriceTrend {
  /** By how much the median went, `-12.5`, cut after two places. */
  readonly percent: string
  /** Since when (ms): the first bucket of which a price is known. */
  readonly since: number
  readonly until: number
}

/**
 * How the median of the one series that is meant went from its first to its last known price; null where there is nothing
 * to compare.
 */
export function priceTrend(
  history: HistoryDto | null,
  only: (series: PriceSeriesDto) => boolean = () => true,
): PriceTrend | null {
  if (history?.metric !== 'price') return null
  const [series, ...others] = history.series.filter(only)
  if (!series || others.length > 0) return null
  const known = knownMedians(series)
  const [first, last] = [known[0], known.at(-1)]
  if (!first || !last || first.ms === last.ms) return null
  const percent = priceChangePercent(first.price, last.price)
  return percent === null ? null : { percent, since: first.ms, until: Date.parse(history.as_of) }
}

const knownMedians = ({ points }: PriceSeriesDto) =>
  points.flatMap(({ at, median }) => {
    const price = median && parsePrice(BigInt(median.wei), BigInt(median.per_units))
    return price ? [{ ms: Date.parse(at), price }] : []
  })
