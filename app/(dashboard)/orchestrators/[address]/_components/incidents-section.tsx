'use client'

import { useQuery } from '@tanstack/react-query'
import { ownIncidentsQuery } from '@/lib/api/queries/incidents'
import { Badge } from '../../../../_components/badge'
import { CellLabel } from '../../../../_components/cell-label'
import { displayUri } from '../../../../_components/display-text'
import { formatCount, formatDuration, formatMoment } from '../../../../_components/format'
import { CircleCheck, CircleX } from '../../../../_components/icons'
import { LongText } from '../../../../_components/long-text'
import { OutcomeBadge } from '../../../../_components/outcome-badge'
import { QueryNotice } from '../../../../_components/query-notice'

/** When its nodes could not be relied on, latest first. */
export function IncidentsSection({ address }: { address: string }) {
  const query = useQuery(ownIncidentsQuery(address))
  const incidents = query.data?.incidents ?? []
  const hasMore = query.data !== undefined && query.data.next_cursor !== null
  return (
    <section aria-labelledby="incidents-title" className="panel min-w-0">
      <h2 id="incidents-title" className="px-3 pt-3 pb-2 text-lg font-semibold">
        Incidents
      </h2>
      <div className="px-3">
        <QueryNotice query={query} what="The list of incidents" />
      </div>
      {query.data && incidents.length === 0 && (
        <p className="px-3 pb-3 text-sm text-muted">None is kept: its nodes were never down.</p>
      )}
      {incidents.length > 0 && (
        <table className="data-table card-table">
          <caption className="sr-only">Incidents of its nodes, latest first</caption>
          <thead>
            <tr>
              <th scope="col" className="w-[20%]">
                Began
              </th>
              <th scope="col" className="w-[16%]">
                Lasted
              </th>
              <th scope="col" className="w-[26%]">
                Node
              </th>
              <th scope="col" className="w-[38%]">
                Probes that failed
              </th>
            </tr>
          </thead>
          <tbody>
            {incidents.map(
              ({ id, opened_at, duration_ms, node_uri, outcomes, failed_probes, last_detail }) => (
                <tr key={id}>
                  <td>
                    <CellLabel>Began</CellLabel>
                    <time dateTime={opened_at}>{formatMoment(opened_at)}</time>
                  </td>
                  <td>
                    <CellLabel>Lasted</CellLabel>
                    {duration_ms === null ? (
                      <Badge Icon={CircleX} tone="bad">
                        Still open
                      </Badge>
                    ) : (
                      <Badge Icon={CircleCheck} tone="plain">
                        <data value={duration_ms}>{formatDuration(duration_ms)}</data>
                      </Badge>
                    )}
                  </td>
                  <th scope="row" className="wide">
                    <CellLabel>Node</CellLabel>
                    <LongText text={displayUri(node_uri)} max={48} what="address" />
                  </th>
                  <td className="wide">
                    <CellLabel>Probes that failed</CellLabel>
                    {formatCount(failed_probes)}{' '}
                    {outcomes.map((outcome) => (
                      <OutcomeBadge key={outcome} outcome={outcome} />
                    ))}
                    {last_detail !== null && (
                      <span className="block text-xs text-muted">
                        <LongText text={last_detail} max={120} what="detail" />
                      </span>
                    )}
                  </td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      )}
      {hasMore && (
        <p className="px-3 py-2 text-sm text-muted">
          The latest {formatCount(incidents.length)};{' '}
          <a href={`/api/v1/incidents?${new URLSearchParams({ orchestrator: address })}`} className="link">
            all as JSON
          </a>
        </p>
      )}
    </section>
  )
}
