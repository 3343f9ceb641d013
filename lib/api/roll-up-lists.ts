import { z } from 'zod'
import { type CardSupply, gpuSupply } from '@/lib/catalog/gpu-supply'
import {
  type GpuRollUp,
  type ModelRollUp,
  type NamedRollUp,
  type RollUp,
  rollUpGpus,
  rollUpModels,
  rollUpOrchestrators,
  rollUpPipelines,
  rollUpRegions,
} from '@/lib/catalog/roll-up'
import { UNKNOWN_VALUE } from '@/lib/domain/facet'
import { gibOf } from '@/lib/domain/gib'
import { OFFERING_KINDS } from '@/lib/domain/offering-kind'
import { PRICE_UNITS } from '@/lib/domain/pipeline'
import type { Price } from '@/lib/domain/price'
import { vramClassGb } from '@/lib/domain/vram-class'
import { createCatalogList, type RowContext } from './catalog-list'
import { type GpuGroupDto, gpuGroupDto } from './contract/gpu-group'
import { gpuSupplyDto } from './contract/gpu-supply'
import { type GroupDto, groupDto } from './contract/group'
import { type ModelDto, modelDto } from './contract/model'
import type { Field } from './listing/list-schema'
import { oneUnit, priceDecimal } from './offering-list'
import { amountToDto, offeringToDto, rounded } from './to-dto'

const choice = { isFilter: true, isSort: true } as const
const limits = { defaultLimit: 100, maxLimit: 10_000 } as const

/** Fields of every roll-up. */
const rollUpFields: readonly Field<RollUp>[] = [
  { name: 'offerings', kind: 'number', ...choice, read: ({ offerings }) => offerings },
  { name: 'nodes', kind: 'number', ...choice, read: ({ nodes }) => nodes },
  { name: 'orchestrators', kind: 'number', ...choice, read: ({ orchestrators }) => orchestrators },
  { name: 'warm', kind: 'number', ...choice, read: ({ states }) => states.warm },
  { name: 'cold', kind: 'number', ...choice, read: ({ states }) => states.cold },
  { name: 'free_slots', kind: 'number', ...choice, read: ({ freeSlots }) => freeSlots },
  { name: 'gpu', kind: 'text', isFilter: true, read: ({ gpus }) => gpus.map(({ name }) => name) },
  { name: 'region', kind: 'text', isFilter: true, read: ({ regions }) => regions.map(({ name }) => name) },
  {
    name: 'min_ms',
    kind: 'number',
    ...choice,
    read: ({ latency: { minMs } }) => (minMs === null ? null : rounded(minMs)),
  },
  {
    name: 'p50_ms',
    kind: 'number',
    ...choice,
    read: ({ latency: { p50Ms } }) => (p50Ms === null ? null : rounded(p50Ms)),
  },
]

/** Where the DTO has them. */
const ROLL_UP_KEYS = {
  warm: 'states',
  cold: 'states',
  gpu: 'gpus',
  region: 'regions',
  min_ms: 'latency',
  p50_ms: 'latency',
}

const rollUpToDto = (row: RollUp, { quote, include }: RowContext) => ({
  ...(include.includes('members') && {
    members: row.members.map((offering) => offeringToDto(offering, quote?.rate ?? null)),
  }),
  offerings: row.offerings,
  nodes: row.nodes,
  orchestrators: row.orchestrators,
  states: {
    warm: row.states.warm,
    cold: row.states.cold,
    priced_only: row.states['priced-only'],
    unknown: row.states.unknown,
  },
  free_slots: row.freeSlots,
  slots_reported: row.slotsReported,
  gpus: [...row.gpus],
  regions: [...row.regions],
  latency: {
    n: row.latency.n,
    min_ms: row.latency.minMs === null ? null : rounded(row.latency.minMs),
    p50_ms: row.latency.p50Ms === null ? null : rounded(row.latency.p50Ms),
    p95_ms: row.latency.p95Ms === null ? null : rounded(row.latency.p95Ms),
  },
})

