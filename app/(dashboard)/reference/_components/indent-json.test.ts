import { expect, test } from 'vitest'
import { indentJson, splitLines } from './indent-json'

const whole = (text: string) => indentJson(text, { maxLines: 1e9 })

test('JSON is indented as JSON.stringify does it', () => {
  for (const value of [
    null,
    'a "quoted" \\ text with { brackets ] and , : ',
    12.5,
    [],
    {},
    [[], {}, [[]]],
    { a: 1, 'b:c': [true, false, null], c: { d: { e: ['x', {}] } }, '': '' },
  ]) {
    const { lines, isWhole } = whole(JSON.stringify(value))
    expect(lines.join('\n')).toBe(JSON.stringify(value, null, 2))
    expect(isWhole).toBe(true)
    expect(whole(JSON.stringify(value, null, '\t')).lines).toEqual(lines)
  }
})

test('numbers keep every digit, however many', () => {
  expect(whole('{"wei":123456789012345678901234567890.10,"big":1E400}').lines).toEqual([
    '{',
    '  "wei": 123456789012345678901234567890.10,',
    '  "big": 1E400',
    '}',
  ])
})

test('only as many lines are made as are asked for', () => {
  const rows = JSON.stringify(Array.from({ length: 1_000 }, (_, i) => i))
  expect(indentJson(rows, { maxLines: 3 })).toEqual({ lines: ['[', '  0,', '  1,'], isWhole: false })
  expect(indentJson(rows, { maxLines: 1_002 })).toMatchObject({ isWhole: true })
  expect(indentJson(rows, { maxLines: 1_001 })).toMatchObject({ isWhole: false })
})

test('what is no JSON neither throws nor grows', () => {
  for (const text of [
    '',
    '{"a":',
    ']]]}',
    '"never closed',
    '"\\',
    'a b c',
    '[1,]',
    '{,}',
    '['.repeat(20_000),
  ])
    expect(whole(text).lines.join('').length).toBeLessThan(text.length * 102 + 10)
  expect(whole('"'.repeat(9)).lines.join('')).toBe('"'.repeat(9))
})

test('a text of many millions of characters in one string comes through', () => {
  const long = JSON.stringify([`${'x'.repeat(20_000_000)}\\"${'y'.repeat(100)}`])
  expect(whole(long).lines.map(({ length }) => length)).toEqual([1, 20_000_108, 1])
  const escaped = JSON.stringify('"'.repeat(5_000_000))
  expect(whole(escaped).lines).toEqual([escaped])
})

test('other texts are split at their line ends, a last one makes no line', () => {
  expect(splitLines('a,b\r\n1,2\r\n', { maxLines: 10 })).toEqual({ lines: ['a,b', '1,2'], isWhole: true })
  expect(splitLines('a\nb\n', { maxLines: 2 })).toEqual({ lines: ['a', 'b'], isWhole: true })
  expect(splitLines('a\nb\nc', { maxLines: 2 })).toEqual({ lines: ['a', 'b'], isWhole: false })
})
