'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import type { PriceSeriesDto } from '@/lib/api/contract/history'
import { historyQuery } from '@/lib/api/queries/history'
import { UNIT_LABELS } from '@/lib/domain/pipeline'
import { displayText, shortenMiddle } from '../../../_components/display-text'
import { formatMoment, formatPlural } from '../../../_components/format'
import { Quantity } from '../../../_components/quantity'
import { ScrollRegion } from '../../../_components/scroll-region'
import { Unknown } from '../../../_components/unknown'
import { useAsOf } from '../../../_components/use-as-of'
import { HistorySection } from './history-section'
import { HISTORY_WINDOWS } from './history-windows'
import { parseStepMs } from './parse-step'
import { useHistoryWindow } from './use-history-window'

const PriceHistoryChart = dynamic(
  () => import('./price-history-chart').then(({ PriceHistoryChart }) => PriceHistoryChart),
  { ssr: false },
)

const MAX_CHARTS = 4

/**
 * What prices stood over time, of whatever the API has at `path`; unlike units and models apart. `only` leaves the series
 * that are meant.
 */
export function PriceHistory({
  path,
  namesModels = false,
  only,
}: {
  path: string
  namesModels?: boolean
  only?: (series: PriceSeriesDto) => boolean
}) {
  const [name] = useHistoryWindow()
  const { window, step, label } = HISTORY_WINDOWS[name]
  const query = useQuery({
    ...historyQuery(path, { metric: 'price', window, step }, useAsOf()),
    placeholderData: keepPreviousData,
  })
  const history = query.data?.metric === 'price' ? query.data : null
  const meant = only ? history?.series.filter(only) : history?.series
  const priced = meant?.filter(({ points }) => points.some(({ median }) => median !== null)) ?? []
  const stepMs = parseStepMs(step) ?? 0
  const { length } = priced
  if (!history || length === 0)
    return (
      <HistorySection
        id="price-history"
        title="Price over time"
        caption={`The last ${label}.`}
        query={query}
        what="The history of prices"
        empty={history && length === 0 ? `No price stood in the last ${label}, as far as is kept.` : null}
        chart={null}
        table={null}
      />
    )
  const [from, to] = [Date.parse(history.from), Date.parse(history.as_of)]
  return (
    <>
      {priced.slice(0, MAX_CHARTS).map((series, at) => (
        <HistorySection
          key={`${series.pipeline} ${series.model} ${series.unit}`}
          id={`price-history-${at}`}
          title={
            namesModels || length > 1 ? (
              <bdi>Price of {shortenMiddle(displayText(nameOf(series, namesModels)), 48)} over time</bdi>
            ) : (
              'Price over time'
            )
          }
          caption={
            <>
              {UNIT_LABELS[series.unit]}: a band from the lowest to the highest, a denser one from the first
              to the third quartile, and the median by time as a line; {displayText(series.pipeline)}, of{' '}
              {formatPlural(series.offerings, 'offering')}, the last {label}.
              {series.implausible > 0 &&
                ` ${formatPlural(series.implausible, 'price')} that nobody can mean ${series.implausible === 1 ? 'is' : 'are'} set aside.`}
            </>
          }
          query={query}
          what="The history of prices"
          empty={null}
          chart={<PriceHistoryChart series={series} from={from} to={to} stepMs={stepMs} />}
          table={<PriceTable series={series} />}
        />
      ))}
      {length > MAX_CHARTS && (
        <p className="col-span-full text-sm text-muted">
          Drawn are the {MAX_CHARTS} that most offerings are of;{' '}
          <a className="link" href={`${path}/history?metric=price&window=${window}&step=${step}`}>
            all as JSON
          </a>
          .
        </p>
      )}
    </>
  )
}

/** One page is of one model, another one of one orchestrator. */
const nameOf = ({ model, pipeline }: PriceSeriesDto, namesModels: boolean): string =>
  namesModels && model !== null ? `${model} (${pipeline})` : pipeline

const COLUMNS = [
  ['min', 'Lowest'],
  ['p25', 'First quartile'],
  ['median', 'Median'],
  ['p75', 'Third quartile'],
  ['max', 'Highest'],
] as const

function PriceTable({ series: { unit, points, tasks } }: { series: PriceSeriesDto }) {
  const [task] = tasks
  const inDollars = task && points.some(({ median }) => median?.task_usd != null) ? task : null
  return (
    <ScrollRegion label="Prices over time" className="max-h-80 overflow-auto">
      <table className="data-table">
        <caption className="sr-only">Prices over time in {UNIT_LABELS[unit]}, latest first</caption>
        <thead>
          <tr>
            <th scope="col">From</th>
            {COLUMNS.map(([key, name]) => (
              <th key={key} scope="col" className="number">
                {name}
              </th>
            ))}
            {inDollars && (
              <th scope="col" className="number">
                Median, $ per {inDollars.label}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map((point) => (
            <tr key={point.at}>
              <th scope="row" className="whitespace-nowrap">
                <time dateTime={point.at}>{formatMoment(point.at)}</time>
              </th>
              {COLUMNS.map(([key]) => (
                <td key={key} className="number">
                  <Amount amount={point[key]?.wei_per_unit ?? null} />
                </td>
              ))}
              {inDollars && (
                <td className="number">
                  <Amount amount={point.median?.task_usd ?? null} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

const Amount = ({ amount }: { amount: string | null }) =>
  amount === null ? <Unknown reason="Nobody looked, or no price stood." /> : <Quantity value={amount} />
