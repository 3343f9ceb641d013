import { describe, expect, test } from 'vitest'
import { ceilingFor, type PriceCeilings } from '@/lib/selection/price-ceilings'
import { parseMaxPricePerUnit } from './parse-max-price-per-unit'
import { globalCeiling, type MaxPriceDefaults, parseMaxPrices } from './parse-max-prices'

const NO_DEFAULTS: MaxPriceDefaults = { maxPricePerUnit: null, pixelsPerUnit: 1n }

const defaultsOf = (text: string, pixelsPerUnit = 1n): MaxPriceDefaults => {
  const parsed = parseMaxPricePerUnit(text)
  if (!parsed.ok) throw new Error(parsed.problem)
  return { maxPricePerUnit: parsed.ceiling, pixelsPerUnit }
}
const read = (entries: string, defaults = NO_DEFAULTS): PriceCeilings => {
  const file = parseMaxPrices(`{"capabilities_prices":[${entries}]}`, defaults)
  if (!file.ok) throw new Error(file.problems.join('; '))
  return file.ceilings
}
const problems = (text: string): readonly string[] => {
  const file = parseMaxPrices(text, NO_DEFAULTS)
  return file.ok ? [] : file.problems
}
/** The ceiling as one text, such as `1000/1 wei`. */
const told = (ceilings: PriceCeilings, pipeline: string, model: string): string | null => {
  const ceiling = ceilingFor(ceilings, { pipeline, model })
  return ceiling && `${ceiling.amount.numerator}/${ceiling.amount.denominator} ${ceiling.currency}`
}

describe('a file of the highest prices', () => {
  test('is read as go-livepeer has it, in exact numbers', () => {
    const ceilings = read(
      `{"pipeline":"text-to-image","model_id":"stabilityai/sd-turbo","price_per_unit":1000,"pixels_per_unit":1},
       {"pipeline":"live-video-to-video","model_id":"default","price_per_unit":0.0000012,"pixels_per_unit":1,"currency":"USD"}`,
    )
    expect(told(ceilings, 'text-to-image', 'stabilityai/sd-turbo')).toBe('1000/1 wei')
    expect(told(ceilings, 'live-video-to-video', 'any')).toBe('12/10000000 usd')
    expect(told(ceilings, 'text-to-image', 'other')).toBeNull()
  })

  test('numbers beyond what a double holds stay exact', () => {
    const ceilings = read('{"pipeline":"llm","price_per_unit":9007199254740993.1,"pixels_per_unit":1e3}')
    expect(told(ceilings, 'llm', 'x')).toBe('90071992547409931/10000 wei')
  })

  test.each([
    ['a missing model', '{"pipeline":"llm","price_per_unit":5}'],
    ['an empty model', '{"pipeline":"llm","model_id":"","price_per_unit":5}'],
    ['a model of null', '{"pipeline":"llm","model_id":null,"price_per_unit":5}'],
    ['keys in other case', '{"Pipeline":"llm","MODEL_ID":"default","Price_Per_Unit":5}'],
    ['unknown keys', '{"pipeline":"llm","price_per_unit":5,"note":{"a":[1]}}'],
    ['a number in quotes', '{"pipeline":"llm","price_per_unit":"5"}'],
    [
      'a later entry for the same',
      '{"pipeline":"llm","price_per_unit":9},{"pipeline":"llm","price_per_unit":5}',
    ],
  ])('%s stands for the ceiling of every model of the pipeline', (_, entries) => {
    expect(told(read(entries), 'llm', 'any')).toBe('5/1 wei')
  })

  test.each(['', ',"pixels_per_unit":0', ',"pixels_per_unit":-3', ',"pixels_per_unit":null'])(
    'units that are not above zero are those of the flag (%s)',
    (units) => {
      const ceilings = read(`{"pipeline":"llm","price_per_unit":5${units}}`, defaultsOf('0', 1000n))
      expect(told(ceilings, 'llm', 'x')).toBe('5/1000 wei')
    },
  )

  test.each(['', ',"price_per_unit":0', ',"price_per_unit":-1', ',"price_per_unit":null'])(
    'a price that is not above zero is the amount of the flag in the currency of the entry (%s)',
    (price) => {
      const entry = `{"pipeline":"llm","pixels_per_unit":2,"currency":"eth"${price}}`
      expect(told(read(entry, defaultsOf('7USD', 4n)), 'llm', 'x')).toBe('7/2 eth')
      expect(told(read(entry), 'llm', 'x')).toBeNull()
    },
  )

  test('whatever has no ceiling of its own has the one of the flags', () => {
    const ceilings = read(
      '{"pipeline":"llm","model_id":"glm","price_per_unit":5}',
      defaultsOf('0.5USD', 1_000_000n),
    )
    expect(told(ceilings, 'llm', 'glm')).toBe('5/1000000 wei')
    expect(told(ceilings, 'llm', 'other')).toBe('5/10000000 usd')
    expect(globalCeiling(NO_DEFAULTS)).toBeNull()
  })

  test('a name that objects have by themselves is a name', () => {
    const ceilings = read('{"pipeline":"llm","model_id":"__proto__","price_per_unit":5}')
    expect(told(ceilings, 'llm', '__proto__')).toBe('5/1 wei')
    expect(told(ceilings, 'llm', 'constructor')).toBeNull()
  })
})

