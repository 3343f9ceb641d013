import { describe, expect, test } from 'vitest'
import {
  formatAge,
  formatBytes,
  formatClock,
  formatCount,
  formatDuration,
  formatExact,
  formatGib,
  formatMoment,
  formatNumber,
  formatPlural,
} from './format'

const nbsp = (text: string) => text.replaceAll('_', '\u00a0')

describe('a count is shown whole', () => {
  test.each([
    [0, '0'],
    [1, '1'],
    [999, '999'],
    [1_000, '1,000'],
    [2_013, '2,013'],
    [9_007_199_254_740_991, '9,007,199,254,740,991'],
  ])('%d', (count, text) => expect(formatCount(count)).toBe(text))
})

describe('a number is shown with three significant digits', () => {
  test.each([
    [0, '0'],
    ['0', '0'],
    [1, '1'],
    [0.4, '0.4'],
    [1_588, '1,590'],
    ['1588.25', '1,590'],
    [6_051_539, '6,050,000'],
    [-1_234.5, '-1,230'],
    [0.000_012_34, '0.0000123'],
    ['0.000000012', '1.2E-8'],
    ['1234567890123456789', '1.23E18'],
  ])('%s', (value, text) => expect(formatNumber(value)).toBe(text))

  test('equal values read equally, however they were written', () =>
    expect(formatNumber('1000.0')).toBe(formatNumber(1000)))
})

describe('an exact value keeps every digit', () => {
  test.each([
    ['0', '0'],
    ['1', '1'],
    ['999', '999'],
    ['1588.25', '1,588.25'],
    ['-1234567.8912345', '-1,234,567.8912345'],
    [
      '123456789012345678901234567890.123456789012345678',
      '123,456,789,012,345,678,901,234,567,890.123456789012345678',
    ],
    [1e21, '1e+21'],
    ['', ''],
  ])('%s', (value, text) => expect(formatExact(value)).toBe(text))
})

test('only one is singular', () => {
  expect(formatPlural(0, 'node')).toBe('0 nodes')
  expect(formatPlural(1, 'node')).toBe('1 node')
  expect(formatPlural(2_000, 'node')).toBe('2,000 nodes')
  expect(formatPlural(2, 'card is', 'cards are')).toBe('2 cards are')
})

test('memory is counted in GiB', () => {
  expect(formatGib('0')).toBe('0')
  expect(formatGib('25769803776')).toBe('24')
  expect(formatGib('34190917632')).toBe('31.8')
})

test.each([
  [0, '0_bytes'],
  [1_023, '1,020_bytes'],
  [1_024, '1_KiB'],
  [1_536, '1.5_KiB'],
  [12 * 2 ** 20, '12_MiB'],
  [2 ** 40, '1_TiB'],
  [5 * 2 ** 50, '5,120_TiB'],
])('%s bytes are told in their largest unit', (bytes, text) => expect(formatBytes(bytes)).toBe(nbsp(text)))

describe('an age is told in its largest whole unit', () => {
  test.each([
    [-5_000, '0_s'],
    [0, '0_s'],
    [999, '0_s'],
    [1_000, '1_s'],
    [59_999, '59_s'],
    [60_000, '1_min'],
    [3_599_999, '59_min'],
    [3_600_000, '1_h'],
    [86_400_000, '1_d'],
    [86_400_000 * 1_234, '1,234_d'],
  ])('%d ms', (ms, text) => expect(formatAge(ms)).toBe(nbsp(text)))
})

test('a duration below a second is told in milliseconds', () => {
  expect(formatDuration(0)).toBe(nbsp('0_ms'))
  expect(formatDuration(335.7)).toBe(nbsp('336_ms'))
  expect(formatDuration(3_214)).toBe(nbsp('3.21_s'))
  expect(formatDuration(60_000)).toBe(nbsp('1_min'))
})

test('a moment reads the same on every machine', () => {
  expect(formatMoment('2026-03-01T10:22:31.456+02:00')).toBe('2026-03-01 08:22:31 UTC')
  expect(formatClock('2026-03-01T10:22:31.456+02:00')).toBe('08:22:31')
})
