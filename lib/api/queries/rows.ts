/** Addresses that ask for the rows of a list. */
import { withAsOf } from './with-as-of'

/** The most that the API gives in one page; the table shows and sorts all of them. */
const ALL_ROWS = 10_000

/** The address that asks for all rows of a list at once, which the page then shows and sorts. */
export const allRows = (list: string, filters: URLSearchParams, asOf: string | null): string =>
  someRows(list, { filters, asOf, limit: ALL_ROWS })

/** The address that asks for as many of them as a document carries. */
export const firstRows = (list: string, filters: URLSearchParams, asOf: string | null): string =>
  someRows(list, { filters, asOf, limit: FIRST_ROWS })

const FIRST_ROWS = 50

function someRows(
  list: string,
  { filters, asOf, limit }: { filters: URLSearchParams; asOf: string | null; limit: number },
): string {
  const params = new URLSearchParams(filters)
  params.set('limit', String(limit))
  return `${list}${withAsOf(params, asOf)}`
}

/**
 * The address that asks for the first of them whose texts hold what was typed. A lone quotation mark would be refused: it
 * begins words that belong together.
 */
export const foundRows = (list: string, text: string, asOf: string | null): string =>
  `${list}${withAsOf(new URLSearchParams({ q: text.replaceAll('"', ' '), limit: String(FOUND_ROWS) }), asOf)}`
const FOUND_ROWS = 6
