import Link from 'next/link'
import type { EndedRequestDto, RunningRequestDto } from '@/lib/api/contract/request'
import { Abbreviated } from '../../../_components/abbreviated'
import { CellLabel } from '../../../_components/cell-label'
import { displayText, displayUri } from '../../../_components/display-text'
import { formatDuration } from '../../../_components/format'
import { NameText } from '../../../_components/name-text'
import { RelativeTime } from '../../../_components/relative-time'
import { RouteOutcomeBadge, UnderWayBadge } from '../../../_components/route-outcome-badge'
import { Unknown } from '../../../_components/unknown'
import { WeiAmount } from '../../../_components/wei-amount'
import { requestHref } from './request-params'

/** Requests, those under way first. */
export function RequestsTable({
  requests,
  isFolded,
}: {
  requests: readonly (RunningRequestDto | EndedRequestDto)[]
  /** Fewer on a phone. */
  isFolded: boolean
}) {
  return (
    <table className={`data-table card-table ${isFolded ? 'is-folded' : ''}`}>
      <caption className="sr-only">Requests, latest first</caption>
      <thead>
        <tr>
          <th scope="col" className="w-[23%]">
            Job
          </th>
          <th scope="col" className="w-[13%]">
            Outcome
          </th>
          <th scope="col" className="w-[20%]">
            Served by, or tried last
          </th>
          <th scope="col" className="number w-[6%]">
            Attempts
          </th>
          <th scope="col" className="number w-[8%]">
            Took
          </th>
          <th scope="col" className="number w-[14%]">
            Cost
          </th>
          <th scope="col" className="w-[8%]">
            Ended
          </th>
          <th scope="col" className="w-[8%]">
            Key
          </th>
        </tr>
      </thead>
      <tbody>
        {requests.map((request) => (
          <RequestRow key={request.id} request={request} />
        ))}
      </tbody>
    </table>
  )
}

function RequestRow({ request }: { request: RunningRequestDto | EndedRequestDto }) {
  const { id, pipeline, model, route, key_id } = request
  const ended = request.state === 'ended' ? request : null
  return (
    <tr>
      <th scope="row" className="wide">
        <CellLabel>Job</CellLabel>
        <Link href={requestHref(id)} className="link font-medium wrap-anywhere">
          <NameText text={pipeline} />
          {model !== null && (
            <>
              {' / '}
              <Abbreviated text={model} max={40} />
            </>
          )}
        </Link>
        <span className="block font-mono text-xs wrap-anywhere text-muted">{displayText(route)}</span>
      </th>
      <td>
        <CellLabel>Outcome</CellLabel>
        {ended ? (
          <>
            <RouteOutcomeBadge outcome={ended.outcome} />
            {ended.outcome !== 'served' && (
              <span className="block text-xs text-muted">
                {ended.status}
                {ended.problem !== null && ` ${displayText(ended.problem)}`}
              </span>
            )}
          </>
        ) : (
          <UnderWayBadge />
        )}
      </td>
      <td className="wide">
        <CellLabel>Served by</CellLabel>
        <ServedBy ended={ended} />
      </td>
      <td className="number">
        <CellLabel>Attempts</CellLabel>
        {ended ? ended.attempt_count : <Unknown reason={UNDER_WAY} />}
      </td>
      <td className="number">
        <CellLabel>Took</CellLabel>
        {ended ? (
          <>
            {formatDuration(ended.total_ms)}
            {ended.first_byte_ms !== null && (
              <span className="block text-xs text-muted">first {formatDuration(ended.first_byte_ms)}</span>
            )}
          </>
        ) : (
          <RelativeTime iso={request.started_at} suffix="" />
        )}
      </td>
      <td className="number wide">
        <CellLabel>Cost</CellLabel>
        {!ended ? (
          <Unknown reason={UNDER_WAY} />
        ) : ended.cost_wei === null ? (
          <Unknown reason="It was not carried, or nobody knows how much it was." />
        ) : (
          <WeiAmount wei={ended.cost_wei} usdPerEth={ended.usd_per_eth} />
        )}
      </td>
      <td>
        <CellLabel>Ended</CellLabel>
        {ended ? <RelativeTime iso={ended.ended_at} isNarrow /> : <Unknown reason={UNDER_WAY} />}
      </td>
      <td className={key_id === null ? 'max-lg:hidden!' : ''}>
        <CellLabel>Key</CellLabel>
        {key_id === null ? (
          <span className="text-muted">none</span>
        ) : (
          <Link
            href={`/requests?${new URLSearchParams({ key: key_id })}`}
            aria-label={`Requests of ${displayText(key_id)}`}
            className="link font-mono text-xs"
          >
            <Abbreviated text={key_id} max={11} />
          </Link>
        )}
      </td>
    </tr>
  )
}

const UNDER_WAY = 'It is under way.'

function ServedBy({ ended }: { ended: EndedRequestDto | null }) {
  if (!ended) return <Unknown reason={UNDER_WAY} />
  if (ended.node_uri === null) return <span className="text-muted">nobody was tried</span>
  return (
    <>
      <span className="wrap-anywhere lg:block">
        <Abbreviated text={displayUri(ended.node_uri)} max={36} />
      </span>
      {ended.orchestrator !== null && (
        <span className="block font-mono text-xs text-muted">
          <Abbreviated text={ended.orchestrator} max={13} />
        </span>
      )}
    </>
  )
}
