'use client'

import { useMemo } from 'react'
import type { GpuGroupDto } from '@/lib/api/contract/gpu-group'
import { CellLabel } from '../../../_components/cell-label'
import { CountedNames } from '../../../_components/counted-names'
import { displayText } from '../../../_components/display-text'
import { formatCount } from '../../../_components/format'
import { GpuLink } from '../../../_components/gpu-link'
import type { ListView } from '../../../_components/list-url'
import { ModelLink } from '../../../_components/model-link'
import { ShowMore } from '../../../_components/show-more'
import { SortHeader } from '../../../_components/sort-header'
import { formatSort, sortSentence, type TableSort } from '../../../_components/table-sort'
import { Unknown } from '../../../_components/unknown'
import { useUnfolding } from '../../../_components/use-unfolding'
import { GPU_COLUMNS, type GpuFilter, type GpuSortKey } from './gpu-columns'
import { sortGpus } from './sort-gpus'

const PAGE = 20
const FIRST_MODELS = 2

export function GpusTable({
  gpus,
  filters,
  sort,
  onSort,
}: {
  gpus: readonly GpuGroupDto[]
  filters: ListView<GpuFilter, GpuSortKey>['filters']
  sort: TableSort<GpuSortKey> | null
  onSort: (sort: TableSort<GpuSortKey> | null) => void
}) {
  const unfolding = useUnfolding(sort ? formatSort(sort) : '', PAGE)
  const sorted = useMemo(() => sortGpus(gpus, sort), [gpus, sort])
  const sentence = sortSentence(sort, GPU_COLUMNS)
  return (
    <div className="panel">
      <p role="status" className="sr-only">
        {sentence}
      </p>
      <table className="data-table card-table">
        <caption className="sr-only">Cards. {sentence}</caption>
        <thead>
          <tr>
            {GPU_COLUMNS.map((column) => (
              <SortHeader key={column.key} column={column} sort={sort} onSort={onSort} />
            ))}
            <th scope="col" className="w-[17%]">
              Regions
            </th>
            <th scope="col" className="w-[17%]">
              Pipelines
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, unfolding.limit).map((gpu) => (
            <GpuRow key={`${gpu.name} ${gpu.memory_total_bytes}`} gpu={gpu} filters={filters} />
          ))}
        </tbody>
      </table>
      <ShowMore total={sorted.length} unfolding={unfolding} page={PAGE} />
    </div>
  )
}

function GpuRow({
  gpu: { name, vram_gb, cards, nodes, models, regions, pipelines },
  filters: { region, pipeline },
}: {
  gpu: GpuGroupDto
  filters: ListView<GpuFilter, GpuSortKey>['filters']
}) {
  const more = models.length - FIRST_MODELS
  return (
    <tr>
      <th scope="row" className="wide">
        <CellLabel>Card</CellLabel>
        <GpuLink name={name} max={48} />
      </th>
      <td className="number">
        <CellLabel>Memory, GB</CellLabel>
        {vram_gb === null ? <Unknown reason="No node says how much it has." /> : formatCount(vram_gb)}
      </td>
      <td className="number">
        <CellLabel>Cards</CellLabel>
        {formatCount(cards)}
        <Part name={region} of={regions} words="in" />
        <Part name={pipeline} of={pipelines} words="for" />
      </td>
      <td className="number">
        <CellLabel>Nodes</CellLabel>
        {formatCount(nodes)}
      </td>
      <td className="wide">
        <CellLabel>Models</CellLabel>
        {models.length === 0 ? (
          <Unknown reason="No node says which models run on it." />
        ) : (
          <ul>
            {models.slice(0, FIRST_MODELS).map((model) => (
              <li key={model}>
                <ModelLink id={model} max={32} />
              </li>
            ))}
            {more > 0 && <li className="text-xs text-muted">and {formatCount(more)} more</li>}
          </ul>
        )}
      </td>
      <td className="wide">
        <CellLabel>Regions</CellLabel>
        <CountedNames
          names={regions.flatMap((one) => (one.name === null ? [] : { name: one.name, count: one.cards }))}
          what="region"
          missing="Nobody says where its nodes are."
        />
      </td>
      <td className="wide">
        <CellLabel>Pipelines</CellLabel>
        <CountedNames
          names={pipelines.map((one) => ({ name: one.name, count: one.cards }))}
          what="pipeline name"
          missing="No node says what it is for."
        />
      </td>
    </tr>
  )
}

/** Of all these cards those of the part that is chosen. */
function Part({
  name,
  of,
  words,
}: {
  name: string | undefined
  of: readonly { readonly name: string | null; readonly cards: number }[]
  words: string
}) {
  const part = of.find((one) => one.name === name)
  if (!name || !part) return null
  return (
    <span className="block text-xs text-muted">
      {formatCount(part.cards)} {words} <bdi>{displayText(name)}</bdi>
    </span>
  )
}
