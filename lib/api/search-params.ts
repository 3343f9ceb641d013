/**
 * The filters of offerings as URL parameters, read the same way by the API, the pages and the browser.
 * Lists are comma-separated, a comma inside a value is written `%2C` before URL encoding; defaults are left out.
 */
import { FACETS, OFFERING_STATES, type OfferingState } from '@/lib/domain/facet'
import { HEALTH_STATES, type HealthState } from '@/lib/domain/health'
import { PRICE_UNITS, type PriceUnit } from '@/lib/domain/pipeline'
import { pipelineUnit } from '@/lib/domain/pipeline-unit'
import { parseDecimalPrice } from '@/lib/domain/price'

/** The moment (ISO 8601) as of which a page or an answer shows the network; left out: now. */
export const AS_OF = 'as_of'

/** Fields of the API between two ends: wei per unit, milliseconds, gigabytes, a share of the latest questions. */
export const RANGE_FIELDS = ['price', 'latency_ms', 'vram_gb', 'reached_share'] as const
export type RangeField = (typeof RANGE_FIELDS)[number]

/** Decimals as typed, both ends included; null: open. */
export interface Range {
  readonly min: string | null
  readonly max: string | null
}

export interface OfferingFilters {
  /** Words to search for; empty: none. */
  readonly q: string
  readonly pipeline: readonly string[]
  readonly model: readonly string[]
  readonly gpu: readonly string[]
  readonly region: readonly string[]
  readonly state: readonly OfferingState[]
  readonly health: readonly HealthState[]
  readonly orchestrator: readonly string[]
  /** What prices are stated in; a range of prices needs it, since unlike units do not compare. */
  readonly unit: PriceUnit | null
  /** A field that is not there is not narrowed. */
  readonly ranges: Readonly<Partial<Record<RangeField, Range>>>
}

export const NO_FILTERS: OfferingFilters = {
  q: '',
  pipeline: [],
  model: [],
  gpu: [],
  region: [],
  state: [],
  health: [],
  orchestrator: [],
  unit: null,
  ranges: {},
}

export interface ParameterError {
  readonly parameter: string
  readonly detail: string
}

export type FiltersResult =
  | { readonly ok: true; readonly filters: OfferingFilters }
  | { readonly ok: false; readonly errors: readonly ParameterError[] }

/** Filters of which any number of values can be chosen. */
export const LIST_FILTERS = [...FACETS, 'health', 'orchestrator'] as const
export type ListFilter = (typeof LIST_FILTERS)[number]

export const rangeParameters = (field: RangeField) => ({ min: `${field}[gte]`, max: `${field}[lte]` })

/** An older parameter: a ceiling per unit of the one pipeline that is asked for. */
const CEILING = 'max_price_wei'

/** The parameters of filters as they are written. */
export const FILTER_PARAMETERS: readonly string[] = [
  'q',
  ...LIST_FILTERS,
  'unit',
  ...RANGE_FIELDS.flatMap((field) => Object.values(rangeParameters(field))),
]

/** Those that are read. */
export const READ_PARAMETERS: readonly string[] = [...FILTER_PARAMETERS, CEILING]

const PRICE_EXAMPLE = 'wei per unit, such as 3000, 0.4 or 1e6'
const MAX_WORDS = 200

