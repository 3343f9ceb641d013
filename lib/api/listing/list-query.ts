import type { FieldValue } from './field-value'
import type { Ranks } from './ranks'

/** What one asks of a list, in canonical order: equal questions are equal values. */
export interface ListQuery {
  /** All of them must hold. In the order of the schema's fields, then of OPERATORS; values without repetition, sorted. */
  readonly filters: readonly Filter[]
  /** What must hold besides, whatever is chosen: the filters of a saved policy. */
  readonly base: readonly Filter[]
  /** Which rows hold besides, and in what order they stand where none is asked for; left out: all of them. */
  readonly ranks?: Ranks
  /** What is searched for, as typed but without spaces around it; null: nothing. */
  readonly search: string | null
  readonly sort: readonly SortKey[]
  readonly format: ListFormat
  /** Null: all that matches, as csv and ndjson have it. */
  readonly page: { readonly limit: number; readonly after: Position | null } | null
  /** In the order asked for, which is that of CSV's columns; null: all. */
  readonly fields: readonly string[] | null
  readonly include: readonly string[]
}

/**
 * `in`: any of the values; `not_in`: none of them, and rows without a value stay; `all`: each of them is in the list.
 * A row without a value fits no other filter than `not_in` and `exists` false.
 */
export type Filter =
  | {
      readonly field: string
      readonly operator: 'in' | 'not_in' | 'all'
      readonly values: readonly FieldValue[]
    }
  | { readonly field: string; readonly operator: RangeOperator; readonly value: FieldValue }
  | { readonly field: string; readonly operator: 'exists'; readonly value: boolean }

export type RangeOperator = 'gte' | 'gt' | 'lte' | 'lt'

export const OPERATORS = ['in', 'not_in', 'all', 'gte', 'gt', 'lte', 'lt', 'exists'] as const
export type Operator = (typeof OPERATORS)[number]

export interface SortKey {
  readonly field: string
  readonly isDescending: boolean
}

export const LIST_FORMATS = ['json', 'csv', 'ndjson'] as const
export type ListFormat = (typeof LIST_FORMATS)[number]

/** Where a row stands in a sorted list: its values by the keys of the sort, and its id. */
export interface Position {
  readonly values: readonly (FieldValue | null)[]
  readonly id: string
}

/** Parameters that every list has; no field is called so. */
export const LIST_PARAMETERS = ['q', 'sort', 'limit', 'cursor', 'fields', 'include', 'format'] as const
export type ListParameter = (typeof LIST_PARAMETERS)[number]
