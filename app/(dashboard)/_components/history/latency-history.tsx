'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useMemo } from 'react'
import { historyQuery } from '@/lib/api/queries/history'
import { formatCount, formatMoment } from '../../../_components/format'
import { MethodLink } from '../../../_components/method-link'
import { Quantity } from '../../../_components/quantity'
import { ScrollRegion } from '../../../_components/scroll-region'
import { Unknown } from '../../../_components/unknown'
import { useAsOf } from '../../../_components/use-as-of'
import { HistorySection } from './history-section'
import { HISTORY_WINDOWS } from './history-windows'
import { FEW_ANSWERS, type LatencyPoint, latencyPoints } from './latency-points'
import { useHistoryWindow } from './use-history-window'

const LatencyHistoryChart = dynamic(
  () => import('./latency-history-chart').then(({ LatencyHistoryChart }) => LatencyHistoryChart),
  { ssr: false },
)

/** How fast the nodes answered our questions over time, of whatever the API has at `path`. */
export function LatencyHistory({ path }: { path: string }) {
  const [name] = useHistoryWindow()
  const { window, step, label } = HISTORY_WINDOWS[name]
  const query = useQuery({
    ...historyQuery(path, { metric: 'latency', window, step }, useAsOf()),
    placeholderData: keepPreviousData,
  })
  const history = query.data?.metric === 'latency' ? query.data : null
  const points = useMemo(() => (history ? latencyPoints(history) : []), [history])
  const isEmpty = history !== null && points.every(({ p50Ms }) => p50Ms === null)
  return (
    <HistorySection
      id="latency-history"
      title="Discovery latency over time"
      caption={
        <>
          ms from question to parsed answer, the last {label}: <Key dash={false} /> p50, a band from it up to
          the <Key dash /> p95;{' '}
          <span className="whitespace-nowrap">
            <svg aria-hidden width="10" height="10" className="inline align-[-1px]">
              <circle
                cx="5"
                cy="5"
                r="3"
                fill="var(--surface)"
                stroke="var(--series-cold)"
                strokeWidth="1.5"
              />
            </svg>{' '}
            fewer than {FEW_ANSWERS} answers
          </span>
          , which make no p95. <MethodLink part="latency" />
        </>
      }
      query={query}
      what="The history of latency"
      empty={
        isEmpty
          ? history.measured_until === null
            ? 'No probe is counted yet; that takes some minutes.'
            : `No probe was answered in the last ${label}, as far as is counted.`
          : null
      }
      chart={
        history && (
          <LatencyHistoryChart
            points={points}
            from={Date.parse(history.from)}
            to={Date.parse(history.as_of)}
          />
        )
      }
      table={<LatencyTable points={points} />}
    />
  )
}

/** How a line of the chart looks. */
const Key = ({ dash }: { dash: boolean }) => (
  <svg aria-hidden width="18" height="8" className="inline align-[1px]">
    <line
      x1="0"
      x2="18"
      y1="4"
      y2="4"
      stroke={dash ? 'var(--series-priced-only)' : 'var(--series-cold)'}
      strokeWidth="2"
      strokeDasharray={dash ? '5 3' : undefined}
    />
  </svg>
)

function LatencyTable({ points }: { points: readonly LatencyPoint[] }) {
  return (
    <ScrollRegion label="Latency over time" className="max-h-80 overflow-auto">
      <table className="data-table">
        <caption className="sr-only">Discovery latency over time in ms, latest first</caption>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col" className="number">
              Answers
            </th>
            <th scope="col" className="number">
              p50, ms
            </th>
            <th scope="col" className="number">
              p95, ms
            </th>
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map(({ at, n, p50Ms, p95Ms }) => (
            <tr key={at}>
              <th scope="row" className="whitespace-nowrap">
                <time dateTime={at}>{formatMoment(at)}</time>
              </th>
              <td className="number">
                {n === null ? <Unknown reason="Nothing was asked." /> : formatCount(n)}
              </td>
              <td className="number">
                {p50Ms === null ? <Unknown reason="No probe was answered." /> : <Quantity value={p50Ms} />}
              </td>
              <td className="number">
                {p95Ms === null ? <Unknown reason="It needs 20 answers." /> : <Quantity value={p95Ms} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}
