import { describe, expect, test } from 'vitest'
import { parsePricing } from './parse-pricing'
import { allRules, findRule, type Pricing, type Sold } from './pricing'

const read = (text: string): Pricing => {
  const file = parsePricing(text)
  if (!file.ok) throw new Error(file.problems.join('; '))
  return file.pricing
}
const problems = (text: string): readonly string[] => {
  const file = parsePricing(text)
  return file.ok ? [] : file.problems
}
const ai = (pipeline: string, model: string | null = 'm'): Sold => ({ kind: 'ai', pipeline, model })

const EXAMPLE = `{
  // Whatever has no line of its own.
  "default": { "markup_percent": 20 },
  "prices": {
    "text-to-image": {
      "*": { "markup_percent": "12.5 %" },
      "SG161222/RealVisXL_V4.0_Lightning": { "usd": 0.02, "per": "image" },
      "secret/model": false,
    },
    "live-video-to-video": { "usd": "$0.45", "per": "hour" },
    "acme/upscaler": { "usd": "1e-3", "per": "Uses" },
    "llm": { "big": { "per": "million tokens", "usd": "0.30" } },
  },
}
`

describe('which price counts', () => {
  const pricing = read(EXAMPLE)

  test('the model’s own, with its line and place', () =>
    expect(findRule(pricing, ai('text-to-image', 'SG161222/RealVisXL_V4.0_Lightning'))).toEqual({
      kind: 'fixed',
      usd: { numerator: 2n, denominator: 100n },
      per: 'image',
      place: { line: 7, path: 'prices.text-to-image.SG161222/RealVisXL_V4.0_Lightning' },
    }))

  test.each<[string, Sold, unknown]>([
    [
      'else its pipeline’s',
      ai('text-to-image'),
      { kind: 'markup', percent: { numerator: 125n, denominator: 10n } },
    ],
    ['also for what names no model', ai('text-to-image', null), { kind: 'markup', place: { line: 6 } }],
    [
      'else the one for everything',
      ai('llm'),
      { kind: 'markup', percent: { numerator: 20n, denominator: 1n } },
    ],
    ['what is not for sale stays so', ai('text-to-image', 'secret/model'), { kind: 'not-for-sale' }],
    [
      'one rule may be for a whole pipeline',
      ai('live-video-to-video'),
      { usd: { numerator: 45n, denominator: 100n }, per: 'hour' },
    ],
    [
      'an app or capability has the name that its operator gave it',
      { kind: 'live-runner', pipeline: 'acme/upscaler', model: null },
      { usd: { numerator: 1n, denominator: 1000n }, per: 'use' },
    ],
    ['units are told as people write them', ai('llm', 'big'), { per: 'million-tokens' }],
    [
      'a stranger’s capability that is called like a pipeline is not that pipeline',
      { kind: 'byoc', pipeline: 'live-video-to-video', model: 'm' },
      { kind: 'markup', place: { path: 'default' } },
    ],
  ])('%s', (_, sold, rule) => expect(findRule(pricing, sold)).toMatchObject(rule as object))

  test('without any rule nothing is offered', () => {
    const few = read('{"prices":{"llm":{"a":false}}}')
    expect(findRule(few, ai('llm', 'b'))).toBeNull()
    expect(findRule(few, ai('upscale'))).toBeNull()
  })
})

describe('no price passes through floating point', () => {
  test.each([
    ['0.1', 1n, 10n],
    ['123456789012345678.123456789012345678', 123456789012345678123456789012345678n, 10n ** 18n],
    ['9007199254740993', 9_007_199_254_740_993n, 1n],
    ['0.000000000000000001', 1n, 10n ** 18n],
    ['1e-18', 1n, 10n ** 18n],
    ['1E3', 1_000n, 1n],
    ['0', 0n, 1n],
  ])('%s, bare or in quotes', (spelling, numerator, denominator) => {
    for (const written of [spelling, `"${spelling}"`]) {
      const rule = findRule(read(`{"default":{"usd":${written},"per":"use"}}`), ai('x'))
      const usd = rule?.kind === 'fixed' ? rule.usd : { numerator: -1n, denominator: 1n }
      expect(usd.numerator * denominator).toBe(numerator * usd.denominator)
    }
  })
})

