'use client'

import { parseAsString, useQueryState } from 'nuqs'
import { memo, useMemo } from 'react'
import type { OfferingDto } from '@/lib/api/contract/offering'
import { isAnswered, OUTCOME_SENTENCES } from '@/lib/domain/outcome'
import { CellLabel } from '../../../../_components/cell-label'
import { displayUri } from '../../../../_components/display-text'
import { formatCount, formatPlural } from '../../../../_components/format'
import { FreeSlots } from '../../../../_components/free-slots'
import { GpuList } from '../../../../_components/gpu-list'
import { HealthBadge } from '../../../../_components/health-badge'
import { LongText } from '../../../../_components/long-text'
import { NameText } from '../../../../_components/name-text'
import { OrchestratorLink } from '../../../../_components/orchestrator-link'
import { OutcomeBadge } from '../../../../_components/outcome-badge'
import { PriceCell } from '../../../../_components/price-cell'
import { Quantity } from '../../../../_components/quantity'
import { RelativeTime } from '../../../../_components/relative-time'
import { ShowMore } from '../../../../_components/show-more'
import { SortHeader } from '../../../../_components/sort-header'
import { SortSelect } from '../../../../_components/sort-select'
import { StateBadge } from '../../../../_components/state-badge'
import { formatSort, parseSort, sortSentence } from '../../../../_components/table-sort'
import { Unknown } from '../../../../_components/unknown'
import { useUnfolding } from '../../../../_components/use-unfolding'
import { SERVING_COLUMNS, SERVING_SORT_KEYS, sortServing } from './serving-columns'

const TIME_STEP_MS = 10_000

/** Who has the model: every offering of it, in the order that the address says. */
export function ServingSection({
  offerings,
  namesPipelines,
}: {
  offerings: readonly OfferingDto[]
  /** Whether rows say of which pipeline they are. */
  namesPipelines: boolean
}) {
  const [sortText, setSortText] = useQueryState(
    'sort',
    parseAsString.withOptions({ history: 'push', shallow: true, scroll: false }),
  )
  const sort = parseSort(sortText ?? '', SERVING_SORT_KEYS)
  const unfolding = useUnfolding(sort ? formatSort(sort) : '')
  const sorted = useMemo(
    () => sortServing(offerings, parseSort(sortText ?? '', SERVING_SORT_KEYS)),
    [offerings, sortText],
  )
  const setSort = (next: typeof sort) => void setSortText(next && formatSort(next))
  const sentence = sortSentence(sort, SERVING_COLUMNS)
  return (
    <section aria-labelledby="serving-title" className="min-w-0">
      <div className="mb-2 flex flex-wrap items-end justify-between gap-2">
        <h2 id="serving-title" className="text-lg font-semibold">
          Who has it: {formatPlural(offerings.length, 'offering')}
        </h2>
        <SortSelect columns={SERVING_COLUMNS} sort={sort} onChange={setSort} />
      </div>
      <div className="panel">
        <p role="status" className="sr-only">
          {sentence}
        </p>
        <table className="data-table card-table">
          <caption className="sr-only">Who has it. {sentence}</caption>
          <thead>
            <tr>
              {SERVING_COLUMNS.map((column) => (
                <SortHeader key={column.key} column={column} sort={sort} onSort={setSort} />
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.slice(0, unfolding.limit).map((offering) => (
              <ServingRow key={offering.id} offering={offering} namesPipelines={namesPipelines} />
            ))}
          </tbody>
        </table>
        <ShowMore total={sorted.length} unfolding={unfolding} />
      </div>
    </section>
  )
}

const ServingRow = memo(function ServingRow({
  offering,
  namesPipelines,
}: {
  offering: OfferingDto
  namesPipelines: boolean
}) {
  const { pipeline, node_uri, orchestrator, orchestrator_name, state, latency_ms, gpus, region } = offering
  const { reliability, node_outcome, observed_at } = offering
  return (
    <tr>
      <th scope="row" className="wide">
        <CellLabel>Orchestrator</CellLabel>
        <span className="font-medium">
          <OrchestratorLink address={orchestrator} name={orchestrator_name} />
        </span>
        <span className="block text-xs text-muted">
          <LongText text={displayUri(node_uri)} max={48} what="address" />
        </span>
        {namesPipelines && (
          <span className="block text-xs text-muted">
            <NameText text={pipeline} />
          </span>
        )}
      </th>
      <td>
        <CellLabel>State</CellLabel>
        <StateBadge state={state} />
      </td>
      <td className="number">
        <CellLabel>Price</CellLabel>
        <PriceCell offering={offering} />
      </td>
      <td className="number">
        <CellLabel>Free slots</CellLabel>
        <FreeSlots offering={offering} />
      </td>
      <td className="number">
        <CellLabel>Latency</CellLabel>
        {latency_ms === null ? (
          <Unknown reason="The answer was not timed." />
        ) : (
          <Quantity value={latency_ms} unit="ms" />
        )}
      </td>
      <td>
        <CellLabel>GPU</CellLabel>
        <GpuList gpus={gpus} />
      </td>
      <td>
        <CellLabel>Region</CellLabel>
        {region === null ? <Unknown reason="Nobody says where it is." /> : <NameText text={region.name} />}
      </td>
      <td>
        <CellLabel>Reliability</CellLabel>
        <HealthBadge health={reliability.health} />
        <span
          className="block text-xs text-muted"
          title="Of the latest questions to its node since it is in that state, ten at most."
        >
          reached {formatCount(reliability.reached)} of {formatCount(reliability.asked)}
        </span>
        {!isAnswered(node_outcome) && (
          <span className="block text-xs text-muted" title={OUTCOME_SENTENCES[node_outcome]}>
            <OutcomeBadge outcome={node_outcome} /> said{' '}
            <RelativeTime iso={observed_at} stepMs={TIME_STEP_MS} />
          </span>
        )}
      </td>
    </tr>
  )
})
