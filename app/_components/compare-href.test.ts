import { expect, test } from 'vitest'
import { compareHref, readCompared } from './compare-href'

const [A, B] = ['0x00000000000000000000000000000000000000Aa', '0x00000000000000000000000000000000000000bb']

test('what an address names is read as it was written, each once', () => {
  const href = compareHref([A, B])
  expect(readCompared(new URL(href, 'http://page').searchParams)).toEqual([A, B])
  expect(readCompared(new URLSearchParams({ orchestrators: ` ${A},,${A.toLowerCase()}, ` }))).toEqual([
    A.toLowerCase(),
  ])
  expect(compareHref([])).toBe('/compare')
  expect(readCompared(new URLSearchParams())).toEqual([])
})
