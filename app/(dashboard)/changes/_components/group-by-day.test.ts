import { expect, test } from 'vitest'
import { formatDay, groupByDay } from './group-by-day'

const at = (found_at: string) => ({ found_at })

test('changes stay in their order and are parted where the day changes, in UTC', () => {
  const [a, b, c] = [
    at('2026-11-25T00:00:01.000Z'),
    at('2026-11-24T23:59:59.000Z'),
    at('2026-11-24T00:00:00.000Z'),
  ]
  expect(groupByDay([a, b, c])).toEqual([
    { day: '2026-11-25', items: [a] },
    { day: '2026-11-24', items: [b, c] },
  ])
  expect(groupByDay([])).toEqual([])
})

test('a day is written out', () => expect(formatDay('2026-11-25')).toMatch(/^Wednesday,? 25 November 2026$/))
