import { describe, expect, test } from 'vitest'
import { seededRandom } from '@/lib/domain/seeded-random'
import { applyListQuery } from './apply-list-query'
import { createListIndex } from './list-index'
import type { Filter, ListQuery } from './list-query'
import { CARDS, type Card, card, cardQuery, someCards } from './testdata/cards'
import { someQuery } from './testdata/some-query'

const everything = (query: ListQuery): ListQuery => ({ ...query, page: null })
const apply = (rows: readonly Card[], search: string) =>
  applyListQuery(createListIndex(rows, CARDS), cardQuery(search))
const ids = (rows: readonly Card[]) => rows.map(({ id }) => id)

describe('a filter keeps', () => {
  const rows = [
    card({ id: 'a', maker: 'Ærø, Ltd', tags: ['red', 'green'], latencyMs: -1, isSpare: true, seenAt: 1000 }),
    card({ id: 'b', maker: 'Halcyon', tags: ['red'], latencyMs: 0, isSpare: false, seenAt: 2000 }),
    card({ id: 'c', maker: '', tags: [''], latencyMs: null, isSpare: null, seenAt: null, price: null }),
  ]
  test.each([
    ['one of the values', 'maker=Halcyon,x', ['b']],
    ['a value with a comma', 'maker=Ærø%252C Ltd', ['a']],
    ['values in this spelling only', 'maker=halcyon', []],
    ['none of the values, nothing included', 'maker[not_in]=Halcyon', ['a', 'c']],
    ['a list in which one of the values is', 'tags=green,x', ['a']],
    ['a list in which all of the values are', 'tags[all]=green,red', ['a']],
    ['a list in which none of the values is, an empty one included', 'tags[not_in]=green', ['b', 'c']],
    ['a single text that is all that is wanted', 'maker[all]=Halcyon', ['b']],
    ['what says something: an empty text is nothing', 'maker[exists]=true', ['a', 'b']],
    ['what says nothing: a list of empty texts neither', 'tags[exists]=false', ['c']],
    ['numbers from here', 'latency_ms[gte]=0', ['b']],
    ['numbers above', 'latency_ms[gt]=-1', ['b']],
    ['numbers up to here', 'latency_ms[lte]=0', ['a', 'b']],
    ['numbers below', 'latency_ms[lt]=0', ['a']],
    ['zero, which is not nothing', 'latency_ms=0', ['b']],
    ['booleans', 'is_spare=false', ['b']],
    ['moments', 'seen_at[gt]=1970-01-01T00:00:01Z', ['b']],
    ['both of two filters', 'maker[exists]=true&latency_ms[lt]=0', ['a']],
    ['what the search finds', 'q=ltd "red"', ['a']],
  ])('%s', (_, search, expected) => expect(ids(apply(rows, `${search}&sort=id`).rows)).toEqual(expected))
})

test('amounts are compared exactly where floating point would call them equal', () => {
  const price = (numerator: bigint, denominator = 1n) => ({ numerator, denominator })
  const rows = [
    card({ id: 'more', price: price(9007199254740993n) }),
    card({ id: 'less', price: price(9007199254740992n) }),
    card({ id: 'same', price: price(2n * 9007199254740992n, 2n) }),
  ]
  const listed = (search: string) => ids(apply(rows, `unit=pixel&sort=price&${search}`).rows)
  expect(listed('')).toEqual(['less', 'same', 'more'])
  expect(listed('price[lte]=9007199254740992')).toEqual(['less', 'same'])
  expect(listed('price[gt]=9007199254740992')).toEqual(['more'])
  expect(listed('price=9007199254740992')).toEqual(['less', 'same'])
  expect(listed('price[not_in]=9007199254740992')).toEqual(['more'])
})

