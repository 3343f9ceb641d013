import { expect, test } from 'vitest'
import { joinBytes } from './join-bytes'

test.each([
  [[], '[]'],
  [['a'], '[a]'],
  [['ä', '', '😀'], '[ä,,😀]'],
])('%j are joined to %s', (parts, expected) =>
  expect(
    joinBytes(
      parts.map((part) => Buffer.from(part)),
      { head: '[', between: ',', tail: ']' },
    ).toString(),
  ).toBe(expected),
)