describe('a mistake is named by its line and place, with what would be right', () => {
  const inPrices = (line: string) => `{\n  "prices": {\n    ${line}\n  }\n}`
  test.each([
    [
      '"text-to-image": {"SG161222/RealVisXL": {"usd": 1, "per": "picture"}}',
      'line 3 (prices.text-to-image.SG161222/RealVisXL): "per" is "picture"; use image, megapixel',
    ],
    [
      '"llm": {"usd": 1, "per": "image"}',
      'line 3 (prices.llm): "per" is "image"; use million-tokens, thousand-tokens, token',
    ],
    [
      '"any/app": {"usd": 1, "per": "image"}',
      'line 3 (prices.any/app): "per" is "image"; use hour, minute, second, frame, megapixel, use, unit',
    ],
    [
      '"llm": {"usd": 1}',
      'line 3 (prices.llm): has "usd" without "per"; use million-tokens, thousand-tokens, token',
    ],
    ['"llm": {"usd": "0,02", "per": "token"}', 'line 3 (prices.llm): "usd" is "0,02"; use dollars from 0'],
    ['"llm": {"usd": -1, "per": "token"}', '"usd" is -1; use dollars from 0'],
    ['"llm": {"usd": "1e-19", "per": "token"}', 'up to 18 places'],
    ['"llm": {"usd": null, "per": "token"}', '"usd" is null'],
    ['"llm": {"usd": "1e101", "per": "token"}', '"usd" is "1e101"'],
    [
      '"llm": {"markup_percent": -20}',
      'line 3 (prices.llm): "markup_percent" is -20; use percent from 0, such as 20 or "12.5"',
    ],
    ['"llm": {"markup_percent": 20, "per": "token"}', 'has "per" beside "markup_percent"'],
    ['"llm": {"markup_percent": 20, "usd": 1, "per": "token"}', 'has both "usd" and "markup_percent"'],
    ['"llm": {"markup": 20}', 'line 3 (prices.llm): has the unknown key "markup"; use {"usd"'],
    ['"llm": {"x": {"per": "token"}}', 'line 3 (prices.llm.x): has no price'],
    ['"llm": {"x": true}', 'line 3 (prices.llm.x): is true; use'],
    ['"llm": {"x": [1]}', 'line 3 (prices.llm.x): is an array; use'],
    ['"llm": {}', 'line 3 (prices.llm): prices nothing'],
    ['"llm": 5', 'line 3 (prices.llm): is 5; use'],
    ['"llm": false "upscale": false', 'line 3: has no comma before this'],
    ['"llm": {"usd": 0.1.2, "per": "token"}', 'line 3: '],
    ['"llm": fals', 'line 3: has a word that is none of true, false and null'],
    [`"a b\u202e": {"usd": "\u202e", "per": "use"}`, 'line 3 (prices."a b\\u202e"): "usd" is "\\u202e"'],
  ])('%s', (line, problem) => expect(problems(inPrices(line)).join()).toContain(problem))

  test('a key that stands twice, wherever it does', () => {
    expect(
      problems('{\n"prices": {\n"llm": {\n"x": false,\n"y": false,\n"x": false},\n"llm": false}}'),
    ).toEqual([
      'line 7 (prices.llm): stands here again, and first in line 3',
      'line 6 (prices.llm.x): stands here again, and first in line 4',
    ])
    expect(problems('{"default": false,\n"default": false}')).toHaveLength(1)
    expect(problems('{"default": {"usd": 1,\n"usd": 2,\n"per": "use"}}')).toEqual([
      'line 2 (default.usd): stands here again, and first in line 1',
    ])
  })

  test('line by line, with either end of lines, a byte order mark and comments before it', () => {
    const text = '\uFEFF// one\r\n/* two\r\nthree */ {\r\n"default": {"usd": "x",\r\n"per": "y"}}'
    expect(problems(text).map((problem) => problem.slice(0, 6))).toEqual(['line 4', 'line 5'])
  })

  test('all of them at once, up to what a reader can bear', () => {
    const many = Array.from({ length: 50 }, (_, i) => `"m${i}": 5`).join(',\n')
    const found = problems(`{"prices":{"any": {${many}, "z": false}}}`)
    expect([found.length, found.at(-1)]).toEqual([21, 'and 31 more'])
  })

  test.each([
    ['', 'line 1: has no value where one is expected'],
    ['[]', 'line 1: is no object'],
    ['{}', 'line 1: has neither "default" nor "prices"'],
    ['{"prices":[]}', 'line 1 (prices): is no object'],
    ['{"price":{}}', '(price): is an unknown key; use default, prices'],
    ['{"default":false}\n{}', 'line 2: goes on behind its end'],
    ['{"default":\nfalse', 'line 2: ends before a }'],
    ['{"default": "x', 'line 1: '],
    ['/* x', 'line 1: has a comment without an end'],
  ])('%j', (text, problem) => expect(problems(text)[0]).toContain(problem))

  test('a text that is nothing but nesting is refused, not parsed until the stack ends', () => {
    for (const opening of ['[', '{"a":', '[{"a":'])
      expect(problems(opening.repeat(100_000))).toEqual(['line 1: is nested deeper than 16 levels'])
    expect(problems(' '.repeat(8_388_609))).toEqual(['line 1: has more than 8388608 characters'])
  })
})

test('any name is a name', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'usd', 'per', 'markup_percent', '']
  const rules = names.map((name, i) => `${JSON.stringify(name)}: {"usd": ${i}, "per": "use"}`).join()
  const pricing = read(`{"prices": {${names.map((name) => `${JSON.stringify(name)}: {${rules}}`).join()}}}`)
  for (const pipeline of names)
    for (const [i, model] of names.entries())
      expect(findRule(pricing, ai(pipeline, model))).toMatchObject({ usd: { numerator: BigInt(i) } })
  expect(findRule(pricing, ai('__proto__', 'valueOf'))).toBeNull()
  expect(findRule(pricing, ai('valueOf', '__proto__'))).toBeNull()
})

test('ten thousand prices, each at its own line', () => {
  const lines = Array.from({ length: 10_000 }, (_, i) => `"model/${i}": {"usd": "0.${i}1", "per": "image"}`)
  const pricing = read(`{"prices": {"text-to-image": {\n${lines.join(',\n')}}}}`)
  expect(allRules(pricing)).toHaveLength(10_000)
  expect(findRule(pricing, ai('text-to-image', 'model/9999'))).toMatchObject({
    usd: { numerator: 99_991n, denominator: 100_000n },
    place: { line: 10_001 },
  })
})
