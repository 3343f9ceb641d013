'use client'

import { memo, useMemo } from 'react'
import { CellLabel } from '../../../_components/cell-label'
import { CompareButton } from '../../../_components/compare-tray'
import { CopyAddress } from '../../../_components/copy-address'
import { CountedNames } from '../../../_components/counted-names'
import { formatCount, formatPlural } from '../../../_components/format'
import { HealthBadge } from '../../../_components/health-badge'
import { LatencySummary } from '../../../_components/latency-summary'
import { OrchestratorLink } from '../../../_components/orchestrator-link'
import { RelativeTime } from '../../../_components/relative-time'
import { ShowMore } from '../../../_components/show-more'
import { SortHeader } from '../../../_components/sort-header'
import { formatSort, sortSentence, type TableSort } from '../../../_components/table-sort'
import { Unknown } from '../../../_components/unknown'
import { useUnfolding } from '../../../_components/use-unfolding'
import type { OrchestratorEntry } from './fleet'
import { ORCHESTRATOR_COLUMNS, type OrchestratorSortKey, sortOrchestrators } from './orchestrator-columns'
import { ReliabilityCell } from './reliability-cell'

const TIME_STEP_MS = 10_000

export function OrchestratorsTable({
  entries,
  sort,
  onSort,
}: {
  entries: readonly OrchestratorEntry[]
  sort: TableSort<OrchestratorSortKey> | null
  onSort: (sort: TableSort<OrchestratorSortKey> | null) => void
}) {
  const unfolding = useUnfolding(sort ? formatSort(sort) : '')
  const sorted = useMemo(() => sortOrchestrators(entries, sort), [entries, sort])
  const sentence = sortSentence(sort, ORCHESTRATOR_COLUMNS)
  return (
    <div className="panel">
      <p role="status" className="sr-only">
        {sentence}
      </p>
      <table className={`data-table card-table ${unfolding.isFolded ? 'is-folded' : ''}`}>
        <caption className="sr-only">Orchestrators. {sentence}</caption>
        <thead>
          <tr>
            {ORCHESTRATOR_COLUMNS.map((column) => (
              <SortHeader key={column.key} column={column} sort={sort} onSort={onSort} />
            ))}
            <th scope="col" className="number w-[10%]" title="By our probes of the last 24 hours">
              Reliability, 24 h
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, unfolding.limit).map((entry) => (
            <OrchestratorRow key={entry.group.name} {...entry} />
          ))}
        </tbody>
      </table>
      <ShowMore total={sorted.length} unfolding={unfolding} isFoldable />
    </div>
  )
}

const OrchestratorRow = memo(function OrchestratorRow({ group, fleet, floors }: OrchestratorEntry) {
  const { name, label, offerings, states, models, gpus, regions, latency } = group
  return (
    <tr>
      <th scope="row" className="wide">
        <CellLabel>Orchestrator</CellLabel>
        <span className="flex items-center gap-1 font-medium">
          <CompareButton address={name} isIcon />
          <OrchestratorLink address={name} name={label} />
        </span>
        {label !== null && (
          <span className="text-muted">
            <CopyAddress address={name} />
          </span>
        )}
      </th>
      <td className="number">
        <CellLabel>Nodes reached</CellLabel>
        {fleet === null ? (
          formatCount(group.nodes)
        ) : (
          <span title="Of its nodes, how many were reached when they were asked last.">
            {formatCount(fleet.reached)} <span className="text-muted">of</span> {formatCount(fleet.nodes)}
          </span>
        )}
      </td>
      <td>
        <CellLabel>Health</CellLabel>
        {fleet?.health ? (
          <>
            <HealthBadge health={fleet.health.state} />
            <span className="block text-xs text-muted">
              for <RelativeTime iso={fleet.health.since} stepMs={TIME_STEP_MS} suffix="" isNarrow />
            </span>
          </>
        ) : (
          <Unknown reason="Its nodes are not known yet." />
        )}
      </td>
      <td className="number">
        <CellLabel>Offerings</CellLabel>
        {formatCount(offerings)}
        <span className="is-aside block text-xs text-muted">{formatCount(states.warm)} warm</span>
      </td>
      <td className="number">
        <CellLabel>Models</CellLabel>
        {formatCount(models)}
      </td>
      <td className="wide">
        <CellLabel>GPUs</CellLabel>
        <CountedNames names={gpus} what="card name" missing="None of its nodes reports hardware." />
        {fleet !== null && gpus.length > 0 && fleet.reporting < fleet.nodes && (
          <span className="block text-xs text-muted">
            reported by {formatCount(fleet.reporting)} of {formatPlural(fleet.nodes, 'node')}
          </span>
        )}
      </td>
      <td>
        <CellLabel>Regions</CellLabel>
        <CountedNames names={regions} what="region" missing="Nobody says where its nodes are." />
      </td>
      <td className="number">
        <CellLabel>Cheapest for</CellLabel>
        {floors === null ? (
          <Unknown reason="Prices are not known yet." />
        ) : (
          <span title="For how many models it asks the lowest price of all; where more than ten do so, ten of them are counted.">
            {floors === 0 ? <span className="text-muted">none</span> : formatPlural(floors, 'model')}
          </span>
        )}
      </td>
      <td className="number">
        <CellLabel>Latency</CellLabel>
        <LatencySummary latency={latency} />
      </td>
      <td className="number">
        <CellLabel>Reliability, 24 h</CellLabel>
        <ReliabilityCell address={name} />
      </td>
    </tr>
  )
})
