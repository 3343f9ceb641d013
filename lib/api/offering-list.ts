import type { Catalog } from '@/lib/catalog/catalog'
import { canonicalGpuName } from '@/lib/catalog/gpu-name'
import { groupsOf } from '@/lib/catalog/groups-of'
import { freeCapacity, type Offering } from '@/lib/catalog/offering'
import { priceState } from '@/lib/catalog/price-costs'
import { GATEWAY_KINDS, type GatewayKind, gatewaysThatUse } from '@/lib/catalog/usable-by'
import { OFFERING_STATES, UNKNOWN_VALUE } from '@/lib/domain/facet'
import { gibOf } from '@/lib/domain/gib'
import { HEALTH_STATES, reachedShare } from '@/lib/domain/health'
import { modelName } from '@/lib/domain/model-name'
import { OFFERING_KINDS } from '@/lib/domain/offering-kind'
import { PIPELINE_CATEGORIES, PRICE_UNITS, pipelineCategory } from '@/lib/domain/pipeline'
import { pipelineUnit } from '@/lib/domain/pipeline-unit'
import type { Price } from '@/lib/domain/price'
import { PRICE_STATES } from '@/lib/domain/price-state'
import { vramClassGb } from '@/lib/domain/vram-class'
import { createCatalogList } from './catalog-list'
import { offeringDto } from './contract/offering'
import { type Decimal, parseDecimal } from './listing/decimal'
import type { Filter, ListQuery } from './listing/list-query'
import type { ListSchema } from './listing/list-schema'
import { type ListQueryResult, type ParseListOptions, parseListQuery } from './listing/parse-list-query'
import { rankedSchema } from './listing/ranked-schema'
import { POLICY_PARAMETER } from './policy-parameter'
import type { ParameterError } from './search-params'
import { offeringToDto, provenanceToDto, rounded } from './to-dto'

/** An offering, and everything its node serves. */
export interface OfferingRow {
  readonly offering: Offering
  /** `pipeline/model`, as clients of a Livepeer gateway name capabilities. */
  readonly nodeCapabilities: readonly string[]
  readonly usableBy: readonly GatewayKind[]
}

function offeringRows({ offerings, live }: Catalog): OfferingRow[] {
  const byNode = new Map<string, string[]>()
  for (const [{ nodeUri }, ofNode] of groupsOf(offerings, ({ nodeUri }) => nodeUri))
    byNode.set(nodeUri, ofNode.map(capabilityOf))
  const usableBy = new Map(live.map(({ uri, lastAnswer }) => [uri, gatewaysThatUse(lastAnswer.answer)]))
  return offerings.map((offering) => ({
    offering,
    nodeCapabilities: byNode.get(offering.nodeUri) ?? [],
    usableBy: usableBy.get(offering.nodeUri) ?? [],
  }))
}

const capabilityOf = ({ pipeline, model }: Offering): string =>
  model === null ? pipeline : `${pipeline}/${model}`

/**
 * Prices in unlike units never compare, so whoever filters or sorts by them names the one unit that is meant, or sorts
 * by the unit first.
 */
export const oneUnit = (filters: readonly Filter[], sortedBefore: readonly string[] = []): string | null => {
  if (sortedBefore.includes('unit')) return null
  const isOne = filters.some(
    (filter) => filter.field === 'unit' && filter.operator === 'in' && filter.values.length === 1,
  )
  return isOne
    ? null
    : `needs exactly one unit=, or unit before it in sort=, since prices in unlike units do not compare; units are ${PRICE_UNITS.join(', ')}`
}

/** What a list compares it by. */
export const priceDecimal = ({ wei, perUnits }: Price): Decimal => ({
  numerator: wei,
  denominator: perUnits,
})

const choice = { isFilter: true, isSort: true } as const