/** Every model with who serves it and at what price. */
export const MODEL_LIST = createCatalogList<ModelRollUp>({
  doc: {
    summary: 'Every model with who serves it and at what price',
    row: modelDto,
    examples: [
      { title: 'What is warm', query: '?warm[gte]=1&sort=-nodes' },
      { title: 'Cheapest per pixel', query: '?unit=pixel&sort=min_price' },
    ],
  },
  rows: ({ offerings }) => rollUpModels(offerings),
  toDto: modelToDto,
  dtoKeys: { ...ROLL_UP_KEYS, min_price: 'price', median_price: 'price', max_price: 'price' },
  schema: {
    ...limits,
    name: 'models',
    includes: ['members'],
    id: ({ kind, pipeline, model, unit }) => JSON.stringify([pipeline, model, kind, unit]),
    searched: ({ pipeline, model, gpus }) => [pipeline, model ?? '', ...gpus.map(({ name }) => name)],
    facets: ['pipeline', 'kind', 'region', 'gpu'],
    defaultSort: [
      { field: 'nodes', isDescending: true },
      { field: 'pipeline', isDescending: false },
      { field: 'model', isDescending: false },
    ],
    fields: [
      { name: 'kind', kind: 'text', values: OFFERING_KINDS, ...choice, read: ({ kind }) => kind },
      { name: 'pipeline', kind: 'text', ...choice, read: ({ pipeline }) => pipeline },
      { name: 'model', kind: 'text', ...choice, read: ({ model }) => model ?? UNKNOWN_VALUE },
      { name: 'unit', kind: 'text', values: PRICE_UNITS, ...choice, read: ({ unit }) => unit },
      ...(['min', 'median', 'max'] as const).map(
        (which): Field<ModelRollUp> => ({
          name: `${which}_price`,
          kind: 'decimal',
          ...choice,
          guard: oneUnit,
          read: ({ price }) => price[which] && priceDecimal(price[which]),
        }),
      ),
      ...rollUpFields,
    ],
  },
})

export function modelToDto(row: ModelRollUp, context: RowContext): ModelDto {
  const { kind, pipeline, model, unit, price } = row
  const toDto = (one: Price | null) =>
    one && amountToDto(one, { pipeline, unit }, context.quote?.rate ?? null)
  return {
    kind,
    pipeline,
    model,
    unit,
    price: {
      n: price.n,
      min: toDto(price.min),
      median: toDto(price.median),
      max: toDto(price.max),
      zero: price.zero,
      missing: price.missing,
      implausible: price.implausible,
    },
    ...rollUpToDto(row, context),
  }
}

export const groupToDto = (row: NamedRollUp, context: RowContext): GroupDto => ({
  name: row.name,
  label: row.label,
  models: row.models,
  ...rollUpToDto(row, context),
})

const groupList = (
  name: string,
  summary: string,
  rows: Parameters<typeof createCatalogList<NamedRollUp>>[0]['rows'],
) =>
  createCatalogList<NamedRollUp>({
    doc: {
      summary,
      row: groupDto,
      examples: [{ title: 'The largest ones', query: '?sort=-offerings&limit=10' }],
    },
    rows,
    toDto: groupToDto,
    dtoKeys: ROLL_UP_KEYS,
    schema: {
      ...limits,
      name,
      includes: ['members'],
      id: (row) => row.name,
      searched: (row) => [row.name, row.label ?? ''],
      facets: ['region', 'gpu'],
      defaultSort: [
        { field: 'offerings', isDescending: true },
        { field: 'name', isDescending: false },
      ],
      fields: [
        { name: 'name', kind: 'text', ...choice, read: (row) => row.name },
        { name: 'label', kind: 'text', ...choice, read: ({ label }) => label },
        { name: 'models', kind: 'number', ...choice, read: ({ models }) => models },
        ...rollUpFields,
      ],
    },
  })

export const PIPELINE_LIST = groupList('pipelines', 'What can be done, by pipeline', ({ offerings }) =>
  rollUpPipelines(offerings),
)
export const REGION_LIST = groupList('regions', 'What there is, by region', ({ offerings }) =>
  rollUpRegions(offerings),
)
export const ORCHESTRATOR_LIST = groupList(
  'orchestrators',
  'What there is, by who gets paid',
  ({ offerings }) => rollUpOrchestrators(offerings),
)

