import { describe, expect, test } from 'vitest'
import { JsonNumber, parseExactJson } from './exact-json'

const LIMITS = { maxBytes: 1000, maxDepth: 4 }
const read = (text: string): unknown => {
  const result = parseExactJson(text, LIMITS)
  if (!result.ok) throw new Error(result.problem)
  return result.value
}

test('a number keeps its spelling, however large or odd', () => {
  expect(read('[9223372036854775808,1e21,0.50,-0]')).toEqual(
    ['9223372036854775808', '1e21', '0.50', '-0'].map((spelling) => new JsonNumber(spelling)),
  )
})

test('an object that dresses up as a number stays an object', () => {
  expect(read('{"isLosslessNumber":true,"spelling":"1","value":"1"}')).not.toBeInstanceOf(JsonNumber)
})

test('of equal keys the last one counts', () => {
  expect(read('{"a":"x","a":"y","a":{"b":"z"}}')).toEqual({ a: { b: 'z' } })
})

test('a key called __proto__ is a key: nothing is inherited from a stranger', () => {
  const value = read('{"__proto__":{"url":"https://x.example"},"constructor":"y"}')
  expect(Object.keys(value ?? {})).toEqual(['__proto__', 'constructor'])
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  expect(value).not.toHaveProperty('url')
})

describe('what is no JSON is said to be none', () => {
  test.each(['', ' ', '[', '{"a"}', '[1,]', '[01]', '[.5]', 'nul', '[] []', '<html>', '"\u0000"', '["\\x"]'])(
    '%j',
    (text) => expect(parseExactJson(text, LIMITS)).toEqual({ ok: false, problem: 'is not JSON' }),
  )
})

test('nesting counts outside texts only, up to the limit', () => {
  expect(read('[[[["[[[[[[\\"[[{{"]]]]')).toEqual([[[['[[[[[["[[{{']]]])
  expect(parseExactJson('[[[{"a":[]}]]]', LIMITS)).toEqual({
    ok: false,
    problem: 'is nested deeper than 4 levels',
  })
})

test('a text that is nothing but nesting is refused, not parsed until the stack ends', () => {
  for (const opening of ['[', '{"a":', '[{"a":']) {
    const text = opening.repeat(100_000)
    expect(parseExactJson(text, { maxBytes: 1_000_000, maxDepth: 32 })).toMatchObject({ ok: false })
  }
})

test('size is counted in bytes of UTF-8', () => {
  expect(parseExactJson(`"${'é'.repeat(499)}"`, LIMITS).ok).toBe(true)
  expect(parseExactJson(`"${'é'.repeat(500)}"`, LIMITS)).toEqual({ ok: false, problem: 'exceeds 1000 bytes' })
})
