'use client'

import { useQuery } from '@tanstack/react-query'
import { isRefusal } from '@/lib/api/ask-api'
import type { PercentilesDto, RequestFiguresDto, SummaryWindow } from '@/lib/api/contract/request'
import type { Access } from '@/lib/api/queries/access'
import { requestSummaryQuery } from '@/lib/api/queries/requests'
import { CellLabel } from '../../../_components/cell-label'
import { formatCount, formatDuration, formatNumber } from '../../../_components/format'
import { Quantity } from '../../../_components/quantity'
import { QueryNotice } from '../../../_components/query-notice'
import { ROUTE_OUTCOME_LABELS } from '../../../_components/route-outcome-badge'
import { Unknown } from '../../../_components/unknown'

const WINDOWS: Readonly<Record<SummaryWindow, string>> = {
  '1h': 'Last hour',
  '24h': 'Last day',
  '7d': 'Last week',
}

/** How many, how well, how fast and for how much, over three spans of time; of all requests, whatever is filtered. */
export function SummarySection({ access }: { access: Access }) {
  const query = useQuery(requestSummaryQuery(access))
  const { data } = query
  if (isRefusal(query.error))
    return (
      <p className="text-sm text-muted">
        These are the requests of one key. The sum of all is for the operator.
      </p>
    )
  return (
    <section aria-labelledby="summary-title" className="panel min-w-0">
      <h2 id="summary-title" className="px-3 pt-3 pb-1 text-lg font-semibold">
        All requests
      </h2>
      <div className="px-3">
        <QueryNotice query={query} what="The summary" />
      </div>
      {data ? (
        <table className="data-table card-table">
          <caption className="sr-only">All requests by span of time</caption>
          <thead>
            <tr>
              <th scope="col" className="w-[11%]">
                Span
              </th>
              <th scope="col" className="number w-[9%]">
                Requests
              </th>
              <th scope="col" className="number w-[9%]">
                Served
              </th>
              <th scope="col" className="w-[23%]">
                Otherwise
              </th>
              <th scope="col" className="number w-[16%]">
                First byte: half, p95, p99
              </th>
              <th scope="col" className="number w-[16%]">
                All of it: half, p95, p99
              </th>
              <th scope="col" className="number w-[7%]">
                Attempts each
              </th>
              <th scope="col" className="number w-[9%]">
                Paid
              </th>
            </tr>
          </thead>
          <tbody>
            {data.windows.map(({ window, ...figures }) => (
              <WindowRow key={window} label={WINDOWS[window]} figures={figures} />
            ))}
          </tbody>
        </table>
      ) : (
        !query.error && (
          <p className="px-3 pb-3 text-sm text-muted" role="status">
            Loading
          </p>
        )
      )}
    </section>
  )
}

const NONE = 'There was no request.'

function WindowRow({ label, figures }: { label: string; figures: RequestFiguresDto }) {
  const { requests, served_share, attempts_per_request, paid_wei, first_byte_ms, total_ms } = figures
  return (
    <tr>
      <th scope="row">
        <CellLabel>Span</CellLabel>
        {label}
      </th>
      <td className="number">
        <CellLabel>Requests</CellLabel>
        {formatCount(requests)}
      </td>
      <td className="number">
        <CellLabel>Served</CellLabel>
        {served_share === null ? <Unknown reason={NONE} /> : <Quantity value={100 * served_share} unit="%" />}
      </td>
      <td className="wide">
        <CellLabel>Otherwise</CellLabel>
        {otherwise(figures)}
      </td>
      <td className="number wide">
        <CellLabel>First byte: half, p95, p99</CellLabel>
        <Spread of={first_byte_ms} />
      </td>
      <td className="number wide">
        <CellLabel>All of it: half, p95, p99</CellLabel>
        <Spread of={total_ms} />
      </td>
      <td className="number">
        <CellLabel>Attempts each</CellLabel>
        {attempts_per_request === null ? <Unknown reason={NONE} /> : formatNumber(attempts_per_request)}
      </td>
      <td className="number">
        <CellLabel>Paid</CellLabel>
        <Quantity value={paid_wei} unit="wei" />
      </td>
    </tr>
  )
}

function otherwise({ outcomes }: RequestFiguresDto): string {
  const parts = outcomes
    .filter(({ outcome, count }) => outcome !== 'served' && count > 0)
    .map(({ outcome, count }) => `${formatCount(count)} ${ROUTE_OUTCOME_LABELS[outcome].toLowerCase()}`)
  return parts.length === 0 ? '' : parts.join(', ')
}

/** Of those that were served, within 1 %. */
function Spread({ of }: { of: PercentilesDto | null }) {
  if (of === null) return <Unknown reason="None was served." />
  return (
    <span title="Of those that were served, each within 1 %">
      {formatDuration(of.p50)}
      <span className="text-muted">
        {' '}
        · {formatDuration(of.p95)} · {formatDuration(of.p99)}
      </span>
    </span>
  )
}
