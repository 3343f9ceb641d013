import { describe, expect, test } from 'vitest'
import { formatCursor } from './cursor'
import type { ListSchema } from './list-schema'
import { parseListQuery } from './parse-list-query'
import { shortened } from './reading'
import { CARDS, type Card, cardQuery } from './testdata/cards'

const parse = (search: string) => parseListQuery(new URLSearchParams(search), CARDS)
const errorsOf = (search: string) => {
  const result = parse(search)
  return result.ok ? [] : result.errors
}
const many = (n: number) => Array.from({ length: n }, (_, i) => i)
const position = { values: [1], id: 'card-1' }
const cursor = formatCursor(position, { sort: CARDS.defaultSort, schema: CARDS })

test('nothing asked is everything, by the defaults of the list', () =>
  expect(cardQuery('')).toEqual({
    filters: [],
    base: [],
    search: null,
    sort: CARDS.defaultSort,
    format: 'json',
    page: { limit: 20, after: null },
    fields: null,
    include: [],
  }))

test('a list may be repeated parameters, comma-separated, or both, in any order', () => {
  const expected = [{ field: 'maker', operator: 'in', values: ['a', 'b', 'c,d'] }]
  expect(cardQuery('maker=b,c%252Cd&maker=a&maker=a').filters).toEqual(expected)
  expect(cardQuery('maker=a&maker=b,a&maker=c%252Cd').filters).toEqual(expected)
})

test('several sort keys, fields or includes may be one parameter or repeated', () => {
  expect(cardQuery('sort=-maker&sort=state')).toEqual(cardQuery('sort=-maker,state'))
  expect(cardQuery('fields=note&fields=id')).toEqual(cardQuery('fields=note,id'))
})

test('filters come in the order of the list, whatever the order they were asked in', () =>
  expect(cardQuery('state=warm&latency_ms[lt]=5&maker[exists]=true&latency_ms[gte]=1&maker=a')).toEqual(
    cardQuery('maker=a&maker[exists]=true&state=warm&latency_ms[gte]=1&latency_ms[lt]=5'),
  ))

test('values of every kind are read as what they are', () =>
  expect(
    cardQuery('unit=pixel&price[lte]=0.50&latency_ms=1e1,10&is_spare=false&seen_at[gt]=1970-01-02').filters,
  ).toEqual([
    { field: 'latency_ms', operator: 'in', values: [10] },
    { field: 'unit', operator: 'in', values: ['pixel'] },
    { field: 'price', operator: 'lte', value: { numerator: 1n, denominator: 2n } },
    { field: 'is_spare', operator: 'in', values: [false] },
    { field: 'seen_at', operator: 'gt', value: 86_400_000 },
  ]))

test('csv and ndjson are without pages', () => {
  expect(cardQuery('format=csv').page).toBeNull()
  expect(cardQuery('format=ndjson&fields=note,id')).toMatchObject({ page: null, fields: ['note', 'id'] })
})

test('what the endpoint reads itself is left alone, and named where parameters are listed', () => {
  const params = new URLSearchParams('as_of=5&as_of=6&range=x')
  expect(parseListQuery(params, CARDS, { ownParameters: ['as_of', 'range'] }).ok).toBe(true)
  expect(parseListQuery(params, CARDS, { ownParameters: ['as_of'] })).toMatchObject({
    errors: [{ parameter: 'range', detail: expect.stringContaining('as_of') }],
  })
})

test('a list with nothing more to include has no such parameter', () =>
  expect(parseListQuery(new URLSearchParams('include=history'), { ...CARDS, includes: [] })).toMatchObject({
    errors: [
      { parameter: 'include', detail: expect.stringMatching(/^is not a parameter.*, fields, format$/) },
    ],
  }))

test('everything that is wrong is said at once', () =>
  expect(
    errorsOf('stat=warm&state=hot&limit=0&sort=colour&q="')
      .map(({ parameter }) => parameter)
      .sort(),
  ).toEqual(['limit', 'q', 'sort', 'stat', 'state']))

