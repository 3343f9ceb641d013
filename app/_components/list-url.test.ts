import { describe, expect, test } from 'vitest'
import { formatListView, listQueryOf, parseListView } from './list-url'

const FIELDS = {
  filters: ['pipeline', 'gpu'],
  sortKeys: ['model', 'price'],
  choices: { window: ['24h', '7d'] },
} as const
const read = (query: string) => parseListView(new URLSearchParams(query), FIELDS)

describe('the address of a list', () => {
  test.each(['', 'q=flux', 'q=flux&pipeline=llm&sort=-price', 'gpu=RTX+4090'])(
    '"%s" is written as it is read',
    (query) => {
      const view = read(query)
      expect(view.problems).toEqual([])
      expect(formatListView(view, FIELDS).toString()).toBe(query)
    },
  )
  test('a moment that is looked at is no mistake, anything unknown is', () => {
    expect(read('as_of=2026-01-31').problems).toEqual([])
    expect(read('sort=age&colour=red').problems.map(({ parameter }) => parameter)).toEqual(['colour', 'sort'])
    expect(read('sort=age').sort).toBeNull()
    expect(read('window=7d').problems).toEqual([])
    expect(read('window=zz').problems).toEqual([
      { parameter: 'window', detail: '"zz" is not one of 24h, 7d' },
    ])
  })
  test('the API is asked for what is chosen, a comma within a value included', () => {
    const view = { q: ' a b ', filters: { gpu: 'A,B' } }
    expect(listQueryOf(view, FIELDS.filters).toString()).toBe('q=a+b&gpu=A%252CB')
  })
  test('more words than the API takes are cut', () =>
    expect(read(`q=${'a'.repeat(300)}`).q).toHaveLength(200))
})