describe('a mistake is told with its line and place, and all of them at once', () => {
  test('in entries', () => {
    const text = `{
  "capabilities_prices": [
    {"pipeline": "text-to-video", "price_per_unit": 1},
    {"pipeline": "llm",
     "price_per_unit": "cheap"},
    {"pipeline": "llm", "price_per_unit": 1, "currency": "EUR"},
    {"pipeline": 7, "price_per_unit": [1], "model_id": {}},
    "llm",
    {"price_per_unit": 1e101}
  ]
}`
    expect(problems(text)).toEqual([
      expect.stringMatching(
        /^line 3 \(capabilities_prices\[0\]\): "pipeline" is "text-to-video"; use text-to-image, /,
      ),
      'line 5 (capabilities_prices[1]): "price_per_unit" is "cheap"; use a number, such as 1200 or 1.2e-6',
      'line 6 (capabilities_prices[2]): "currency" is "EUR"; use wei, eth or usd',
      'line 7 (capabilities_prices[3]): "pipeline" is 7; use a text',
      'line 7 (capabilities_prices[3]): "model_id" is an object; use a text',
      'line 7 (capabilities_prices[3]): "price_per_unit" is an array; use a number, such as 1200 or 1.2e-6',
      'line 8 (capabilities_prices[4]): is "llm"; use {"pipeline": …, "price_per_unit": …}',
      expect.stringMatching(/^line 9 \(capabilities_prices\[5\]\): has no "pipeline"; use text-to-image, /),
      'line 9 (capabilities_prices[5]): "price_per_unit" is 1e101; use a number, such as 1200 or 1.2e-6',
    ])
  })

  test.each([
    ['', 'line 1: has no value where one is expected'],
    ['[]', 'line 1: has no "capabilities_prices"'],
    ['{\n"capabilities_prices": {}}', 'line 2: "capabilities_prices" is an object'],
    ['{"capabilities_prices": [{}', 'line 1: ends before a ] that closes what is open'],
  ])('of the whole: %s', (text, problem) => {
    expect(problems(text)).toEqual([expect.stringContaining(problem)])
  })

  test('of very many the first twenty', () => {
    const all = problems(`{"capabilities_prices":[${'{},'.repeat(1000)}]}`)
    expect(all).toHaveLength(21)
    expect(all.at(-1)).toBe('and 980 more')
  })
})

describe('the highest price per unit', () => {
  test.each([
    ['0.5USD', 5n, 10n, 'usd'],
    ['1200', 1200n, 1n, 'wei'],
    ['1200wei', 1200n, 1n, 'wei'],
    ['0.0000001eth', 1n, 10_000_000n, 'eth'],
    [' 007Wei ', 7n, 1n, 'wei'],
  ])('%s', (text, numerator, denominator, currency) => {
    expect(parseMaxPricePerUnit(text)).toEqual({
      ok: true,
      ceiling: { amount: { numerator, denominator }, currency },
    })
  })

  test.each(['0', '0.00USD', '000'])('%s is no limit', (text) => {
    expect(parseMaxPricePerUnit(text)).toEqual({ ok: true, ceiling: null })
  })

  test.each(['', '-1', '1e3', '1 USD', '.5', '5.', '5EUR', 'USD', '1/3', `${'9'.repeat(200)}`])(
    '"%s" is refused, with what would be right',
    (text) => {
      const parsed = parseMaxPricePerUnit(text)
      expect(parsed.ok ? '' : parsed.problem).toContain('use an amount and wei, eth or USD behind it')
    },
  )
})
