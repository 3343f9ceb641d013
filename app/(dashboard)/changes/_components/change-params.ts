/** What the address of the page of changes says, as `/api/v1/changes` reads it. */
export const CHANGE_FILTERS = [
  'kind',
  'model',
  'gpu',
  'orchestrator',
  'node_uri',
  'pipeline',
  'from',
  'to',
] as const
export type ChangeFilterName = (typeof CHANGE_FILTERS)[number]

/** A form sends every field, also those that nobody filled in. */
export function changeParams(params: URLSearchParams): URLSearchParams {
  const known = new URLSearchParams()
  for (const name of CHANGE_FILTERS)
    for (const value of params.getAll(name)) if (value.trim() !== '') known.append(name, value.trim())
  return known
}

/** Where in the list the page begins; null: with the latest change. */
export const cursorOf = (params: URLSearchParams): string | null => params.get(CURSOR) || null
const CURSOR = 'cursor'

/** The page with these filters, from a place in the list on. */
export function changesHref(params: URLSearchParams, cursor: string | null = null): string {
  const next = new URLSearchParams(params)
  if (cursor !== null) next.set(CURSOR, cursor)
  return next.size === 0 ? '/changes' : `/changes?${next}`
}

/** The same changes in another form, to subscribe to or to read by a program. */
export function feedHref(params: URLSearchParams, format: 'atom' | 'rss' | 'ndjson' | 'json'): string {
  const next = new URLSearchParams(params)
  if (format !== 'json') next.set('format', format)
  return next.size === 0 ? '/api/v1/changes' : `/api/v1/changes?${next}`
}
