import { expect, test } from 'vitest'
import { chartHeightPx, foldBars } from './chart-bars'

const numbers = (count: number) => Array.from({ length: count }, () => 1)
const sum = (rest: readonly number[]) => rest.reduce((total, number) => total + number, 0)

test('few bars are all shown, of many the rest is folded into the last', () => {
  expect(foldBars([], sum)).toEqual([])
  expect(foldBars(numbers(12), sum)).toEqual(numbers(12))
  expect(foldBars(numbers(13), sum)).toEqual([...numbers(11), 2])
  expect(sum(foldBars(numbers(2_000), sum))).toBe(2_000)
})

test('a chart takes room by its bars, up to where they are folded', () => {
  expect(chartHeightPx(2)).toBeGreaterThan(chartHeightPx(1))
  expect(chartHeightPx(13)).toBe(chartHeightPx(12))
})