test('a list with many fields reads up to fifty filters', () => {
  const wide: ListSchema<Card> = {
    ...CARDS,
    fields: many(60).map((i) => ({ name: `f${i}`, kind: 'text', read: () => null, isFilter: true })),
    defaultSort: [],
    facets: [],
  }
  const ask = (n: number) => parseListQuery(new URLSearchParams(many(n).map((i) => [`f${i}`, 'a'])), wide)
  expect(ask(50).ok).toBe(true)
  expect(ask(51)).toMatchObject({ errors: [{ parameter: 'f50', detail: expect.stringContaining('50') }] })
})

describe('what cannot be compared is neither filtered nor sorted by', () => {
  test.each([
    ['price[lte]=5', 'price[lte]'],
    ['price=5&unit=pixel,token', 'price'],
    ['price[exists]=true&unit[not_in]=pixel,token', 'price[exists]'],
    ['sort=-price', 'sort'],
  ])('%s', (search, parameter) =>
    expect(errorsOf(search)).toEqual([{ parameter, detail: expect.stringContaining('exactly one unit') }]),
  )
  test('while the filter that would allow it is itself wrong, only that is said', () =>
    expect(errorsOf('price[lte]=5&unit=').map(({ parameter }) => parameter)).toEqual(['unit']))
})