describe('sorting', () => {
  const rows = [
    card({ id: 'n2', latencyMs: null }),
    card({ id: 'x', latencyMs: 10, maker: 'b' }),
    card({ id: 'n1', latencyMs: null }),
    card({ id: 'z', latencyMs: 9, maker: null }),
    card({ id: 'y', latencyMs: 10, maker: 'a' }),
  ]
  test.each([
    ['latency_ms', ['z', 'x', 'y', 'n1', 'n2']],
    ['-latency_ms', ['x', 'y', 'z', 'n1', 'n2']],
    ['-latency_ms,maker', ['y', 'x', 'z', 'n1', 'n2']],
    ['-id', ['z', 'y', 'x', 'n2', 'n1']],
  ])('%s: nothing comes last both ways, ties go by id', (sort, expected) =>
    expect(ids(apply(rows, `sort=${sort}`).rows)).toEqual(expected),
  )

  test('every order of every query is kept from row to row', () => {
    const random = seededRandom('sorting')
    for (let i = 0; i < 100; i++) {
      const query = everything(cardQuery(someQuery(random).toString()))
      const sorted = applyListQuery(createListIndex(someCards(80, `sorting ${i}`), CARDS), query).rows
      const again = applyListQuery(createListIndex(random.shuffle(sorted), CARDS), query).rows
      expect(ids(again)).toEqual(ids(sorted))
    }
  })
})

describe('pages', () => {
  /** All pages one after the other; `between` may change the rows after each. */
  function walk(
    rows: readonly Card[],
    search: string,
    between: (rows: readonly Card[]) => readonly Card[] = (r) => r,
  ) {
    const seen: Card[] = []
    let current = rows
    let cursor: string | null = null
    do {
      const page = apply(current, cursor === null ? search : `${search}&cursor=${cursor}`)
      seen.push(...page.rows)
      if (seen.length > 1000) throw new Error('the pages do not end')
      cursor = page.nextCursor
      current = between(current)
    } while (cursor !== null)
    return seen
  }
  const SORTS = [
    'latency_ms',
    '-latency_ms,maker',
    'unit=pixel&sort=-price,seen_at',
    'tags,-is_spare',
    '-seen_at,state',
  ]
  const searches = SORTS.map((sort) => (sort.includes('=') ? sort : `sort=${sort}`))

  test.each(searches)(
    '%s: all pages together are the sorted list, each row once, for any limit',
    (search) => {
      const rows = someCards(61, search)
      const sorted = ids(applyListQuery(createListIndex(rows, CARDS), everything(cardQuery(search))).rows)
      for (const limit of [1, 2, 3, 7, 20, 60, 61, 62, 500])
        expect(ids(walk(rows, `${search}&limit=${limit}`))).toEqual(sorted)
    },
  )

  test.each(searches)('%s: rows that come and go cost no other row its place', (search) => {
    const random = seededRandom(search)
    for (let i = 0; i < 20; i++) {
      const rows = someCards(60, `${search} ${i}`)
      const staying = rows.filter(() => random.next() < 0.5)
      const fleeting = rows.filter((row) => !staying.includes(row))
      const between = () => random.shuffle([...staying, ...fleeting.filter(() => random.next() < 0.5)])
      const seen = ids(walk(between(), `${search}&limit=${random.int(1, 9)}`, between))
      expect(new Set(seen).size).toBe(seen.length)
      const stayed = new Set(ids(staying))
      const sorted = ids(applyListQuery(createListIndex(staying, CARDS), everything(cardQuery(search))).rows)
      expect(seen.filter((id) => stayed.has(id))).toEqual(sorted)
    }
  })

  test('the last page has no next, even when it is full', () => {
    const rows = someCards(4, 'full')
    expect(apply(rows, 'limit=4').nextCursor).toBeNull()
    expect(apply(rows, 'limit=3').nextCursor).not.toBeNull()
    expect(apply([], '')).toMatchObject({ rows: [], matched: 0, total: 0, nextCursor: null })
  })

  test('a text of any length leaves a cursor that can be sent', () => {
    const rows = ['a', 'b', 'c'].map((id) => card({ id, maker: 'ä'.repeat(100_000) + id }))
    expect(ids(walk(rows, 'sort=maker&limit=1'))).toEqual(['a', 'b', 'c'])
  })

  test('so does an id of any length, and tells rows apart that begin alike', () => {
    const rows = ['a', 'b', 'c'].map((id) => card({ id: 'ä'.repeat(100_000) + id }))
    expect(apply(rows, 'limit=1').nextCursor?.length).toBeLessThan(2_000)
    expect(new Set(ids(walk(rows, 'limit=1'))).size).toBe(3)
  })

  test('how many match is said on every page', () => {
    const first = apply(someCards(30, 'counts'), 'state=warm&limit=2')
    const second = apply(someCards(30, 'counts'), `state=warm&limit=2&cursor=${first.nextCursor}`)
    expect(second).toMatchObject({ matched: first.matched, total: 30, facets: first.facets })
  })

  test('a query without pages has all that matches', () =>
    expect(apply(someCards(600, 'csv'), 'format=csv')).toMatchObject({
      rows: { length: 600 },
      nextCursor: null,
    }))
})

