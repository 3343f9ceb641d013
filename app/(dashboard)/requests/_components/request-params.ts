/** What the address of the page says, by the names of `/api/v1/requests`. */
const FILTERS = [
  'pipeline',
  'model',
  'outcome',
  'status',
  'key',
  'orchestrator',
  'node',
  'offering',
  'min_attempts',
] as const
const TIMES = ['since', 'until'] as const
export const REQUEST_PARAMS = [...FILTERS, ...TIMES]

/** A form sends every field, also those that nobody filled in. */
export function requestParams(given: URLSearchParams): URLSearchParams {
  const params = new URLSearchParams()
  for (const name of REQUEST_PARAMS)
    for (const value of given.getAll(name)) if (value.trim() !== '') params.append(name, value.trim())
  return params
}

/** The same for the stream, which knows only what is to come; null: nothing that is to come fits. */
export function streamParams(params: URLSearchParams): URLSearchParams | null {
  if (params.has('until')) return null
  const next = new URLSearchParams(params)
  next.delete('since')
  return next
}

export const requestsHref = (params: URLSearchParams): string =>
  params.size === 0 ? '/requests' : `/requests?${params}`

export const requestHref = (id: string): string => `/requests/${encodeURIComponent(id)}`