/** What strangers may send, the parameter that is named for it, and a part of what is said. */
const HOSTILE: [search: string, parameter: string, detail: string][] = [
  ['colour=red', 'colour', 'known: id, maker, state'],
  ['=', '', 'is not a parameter'],
  ['MAKER=a', 'MAKER', 'is not a parameter'],
  ['%20maker=a', ' maker', 'is not a parameter'],
  ['note=a', 'note', 'is not a parameter'],
  ['note[exists]=true', 'note[exists]', 'is not a parameter'],
  ['__proto__=a', '__proto__', 'is not a parameter'],
  ['__proto__[gte]=1', '__proto__[gte]', 'is not a parameter'],
  ['constructor=a', 'constructor', 'is not a parameter'],
  ['toString[exists]=true', 'toString[exists]', 'is not a parameter'],
  ['hasOwnProperty=1', 'hasOwnProperty', 'is not a parameter'],
  ['maker[]=a', 'maker[]', 'maker[not_in]'],
  ['maker[in]=a', 'maker[in]', 'there are maker, maker[not_in]'],
  ['maker[__proto__]=a', 'maker[__proto__]', 'there are'],
  ['maker[constructor]=a', 'maker[constructor]', 'there are'],
  ['maker[length]=1', 'maker[length]', 'there are'],
  ['maker[gte]=a', 'maker[gte]', 'there are maker'],
  ['maker[GTE]=a', 'maker[GTE]', 'there are'],
  ['maker[like]=a%25', 'maker[like]', 'there are'],
  ['maker[$ne]=a', 'maker[$ne]', 'there are'],
  ['maker[not_in][]=a', 'maker[not_in][]', 'is not a parameter'],
  ['maker[not_in=a', 'maker[not_in', 'is not a parameter'],
  ['maker]=a', 'maker]', 'is not a parameter'],
  ['[maker]=a', '[maker]', 'is not a parameter'],
  ['maker.not_in=a', 'maker.not_in', 'is not a parameter'],
  ['limit[gte]=5', 'limit[gte]', 'is not a parameter'],
  ['latency_ms[all]=1', 'latency_ms[all]', 'latency_ms[gte]'],
  ['is_spare[gt]=false', 'is_spare[gt]', 'there are is_spare'],
  ['is_spare[all]=true', 'is_spare[all]', 'there are'],
  ['unit=pixel&price[all]=1', 'price[all]', 'there are'],
  ['maker=', 'maker', 'has an empty value'],
  ['maker', 'maker', 'has an empty value'],
  ['maker=a,', 'maker', 'maker[exists]=false'],
  ['maker=,', 'maker', 'has an empty value'],
  ['maker=a&maker=', 'maker', 'has an empty value'],
  [`maker=${many(101).join()}`, 'maker', 'has 101 values; there may be 100'],
  [
    many(101)
      .map((i) => `maker=${i}`)
      .join('&'),
    'maker',
    '101 values',
  ],
  [`maker=${'x'.repeat(1001)}`, 'maker', 'longer than 1000'],
  ['maker=%FF', 'maker', 'not valid UTF-8'],
  ['maker=%C3%28', 'maker', 'not valid UTF-8'],
  ['%FFmaker=a', '\uFFFDmaker', 'not valid UTF-8'],
  ['maker=%ED%A0%80', 'maker', 'not valid UTF-8'],
  ['q=%F0%9F', 'q', 'not valid UTF-8'],
  ['cursor=%80', 'cursor', 'not valid UTF-8'],
  ['state=hot', 'state', 'one of warm, cold, unknown'],
  ['state=warm,hot', 'state', '"hot" is not one of'],
  ['state=Warm', 'state', 'one of warm'],
  ['state=__proto__', 'state', 'one of warm'],
  ['state[not_in]=hot', 'state[not_in]', 'one of warm'],
  ['latency_ms=fast', 'latency_ms', 'a number such as'],
  ['latency_ms[gte]=', 'latency_ms[gte]', 'is empty'],
  ['latency_ms[gte]=NaN', 'latency_ms[gte]', 'a number'],
  ['latency_ms[gte]=Infinity', 'latency_ms[gte]', 'a number'],
  ['latency_ms[gte]=1e999', 'latency_ms[gte]', 'a number'],
  ['latency_ms[gte]=0x10', 'latency_ms[gte]', 'a number'],
  ['latency_ms[gte]=1,5', 'latency_ms[gte]', 'a number'],
  ['latency_ms[gte]=+1', 'latency_ms[gte]', 'a number'],
  [`latency_ms[gte]=${'9'.repeat(9999)}`, 'latency_ms[gte]', 'a number'],
  ['latency_ms[gte]=1&latency_ms[gte]=2', 'latency_ms[gte]', 'more than once'],
  ['latency_ms[exists]=yes', 'latency_ms[exists]', 'true or false'],
  ['latency_ms[exists]=1', 'latency_ms[exists]', 'true or false'],
  ['latency_ms[exists]=true,false', 'latency_ms[exists]', 'true or false'],
  ['latency_ms[exists]=true&latency_ms[exists]=true', 'latency_ms[exists]', 'more than once'],
  ['is_spare=TRUE', 'is_spare', 'true or false'],
  ['is_spare=0', 'is_spare', 'true or false'],
  ['unit=pixel&price[lte]=cheap', 'price[lte]', '3000, 0.4 or 1e6'],
  ['unit=pixel&price[lte]=1e99', 'price[lte]', 'at most 60 digits'],
  ['unit=pixel&price[lte]=1/0', 'price[lte]', 'a decimal'],
  [`unit=pixel&price[lte]=1${'0'.repeat(9999)}`, 'price[lte]', 'a decimal'],
  ['seen_at[gte]=yesterday', 'seen_at[gte]', '2026-01-31T12:00:00Z'],
  ['seen_at[gte]=1767225600000', 'seen_at[gte]', 'a moment'],
  ['seen_at[gte]=2026-02-30', 'seen_at[gte]', 'a moment'],
  ['seen_at[gte]=2026-01-31T12:00', 'seen_at[gte]', 'a moment'],
  ['seen_at[gte]=2026-01-31T12:00:00+02:00', 'seen_at[gte]', 'write %2B'],
  ['q=', 'q', 'is empty'],
  ['q=%20%09', 'q', 'is empty'],
  ['q=""', 'q', 'holds no word'],
  ['q="open', 'q', 'without its partner'],
  ['q=a&q=b', 'q', 'more than once'],
  [`q=${'x'.repeat(201)}`, 'q', 'longer than 200'],
  ['sort=', 'sort', 'is empty'],
  ['sort=colour', 'sort', 'there are id, maker'],
  ['sort=note', 'sort', 'cannot be sorted by'],
  ['sort=--maker', 'sort', '"-maker" cannot'],
  ['sort=-', 'sort', '"" cannot'],
  ['sort=maker,', 'sort', '"" cannot'],
  ['sort=maker, state', 'sort', '" state" cannot'],
  ['sort=maker,-maker', 'sort', 'more than once'],
  ['sort=maker&sort=-maker', 'sort', '"maker" stands there more than once'],
  ['sort=maker&sort=', 'sort', '"" cannot'],
  ['sort=maker:desc', 'sort', 'cannot be sorted by'],
  ['sort=__proto__', 'sort', 'cannot be sorted by'],
  [`sort=${'maker,'.repeat(3000)}`, 'sort', 'cannot be sorted by'],
  ['limit=', 'limit', 'is empty'],
  ['limit=0', 'limit', 'from 1 to 500'],
  ['limit=501', 'limit', 'from 1 to 500'],
  ['limit=-1', 'limit', 'from 1 to 500'],
  ['limit=1.5', 'limit', 'from 1 to 500'],
  ['limit=1e2', 'limit', 'from 1 to 500'],
  ['limit=07', 'limit', 'from 1 to 500'],
  ['limit=٣', 'limit', 'from 1 to 500'],
  ['limit=99999999999999999999', 'limit', 'from 1 to 500'],
  ['limit=1&limit=2', 'limit', 'more than once'],
  ['limit=1&limit=1', 'limit', 'more than once'],
  ['cursor=', 'cursor', 'is empty'],
  ['cursor=abc', 'cursor', 'begin again without it'],
  ['cursor=null', 'cursor', 'begin again'],
  ['cursor=bnVsbA', 'cursor', 'begin again'],
  [`cursor=${cursor}&sort=maker`, 'cursor', 'begin again'],
  [`cursor=${cursor}&sort=-latency_ms`, 'cursor', 'begin again'],
  [`cursor=${cursor}&cursor=${cursor}`, 'cursor', 'more than once'],
  [`cursor=${cursor}A`, 'cursor', 'begin again'],
  [`cursor=${'A'.repeat(16_000)}`, 'cursor', 'begin again'],
  [`cursor=${Buffer.from('['.repeat(5000)).toString('base64url')}`, 'cursor', 'begin again'],
  ['cursor=abc&sort=colour', 'sort', 'cannot be sorted by'],
  ['fields=', 'fields', '"" is not one of id, maker'],
  ['fields=id,colour', 'fields', '"colour" is not one of'],
  ['fields=__proto__', 'fields', 'is not one of'],
  ['fields=id,', 'fields', '"" is not one of'],
  ['fields=*', 'fields', 'is not one of'],
  ['include=', 'include', 'is not one of facets, history'],
  ['include=secrets', 'include', 'is not one of facets, history'],
  ['include=constructor', 'include', 'is not one of'],
  ['format=csv&include=facets', 'include', 'CSV has columns alone'],
  ['format=xml', 'format', 'json, csv, ndjson'],
  ['format=CSV', 'format', 'json, csv, ndjson'],
  ['format=', 'format', 'is empty'],
  ['format=csv&format=json', 'format', 'more than once'],
  ['format=csv&limit=5', 'limit', 'have no pages'],
  [`format=ndjson&cursor=${cursor}`, 'cursor', 'have no pages'],
]

