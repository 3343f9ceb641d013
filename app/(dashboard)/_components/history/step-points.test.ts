import { expect, test } from 'vitest'
import { stepPoints } from './step-points'

const line = (values: readonly (number | null)[], to = values.length * 10) =>
  stepPoints(
    values.map((value, at) => ({ ms: at * 10, value })),
    { stepMs: 10, to },
  ).map(({ ms, value }) => `${ms} ${value}`)

test('a run stands until the end of its last bucket, and a gap stays a gap', () =>
  expect(line([null, 5, 6, null, 7])).toEqual([
    '0 null',
    '10 5',
    '20 6',
    '30 6',
    '30 null',
    '30 null',
    '40 7',
    '50 7',
    '50 null',
  ]))

test('the last bucket ends where the window does', () =>
  expect(line([5], 4)).toEqual(['0 5', '4 5', '4 null']))
test('nothing is nothing', () => expect(line([])).toEqual([]))
