import { formatCursor } from './cursor'
import { createFacetCounter, type FacetValue } from './facet-counter'
import { filterTest } from './filter-test'
import { guardErrors } from './guard-errors'
import type { ListQuery } from './list-query'
import { fieldOf, type ListSchema } from './list-schema'
import { parameterOf } from './parameter-of'
import { parseSearchTerms, searchTest } from './search-text'
import { comparePositions, positionReader } from './sort-order'

export interface ListResult<Row> {
  /** The page asked for; all that matches for a query without pages. */
  readonly rows: readonly Row[]
  /** How many match, on all pages. */
  readonly matched: number
  readonly total: number
  /** Null: nothing comes after these rows. */
  readonly nextCursor: string | null
  /** Each counted without its own filters: what one would get by choosing that value instead. */
  readonly facets: Readonly<Record<string, readonly FacetValue[]>>
  /** When nothing matched: which parameter stands in the way, the one whose removal gives most first; else null. */
  readonly emptiedBy: readonly Obstacle[] | null
}

export interface Obstacle {
  readonly parameter: string
  /** How many rows would match if this one alone were left out. */
  readonly removed: number
}

export function applyListQuery<Row>(
  rows: readonly Row[],
  query: ListQuery,
  schema: ListSchema<Row>,
): ListResult<Row> {
  const tests = rowTests(query, schema)
  const facets = schema.facets.map((name) => createFacetCounter(fieldOf(schema, name)))
  for (const facet of facets) for (const filter of query.filters) facet.keep(filter)

  const matching: Row[] = []
  const missedBy = tests.map(() => 0)
  for (const row of rows) {
    const misses = missesOf(row, tests)
    if (misses === null) continue
    const [miss] = misses
    if (miss === undefined) matching.push(row)
    else if (misses.length === 1) missedBy[miss] = (missedBy[miss] ?? 0) + 1
    for (const facet of facets) if (miss === undefined || tests[miss]?.field === facet.field) facet.count(row)
  }
  const obstacles = () =>
    tests
      .map(({ parameter, isRemovable }, i) => ({ parameter, isRemovable, removed: missedBy[i] ?? 0 }))
      .filter(({ isRemovable }) => isRemovable)
      .map(({ parameter, removed }) => ({ parameter, removed }))
      .sort((a, b) => b.removed - a.removed)
  return {
    ...pageOf(matching, query, schema),
    matched: matching.length,
    total: rows.length,
    facets: Object.fromEntries(facets.map((facet) => [facet.field, facet.result()])),
    emptiedBy: matching.length > 0 ? null : obstacles(),
  }
}

interface RowTest<Row> {
  readonly parameter: string
  /** Null for the search. */
  readonly field: string | null
  readonly passes: (row: Row) => boolean
  /** False: without it a guard would refuse another filter, so nobody could ask that. */
  readonly isRemovable: boolean
}

function rowTests<Row>({ filters, search }: ListQuery, schema: ListSchema<Row>): RowTest<Row>[] {
  const tests: RowTest<Row>[] = filters.map((filter) => {
    const others = filters.filter((other) => other !== filter)
    return {
      parameter: parameterOf(filter),
      field: filter.field,
      passes: filterTest(filter, fieldOf(schema, filter.field)),
      isRemovable: guardErrors(others, { sort: [], schema }).length === 0,
    }
  })
  if (search === null) return tests
  const found = searchTest(parseSearchTerms(search) ?? [])
  // The dearest comes last: most rows have failed before.
  const passes = (row: Row) => found(schema.searched(row))
  return [...tests, { parameter: 'q', field: null, passes, isRemovable: true }]
}

/** Which tests a row misses, as long as all of them are about one field; null for a row that no count is about. */
function missesOf<Row>(row: Row, tests: readonly RowTest<Row>[]): readonly number[] | null {
  let misses: number[] = NO_MISSES
  let field: string | null = null
  for (const [i, test] of tests.entries()) {
    if (test.passes(row)) continue
    if (misses === NO_MISSES) {
      misses = [i]
      field = test.field
    } else if (field !== null && test.field === field) misses.push(i)
    else return null
  }
  return misses
}
const NO_MISSES: number[] = []

function pageOf<Row>(matching: readonly Row[], { sort, page }: ListQuery, schema: ListSchema<Row>) {
  const positionOf = positionReader(sort, schema)
  const compare = comparePositions(sort)
  const placed = matching.map((row) => ({ row, position: positionOf(row) }))
  const after = page?.after ?? null
  const left = after === null ? placed : placed.filter(({ position }) => compare(position, after) > 0)
  left.sort((a, b) => compare(a.position, b.position))
  const shown = page === null ? left : left.slice(0, page.limit)
  const last = shown.at(-1)
  return {
    rows: shown.map(({ row }) => row),
    nextCursor: last && shown.length < left.length ? formatCursor(last.position, sort) : null,
  }
}
