import type { ParameterError } from '../search-params'
import { guardErrors } from './guard-errors'
import { LIST_PARAMETERS, type ListParameter, type ListQuery } from './list-query'
import type { ListSchema } from './list-schema'
import { parameterReaders } from './parameter-readers'
import { parseFilters } from './parse-filters'
import type { Reading } from './reading'

export type ListQueryResult =
  | { readonly ok: true; readonly query: ListQuery }
  | { readonly ok: false; readonly errors: readonly ParameterError[] }

export interface ParseListOptions {
  /** What the endpoint reads itself. */
  readonly ownParameters?: readonly string[]
  /** Which parameters of lists it takes; by default all of them. */
  readonly listParameters?: readonly ListParameter[]
  /** What holds already, a saved policy for one: its filters and its search hold too, its order where none is asked for. */
  readonly base?: ListQuery | null
}

/** Reads what strangers ask of a list. What is wrong with it is said at once, and nothing is silently ignored. */
export function parseListQuery<Row>(
  params: URLSearchParams,
  schema: ListSchema<Row>,
  { ownParameters = [], listParameters = LIST_PARAMETERS, base = null }: ParseListOptions = {},
): ListQueryResult {
  const taken = listParameters.filter((known) => known !== 'include' || schema.includes.length > 0)
  const isListParameter = (parameter: string): boolean => taken.some((known) => known === parameter)
  const { texts, errors } = textsOf(params, ownParameters)
  /** Null for a parameter that is not there, or is wrong. */
  const read = <T>(parameter: ListParameter, parse: (given: readonly string[]) => Reading<T>): T | null => {
    const given = isListParameter(parameter) ? texts.get(parameter) : undefined
    if (!given) return null
    const reading = parse(given)
    if (reading.ok) return reading.value
    errors.push({ parameter, detail: reading.detail })
    return null
  }

  const filterTexts = new Map([...texts].filter(([parameter]) => !isListParameter(parameter)))
  const known = [...ownParameters, ...taken]
  const { filters, errors: filterErrors } = parseFilters(filterTexts, { schema, known })
  const baseFilters = base?.filters ?? []
  errors.push(...filterErrors)
  const areFiltersRead = errors.length === 0

  const readers = parameterReaders(schema)
  const searches = [base?.search ?? null, read('q', readers.search)].filter((text) => text !== null)
  const givenSort = read('sort', readers.sort)
  const sort = givenSort ?? base?.sort ?? schema.defaultSort
  const format = read('format', readers.format) ?? 'json'
  const include = read('include', format === 'csv' ? readers.columnsAlone : readers.include)
  const fields = read('fields', readers.fields)
  const isPaged = format === 'json'
  const limit = read('limit', isPaged ? readers.limit : readers.unpaged)
  // Of a wrong sort no cursor can be judged.
  const isSortKnown = givenSort !== null || !params.has('sort')
  const cursorReader = isPaged ? readers.cursor(sort) : readers.unpaged
  const after = isSortKnown ? read('cursor', cursorReader) : null
  // A guard cannot judge filters of which some could not be read.
  if (areFiltersRead)
    errors.push(...guardErrors([...baseFilters, ...filters], { sort: givenSort ?? [], schema }))

  if (errors.length > 0) return { ok: false, errors }
  return {
    ok: true,
    query: {
      filters,
      base: baseFilters,
      ...(base?.ranks && { ranks: base.ranks }),
      search: searches.length === 0 ? null : searches.join(' '),
      sort,
      format,
      page: isPaged ? { limit: limit ?? schema.defaultLimit, after } : null,
      fields,
      include: schema.includes.filter((value) => include?.includes(value)),
    },
  }
}

/** What is given for each parameter, in one pass, since strangers may send thousands of them. */
function textsOf(params: URLSearchParams, ownParameters: readonly string[]) {
  const texts = new Map<string, string[]>()
  for (const [parameter, text] of params) {
    const known = texts.get(parameter)
    if (known) known.push(text)
    else if (!ownParameters.includes(parameter)) texts.set(parameter, [text])
  }
  const errors: ParameterError[] = []
  for (const [parameter, values] of texts) {
    // What URLSearchParams makes of a broken percent-encoding; a filter that was misread would answer another question.
    if (!`${parameter}${values.join()}`.includes('\uFFFD')) continue
    errors.push({ parameter, detail: 'holds a character that is not valid UTF-8' })
    texts.delete(parameter)
  }
  return { texts, errors }
}
