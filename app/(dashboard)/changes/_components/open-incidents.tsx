'use client'

import { useQuery } from '@tanstack/react-query'
import type { IncidentDto } from '@/lib/api/contract/incident'
import { openIncidentsQuery } from '@/lib/api/queries/incidents'
import { Abbreviated } from '../../../_components/abbreviated'
import { CellLabel } from '../../../_components/cell-label'
import { displayUri } from '../../../_components/display-text'
import { formatCount, formatPlural } from '../../../_components/format'
import { LongText } from '../../../_components/long-text'
import { OutcomeBadge } from '../../../_components/outcome-badge'
import { QueryNotice } from '../../../_components/query-notice'
import { RelativeTime } from '../../../_components/relative-time'
import { nodeAnchor } from '../../offerings/_components/node-anchor'

const TIME_STEP_MS = 10_000

/** Nodes that cannot be relied on now: since when, how their probes end, and what was said last. */
export function OpenIncidents({ madeAt }: { madeAt: string }) {
  const query = useQuery(openIncidentsQuery())
  const { data } = query
  if (!data) return <QueryNotice query={query} what="The list of incidents" />
  const { incidents, next_cursor } = data
  const count = `${formatCount(incidents.length)}${next_cursor === null ? '' : ' or more'}`
  return (
    <section aria-labelledby="incidents-title" className="panel mb-4 min-w-0">
      <h2 id="incidents-title" className="px-3 py-2 text-base font-semibold">
        {incidents.length === 0
          ? 'No incident is open'
          : `${count} ${incidents.length === 1 ? 'incident is' : 'incidents are'} open`}
      </h2>
      <div className="px-3">
        <QueryNotice query={query} what="The list of incidents" />
      </div>
      {incidents.length > 0 && (
        <table className="data-table card-table">
          <caption className="sr-only">Open incidents</caption>
          <thead>
            <tr>
              <th scope="col" className="w-[30%]">
                Node
              </th>
              <th scope="col" className="number w-[10%]">
                Down for
              </th>
              <th scope="col" className="number w-[12%]">
                Failed probes
              </th>
              <th scope="col" className="w-[48%]">
                How they ended
              </th>
            </tr>
          </thead>
          <tbody>
            {incidents.map((incident) => (
              <IncidentRow key={incident.id} incident={incident} madeAt={madeAt} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function IncidentRow({
  incident: { node_uri, opened_at, failed_probes, outcomes, last_detail },
  madeAt,
}: {
  incident: IncidentDto
  madeAt: string
}) {
  return (
    <tr>
      <th scope="row" className="wide">
        <CellLabel>Node</CellLabel>
        <a href={`/offerings#${nodeAnchor(node_uri)}`} className="link">
          <Abbreviated text={displayUri(node_uri)} max={48} />
        </a>
      </th>
      <td className="number">
        <CellLabel>Down for</CellLabel>
        <RelativeTime iso={opened_at} stepMs={TIME_STEP_MS} suffix="" madeAt={madeAt} />
      </td>
      <td className="number" title={formatPlural(failed_probes, 'failed probe')}>
        <CellLabel>Failed probes</CellLabel>
        {formatCount(failed_probes)}
      </td>
      <td className="wide">
        <CellLabel>How they ended</CellLabel>
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          {outcomes.map((outcome) => (
            <OutcomeBadge key={outcome} outcome={outcome} />
          ))}
          {last_detail !== null && (
            <span className="text-muted">
              <LongText text={last_detail} max={120} what="detail" />
            </span>
          )}
        </span>
      </td>
    </tr>
  )
}
