import { expect, test } from 'vitest'
import { sparklinePath } from './sparkline-path'

const box = { widthPx: 20, heightPx: 14 }

test('goes from the lowest at the bottom to the highest at the top', () => {
  expect(sparklinePath([0, 5, 10], box)).toBe('M0 12L10 7L20 2')
})

test('a gap stays a gap, and a value between two of them is a dot', () => {
  expect(sparklinePath([null, 1, null, 2, 3], box)).toBe('M5 12h0M15 7L20 2')
})

test('what does not change lies in the middle, also one value alone; nothing known is nothing drawn', () => {
  expect(sparklinePath([7, 7], box)).toBe('M0 7L20 7')
  expect(sparklinePath([7], box)).toBe('M0 7h0')
  expect(sparklinePath([null, null], box)).toBe('')
  expect(sparklinePath([], box)).toBe('')
})
