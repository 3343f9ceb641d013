import type { Decimal } from './decimal'
import type { Filter, SortKey } from './list-query'

/** What a list is made of; each endpoint has one, and the rest follows from it. */
export interface ListSchema<Row> {
  /** The key of the rows in answers; no other list is called so. */
  readonly name: string
  readonly fields: readonly Field<Row>[]
  /** What identifies a row, unique: ties are broken by it and cursors end with it. */
  readonly id: (row: Row) => string
  /** Texts that the search looks through. */
  readonly searched: (row: Row) => readonly string[]
  /** Names of fields, best such as can be filtered by. */
  readonly facets: readonly string[]
  /** Values that `include` may have. */
  readonly includes: readonly string[]
  /** By fields without a guard, since nobody asks for it. */
  readonly defaultSort: readonly SortKey[]
  readonly defaultLimit: number
  readonly maxLimit: number
}

export type Field<Row> = ReadBy<Row> & {
  /** In snake_case; also the column of CSV. */
  readonly name: string
  /** Default: no. */
  readonly isFilter?: boolean
  /** Default: no. A list sorts by its first value, a text by its first 200 characters. */
  readonly isSort?: boolean
  /** Whether `fields` may name it and CSV has it. Default: yes. */
  readonly isColumn?: boolean
  /**
   * Why this field cannot be filtered or sorted by with these filters, null when it can: prices of unlike units never
   * compare. `sortedBefore` are the fields that rows are ordered by first.
   */
  readonly guard?: (filters: readonly Filter[], sortedBefore: readonly string[]) => string | null
  /** A text that says that there is no value: where rows are ordered it comes last in both directions. */
  readonly unknown?: string
}

/** A null is no value; nor is an empty text or an empty list. */
type ReadBy<Row> =
  | {
      readonly kind: 'text'
      /** A closed set: any other value in a filter is a mistake. */
      readonly values?: readonly string[]
      readonly read: (row: Row) => string | readonly string[] | null
    }
  /** Finite. */
  | { readonly kind: 'number'; readonly read: (row: Row) => number | null }
  | { readonly kind: 'decimal'; readonly read: (row: Row) => Decimal | null }
  | { readonly kind: 'boolean'; readonly read: (row: Row) => boolean | null }
  /** ms since 1970. */
  | { readonly kind: 'moment'; readonly read: (row: Row) => number | null }

export function fieldOf<Row>({ fields }: ListSchema<Row>, name: string): Field<Row> {
  const field = fields.find((candidate) => candidate.name === name)
  if (!field) throw new Error(`the list has no field ${name}`)
  return field
}
