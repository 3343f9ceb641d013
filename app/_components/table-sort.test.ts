import { describe, expect, test } from 'vitest'
import { compareValues } from './compare-values'
import { formatSort, nextSort, parseSort, sortSentence } from './table-sort'

const KEYS = ['model', 'price'] as const

describe('an order in the address', () => {
  test.each(['model', '-model', 'price', '-price'])('%s is read as it is written', (text) => {
    const sort = parseSort(text, KEYS)
    expect(sort && formatSort(sort)).toBe(text)
  })
  test.each(['', '-', 'age', '--price', 'Price'])('"%s" is none', (text) =>
    expect(parseSort(text, KEYS)).toBeNull(),
  )
  test('a header leads up, down and back', () => {
    const up = nextSort(null, 'price')
    const down = nextSort(up, 'price')
    expect([up, down, nextSort(down, 'price')]).toEqual([
      { key: 'price', isDescending: false },
      { key: 'price', isDescending: true },
      null,
    ])
    expect(nextSort(down, 'model')).toEqual({ key: 'model', isDescending: false })
  })
  test('is told in words', () => {
    const columns = [{ key: 'price', label: 'Lowest price', width: '' }] as const
    expect(sortSentence({ key: 'price', isDescending: true }, columns)).toBe(
      'Sorted by lowest price, descending.',
    )
    expect(sortSentence(null, columns)).toBe('In the order as listed.')
  })
})

test('no data comes last in either direction, numbers in texts count as numbers', () => {
  const sorted = (sign: 1 | -1, values: readonly (string | number | null)[]) =>
    values.toSorted((a, b) => compareValues(a, b, sign))
  expect(sorted(1, [null, 3, 0, -1])).toEqual([-1, 0, 3, null])
  expect(sorted(-1, [null, 3, 0, -1])).toEqual([3, 0, -1, null])
  expect(sorted(1, ['node-10', null, 'node-9'])).toEqual(['node-9', 'node-10', null])
})
