/**
 * The filters of offerings as URL parameters, read the same way by the API, the pages and the browser.
 * Lists are comma-separated, a comma inside a value is written `%2C` before URL encoding; defaults are left out.
 */
import { OFFERING_STATES, type OfferingState } from '@/lib/domain/facet'
import { parseDecimalPrice } from '@/lib/domain/price'

/** The moment (ISO 8601) as of which a page or an answer shows the network; left out: now. */
export const AS_OF = 'as_of'

export interface OfferingFilters {
  readonly pipeline: readonly string[]
  readonly model: readonly string[]
  readonly gpu: readonly string[]
  readonly region: readonly string[]
  readonly state: readonly OfferingState[]
  /** Wei per unit, as typed; needs exactly one pipeline, since pipelines have units of their own. */
  readonly maxPriceWei: string | null
}

export const NO_FILTERS: OfferingFilters = {
  pipeline: [],
  model: [],
  gpu: [],
  region: [],
  state: [],
  maxPriceWei: null,
}

export interface ParameterError {
  readonly parameter: string
  readonly detail: string
}

export type FiltersResult =
  | { readonly ok: true; readonly filters: OfferingFilters }
  | { readonly ok: false; readonly errors: readonly ParameterError[] }

const KNOWN = ['pipeline', 'model', 'gpu', 'region', 'state', 'max_price_wei']

export function parseOfferingFilters(params: URLSearchParams): FiltersResult {
  const errors: ParameterError[] = []
  const unknown = [...new Set(params.keys())].filter((key) => !KNOWN.includes(key))
  for (const parameter of unknown)
    errors.push({ parameter, detail: `is not a parameter of this list; known: ${KNOWN.join(', ')}` })

  const state = list(params, 'state')
  const badState = state.filter((value) => !isState(value))
  if (badState.length > 0)
    errors.push({
      parameter: 'state',
      detail: `"${badState.join(',')}" is not one of ${OFFERING_STATES.join(', ')}`,
    })

  const pipeline = list(params, 'pipeline')
  const ceilings = params.getAll('max_price_wei')
  const maxPriceWei = ceilings[0]?.trim() || null
  if (ceilings.length > 1) errors.push({ parameter: 'max_price_wei', detail: 'stands there more than once' })
  if (maxPriceWei !== null) {
    if (parseDecimalPrice(maxPriceWei) === null)
      errors.push({
        parameter: 'max_price_wei',
        detail: `"${maxPriceWei}" is not a number of wei per unit, such as 3000, 0.4 or 1e6`,
      })
    if (pipeline.length !== 1)
      errors.push({
        parameter: 'max_price_wei',
        detail: 'needs exactly one pipeline, since each has its own unit',
      })
  }
  if (errors.length > 0) return { ok: false, errors }
  return {
    ok: true,
    filters: {
      pipeline,
      model: list(params, 'model'),
      gpu: list(params, 'gpu'),
      region: list(params, 'region'),
      state: state.filter(isState),
      maxPriceWei,
    },
  }
}

/** The parameters that say these filters, in one canonical order. */
export function formatOfferingFilters(filters: OfferingFilters): URLSearchParams {
  const params = new URLSearchParams()
  const { pipeline, model, gpu, region, state } = filters
  const lists = { pipeline, model, gpu, region, state }
  for (const [key, values] of Object.entries(lists))
    if (values.length > 0)
      params.set(
        key,
        values
          .toSorted()
          .map((value) => value.replaceAll(',', '%2C'))
          .join(','),
      )
  if (filters.maxPriceWei !== null) params.set('max_price_wei', filters.maxPriceWei)
  return params
}

function list(params: URLSearchParams, key: string): string[] {
  const values = params.getAll(key).flatMap((text) => text.split(','))
  return [...new Set(values.map((value) => value.replaceAll('%2C', ',')).filter((value) => value !== ''))]
}

const isState = (value: string): value is OfferingState =>
  (OFFERING_STATES as readonly string[]).includes(value)
