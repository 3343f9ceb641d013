import { expect, test } from 'vitest'
import { failuresNote, failuresTitle } from './failures-title'

test.each([
  [{ failed: 0, refused: 0 }, 'All 54 listed nodes answered', '0 failed'],
  [{ failed: 5, refused: 0 }, '5 of 54 nodes did not answer', '5 failed'],
  [{ failed: 5, refused: 1 }, '4 of 54 nodes did not answer, 1 refuses us', '4 failed, 1 refuses us'],
  [{ failed: 3, refused: 3 }, '3 of 54 nodes refuse us', '3 refuse us'],
])('a node that refuses us is told apart from one that says nothing: %j', (nodes, title, note) => {
  const all = { listed: 54, answered: 54 - nodes.failed, ...nodes }
  expect([failuresTitle(all), failuresNote(all)].map((text) => text.replaceAll('\u00a0', ' '))).toEqual([
    title,
    note,
  ])
})
