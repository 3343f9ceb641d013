'use client'

import Link from 'next/link'
import { memo, useMemo } from 'react'
import type { ModelDto } from '@/lib/api/contract/model'
import type { PriceDto } from '@/lib/api/contract/price'
import { UNIT_LABELS } from '@/lib/domain/pipeline'
import { Abbreviated } from '../../../_components/abbreviated'
import { CellLabel } from '../../../_components/cell-label'
import { CountedNames } from '../../../_components/counted-names'
import { formatCount, formatPlural } from '../../../_components/format'
import { KIND_WORDS } from '../../../_components/kind-words'
import { LatencySummary } from '../../../_components/latency-summary'
import { LongText } from '../../../_components/long-text'
import { modelHref, modelIdOf } from '../../../_components/model-href'
import { PriceAmount } from '../../../_components/price-amount'
import { ShowMore } from '../../../_components/show-more'
import { SortHeader } from '../../../_components/sort-header'
import { StateCounts } from '../../../_components/state-counts'
import { formatSort, sortSentence, type TableSort } from '../../../_components/table-sort'
import { Unknown } from '../../../_components/unknown'
import { useKeepAsOf } from '../../../_components/use-as-of'
import { useUnfolding } from '../../../_components/use-unfolding'
import { MODEL_COLUMNS, type ModelSortKey } from './model-columns'
import { sortModels } from './sort-models'

export function ModelsTable({
  models,
  sort,
  onSort,
}: {
  models: readonly ModelDto[]
  sort: TableSort<ModelSortKey> | null
  onSort: (sort: TableSort<ModelSortKey> | null) => void
}) {
  const unfolding = useUnfolding(sort ? formatSort(sort) : '')
  const sorted = useMemo(() => sortModels(models, sort), [models, sort])
  const sentence = sortSentence(sort, MODEL_COLUMNS)
  return (
    <div className="panel">
      <p role="status" className="sr-only">
        {sentence}
      </p>
      <table className={`data-table card-table ${unfolding.isFolded ? 'is-folded' : ''}`}>
        <caption className="sr-only">Models. {sentence}</caption>
        <thead>
          <tr>
            {MODEL_COLUMNS.map((column) => (
              <SortHeader key={column.key} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, unfolding.limit).map((model) => (
            <ModelRow
              key={JSON.stringify([model.kind, model.pipeline, model.model, model.unit])}
              model={model}
            />
          ))}
        </tbody>
      </table>
      <ShowMore total={sorted.length} unfolding={unfolding} isFoldable />
    </div>
  )
}

const ModelRow = memo(function ModelRow({ model }: { model: ModelDto }) {
  const { kind, pipeline, nodes, orchestrators, states, free_slots, slots_reported, offerings } = model
  const keepAsOf = useKeepAsOf()
  return (
    <tr>
      <th scope="row" className="wide">
        <CellLabel>Model</CellLabel>
        <Link href={keepAsOf(modelHref(modelIdOf(model)))} className="link font-medium">
          <Abbreviated text={modelIdOf(model)} max={64} />
        </Link>
        {model.model === null && <span className="block text-xs text-muted">its nodes name no model</span>}
      </th>
      <td className="wide">
        <CellLabel>Pipeline</CellLabel>
        <LongText text={pipeline} max={60} what="pipeline name" />
        {KIND_WORDS[kind] !== null && <span className="block text-xs text-muted">{KIND_WORDS[kind]}</span>}
      </td>
      <td className="number">
        <CellLabel>Nodes</CellLabel>
        {formatCount(nodes)}
        <span className="block text-xs text-muted">of {formatPlural(orchestrators, 'orchestrator')}</span>
      </td>
      <td>
        <CellLabel>Offerings</CellLabel>
        <StateCounts states={states} />
      </td>
      <td className="number">
        <CellLabel>Free slots</CellLabel>
        {free_slots === null ? (
          <Unknown reason="No node states a capacity that can be meant." />
        ) : (
          <>
            {formatCount(free_slots)}
            {slots_reported < offerings && (
              <span
                className="block text-xs text-muted"
                title="The others state no capacity, or none that can be meant."
              >
                of {formatCount(slots_reported)} that say
              </span>
            )}
          </>
        )}
      </td>
      <td className="number wide">
        <CellLabel>Lowest price</CellLabel>
        <RollUpPrice model={model} price={model.price.min} />
      </td>
      <td className="number wide">
        <CellLabel>Median price</CellLabel>
        <RollUpPrice model={model} price={model.price.median} />
        {model.price.median !== null && (
          <span className="is-aside block text-xs text-muted">of {formatPlural(model.price.n, 'price')}</span>
        )}
      </td>
      <td className="number">
        <CellLabel>Latency</CellLabel>
        <LatencySummary latency={model.latency} />
      </td>
      <td className="wide">
        <CellLabel>GPUs</CellLabel>
        <CountedNames names={model.gpus} what="card name" missing="No node reports its hardware." />
      </td>
    </tr>
  )
})

function RollUpPrice({ model: { price: spread, unit }, price }: { model: ModelDto; price: PriceDto | null }) {
  if (price) return <PriceAmount price={price} />
  return (
    <Unknown
      reason={
        spread.implausible > 0
          ? `No price in ${UNIT_LABELS[unit]} that anybody can mean.`
          : 'No node states a price.'
      }
    />
  )
}
