import { describe, expect, test } from 'vitest'
import type { NodeHealth } from '@/lib/domain/health'
import { nextAskAt } from './next-ask'

const waitMs = (failuresInARow: number, cadenceMs: number) => {
  const health: NodeHealth = { state: 'up', since: 0, recent: [], failuresInARow }
  return nextAskAt({ askedAt: 1_000, cadenceMs, health }) - 1_000
}
const MINUTE = 60_000

describe('a node that fails is asked after 1, 5, 15, 30 and 60 minutes, then daily', () => {
  test('when a minute lies between sweeps', () =>
    expect([0, 1, 2, 3, 4, 5, 6, 99].map((failures) => waitMs(failures, MINUTE) / MINUTE)).toEqual([
      1, 1, 5, 15, 30, 60, 1_440, 1_440,
    ]))

  test('never sooner than a node that is well', () =>
    expect([0, 1, 2, 3].map((failures) => waitMs(failures, 5 * MINUTE) / MINUTE)).toEqual([5, 5, 5, 15]))

  test('in proportion where sweeps come faster', () =>
    expect([0, 1, 2, 3].map((failures) => waitMs(failures, 6_000) / 1_000)).toEqual([6, 6, 30, 90]))
})
