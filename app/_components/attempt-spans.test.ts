import { expect, test } from 'vitest'
import { attemptSpans, axisTicks } from './attempt-spans'

const REQUEST = { started_at: '2026-01-31T12:00:00.000Z', total_ms: 1_000 }
const attempt = (times: { quote_ms?: number | null; first_byte_ms?: number | null; total_ms: number }) => ({
  started_at: '2026-01-31T12:00:00.100Z',
  quote_ms: null,
  first_byte_ms: null,
  ...times,
})

test('an attempt is its quote, its wait and its answer, from when it began', () => {
  expect(attemptSpans(attempt({ quote_ms: 100, first_byte_ms: 500, total_ms: 800 }), REQUEST)).toEqual([
    { kind: 'quote', from: 0.1, share: 0.1 },
    { kind: 'wait', from: 0.2, share: expect.closeTo(0.4) },
    { kind: 'answer', from: 0.6, share: expect.closeTo(0.3) },
  ])
})

test('one without an answer is lost time, whatever it came to have', () => {
  expect(attemptSpans(attempt({ total_ms: 300 }), REQUEST)).toEqual([
    { kind: 'lost', from: 0.1, share: expect.closeTo(0.3) },
  ])
  expect(attemptSpans(attempt({ quote_ms: 100, total_ms: 300 }), REQUEST).map(({ kind }) => kind)).toEqual([
    'quote',
    'lost',
  ])
})

test('nothing reaches beyond the picture', () => {
  for (const { from, share } of attemptSpans(
    attempt({ quote_ms: 900, first_byte_ms: 950, total_ms: 5_000 }),
    REQUEST,
  ))
    expect(from + share).toBeLessThanOrEqual(1)
})

test('ticks are round, few, and clear of the end', () => {
  expect(axisTicks(1_000).map(({ ms }) => ms)).toEqual([0, 500])
  expect(axisTicks(37).map(({ ms }) => ms)).toEqual([0, 10, 20, 30])
  expect(axisTicks(0)).toEqual([{ ms: 0, share: 0 }])
  for (const total of [0.4, 3, 99, 4_321, 600_000]) expect(axisTicks(total).length).toBeLessThanOrEqual(5)
})
