import { expect, test } from 'vitest'
import { readRange } from './read-range'

test.each([
  ['bytes=0-0', { first: 0, last: 0 }],
  ['bytes=0-9', { first: 0, last: 9 }],
  ['bytes=3-5', { first: 3, last: 5 }],
  ['bytes=9-', { first: 9, last: 9 }],
  ['bytes=5-999', { first: 5, last: 9 }],
  ['bytes=-3', { first: 7, last: 9 }],
  ['bytes=-999', { first: 0, last: 9 }],
  [' bytes=1-2 ', { first: 1, last: 2 }],
  ['bytes=10-', 'unsatisfiable'],
  ['bytes=10-20', 'unsatisfiable'],
  ['bytes=999999999999999-', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
])('%s of ten bytes', (header, expected) => {
  expect(readRange(header, 10)).toEqual(expected)
})

test.each([
  null,
  '',
  'bytes=-',
  'bytes=',
  'bytes=5-3',
  'bytes=a-b',
  'bytes=0-1,4-5',
  'lines=0-1',
  'bytes=0x1-2',
  'bytes=-1-2',
  'bytes=9999999999999999-',
])('%j asks for all of it', (header) => {
  expect(readRange(header, 10)).toBeNull()
})

test('of nothing there is no range', () => {
  for (const header of ['bytes=0-', 'bytes=0-0', 'bytes=-1'])
    expect(readRange(header, 0)).toBe('unsatisfiable')
})
