/** What the address of a list says: words to search for, one value of some fields, and the order of rows. */
import { AS_OF, type ParameterError } from '@/lib/api/search-params'
import { type Choices, choiceProblems } from './choice-problems'
import { formatSort, parseSort, type TableSort } from './table-sort'

export interface ListFields<Filter extends string, Key extends string> {
  /** Fields of the API that one value can be chosen of. */
  readonly filters: readonly Filter[]
  readonly sortKeys: readonly Key[]
  /** Parameters of the page that are no part of the list. */
  readonly others?: readonly string[]
  /** Those that take one of a few words. */
  readonly choices?: Choices
}

export interface ListView<Filter extends string, Key extends string> {
  /** Empty: everything. */
  readonly q: string
  /** An empty text, or none: whatever stands there. */
  readonly filters: Readonly<Partial<Record<Filter, string>>>
  /** Null: as the server orders them. */
  readonly sort: TableSort<Key> | null
}

/** As much as the API takes. */
const MAX_WORDS = 200

/** Never fails: what cannot be read is left out, and reported. */
export function parseListView<Filter extends string, Key extends string>(
  params: URLSearchParams,
  { filters, sortKeys, others = [], choices = {} }: ListFields<Filter, Key>,
): ListView<Filter, Key> & { readonly problems: readonly ParameterError[] } {
  const known: readonly string[] = ['q', 'sort', AS_OF, ...filters, ...others, ...Object.keys(choices)]
  const problems = [...new Set(params.keys())]
    .filter((parameter) => !known.includes(parameter))
    .map((parameter) => ({ parameter, detail: `is no part of this page; known: ${known.join(', ')}` }))
  const sortText = params.get('sort') ?? ''
  const sort = parseSort(sortText, sortKeys)
  if (sortText !== '' && !sort)
    problems.push({
      parameter: 'sort',
      detail: `"${sortText}" is not one of ${sortKeys.join(', ')}, with or without a minus sign`,
    })
  problems.push(...choiceProblems(params, choices))
  const chosen: Partial<Record<Filter, string>> = {}
  for (const name of filters) {
    const value = params.get(name) ?? ''
    if (value !== '') chosen[name] = value
  }
  return { q: (params.get('q') ?? '').slice(0, MAX_WORDS), filters: chosen, sort, problems }
}

/** The parameters that say this view, in one order; defaults are left out. */
export function formatListView<Filter extends string, Key extends string>(
  { q, filters, sort }: ListView<Filter, Key>,
  { filters: names }: Pick<ListFields<Filter, Key>, 'filters'>,
): URLSearchParams {
  const params = new URLSearchParams()
  if (q !== '') params.set('q', q)
  for (const name of names) {
    const value = filters[name] ?? ''
    if (value !== '') params.set(name, value)
  }
  if (sort) params.set('sort', formatSort(sort))
  return params
}

/** The same rows asked of the API, in the order that it gives them. */
export function listQueryOf<Filter extends string>(
  view: Pick<ListView<Filter, string>, 'q' | 'filters'>,
  names: readonly Filter[],
): URLSearchParams {
  const params = new URLSearchParams()
  if (view.q.trim() !== '') params.set('q', view.q.trim())
  for (const name of names) {
    const value = view.filters[name] ?? ''
    // A comma would separate two values.
    if (value !== '') params.set(name, value.replaceAll(',', '%2C'))
  }
  return params
}
