import type { Filter } from './list-query'

/** The query parameter that says a filter. */
export const parameterOf = ({ field, operator }: Pick<Filter, 'field' | 'operator'>): string =>
  operator === 'in' ? field : `${field}[${operator}]`
