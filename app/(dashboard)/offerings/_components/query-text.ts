import type { OfferingFacetsDto } from '@/lib/api/contract/offering-page'
import type { ListFilter, OfferingFilters, RangeField } from '@/lib/api/search-params'
import { OFFERING_STATES } from '@/lib/domain/facet'
import { HEALTH_STATES } from '@/lib/domain/health'
import { PRICE_UNITS, type PriceUnit } from '@/lib/domain/pipeline'
import { pipelineUnit } from '@/lib/domain/pipeline-unit'
import { parseDecimalPrice } from '@/lib/domain/price'
import { setList } from './set-list'
import { setRange } from './set-range'

/** `model:sdxl`, `price<0.002`, `gpu:"RTX 4090"`. */
const TERM = /(?:^|\s)([a-z_]{2,20})(:|>=|<=|>|<|=)("[^"]*"|[^\s"]+)/gi

const LISTS: Readonly<Record<string, ListFilter>> = {
  model: 'model',
  pipeline: 'pipeline',
  gpu: 'gpu',
  region: 'region',
  state: 'state',
  health: 'health',
  orchestrator: 'orchestrator',
}
const RANGES: Readonly<Record<string, RangeField>> = {
  price: 'price',
  latency: 'latency_ms',
  vram: 'vram_gb',
  reliability: 'reached_share',
  reached: 'reached_share',
}
const KNOWN = [...Object.keys(LISTS), 'unit', ...Object.keys(RANGES)].join(', ')

/** Values that a word may stand for; a stranger names more models than anybody means. */
const MAX_MEANT = 20

export interface ReadText {
  readonly filters: OfferingFilters
  /** What is none of them: words to search for. */
  readonly words: string
  readonly problems: readonly string[]
}

/** Whether a text says more than words: an address (`https://…`) does not. */
export const hasTerms = (text: string): boolean =>
  [...text.matchAll(TERM)].some(([, key = '']) => isKnown(key.toLowerCase()))

/**
 * The filters that a text says besides words, put to those that there are. A value may be part of its name, and then
 * means every value that has it; less and at most are the same.
 */
export function readQueryText(
  text: string,
  filters: OfferingFilters,
  facets: Pick<OfferingFacetsDto, 'facets' | 'prices'>,
): ReadText {
  const problems: string[] = []
  let next = filters
  const ranges: { field: RangeField; operator: string; value: string }[] = []
  const words = text.replace(TERM, (whole, name: string, operator: string, quoted: string) => {
    const key = name.toLowerCase()
    const value = quoted.replaceAll('"', '').trim()
    const [list, field] = [own(LISTS, key), own(RANGES, key)]
    if (list && (operator === ':' || operator === '='))
      next = setList(next, list, meantBy(value, list, facets.facets))
    else if (field) ranges.push({ field, operator, value })
    else if (key === 'unit') {
      const unit = PRICE_UNITS.find((one) => one === value)
      if (unit) next = { ...next, unit }
      else problems.push(`unit: “${value}” is not one of ${PRICE_UNITS.join(', ')}`)
    } else if (list) problems.push(`${key} takes a name: ${key}:${value}`)
    // Not ours: a part of an address, for one.
    else return whole
    return ' '
  })
  // A range of prices needs the unit that another term may say.
  for (const { field, operator, value } of ranges) {
    if (parseDecimalPrice(value) === null) {
      problems.push(`“${value}” is not a number, such as 3000 or 0.4`)
      continue
    }
    const unit = field === 'price' ? unitMeant(next, facets) : next.unit
    if (field === 'price' && unit === null) {
      problems.push('price needs one unit or pipeline, such as unit:pixel, since unlike units do not compare')
      continue
    }
    const { min = null, max = null } = next.ranges[field] ?? {}
    const range = operator.startsWith('>')
      ? { min: value, max }
      : operator.startsWith('<')
        ? { min, max: value }
        : { min: value, max: value }
    next = setRange({ ...next, unit }, field, range)
  }
  return { filters: next, words: words.replace(/\s+/g, ' ').trim(), problems }
}

export const QUERY_KEYS = KNOWN

const isKnown = (key: string): boolean =>
  own(LISTS, key) !== undefined || own(RANGES, key) !== undefined || key === 'unit'

const own = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined

function unitMeant(
  { unit, pipeline }: OfferingFilters,
  { prices }: Pick<OfferingFacetsDto, 'prices'>,
): PriceUnit | null {
  if (unit !== null) return unit
  if (pipeline.length > 0) {
    const units = new Set(pipeline.map(pipelineUnit))
    return units.size === 1 ? ([...units][0] ?? null) : null
  }
  return prices.length === 1 ? (prices[0]?.unit ?? null) : null
}

/** Exactly this value, else all that have it in their names, else itself, which then matches nothing. */
function meantBy(value: string, list: ListFilter, facets: OfferingFacetsDto['facets']): readonly string[] {
  const closed: Readonly<Partial<Record<ListFilter, readonly string[]>>> = {
    state: OFFERING_STATES,
    health: HEALTH_STATES,
  }
  const known =
    closed[list] ?? (list === 'orchestrator' ? [] : facets[list].flatMap(({ value }) => value ?? []))
  const wanted = value.toLowerCase()
  const exact = known.find((one) => one.toLowerCase() === wanted)
  if (exact !== undefined) return [exact]
  const part = known.filter((one) => one.toLowerCase().includes(wanted)).slice(0, MAX_MEANT)
  return part.length > 0 || closed[list] ? part : [value]
}
