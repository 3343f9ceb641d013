import { expect, test } from 'vitest'
import { parseNumber } from './parse-number'

test('every finite number is read back from how JavaScript writes it', () => {
  const edges = [0, -1, 0.1 + 0.2, 1e21, 1e-7, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE, 2 ** 53]
  for (const value of edges) expect(parseNumber(String(value))).toBe(value)
})

test('minus zero is zero', () => expect(parseNumber('-0')).toBe(0))

test.each([
  '',
  ' ',
  ' 1',
  '+1',
  '.5',
  '1.',
  '0x1f',
  '0b1',
  '1_000',
  'NaN',
  'Infinity',
  '1e999',
  '1e1000',
  '١',
])('"%s" is no number', (text) => expect(parseNumber(text)).toBeNull())
