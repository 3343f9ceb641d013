import { implausibility } from '@/lib/catalog/price-costs'
import type { EthUsdQuote } from '@/lib/domain/eth-usd'
import { formatFraction } from '@/lib/domain/fraction'
import { formatDecimal, type Price } from '@/lib/domain/price'
import { costWei, weiToUsd } from '@/lib/domain/usd'
import { type WorkedTask, workedTasks } from '@/lib/domain/worked-cost'
import type { HistoryWindow } from '@/lib/history/history-window'
import { type KnownTime, standingPrices } from '@/lib/history/standing'
import type { PriceSpans } from '@/lib/store/standing-series'
import type { HistoryAmountDto, HistoryDto, PriceSeriesDto } from '../contract/history'
import { ethUsdToDto } from '../to-dto'
import { aboutOf, atOf, type HistoryQuestion, upTo } from './history-question'
import { knownTime } from './known-time'

const MAX_SERIES = 20

/** Exact prices, unlike units apart. */
export async function priceHistory(question: HistoryQuestion): Promise<HistoryDto> {
  const { subject, query, store, look } = question
  const { series, leftOut } = await store.readPriceSpans(subject, upTo(query), MAX_SERIES)
  const known = await knownTime(question)
  const dtos: PriceSeriesDto[] = []
  for (const spans of series) {
    dtos.push(priceSeries(spans, query.window, known, look.quote))
    // Each takes a few ms; requests go on in between.
    await new Promise((resolve) => setImmediate(resolve))
  }
  return {
    metric: 'price',
    ...aboutOf(question),
    eth_usd: ethUsdToDto(look.quote),
    series: dtos,
    series_left_out: leftOut,
  }
}

function priceSeries(
  { pipeline, model, unit, offerings, spans }: PriceSpans,
  window: HistoryWindow,
  known: KnownTime,
  quote: EthUsdQuote | null,
): PriceSeriesDto {
  const tasks = workedTasks(pipeline, unit)
  const task = tasks[0] ?? null
  const isMeant = new Map<string, boolean>()
  const meant = spans.filter(({ price }) => {
    const key = spelled(price)
    const known = isMeant.get(key) ?? implausibility(pipeline, unit, price) === null
    isMeant.set(key, known)
    return known
  })
  // A price mostly stands for many buckets.
  const amounts = new Map<string, HistoryAmountDto>()
  const amountOf = (price: Price): HistoryAmountDto => {
    const key = spelled(price)
    const ready = amounts.get(key) ?? amountToDto(price, { quote, task })
    amounts.set(key, ready)
    return ready
  }
  return {
    pipeline,
    model,
    unit,
    offerings,
    implausible: spans.length - meant.length,
    tasks: tasks.map(({ id, label, units, uncertainty }) => ({
      task: id,
      label,
      units: String(units),
      uncertainty,
    })),
    points: standingPrices(meant, window, known).map((point, bucket) => ({
      at: atOf(window, bucket),
      min: point && amountOf(point.min),
      median: point && amountOf(point.median),
      p25: point && amountOf(point.p25),
      p75: point && amountOf(point.p75),
      max: point && amountOf(point.max),
    })),
  }
}

const spelled = ({ wei, perUnits }: Price): string => `${wei}/${perUnits}`

const amountToDto = (
  price: Price,
  { quote, task }: { quote: EthUsdQuote | null; task: WorkedTask | null },
): HistoryAmountDto => ({
  wei: String(price.wei),
  per_units: String(price.perUnits),
  wei_per_unit: formatDecimal(price),
  usd_per_unit: quote && formatFraction(weiToUsd(costWei(price, 1n), quote.rate)),
  task_usd: quote && task && formatFraction(weiToUsd(costWei(price, task.units), quote.rate)),
})
