import { expect, test } from 'vitest'
import { choiceProblems } from './choice-problems'

const read = (query: string) =>
  choiceProblems(new URLSearchParams(query), { window: ['24h', '7d'], order: ['slowest', 'fastest'] })

test('what is none of the words that a page knows is reported, whatever else the address says', () => {
  for (const query of ['', 'window=7d', 'window=', 'other=zz', 'order=fastest&window=24h'])
    expect(read(query)).toEqual([])
  expect(read('window=zz&order=last')).toEqual([
    { parameter: 'window', detail: '"zz" is not one of 24h, 7d' },
    { parameter: 'order', detail: '"last" is not one of slowest, fastest' },
  ])
  expect(read('window=constructor')).toHaveLength(1)
})