/** By what offerings are filtered, sorted and written. Unknown is a value of its own where people filter by it. */
export const OFFERING_LIST: ListSchema<OfferingRow> = {
  name: 'offerings',
  id: ({ offering }) => offering.id,
  searched: ({ offering: { pipeline, model, nodeUri, orchestrator, orchestratorName, gpus, region } }) => [
    pipeline,
    model ?? '',
    nodeUri,
    orchestrator ?? '',
    orchestratorName ?? '',
    region?.name ?? '',
    ...gpus.map(({ reportedName }) => reportedName),
  ],
  facets: ['pipeline', 'model', 'gpu', 'region', 'state'],
  includes: ['provenance'],
  defaultSort: ['node_uri', 'pipeline', 'model'].map((field) => ({ field, isDescending: false })),
  defaultLimit: 1_000,
  maxLimit: 10_000,
  fields: [
    { name: 'id', kind: 'text', isFilter: true, read: ({ offering: { id } }) => id },
    { name: 'kind', kind: 'text', values: OFFERING_KINDS, ...choice, read: ({ offering: { kind } }) => kind },
    { name: 'pipeline', kind: 'text', ...choice, read: ({ offering: { pipeline } }) => pipeline },
    {
      name: 'category',
      kind: 'text',
      values: PIPELINE_CATEGORIES,
      ...choice,
      read: ({ offering: { pipeline } }) => pipelineCategory(pipeline),
    },
    {
      name: 'model',
      kind: 'text',
      ...choice,
      unknown: UNKNOWN_VALUE,
      read: ({ offering: { model } }) => model ?? UNKNOWN_VALUE,
    },
    { name: 'model_name', kind: 'text', ...choice, read: ({ offering: { model } }) => modelName(model) },
    {
      name: 'state',
      kind: 'text',
      values: OFFERING_STATES,
      ...choice,
      read: ({ offering: { state } }) => state,
    },
    {
      name: 'gpu',
      kind: 'text',
      ...choice,
      unknown: UNKNOWN_VALUE,
      read: ({ offering }) => gpuNames(offering),
    },
    {
      name: 'region',
      kind: 'text',
      ...choice,
      unknown: UNKNOWN_VALUE,
      read: ({ offering: { region } }) => region?.name ?? UNKNOWN_VALUE,
    },
    { name: 'node_uri', kind: 'text', ...choice, read: ({ offering: { nodeUri } }) => nodeUri },
    { name: 'orchestrator', kind: 'text', ...choice, read: ({ offering: { orchestrator } }) => orchestrator },
    {
      name: 'orchestrator_name',
      kind: 'text',
      ...choice,
      read: ({ offering: { orchestratorName } }) => orchestratorName,
    },
    { name: 'unit', kind: 'text', values: PRICE_UNITS, ...choice, read: ({ offering: { unit } }) => unit },
    {
      name: 'price',
      kind: 'decimal',
      ...choice,
      guard: oneUnit,
      read: ({ offering: { price } }) => (price.kind === 'stated' ? priceDecimal(price.price) : null),
    },
    {
      name: 'price_state',
      kind: 'text',
      values: PRICE_STATES,
      ...choice,
      read: ({ offering }) => priceState(offering),
    },
    {
      name: 'has_price',
      kind: 'boolean',
      isFilter: true,
      read: ({ offering: { price } }) => price.kind === 'stated',
    },
    { name: 'capacity', kind: 'number', ...choice, read: ({ offering: { capacity } }) => capacity },
    {
      name: 'capacity_in_use',
      kind: 'number',
      ...choice,
      read: ({ offering: { capacityInUse } }) => capacityInUse,
    },
    { name: 'capacity_free', kind: 'number', ...choice, read: ({ offering }) => freeCapacity(offering) },
    {
      name: 'vram_gb',
      kind: 'number',
      ...choice,
      read: ({ offering: { gpus } }) =>
        largest(gpus.map(({ memoryTotalBytes }) => vramClassGb(memoryTotalBytes))),
    },
    {
      name: 'vram_gib',
      kind: 'number',
      ...choice,
      read: ({ offering: { gpus } }) =>
        largest(gpus.map(({ memoryTotalBytes: bytes }) => (bytes === null ? null : gibOf(bytes)))),
    },
    {
      name: 'compute_capability',
      kind: 'text',
      isFilter: true,
      read: ({ offering: { gpus } }) => gpus.flatMap(({ computeCapability }) => computeCapability ?? []),
    },
    {
      name: 'health',
      kind: 'text',
      values: HEALTH_STATES,
      ...choice,
      read: ({ offering: { nodeHealth } }) => nodeHealth.state,
    },
    {
      name: 'reached_share',
      kind: 'number',
      ...choice,
      read: ({ offering: { nodeHealth } }) => reachedShare(nodeHealth),
    },
    { name: 'node_version', kind: 'text', ...choice, read: ({ offering: { nodeVersion } }) => nodeVersion },
    {
      name: 'runner_version',
      kind: 'text',
      ...choice,
      read: ({ offering: { runnerVersion } }) => runnerVersion,
    },
    // As it is shown: whoever filters by what they have read finds it.
    {
      name: 'latency_ms',
      kind: 'number',
      ...choice,
      read: ({ offering: { latencyMs } }) => rounded(latencyMs),
    },
    { name: 'observed_at', kind: 'moment', ...choice, read: ({ offering: { observedAt } }) => observedAt },
    {
      name: 'capability',
      kind: 'text',
      isFilter: true,
      read: ({ offering }) => capabilityOf(offering),
    },
    {
      name: 'node_capability',
      kind: 'text',
      isFilter: true,
      read: ({ nodeCapabilities }) => nodeCapabilities,
    },
    {
      name: 'usable_by',
      kind: 'text',
      values: GATEWAY_KINDS,
      isFilter: true,
      read: ({ usableBy }) => usableBy,
    },
  ],
}

