import { expect, test } from 'vitest'
import { seededRandom } from '@/lib/domain/seeded-random'
import { compareDecimals, type Decimal, decimalText, parseDecimal } from './decimal'

const decimal = (numerator: bigint, denominator = 1n): Decimal => ({ numerator, denominator })

test('decimals compare exactly where floating point would call them equal', () => {
  expect(compareDecimals(decimal(9007199254740993n), decimal(9007199254740992n))).toBe(1)
  expect(compareDecimals(decimal(1n, 3n), decimal(333_333_333_333_333_333n, 10n ** 18n))).toBe(1)
  expect(compareDecimals(decimal(-1n, 3n), decimal(0n, 7n))).toBe(-1)
  expect(compareDecimals(decimal(2n, 4n), decimal(1n, 2n))).toBe(0)
})

test.each([
  ['3000', decimal(3000n)],
  ['0.40', decimal(2n, 5n)],
  ['1e6', decimal(1_000_000n)],
  ['1.5E+3', decimal(1500n)],
  ['25e-2', decimal(1n, 4n)],
  ['-0', decimal(0n)],
  ['-0.5', decimal(-1n, 2n)],
  ['0012', decimal(12n)],
  ['4/6', decimal(2n, 3n)],
  ['-1/3', decimal(-1n, 3n)],
  ['1e59', decimal(10n ** 59n)],
  ['1e-60', decimal(1n, 10n ** 60n)],
])('%s is exact and in lowest terms', (text, value) => expect(parseDecimal(text)).toEqual(value))

test.each([
  ...[
    '',
    ' 1',
    '+1',
    '.5',
    '5.',
    '1,5',
    '0x10',
    '1e',
    '1e999',
    '1e60',
    '1e-61',
    '--1',
    'NaN',
    'Infinity',
    '1n',
  ],
  ...['1/0', '1/-3', '1/2/3', '1/2e3', '٣', '9'.repeat(61), `0.${'1'.repeat(61)}`],
])('"%s" is no decimal', (text) => expect(parseDecimal(text)).toBeNull())

test('whatever is read is written so that the same value is read again', () => {
  const random = seededRandom('decimals')
  const digits = (upTo: number) =>
    Array.from({ length: random.int(1, upTo) }, () => random.int(0, 9)).join('')
  for (let i = 0; i < 2000; i++) {
    const text = random.pick([
      `${digits(60)}.${digits(60)}`,
      `-${digits(20)}e${random.int(-40, 39)}`,
      `${digits(30)}/${digits(30)}1`,
    ])
    const value = parseDecimal(text)
    if (value === null) throw new Error(text)
    expect(parseDecimal(decimalText(value, { places: 60 }))).toEqual(value)
  }
})

test('a decimal that does not end within the places is written as the fraction it is', () => {
  expect(decimalText(decimal(1n, 8n), { places: 3 })).toBe('0.125')
  expect(decimalText(decimal(1n, 8n), { places: 2 })).toBe('1/8')
  expect(decimalText(decimal(2n, 6n), { places: 30 })).toBe('2/6')
  expect(decimalText(decimal(-21n, 2n), { places: 30 })).toBe('-10.5')
  expect(decimalText(decimal(0n, 7n), { places: 30 })).toBe('0')
  expect(decimalText(decimal(10n ** 40n), { places: 30 })).toBe(`1${'0'.repeat(40)}`)
})