describe('facets', () => {
  test('each is counted without its own filters; nothing is a value; most first, then by value, nothing last', () => {
    const rows = [
      card({ id: '1', maker: 'b', state: 'warm', tags: ['red', 'red', 'green'] }),
      card({ id: '2', maker: 'a', state: 'warm', tags: ['red'] }),
      card({ id: '3', maker: null, state: 'cold', isSpare: null }),
      card({ id: '4', maker: 'b', state: 'cold', isSpare: true }),
    ]
    expect(apply(rows, 'state=warm').facets).toEqual({
      maker: [
        { value: 'a', count: 1 },
        { value: 'b', count: 1 },
      ],
      state: [
        { value: 'cold', count: 2 },
        { value: 'warm', count: 2 },
      ],
      tags: [
        { value: 'red', count: 2 },
        { value: 'green', count: 1 },
      ],
      is_spare: [{ value: 'false', count: 2 }],
    })
    expect(apply(rows, '').facets.maker).toEqual([
      { value: 'b', count: 2 },
      { value: 'a', count: 1 },
      { value: null, count: 1 },
    ])
  })

  test('a chosen value stays visible, even when it is left with nothing', () =>
    expect(apply([card()], 'maker=gone').facets.maker).toEqual([
      { value: 'Halcyon', count: 1 },
      { value: 'gone', count: 0 },
    ]))

  test('a count is what one gets by choosing that value instead', () => {
    const random = seededRandom('facets')
    const rows = someCards(120, 'facets')
    for (let i = 0; i < 150; i++) {
      const query = cardQuery(someQuery(random).toString())
      const { facets } = applyListQuery(createListIndex(rows, CARDS), query)
      for (const [field, values] of Object.entries(facets)) {
        const others = query.filters.filter((filter) => filter.field !== field)
        for (const { value, count } of values) {
          const chosen: Filter =
            value === null
              ? { field, operator: 'exists', value: false }
              : { field, operator: 'in', values: [field === 'is_spare' ? value === 'true' : value] }
          const left = applyListQuery(createListIndex(rows, CARDS), {
            ...query,
            filters: [...others, chosen],
          })
          expect(left.matched, `${field} ${value}`).toBe(count)
        }
      }
    }
  })
})

describe('when nothing matches', () => {
  const rows = [
    card({ id: '1', maker: 'a', state: 'warm', latencyMs: 5 }),
    card({ id: '2', maker: 'a', state: 'warm', latencyMs: 6 }),
    card({ id: '3', maker: 'b', state: 'cold', latencyMs: 1 }),
  ]
  test('what stands in the way is named, the one that gives most first', () =>
    expect(apply(rows, 'maker=a&state=warm&latency_ms[lte]=3').emptiedBy).toEqual([
      { parameter: 'latency_ms[lte]', removed: 2 },
      { parameter: 'maker', removed: 0 },
      { parameter: 'state', removed: 0 },
    ]))

  test('the search may be it', () =>
    expect(apply(rows, 'maker=a&q=zebra').emptiedBy).toEqual([
      { parameter: 'q', removed: 2 },
      { parameter: 'maker', removed: 0 },
    ]))

  test('a filter without which another would compare unlike prices is not offered for removal', () =>
    expect(apply(rows, 'unit=token&price[lte]=5').emptiedBy).toEqual([
      { parameter: 'price[lte]', removed: 0 },
    ]))

  test('an empty list has nothing in the way', () => expect(apply([], '').emptiedBy).toEqual([]))

  test('else it is not said', () => expect(apply(rows, 'maker=a').emptiedBy).toBeNull())

  test('a figure is what one gets by leaving that parameter out', () => {
    const random = seededRandom('emptied')
    const few = someCards(12, 'emptied')
    let emptied = 0
    for (let i = 0; i < 600; i++) {
      const params = someQuery(random)
      const { emptiedBy } = apply(few, params.toString())
      if (emptiedBy === null) continue
      emptied++
      for (const { parameter, removed } of emptiedBy) {
        const without = new URLSearchParams(params)
        without.delete(parameter)
        without.delete('sort')
        expect(apply(few, without.toString()).matched, `${params} without ${parameter}`).toBe(removed)
      }
    }
    expect(emptied).toBeGreaterThan(50)
  })
})
