import { expect, test } from 'vitest'
import { newBreaker } from '@/lib/selection/breaker'
import { DEFAULT_BREAKER_SETTINGS } from '@/lib/selection/breaker-settings'
import type { StoredBreaker } from '@/lib/store/kept-breakers'
import { BreakerShelf } from './breaker-shelf'

test('a row is read when its revision is another one, and not each time that another row is', () => {
  const deps = { settings: DEFAULT_BREAKER_SETTINGS, random: () => 0, maxCount: 10 }
  const shelf = new BreakerShelf('offering', deps)
  const row = (id: string, revision: number): [string, StoredBreaker] => [
    id,
    { scope: 'offering', id, body: '{}', revision },
  ]
  const readFrom = (...rows: readonly [string, StoredBreaker][]) => {
    const read: string[] = []
    shelf.takeUp(new Map(rows), ({ id }) => {
      read.push(id)
      return id === 'foreign' ? null : newBreaker('offering')
    })
    return read
  }
  expect(readFrom(row('a', 1), row('b', 1), row('foreign', 1))).toEqual(['a', 'b', 'foreign'])
  expect(readFrom(row('a', 1), row('b', 2), row('foreign', 1))).toEqual(['b'])
  expect(readFrom(row('a', 1), row('b', 2), row('foreign', 3))).toEqual(['foreign'])
  shelf.tidy(2 * 86_400_000)
  expect(readFrom(row('a', 1), row('b', 2), row('foreign', 3))).toEqual([])
  // Gone and back: under a revision of its own.
  readFrom(row('a', 1))
  expect(readFrom(row('a', 1), row('b', 4), row('foreign', 5))).toEqual(['b', 'foreign'])
})
