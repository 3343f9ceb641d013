import { groupsOf } from '@/lib/catalog/groups-of'
import { countFacet, type FacetValue } from './count-facet'
import { formatCursor } from './cursor'
import { guardErrors } from './guard-errors'
import type { ListIndex } from './list-index'
import type { ListQuery } from './list-query'
import { fieldOf } from './list-schema'
import { parameterOf } from './parameter-of'
import { RANK } from './ranked-schema'
import { both, hasRow, type RowSet, rowNumbers, without } from './row-set'
import { parseSearchTerms } from './search-text'
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
  index: ListIndex<Row>,
  query: ListQuery,
  { facets: names = index.schema.facets }: { facets?: readonly string[] } = {},
): ListResult<Row> {
  const { rows, schema } = index
  const tests = rowTests(index, query)
  const sifted = sift(index.all, tests)
  const matching = rowNumbers(sifted.matching)
  const facets = names.map((name) => {
    const others = sifted.missing.get(name)
    const counted = others ? [matching, rowNumbers(others)] : [matching]
    const field = fieldOf(schema, name)
    return [name, countFacet(field, index.column(name), { counted, filters: query.filters })] as const
  })
  return {
    ...pageOf(sifted.matching, query, index),
    matched: matching.length,
    total: rows.length,
    facets: Object.fromEntries(facets),
    emptiedBy: matching.length > 0 ? null : obstacles(index.all, tests),
  }
}

interface RowTest {
  readonly parameter: string
  /** Null for what is not chosen from a facet: the search, and what holds besides. */
  readonly field: string | null
  readonly passing: RowSet
  /** False: without it a guard would refuse another filter, so nobody could ask that. */
  readonly isRemovable: boolean
}

function rowTests<Row>(index: ListIndex<Row>, { filters, base, ranks, search }: ListQuery): RowTest[] {
  const { schema } = index
  const all = [...base, ...filters]
  const tests: RowTest[] = all.map((filter, i) => {
    const others = all.filter((other) => other !== filter)
    return {
      parameter: parameterOf(filter),
      field: i < base.length ? null : filter.field,
      passing: index.passing(filter),
      isRemovable: guardErrors(others, { sort: [], schema }).length === 0,
    }
  })
  if (ranks) {
    const passing = index.passing({ field: RANK, operator: 'exists', value: true })
    tests.push({ parameter: 'policy', field: null, passing, isRemovable: true })
  }
  if (search === null) return tests
  const passing = index.search().find(parseSearchTerms(search) ?? [])
  return [...tests, { parameter: 'q', field: null, passing, isRemovable: true }]
}

interface Sifted {
  readonly matching: RowSet
  /** By field, the rows that miss tests of that field alone. */
  readonly missing: ReadonlyMap<string, RowSet>
}

function sift(all: RowSet, tests: readonly RowTest[]): Sifted {
  const fields = groupsOf(tests, ({ field }) => field ?? '')
  const passing = fields.map(([, own]) => own.map((test) => test.passing).reduce(both))
  // Up to each field from either side, so that all others are met in one step.
  const before = [all]
  for (const rows of passing) before.push(both(before.at(-1) ?? all, rows))
  const matching = before.at(-1) ?? all
  const missing = new Map<string, RowSet>()
  let after = all
  for (let n = fields.length - 1; n >= 0; n--) {
    const field = fields[n]?.[0].field
    if (field != null) missing.set(field, without(both(before[n] ?? all, after), matching))
    after = both(after, passing[n] ?? all)
  }
  return { matching, missing }
}

/** How many rows would match without each test, most first. */
function obstacles(all: RowSet, tests: readonly RowTest[]): Obstacle[] {
  const removed = tests.map((test) => {
    const { matching } = sift(
      all,
      tests.filter((other) => other !== test),
    )
    return rowNumbers(matching).length
  })
  return tests
    .map(({ parameter, isRemovable }, t) => ({ parameter, isRemovable, removed: removed[t] ?? 0 }))
    .filter(({ isRemovable }) => isRemovable)
    .map(({ parameter, removed }) => ({ parameter, removed }))
    .sort((a, b) => b.removed - a.removed)
}

function pageOf<Row>(matching: RowSet, { sort, page }: ListQuery, index: ListIndex<Row>) {
  const { rows, schema } = index
  const order = index.order(sort)
  const positionOf = positionReader(sort, schema)
  const limit = page?.limit ?? rows.length
  const shown: Row[] = []
  let isLast = true
  for (let at = page?.after ? firstBehind() : 0; at < order.length; at++) {
    const number = order[at] ?? 0
    const row = rows[number]
    if (!hasRow(matching, number) || row === undefined) continue
    isLast = shown.length < limit
    if (!isLast) break
    shown.push(row)
  }
  const last = shown.at(-1)
  return {
    rows: shown,
    nextCursor: last && !isLast ? formatCursor(positionOf(last), { sort, schema }) : null,
  }

  /** Where the first row stands that comes after the cursor. */
  function firstBehind(): number {
    const after = page?.after
    const compare = comparePositions(sort)
    let [low, high] = [0, order.length]
    while (after && low < high) {
      const middle = (low + high) >> 1
      const row = rows[order[middle] ?? 0]
      if (row !== undefined && compare(positionOf(row), after) <= 0) low = middle + 1
      else high = middle
    }
    return low
  }
}