describe('what is wrong is named, with what would be right', () => {
  test.each(HOSTILE.map((row) => [shortened(row[0]), ...row] as const))(
    '%s',
    (_, search, parameter, detail) =>
      expect(errorsOf(search)).toEqual([{ parameter, detail: expect.stringContaining(detail) }]),
  )
})

describe('what looks odd and means something is accepted', () => {
  test.each([
    ['an empty query', '?'],
    ['separators without parameters', '&&'],
    ['a value that no row has', 'maker=__proto__,constructor'],
    ['brackets percent-encoded', 'maker%5Bnot_in%5D=a'],
    ['a value with spaces, quotes and line ends', 'maker=%20"%0D%0A'],
    ['a percent sign that begins no encoding', 'maker=100%25,%'],
    ['a NUL', 'maker=%00'],
    ['a range that nothing is in', 'latency_ms[gte]=5&latency_ms[lt]=1'],
    ['a filter and its opposite', 'maker=a&maker[not_in]=a'],
    ['values of which no row can have two', 'state[all]=warm,cold'],
    ['a hundred values', `maker=${many(100).join()}`],
    ['a search of 200 characters', `q=${'😀'.repeat(200)}`],
    ['a search that would be a formula elsewhere', 'q=.*(a%2B)%2B$'],
    ['the format that is meant anyway', 'format=json&limit=5'],
    ['a field asked for twice', 'fields=id,id&fields=id'],
    ['a cursor of this order, said or not', `cursor=${cursor}&sort=latency_ms`],
    ['a cursor when the filters have changed', `cursor=${cursor}&maker=a`],
  ])('%s', (_, search) => expect(errorsOf(search)).toEqual([]))
})
