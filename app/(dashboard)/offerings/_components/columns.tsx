import type { ComponentType } from 'react'
import { FreeSlots } from '../../../_components/free-slots'
import type { SortKey } from '../../../_components/offering-url'
import { Quantity } from '../../../_components/quantity'
import { StateBadge } from '../../../_components/state-badge'
import type { SortColumn } from '../../../_components/table-sort'
import { Unknown } from '../../../_components/unknown'
import type { CellProps } from './cell-props'
import {
  AgeCell,
  CostCell,
  GpuCell,
  NodeCell,
  OrchestratorCell,
  PipelineCell,
  PriceTextCell,
  ReachedCell,
  RegionCell,
  VramCell,
} from './cells'
import type { ColumnKey } from './column-keys'
import { LatencySparkCell, PriceSparkCell } from './sparkline'

export interface OfferingColumn {
  readonly key: ColumnKey
  readonly label: string
  /** In pixels, on wide screens. */
  readonly width: number
  readonly isNumber?: boolean
  /** What rows can be ordered by. */
  readonly sort?: SortKey
  /** Fields of the API that say the same, in files. */
  readonly fields: readonly string[]
  /** Left out on phones, where it would take the room of what matters more. */
  readonly isWideOnly?: boolean
  /** On phones the whole width of the card is its own. */
  readonly hasOwnLine?: boolean
  readonly Cell: ComponentType<CellProps>
}

/** The model stands first and always. */
export const NAME_COLUMN = { key: 'model', label: 'Model', width: 248, fields: ['id', 'model'] } as const

export const COLUMNS: readonly OfferingColumn[] = [
  {
    key: 'pipeline',
    label: 'Pipeline',
    width: 140,
    sort: 'pipeline',
    fields: ['pipeline'],
    Cell: PipelineCell,
  },
  {
    key: 'state',
    label: 'State',
    width: 104,
    sort: 'state',
    fields: ['state'],
    Cell: ({ offering }) => <StateBadge state={offering.state} />,
  },
  {
    key: 'price',
    label: 'Price',
    width: 180,
    isNumber: true,
    sort: 'price',
    fields: ['price', 'unit', 'price_state'],
    hasOwnLine: true,
    Cell: PriceTextCell,
  },
  {
    key: 'cost',
    label: 'In dollars',
    width: 190,
    isNumber: true,
    fields: [],
    hasOwnLine: true,
    Cell: CostCell,
  },
  {
    key: 'price-24h',
    label: 'Price, 24 h',
    width: 172,
    fields: [],
    isWideOnly: true,
    Cell: PriceSparkCell,
  },
  {
    key: 'latency',
    label: 'Latency',
    width: 88,
    isNumber: true,
    sort: 'latency',
    fields: ['latency_ms'],
    Cell: ({ offering: { latency_ms } }) =>
      latency_ms === null ? (
        <Unknown reason="The answer was not timed." />
      ) : (
        <Quantity value={latency_ms} unit="ms" />
      ),
  },
  {
    key: 'latency-24h',
    label: 'Latency, 24 h',
    width: 132,
    fields: [],
    isWideOnly: true,
    Cell: LatencySparkCell,
  },
  {
    key: 'free',
    label: 'Free slots',
    width: 92,
    isNumber: true,
    sort: 'capacity',
    fields: ['capacity_free', 'capacity'],
    Cell: ({ offering }) => <FreeSlots offering={offering} />,
  },
  { key: 'gpu', label: 'GPU', width: 132, sort: 'gpu', fields: ['gpu'], Cell: GpuCell },
  {
    key: 'vram',
    label: 'VRAM',
    width: 80,
    isNumber: true,
    sort: 'vram',
    fields: ['vram_gb'],
    isWideOnly: true,
    Cell: VramCell,
  },
  {
    key: 'node',
    label: 'Node',
    width: 220,
    sort: 'node',
    fields: ['node_uri'],
    hasOwnLine: true,
    Cell: NodeCell,
  },
  {
    key: 'orchestrator',
    label: 'Orchestrator',
    width: 148,
    sort: 'orchestrator',
    fields: ['orchestrator', 'orchestrator_name'],
    Cell: OrchestratorCell,
  },
  { key: 'region', label: 'Region', width: 100, sort: 'region', fields: ['region'], Cell: RegionCell },
  {
    key: 'reached',
    label: 'Reached lately',
    width: 124,
    isNumber: true,
    sort: 'reached',
    fields: ['reached_share', 'health'],
    isWideOnly: true,
    Cell: ReachedCell,
  },
  {
    key: 'age',
    label: 'Age',
    width: 148,
    isNumber: true,
    sort: 'age',
    fields: ['observed_at'],
    Cell: AgeCell,
  },
]

/** By what rows can be ordered, whatever is shown. */
export const SORT_COLUMNS: readonly SortColumn<SortKey>[] = [
  { key: 'model', label: NAME_COLUMN.label, width: '' },
  ...COLUMNS.flatMap(({ sort, label }) => (sort ? [{ key: sort, label, width: '' }] : [])),
]

export const columnsOf = (keys: readonly ColumnKey[]): readonly OfferingColumn[] =>
  COLUMNS.filter(({ key }) => keys.includes(key))