const supplyToDto = ({ cards, nodesReporting, nodesCounted }: CardSupply) => ({
  cards,
  nodes_reporting: nodesReporting,
  nodes_counted: nodesCounted,
})

export const gpuGroupToDto = ({
  name,
  memoryTotalBytes,
  cards,
  nodes,
  models,
  regions,
  pipelines,
}: GpuRollUp): GpuGroupDto => ({
  name,
  memory_total_bytes: memoryTotalBytes === null ? null : String(memoryTotalBytes),
  vram_gb: vramClassGb(memoryTotalBytes),
  cards,
  nodes,
  models: [...models],
  regions: [...regions],
  pipelines: [...pipelines],
})

/** Reported cards, by model and size; how many nodes report any at all stands beside them. */
export const GPU_LIST = createCatalogList<GpuRollUp>({
  doc: {
    summary: 'Reported cards by model and memory',
    row: gpuGroupDto,
    beside: {
      nodes_reporting: z.int().describe('Nodes that report any card.'),
      nodes_counted: z.int().describe('Nodes whose answer still counts, whether they report cards or not.'),
      supply: gpuSupplyDto,
    },
    examples: [
      { title: 'Cards in one region', query: '?region=us-east' },
      { title: 'Large cards', query: '?vram_gib[gte]=24&sort=-vram_gib' },
    ],
  },
  rows: ({ gpusByNode, offerings, live }) =>
    rollUpGpus(gpusByNode, offerings, new Map(live.map(({ uri, region }) => [uri, region?.name ?? null]))),
  toDto: gpuGroupToDto,
  dtoKeys: { vram_gib: 'memory_total_bytes', model: 'models', region: 'regions', pipeline: 'pipelines' },
  beside(catalog) {
    const { total, classes, regions, pipelines } = gpuSupply(catalog)
    return {
      nodes_reporting: total.nodesReporting,
      nodes_counted: total.nodesCounted,
      supply: {
        ...supplyToDto(total),
        classes: classes.map(({ vramGb, cards, nodes }) => ({ vram_gb: vramGb, cards, nodes })),
        regions: regions.map((region) => ({ name: region.name, ...supplyToDto(region) })),
        pipelines: pipelines.map((pipeline) => ({ name: pipeline.name, ...supplyToDto(pipeline) })),
      },
    }
  },
  schema: {
    ...limits,
    name: 'gpus',
    includes: [],
    id: ({ name, memoryTotalBytes }) => `${name} ${memoryTotalBytes}`,
    searched: ({ name, models, pipelines }) => [name, ...models, ...pipelines.map((one) => one.name)],
    facets: ['name', 'vram_gb', 'region', 'pipeline', 'model'],
    defaultSort: [
      { field: 'cards', isDescending: true },
      { field: 'name', isDescending: false },
    ],
    fields: [
      { name: 'name', kind: 'text', ...choice, read: ({ name }) => name },
      {
        name: 'vram_gib',
        kind: 'number',
        ...choice,
        read: ({ memoryTotalBytes }) => (memoryTotalBytes === null ? null : gibOf(memoryTotalBytes)),
      },
      {
        name: 'vram_gb',
        kind: 'number',
        ...choice,
        read: ({ memoryTotalBytes }) => vramClassGb(memoryTotalBytes),
      },
      { name: 'cards', kind: 'number', ...choice, read: ({ cards }) => cards },
      { name: 'nodes', kind: 'number', ...choice, read: ({ nodes }) => nodes },
      { name: 'model', kind: 'text', isFilter: true, read: ({ models }) => models },
      {
        name: 'region',
        kind: 'text',
        isFilter: true,
        read: ({ regions }) => regions.flatMap(({ name }) => name ?? []),
      },
      {
        name: 'pipeline',
        kind: 'text',
        isFilter: true,
        read: ({ pipelines }) => pipelines.map(({ name }) => name),
      },
    ],
  },
})
