import { expect, test } from 'vitest'
import { isVersionAtLeast } from './version-at-least'

test.each([
  ['0.4.1', '0.4.1', true],
  ['0.4.1', '0.4.0', true],
  ['0.4.1', '0.4.2', false],
  ['0.4.1-b3278dce-dirty', '0.4.1', true],
  ['0.4.1-b3278dce-dirty', '0.4.2', false],
  ['0.8.0-anything', '0.8.0-rc.1', true],
  ['', '', true],
  ['', '0.4.0', false],
  ['undefined', '0.4.0', false],
  ['0.4.1', 'nonparsablesemversion', true],
  ['nonparsablesemversion', '0.4.1', false],
  ['0.10.0', '0.9.9', true],
  ['v1.2', '1.2.0', true],
  ['2', '1.99.99', true],
])('a node of version "%s" is at least "%s": %s', (version, minimum, isAtLeast) => {
  expect(isVersionAtLeast(version, minimum)).toBe(isAtLeast)
})

test('numbers are compared in all of their 64 bits, and one of more is no version', () => {
  expect(isVersionAtLeast('18446744073709551614.0.0', '18446744073709551615.0.0')).toBe(false)
  expect(isVersionAtLeast('18446744073709551616.0.0', '1.0.0')).toBe(false)
  expect(isVersionAtLeast(`${'0'.repeat(100)}1.0.0`, '1.0.0')).toBe(true)
})

test('a version as long as an answer may be costs no more than reading it', () => {
  expect(isVersionAtLeast('9'.repeat(4_000_000), '1.0.0')).toBe(false)
  expect(isVersionAtLeast(`1-${'a.'.repeat(2_000_000)}!`, '1.0.0')).toBe(false)
})

test('a suffix whose numbers begin with zeros makes it no version', () => {
  expect(isVersionAtLeast('1.0.0-01', '1.0.0')).toBe(false)
  expect(isVersionAtLeast('1.0.0-0a', '1.0.0')).toBe(true)
})
