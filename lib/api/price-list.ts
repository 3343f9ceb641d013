import type { Offering } from '@/lib/catalog/offering'
import { type ModelRollUp, rollUpModels } from '@/lib/catalog/roll-up'
import { UNKNOWN_VALUE } from '@/lib/domain/facet'
import { OFFERING_KINDS } from '@/lib/domain/offering-kind'
import { PRICE_UNITS } from '@/lib/domain/pipeline'
import { comparePrice, formatDecimal, type Price } from '@/lib/domain/price'
import { createCatalogList, type RowContext } from './catalog-list'
import { type PriceRowDto, priceRowDto } from './contract/price-row'
import type { Field } from './listing/list-schema'
import { oneUnit, priceDecimal } from './offering-list'
import { amountToDto } from './to-dto'

const choice = { isFilter: true, isSort: true } as const
const QUANTILES = ['min', 'p25', 'median', 'p75', 'max'] as const

/** What every model costs, with the spread: a median alone misleads where prices lie a hundredfold apart. */
export const PRICE_LIST = createCatalogList<ModelRollUp>({
  doc: {
    summary: 'What every model costs, lowest to highest',
    description: 'By kind, pipeline, model and unit; implausible prices are counted and left out.',
    row: priceRowDto,
    examples: [
      { title: 'What text to image costs', query: '?pipeline=text-to-image&unit=pixel&sort=median' },
      { title: 'Where a price is asked by many', query: '?n[gte]=3&sort=-n' },
    ],
  },
  rows: ({ offerings }) => rollUpModels(offerings),
  toDto: priceRowToDto,
  schema: {
    name: 'prices',
    id: ({ kind, pipeline, model, unit }) => JSON.stringify([pipeline, model, kind, unit]),
    searched: ({ pipeline, model }) => [pipeline, model ?? ''],
    facets: ['pipeline', 'unit', 'kind'],
    includes: [],
    defaultSort: ['pipeline', 'model'].map((field) => ({ field, isDescending: false })),
    defaultLimit: 100,
    maxLimit: 10_000,
    fields: [
      { name: 'kind', kind: 'text', values: OFFERING_KINDS, ...choice, read: ({ kind }) => kind },
      { name: 'pipeline', kind: 'text', ...choice, read: ({ pipeline }) => pipeline },
      { name: 'model', kind: 'text', ...choice, read: ({ model }) => model ?? UNKNOWN_VALUE },
      { name: 'unit', kind: 'text', values: PRICE_UNITS, ...choice, read: ({ unit }) => unit },
      { name: 'n', kind: 'number', ...choice, read: ({ price }) => price.n },
      ...QUANTILES.map(
        (name): Field<ModelRollUp> => ({
          name,
          kind: 'decimal',
          ...choice,
          guard: oneUnit,
          read: ({ price }) => price[name] && priceDecimal(price[name]),
        }),
      ),
      { name: 'zero', kind: 'number', ...choice, read: ({ price }) => price.zero },
      { name: 'missing', kind: 'number', ...choice, read: ({ price }) => price.missing },
      { name: 'implausible', kind: 'number', ...choice, read: ({ price }) => price.implausible },
    ],
  },
})

const MAX_CHEAPEST = 10

function priceRowToDto(row: ModelRollUp, { quote }: RowContext): PriceRowDto {
  const { kind, pipeline, model, unit, price, members } = row
  const { n, min, p25, median, p75, max, zero, missing, implausible } = price
  const toDto = (one: Price | null) => one && amountToDto(one, { pipeline, unit }, quote?.rate ?? null)
  const asksLowest = ({ price: own }: Offering): boolean =>
    min !== null && own.kind === 'stated' && comparePrice(own.price, min) === 0
  return {
    kind,
    pipeline,
    model,
    unit,
    n,
    min: toDto(min),
    p25: toDto(p25),
    median: toDto(median),
    p75: toDto(p75),
    max: toDto(max),
    spread: spreadText(min, max),
    zero,
    missing,
    implausible,
    cheapest: members
      .filter(asksLowest)
      .slice(0, MAX_CHEAPEST)
      .map(({ id, nodeUri, orchestrator, orchestratorName }) => ({
        offering_id: id,
        node_uri: nodeUri,
        orchestrator,
        orchestrator_name: orchestratorName,
      })),
  }
}

function spreadText(min: Price | null, max: Price | null): string | null {
  if (min === null || max === null || min.wei === 0n) return null
  return formatDecimal({ wei: max.wei * min.perUnits, perUnits: max.perUnits * min.wei }, 2)
}
