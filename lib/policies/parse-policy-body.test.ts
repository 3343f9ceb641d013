import { describe, expect, test } from 'vitest'
import { parsePolicyBody } from './parse-policy-body'
import { policyParams } from './policy'
import { formatPolicyBody, policyOf } from './stored-policy'

const draftOf = (body: string) => {
  const result = parsePolicyBody(body)
  if (!result.ok) throw new Error(JSON.stringify(result.errors))
  return result.draft
}

test('a body says what a URL would say: lists are repeated parameters, numbers keep their spelling', () => {
  const { description, filters } = draftOf(
    '{"description":" Cheap ","filters":{"model":["a/b","c%2Cd"],"state":"warm,cold","price[lte]":9007199254740993.10,"has_price":true,"limit":20}}',
  )
  expect(description).toBe('Cheap')
  expect([...policyParams(filters)]).toEqual([
    ['model', 'a/b'],
    ['model', 'c%2Cd'],
    ['state', 'warm,cold'],
    ['price[lte]', '9007199254740993.10'],
    ['has_price', 'true'],
    ['limit', '20'],
  ])
})

test('the whole network is a policy too', () =>
  expect(draftOf('{"filters":{}}')).toEqual({
    description: '',
    filters: new Map(),
    selection: null,
    isPrivate: false,
  }))

test('rules are kept as they are, amounts in the spelling that they have', () =>
  expect(
    draftOf(
      '{"filters":{},"private":true,"selection":{"strategy":"cheapest","min_vram_gb":23.5,"max_prices":{"capabilities_prices":[{"price_per_unit":0.10000000000000000001}]}}}',
    ),
  ).toMatchObject({
    isPrivate: true,
    selection: {
      strategy: 'cheapest',
      min_vram_gb: 23.5,
      max_prices: { capabilities_prices: [{ price_per_unit: '0.10000000000000000001' }] },
    },
  }))

test.each([
  ['', 'body'],
  ['[]', 'body'],
  ['5', 'body'],
  ['null', 'body'],
  ['{"filters":{"a":"b"}', 'body'],
  ['{}', 'filters'],
  ['{"filters":null}', 'filters'],
  ['{"filters":[]}', 'filters'],
  ['{"filters":7}', 'filters'],
  ['{"filters":{},"strategy":"cheap"}', 'strategy'],
  ['{"filters":{},"__proto__":{"filters":{}}}', '__proto__'],
  ['{"filters":{},"selection":[]}', 'selection'],
  ['{"filters":{},"selection":"cheapest"}', 'selection'],
  ['{"filters":{},"private":"yes"}', 'private'],
  ['{"filters":{},"private":null}', 'private'],
  ['{"filters":{},"description":5}', 'description'],
  ['{"filters":{},"description":"two\\nlines"}', 'description'],
  ['{"filters":{},"description":"\\ud800"}', 'description'],
  [`{"filters":{},"description":"${'x'.repeat(501)}"}`, 'description'],
  ['{"filters":{"state":null}}', 'filters.state'],
  ['{"filters":{"state":{"in":"warm"}}}', 'filters.state'],
  ['{"filters":{"state":[]}}', 'filters.state'],
  ['{"filters":{"state":["warm",["cold"]]}}', 'filters.state'],
  ['{"filters":{"q":"\\udc00"}}', 'filters.q'],
])('%s is refused at %s', (body, place) => {
  const result = parsePolicyBody(body)
  expect(result.ok ? [] : result.errors.map((error) => error.place)).toContain(place)
})

test('sizes are bounded: bytes, depth, parts and what a message repeats', () => {
  const refusal = (body: string) => JSON.stringify(parsePolicyBody(body))
  expect(refusal(`{"filters":{"q":"${'x'.repeat(70_000)}"}}`)).toContain('bytes')
  expect(refusal('['.repeat(60_000))).toContain('nested')
  const many = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`f${i}`, 'x']))
  expect(refusal(JSON.stringify({ filters: many }))).toContain('51')
  expect(refusal(`{"filters":{},"${'k'.repeat(10_000)}":1}`).length).toBeLessThan(500)
})

describe('what is stored', () => {
  const saved = { revision: 3, createdAt: 1, updatedAt: 2 }
  const read = (body: string) => policyOf({ name: 'n', ...saved, body })

  test.each([
    '{"description":"x","filters":{"__proto__":"1","b":["2","3"],"10":"4","2":"5"}}',
    '{"filters":{"state":"warm"},"selection":{}}',
    '{"filters":{},"private":true}',
    '{"filters":{},"selection":{"region":["eu"],"max_prices":{"capabilities_prices":[{"price_per_unit":1e-30}]}}}',
  ])('is read back as it was, hostile keys too: %s', (body) => {
    const draft = draftOf(body)
    expect(read(formatPolicyBody(draft))).toEqual({ name: 'n', saved, ...draft })
  })

  test('says the same as ever where nothing new is said, so that older programs read on', () => {
    expect(formatPolicyBody(draftOf('{"description":"x","filters":{"a":["1","2"]}}'))).toBe(
      '{"version":1,"description":"x","filters":[["a",["1","2"]]]}',
    )
    for (const body of ['{"filters":{},"selection":{}}', '{"filters":{},"private":true}'])
      expect(JSON.parse(formatPolicyBody(draftOf(body))).version).toBe(2)
  })

  test('by a later version is not guessed at', () => {
    const now = formatPolicyBody(draftOf('{"filters":{},"private":true}'))
    for (const later of [
      now.replace('"version":2', '"version":3'),
      now.replace('"version":2', '"version":1'),
    ])
      expect(read(later)?.isPrivate ?? null).not.toBe(true)
    expect(read(now.replace('"version":2', '"version":3'))).toBeNull()
    const before = formatPolicyBody(draftOf('{"filters":{}}'))
    expect(read(before.replace('"version":1', '"version":2'))).toBeNull()
  })
})
