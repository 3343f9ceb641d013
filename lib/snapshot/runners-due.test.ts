import { expect, test } from 'vitest'
import { areRunnersDue } from './runners-due'

const listing = (kind: 'listed' | 'none' | 'timed-out') => ({
  kind,
  detail: null,
  askedAt: 1_000,
  readAt: kind === 'listed' ? 1_000 : null,
  listings: [],
  refused: [],
})
const QUARTER_MS = 15 * 60_000

test('who keeps runners is asked every time, who keeps none or does not say every quarter of an hour', () => {
  expect(areRunnersDue(null, 0)).toBe(true)
  expect(areRunnersDue(listing('listed'), 1_001)).toBe(true)
  for (const kind of ['none', 'timed-out'] as const) {
    expect(areRunnersDue(listing(kind), 1_000 + QUARTER_MS - 1)).toBe(false)
    expect(areRunnersDue(listing(kind), 1_000 + QUARTER_MS)).toBe(true)
    // What it listed before one bad answer would otherwise expire meanwhile.
    expect(areRunnersDue({ ...listing(kind), readAt: 900 }, 1_001)).toBe(true)
  }
})