const RANKED_OFFERING_LIST = rankedSchema(OFFERING_LIST)

/** Of the largest card that says its size; not Math.max(...), since a stranger may list more than a call takes. */
const largest = (sizes: readonly (number | null)[]): number | null =>
  sizes.reduce((a, b) => (a === null || b === null ? (a ?? b) : Math.max(a, b)), null)

function gpuNames({ gpus }: Offering): string[] {
  const names = new Set(gpus.map(({ reportedName }) => canonicalGpuName(reportedName)))
  return names.size === 0 ? [UNKNOWN_VALUE] : [...names]
}

/** What a client asks of the list, its own parameters included. */
export function parseOfferingQuery(
  params: URLSearchParams,
  { ownParameters = [], ...options }: ParseListOptions = {},
): ListQueryResult {
  const schema = options.base?.ranks ? RANKED_OFFERING_LIST : OFFERING_LIST
  const parsed = parseListQuery(params, schema, {
    ownParameters: ['max_price_wei', ...ownParameters],
    ...options,
  })
  if (!parsed.ok) return parsed
  const priced = withPriceCeiling(parsed.query, params.getAll('max_price_wei'))
  return priced.ok ? priced : { ok: false, errors: [priced.error] }
}

/**
 * `max_price_wei`, an older parameter: a ceiling per unit of the one pipeline that is asked for. It is the same as
 * `unit=` and `price[lte]=`.
 */
function withPriceCeiling(
  query: ListQuery,
  given: readonly string[],
): { readonly ok: true; readonly query: ListQuery } | { readonly ok: false; readonly error: ParameterError } {
  const text = given[0]?.trim() ?? ''
  const refuse = (detail: string) => ({ ok: false, error: { parameter: 'max_price_wei', detail } }) as const
  if (given.length > 1) return refuse('stands there more than once')
  // Forms send what was left empty, too.
  if (text === '') return { ok: true, query }
  const value = parseDecimal(text)
  if (value === null || value.numerator < 0n)
    return refuse(`"${text.slice(0, 80)}" is not a number of wei per unit, such as 3000, 0.4 or 1e6`)
  const [pipeline] = [...query.filters, ...query.base].flatMap((filter) =>
    filter.field === 'pipeline' && filter.operator === 'in' && filter.values.length === 1
      ? filter.values
      : [],
  )
  if (typeof pipeline !== 'string') return refuse('needs exactly one pipeline, since each has its own unit')
  const filters: Filter[] = [
    ...query.filters,
    { field: 'unit', operator: 'in', values: [pipelineUnit(pipeline)] },
    { field: 'price', operator: 'lte', value },
  ]
  return { ok: true, query: { ...query, filters } }
}

/** Every offering, as clients ask for it. */
export const OFFERINGS = createCatalogList<OfferingRow>({
  doc: {
    summary: 'Everything that can be bought now',
    description: 'An offering is node × pipeline × model; BYOC capabilities and live runners are among them.',
    row: offeringDto,
    ownParameters: [
      {
        name: 'max_price_wei',
        in: 'query',
        description: 'The same as `unit` and `price[lte]` together, for exactly one `pipeline`.',
        schema: { type: 'string' },
      },
      POLICY_PARAMETER,
    ],
    examples: [
      {
        title: 'Warm image models, cheapest first',
        query: '?pipeline=text-to-image&state=warm&unit=pixel&sort=price',
      },
      {
        title: 'On big cards, answering quickly',
        query: '?vram_gb[gte]=24&latency_ms[lte]=500&sort=latency_ms&limit=20',
      },
      {
        title: 'Nodes that serve both',
        query:
          '?node_capability[all]=llm/meta-llama/Meta-Llama-3.1-8B-Instruct,text-to-image/SG161222/RealVisXL_V4.0_Lightning',
      },
      {
        title: 'A spreadsheet of prices',
        query: '?has_price=true&fields=node_uri,pipeline,model,unit,price&format=csv',
      },
    ],
  },
  schema: OFFERING_LIST,
  rows: offeringRows,
  toDto: ({ offering }, { snapshot, quote, include }) => ({
    ...offeringToDto(offering, quote?.rate ?? null),
    ...(include.includes('provenance') && { provenance: provenanceToDto(offering, { snapshot, quote }) }),
  }),
  dtoKeys: {
    gpu: 'gpus',
    vram_gb: 'gpus',
    vram_gib: 'gpus',
    compute_capability: 'gpus',
    unit: 'price',
    has_price: 'price',
    health: 'reliability',
    reached_share: 'reliability',
  },
  parse: (params, base) => parseOfferingQuery(params, { ownParameters: [POLICY_PARAMETER.name], base }),
  takesPolicy: true,
})
