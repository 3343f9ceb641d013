import { expect, test } from 'vitest'
import { seededRandom } from '@/lib/domain/seeded-random'
import {
  formatSpan,
  historyWindow,
  LEVEL_MS,
  MAX_BUCKETS,
  parseSpan,
  parseStep,
  type WindowQuery,
} from './history-window'

const UNTIL = Date.UTC(2026, 4, 17, 13, 37, 21)
const windowOf = (query: Partial<WindowQuery> & { windowMs: number }) => {
  const reading = historyWindow({ stepMs: null, until: UNTIL, ...query })
  if (!reading.ok) throw new Error(reading.detail)
  return reading.window
}
const span = (text: string): number => {
  const ms = parseSpan(text)
  if (ms === null) throw new Error(`${text} is a span`)
  return ms
}

test('a window without a step is drawn as finely as 300 points allow', () => {
  const found = ['1h', '24h', '7d', '30d', '90d', '365d', '1100d'].map((text) => {
    const { stepMs, count, level } = windowOf({ windowMs: span(text) })
    return [text, formatSpan(stepMs), count, level]
  })
  expect(found).toEqual([
    ['1h', '5m', 12, '5m'],
    ['24h', '5m', 288, '5m'],
    ['7d', '1h', 168, '1h'],
    ['30d', '3h', 240, '1h'],
    ['90d', '1d', 90, '1d'],
    ['365d', '2d', 183, '1d'],
    ['1100d', '4d', 275, '1d'],
  ])
})

test('a step that would make more than 300 points is refused with one that would not', () => {
  const reading = historyWindow({ windowMs: span('30d'), stepMs: span('5m'), until: UNTIL })
  expect(reading).toEqual({
    ok: false,
    detail: 'makes 8640 points, and there are at most 300; step=3h would do',
  })
})

test('buckets are aligned, as many as there may be, and hold the whole window but less than a step of its start', () => {
  const random = seededRandom('windows')
  for (let round = 0; round < 500; round++) {
    const windowMs = random.int(5, 200_000) * 60_000
    const stepMs = random.next() < 0.5 ? null : random.int(1, 3_000) * LEVEL_MS['5m']
    const until = random.int(0, UNTIL)
    const reading = historyWindow({ windowMs, stepMs, until })
    if (!reading.ok) {
      expect(windowMs / (stepMs ?? 1)).toBeGreaterThan(MAX_BUCKETS)
      continue
    }
    const { from, to, stepMs: step, count, level } = reading.window
    expect(count).toBeLessThanOrEqual(MAX_BUCKETS)
    expect(to - from).toBe(count * step)
    expect(Math.abs(from % step)).toBe(0)
    expect(step % LEVEL_MS[level]).toBe(0)
    expect(to).toBeGreaterThanOrEqual(until)
    expect(to - step).toBeLessThan(until === 0 ? 1 : until)
    expect(from - (until - windowMs)).toBeLessThan(step)
  }
})

test('a span is written in one way, and read as it is written', () => {
  for (const text of ['5m', '90m', '1h', '24h', '7d', '3660d'])
    expect(parseSpan(formatSpan(span(text)))).toBe(span(text))
  for (const text of ['', '0h', '4m', '1.5h', '-1h', '1w', '1H', '3661d', '9999999d', ' 1h', '1h ', '05m'])
    expect(parseSpan(text), text).toBeNull()
  expect(parseStep('15m')).toBe(900_000)
  expect(parseStep('7m')).toBeNull()
})
