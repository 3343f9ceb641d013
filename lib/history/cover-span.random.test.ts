import { expect, test } from 'vitest'
import { seededRandom } from '@/lib/domain/seeded-random'
import { coverSpan } from './cover-span'
import { LEVEL_MS, LEVELS } from './history-window'

const FIVE = LEVEL_MS['5m']
const HOUR = LEVEL_MS['1h']
const DAY = LEVEL_MS['1d']

test('days where they are complete, hours and five minutes at the ends', () => {
  const progress = { '5m': 3 * DAY + 2 * HOUR + 3 * FIVE, '1h': 3 * DAY + 2 * HOUR, '1d': 3 * DAY }
  expect(coverSpan({ from: DAY - HOUR - FIVE, to: 4 * DAY }, progress)).toEqual([
    { level: '5m', from: DAY - HOUR - FIVE, to: DAY - HOUR },
    { level: '1h', from: DAY - HOUR, to: DAY },
    { level: '1d', from: DAY, to: 3 * DAY },
    { level: '1h', from: 3 * DAY, to: 3 * DAY + 2 * HOUR },
    { level: '5m', from: 3 * DAY + 2 * HOUR, to: 3 * DAY + 2 * HOUR + 3 * FIVE },
  ])
  expect(coverSpan({ from: 0, to: DAY }, { '5m': null, '1h': null, '1d': null })).toEqual([])
})

test('every finished five minutes of a span are covered once and in order, and nothing else is', () => {
  const random = seededRandom('covers')
  for (let round = 0; round < 500; round++) {
    const at = random.int(0, 900)
    const some = (size: number) => (random.next() < 0.1 ? null : Math.floor((at * FIVE) / size) * size)
    const progress = { '5m': at * FIVE, '1h': some(HOUR), '1d': some(DAY) }
    const from = random.int(0, 900) * FIVE
    const to = from + random.int(0, 900) * FIVE
    const coarsest = random.pick([...LEVELS] as ['5m', '1h', '1d'])
    const covered = coverSpan({ from, to }, progress, { coarsest })
    const fives = covered.flatMap(({ level, from, to }) => {
      expect(from % LEVEL_MS[level]).toBe(0)
      expect(to % LEVEL_MS[level]).toBe(0)
      expect(to).toBeLessThanOrEqual(progress[level] ?? -1)
      expect(LEVEL_MS[level]).toBeLessThanOrEqual(LEVEL_MS[coarsest])
      return Array.from({ length: (to - from) / FIVE }, (_, i) => from + i * FIVE)
    })
    const expected: number[] = []
    for (let five = from; five < Math.min(to, progress['5m']); five += FIVE) expected.push(five)
    expect(fives).toEqual(expected)
  }
})