export function parseOfferingFilters(params: URLSearchParams): FiltersResult {
  const errors: ParameterError[] = []
  const refuse = (parameter: string, detail: string): null => {
    errors.push({ parameter, detail })
    return null
  }
  const unknown = [...new Set(params.keys())].filter((key) => !READ_PARAMETERS.includes(key))
  for (const parameter of unknown)
    refuse(parameter, `is not a parameter of this list; known: ${FILTER_PARAMETERS.join(', ')}`)

  /** What a form left empty is not there. */
  const single = (parameter: string): string | null => {
    const given = params.getAll(parameter)
    if (given.length > 1) return refuse(parameter, 'stands there more than once')
    return given[0]?.trim() || null
  }
  const closed = <T extends string>(parameter: string, known: readonly T[]): T[] => {
    const given = list(params, parameter)
    const bad = given.filter((value) => !isOneOf(known, value))
    if (bad.length > 0) refuse(parameter, `"${bad.join(',')}" is not one of ${known.join(', ')}`)
    return known.filter((value) => given.includes(value))
  }
  const amount = (parameter: string, of: string): string | null => {
    const text = single(parameter)
    return text === null || parseDecimalPrice(text) !== null
      ? text
      : refuse(parameter, `"${text}" is not a number of ${of}`)
  }

  const pipeline = list(params, 'pipeline')
  const [only = null] = pipeline.length === 1 ? pipeline : []
  const units = closed('unit', PRICE_UNITS)
  if (units.length > 1) refuse('unit', 'stands there with several units, which do not compare')
  const ranges: Partial<Record<RangeField, Range>> = {}
  for (const field of RANGE_FIELDS) {
    const { min, max } = rangeParameters(field)
    const of = field === 'price' ? PRICE_EXAMPLE : RANGE_EXAMPLES[field]
    const range = { min: amount(min, of), max: amount(max, of) }
    if (range.min !== null || range.max !== null) ranges[field] = range
  }
  const ceiling = amount(CEILING, PRICE_EXAMPLE)
  if (ceiling !== null) {
    if (only === null) refuse(CEILING, 'needs exactly one pipeline, since each has its own unit')
    ranges.price = { min: ranges.price?.min ?? null, max: ceiling }
  }
  const unit = units[0] ?? (ranges.price && only !== null ? pipelineUnit(only) : null)
  if (ranges.price && unit === null && ceiling === null) {
    const { min, max } = rangeParameters('price')
    refuse(
      ranges.price.max === null ? min : max,
      `needs exactly one unit, since unlike units do not compare; there are ${PRICE_UNITS.join(', ')}`,
    )
  }
  const filters: OfferingFilters = {
    q: (single('q') ?? '').slice(0, MAX_WORDS),
    pipeline,
    model: list(params, 'model'),
    gpu: list(params, 'gpu'),
    region: list(params, 'region'),
    state: closed('state', OFFERING_STATES),
    health: closed('health', HEALTH_STATES),
    orchestrator: list(params, 'orchestrator'),
    unit,
    ranges,
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, filters }
}

const RANGE_EXAMPLES: Readonly<Record<Exclude<RangeField, 'price'>, string>> = {
  latency_ms: 'milliseconds, such as 250',
  vram_gb: 'gigabytes, such as 24',
  reached_share: 'a share from 0 to 1, such as 0.95',
}

/** The parameters that say these filters, in one canonical order. */
export function formatOfferingFilters(filters: OfferingFilters): URLSearchParams {
  const params = new URLSearchParams()
  const words = askableWords(filters.q)
  if (words !== '') params.set('q', words)
  for (const name of LIST_FILTERS) {
    const values: readonly string[] = filters[name]
    if (values.length === 0) continue
    const sorted = values.toSorted().map((value) => value.replaceAll(',', '%2C'))
    params.set(name, sorted.join(','))
  }
  if (filters.unit !== null) params.set('unit', filters.unit)
  for (const field of RANGE_FIELDS) {
    const range = filters.ranges[field]
    const names = rangeParameters(field)
    if (range?.min != null) params.set(names.min, range.min)
    if (range?.max != null) params.set(names.max, range.max)
  }
  return params
}

/** Words as the API takes them: a phrase of which only the beginning is typed is no phrase yet. */
function askableWords(q: string): string {
  const isOpen = q.split('"').length % 2 === 0
  const words = (isOpen ? q.replaceAll('"', ' ') : q).trim()
  return words.replaceAll('"', '').trim() === '' ? '' : words
}

function list(params: URLSearchParams, key: string): string[] {
  const values = params.getAll(key).flatMap((text) => text.split(','))
  return [...new Set(values.map((value) => value.replaceAll('%2C', ',')).filter((value) => value !== ''))]
}

const isOneOf = <T extends string>(known: readonly T[], value: string): value is T =>
  known.some((one) => one === value)
