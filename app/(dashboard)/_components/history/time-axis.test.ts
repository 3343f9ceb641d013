import { expect, test } from 'vitest'
import { formatBucket, formatTick, timeTicks } from './time-axis'

const HOUR = 3_600_000
const at = (iso: string) => Date.parse(iso)

test.each([
  ['a day', 24, 4 * HOUR],
  ['a week', 168, 24 * HOUR],
  ['a month', 720, 5 * 24 * HOUR],
])('%s has few ticks, at round moments', (_, hours, step) => {
  const from = at('2026-03-01T10:17:00Z')
  const ticks = timeTicks(from, from + hours * HOUR)
  expect(ticks.length).toBeGreaterThan(3)
  expect(ticks.length).toBeLessThanOrEqual(8)
  expect(ticks.every((tick) => tick % step === 0 && tick >= from)).toBe(true)
})

test('no time has no ticks but one where it is round', () => {
  expect(timeTicks(1, 1)).toEqual([])
  expect(timeTicks(0, 0)).toEqual([0])
})

test('midnight is told as a day, other times by the clock', () => {
  expect(formatTick(at('2026-11-29T00:00:00Z'))).toBe('29 Nov')
  expect(formatTick(at('2026-11-29T14:00:00Z'))).toBe('14:00')
  expect(formatBucket(at('2026-11-29T14:15:00Z'))).toBe('29 Nov, 14:15 UTC')
})
