import { formatCursor } from './cursor'
import { valueText } from './field-value'
import type { Filter, ListQuery } from './list-query'
import { fieldOf, type ListSchema } from './list-schema'
import { parameterOf } from './parameter-of'
import { sortText } from './sort-order'
import { joinValues } from './value-list'

/**
 * The parameters that say this query, in one order and without defaults: `parseListQuery` reads the same query back, but
 * for what holds besides.
 */
export function formatListQuery<Row>(query: ListQuery, schema: ListSchema<Row>): URLSearchParams {
  const { filters, base, ranks, search, sort, include, fields, format, page } = query
  const params = new URLSearchParams()
  // Of one field there may be two (an older parameter adds one), and both hold.
  for (const filter of filters) params.append(parameterOf(filter), filterText(filter, schema))
  // Nobody asks for these one by one, but whoever compares two queries needs them.
  for (const filter of base) params.append(`base.${parameterOf(filter)}`, filterText(filter, schema))
  if (ranks) params.set('ranks', ranks.key)
  if (search !== null) params.set('q', search)
  if (sortText(sort) !== sortText(schema.defaultSort)) params.set('sort', sortText(sort))
  if (include.length > 0) params.set('include', include.join(','))
  if (fields !== null) params.set('fields', fields.join(','))
  if (format !== 'json') params.set('format', format)
  if (page !== null && page.limit !== schema.defaultLimit) params.set('limit', String(page.limit))
  if (page !== null && page.after !== null) params.set('cursor', formatCursor(page.after, { sort, schema }))
  return params
}

function filterText<Row>(filter: Filter, schema: ListSchema<Row>): string {
  if (filter.operator === 'exists') return String(filter.value)
  const { kind } = fieldOf(schema, filter.field)
  const values = 'values' in filter ? filter.values : [filter.value]
  return joinValues(values.map((value) => valueText(value, kind)))
}
