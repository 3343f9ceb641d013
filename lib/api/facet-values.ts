import type { Catalog } from '@/lib/catalog/catalog'
import { implausibility } from '@/lib/catalog/price-costs'
import type { EthUsdQuote } from '@/lib/domain/eth-usd'
import { countBins, histogramEdges, plainDecimal } from '@/lib/domain/histogram'
import { PRICE_UNITS, type PriceUnit } from '@/lib/domain/pipeline'
import { comparePrice, formatDecimal, type Price, parseDecimalPrice } from '@/lib/domain/price'
import type { FacetValuesDto } from './contract/facet-values'
import type { Filter, ListQuery } from './listing/list-query'
import { fieldOf } from './listing/list-schema'
import type { ListQueryResult } from './listing/parse-list-query'
import { OFFERING_LIST, OFFERINGS, type OfferingRow, parseOfferingQuery } from './offering-list'
import { POLICY_PARAMETER } from './policy-parameter'
import { amountToDto, snapshotToDto } from './to-dto'

/** Fields whose values are few enough to choose from. */
const FACETS = [
  'kind',
  'category',
  'pipeline',
  'model',
  'state',
  'gpu',
  'compute_capability',
  'region',
  'orchestrator',
  'unit',
  'price_state',
  'health',
  'node_version',
  'runner_version',
]
const RANGES = ['latency_ms', 'capacity', 'capacity_free', 'vram_gb', 'vram_gib', 'reached_share']
/** What orders, pages and writes rows means nothing here. */
const OF_ROWS = ['sort', 'limit', 'cursor', 'fields', 'include', 'format']

export const isFacetParameter = (parameter: string): boolean => !OF_ROWS.includes(parameter)

/** The filters of the offerings list, and nothing else of it; `base` is what a policy says, null: there is none. */
export function parseFacetQuery(params: URLSearchParams, base: ListQuery | null): ListQueryResult {
  const foreign = [...new Set(params.keys())].filter((parameter) => !isFacetParameter(parameter))
  if (foreign.length === 0)
    return parseOfferingQuery(params, { base, listParameters: ['q'], ownParameters: [POLICY_PARAMETER.name] })
  const detail = 'is not a parameter of this address, which answers with values instead of rows'
  return { ok: false, errors: foreign.map((parameter) => ({ parameter, detail })) }
}

export function facetValues(catalog: Catalog, query: ListQuery, quote: EthUsdQuote | null): FacetValuesDto {
  const { matched, total, facets } = OFFERINGS.result(catalog, query, { facets: FACETS })
  return {
    snapshot: snapshotToDto(catalog.snapshot),
    count: matched,
    total,
    facets: Object.fromEntries(Object.entries(facets).map(([field, values]) => [field, [...values]])),
    ranges: Object.fromEntries(
      RANGES.map((field) => [field, rangeOf(rowsWithout(catalog, query, [field]), field)]),
    ),
    prices: pricesOf(rowsWithout(catalog, query, ['price', 'unit']), quote),
  }
}

/** All rows that match without the filters of these fields. */
function rowsWithout(catalog: Catalog, query: ListQuery, fields: readonly string[]): readonly OfferingRow[] {
  const filters = query.filters.filter(({ field }: Filter) => !fields.includes(field))
  return OFFERINGS.result(catalog, { ...query, filters, page: null }, { facets: [] }).rows
}

function rangeOf(rows: readonly OfferingRow[], name: string): FacetValuesDto['ranges'][string] {
  const field = fieldOf(OFFERING_LIST, name)
  const values: number[] = []
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const row of rows) {
    const value = field.read(row)
    if (typeof value !== 'number') continue
    values.push(value)
    min = Math.min(min, value)
    max = Math.max(max, value)
  }
  if (values.length === 0) return { n: 0, min: null, max: null, bins: [] }
  const edges = histogramEdges(min, max)
  const counts = countBins(values, edges, (value, edge) => value - edge)
  const bins = counts.map((count, i) => ({ from: edges[i] ?? min, to: edges[i + 1] ?? max, count }))
  return { n: values.length, min, max, bins }
}

/** By unit, since unlike units have no lowest price together. */
function pricesOf(rows: readonly OfferingRow[], quote: EthUsdQuote | null): FacetValuesDto['prices'] {
  const ranges = new Map<PriceUnit, { prices: Price[]; min: Priced; max: Priced }>()
  for (const {
    offering: { price, pipeline, unit },
  } of rows) {
    if (price.kind !== 'stated' || implausibility(pipeline, unit, price.price) !== null) continue
    const own = { price: price.price, pipeline }
    const { prices, min, max } = ranges.get(unit) ?? { prices: [], min: own, max: own }
    prices.push(own.price)
    ranges.set(unit, {
      prices,
      min: comparePrice(own.price, min.price) < 0 ? own : min,
      max: comparePrice(own.price, max.price) > 0 ? own : max,
    })
  }
  return PRICE_UNITS.flatMap((unit) => {
    const range = ranges.get(unit)
    if (!range) return []
    const toDto = ({ price, pipeline }: Priced) => amountToDto(price, { pipeline, unit }, quote?.rate ?? null)
    const bins = priceBins(range.prices, range.min.price, range.max.price)
    return [{ unit, n: range.prices.length, min: toDto(range.min), max: toDto(range.max), bins }]
  })
}

/** Bars are for looking at, so where they end is rounded; what is counted between is compared exactly. */
function priceBins(prices: readonly Price[], min: Price, max: Price) {
  const [first, last] = [formatDecimal(min), formatDecimal(max)]
  const inner = histogramEdges(Number(first), Number(last)).slice(1, -1).map(plainDecimal)
  const texts = [first, ...inner, last]
  const edges = texts.map((text, i) => (i === texts.length - 1 ? max : (parseDecimalPrice(text) ?? min)))
  return countBins(prices, edges, comparePrice).map((count, i) => ({
    from: texts[i] ?? first,
    to: texts[i + 1] ?? last,
    count,
  }))
}

interface Priced {
  readonly price: Price
  readonly pipeline: string
}
