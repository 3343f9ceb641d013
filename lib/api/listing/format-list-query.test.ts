import { expect, test } from 'vitest'
import { seededRandom } from '@/lib/domain/seeded-random'
import { applyListQuery } from './apply-list-query'
import { formatListQuery } from './format-list-query'
import { createListIndex } from './list-index'
import { parseListQuery } from './parse-list-query'
import { CARDS, cardQuery, someCards } from './testdata/cards'
import { someQuery } from './testdata/some-query'

const format = (search: string) => formatListQuery(cardQuery(search), CARDS).toString()

test('defaults are left out', () => expect(format('sort=latency_ms&limit=20&format=json')).toBe(''))

test('queries that mean the same are written alike', () => {
  const written = format('maker=a,b&unit=pixel&latency_ms[gte]=10&price[lte]=0.5&include=facets,history')
  expect(
    format('include=history,facets&price[lte]=2/4&maker=b&latency_ms[gte]=1e1&unit=pixel,pixel&maker=a'),
  ).toBe(written)
})

test('no two that differ are: nor by what holds besides, nor by a second filter of one field', () => {
  const [plain, other] = [cardQuery('maker=a'), cardQuery('maker=b')]
  const queries = [
    plain,
    { ...plain, base: plain.filters },
    { ...plain, base: other.filters },
    { ...plain, base: [...other.filters, ...plain.filters] },
    { ...plain, filters: [], base: plain.filters },
    { ...plain, filters: [...other.filters, ...plain.filters] },
  ]
  const written = queries.map((query) => formatListQuery(query, CARDS).toString())
  expect(new Set(written).size).toBe(queries.length)
})

test('every query is read back as it was, through the text of a URL', () => {
  const random = seededRandom('queries')
  const rows = someCards(60, 'queries')
  for (let i = 0; i < 3000; i++) {
    const asked = someQuery(random)
    let query = cardQuery(asked.toString())
    const { nextCursor } = applyListQuery(createListIndex(rows, CARDS), query)
    if (nextCursor !== null && random.next() < 0.5) {
      asked.set('cursor', nextCursor)
      query = cardQuery(asked.toString())
    }
    const written = formatListQuery(query, CARDS).toString()
    expect(parseListQuery(new URLSearchParams(written), CARDS), written).toEqual({ ok: true, query })
    expect(format(written)).toBe(written)
  }
})
