import { describe, expect, test } from 'vitest'
import type { Offering } from '@/lib/catalog/offering'
import { rollUpPricedModels } from '@/lib/catalog/roll-up'
import { offering } from '@/lib/catalog/testdata/offering'
import { formatFraction } from '@/lib/domain/fraction'
import { type SeededRandom, seededRandom } from '@/lib/domain/seeded-random'
import type { Fraction } from '@/lib/domain/usd'
import { availabilityOf } from './availability'
import type { Rate } from './estimate-cost'
import { marginOf } from './margin'
import { parsePricing } from './parse-pricing'
import { type Offer, priceModels } from './price-models'

const usd = (numerator: bigint, denominator = 1n): Rate => ({ numerator, denominator })
const at = (name: string) => ({ nodeUri: `https://${name}.example:8935` })

function price(offerings: readonly Offering[], file: object, rate: Rate = usd(2_500n)) {
  const parsed = parsePricing(JSON.stringify(file))
  if (!parsed.ok) throw new Error(parsed.problems.join('; '))
  return priceModels(rollUpPricedModels(offerings), parsed.pricing, rate)
}
function only(offerings: readonly Offering[], file: object, rate?: Rate): Offer {
  const [offer, ...others] = price(offerings, file, rate).offers
  if (!offer || others.length > 0) throw new Error('not one offer')
  return offer
}
const priceOf = ({ price: one }: Offer) => (one.kind === 'known' ? formatFraction(one.usd) : one.reason)
const costsOf = ({ cost }: Offer) =>
  cost.kind === 'unknown'
    ? cost.reason
    : cost.readings.map(
        ({ usd: spread }) =>
          spread && [spread.min, spread.median, spread.max].map((amount) => formatFraction(amount)),
      )

const VIDEO = { pipeline: 'live-video-to-video', model: 'stream' } as const
const video = [1_588n, 3_000n, 2_330n].map((wei, i) => offering({ ...at(`n${i}`), ...VIDEO, wei }))

describe('a price, to the last digit', () => {
  test('fixed stands as it is written, beside what it costs', () => {
    const offer = only(video, { prices: { 'live-video-to-video': { usd: '0.45', per: 'hour' } } })
    expect(priceOf(offer)).toBe('0.45')
    expect(costsOf(offer)).toEqual([['0.395145216', '0.57977856', '0.746496']])
  })

  test('a markup is on the median of what the nodes charge', () => {
    const offer = only(video, { default: { markup_percent: 20 } })
    // 2330 × 27,648,000 × 3600 wei at 2,500 USD are 0.57977856 USD.
    expect([offer.per, priceOf(offer)]).toEqual(['hour', '0.695734272'])
    expect(priceOf(only(video, { default: { markup_percent: 0 } }))).toBe('0.57977856')
  })

  test('a price that is a fraction is not rounded on the way', () => {
    const fraction = { wei: 11_800_000_000_000n, perUnits: 54_901_722_631n }
    const image = offering({ price: { kind: 'stated', price: fraction, origin: 'model' } })
    const rate = usd(254_312_345_678n, 100_000_000n)
    const offer = only([image], { default: { markup_percent: '12.5' } }, rate)
    expect(costsOf(offer)).toEqual([Array(3).fill('0.00000057314352828')])
    // One and an eighth of the cut amount would end in 315.
    expect(priceOf(offer)).toBe('0.000000644786469316')
  })

  test('between two middle prices their exact mean is the cost', () => {
    const nodes = [
      { wei: 2n, perUnits: 3n },
      { wei: 5n, perUnits: 7n },
    ].map((stated, i) =>
      offering({ ...at(`n${i}`), pipeline: '38', price: { kind: 'stated', price: stated, origin: 'model' } }),
    )
    const offer = only(nodes, { default: { markup_percent: '33.3' } }, usd(1n, 3n))
    // 29/42 wei × 1,000,000 × 1/3 / 10^18 × 1.333.
    expect(offer.per).toBe('megapixel')
    expect(priceOf(offer)).toBe('0.000000000000306801')
  })

  test('a stated zero costs nothing, and prices that nobody can mean do not count', () => {
    const nodes = [0n, 4n, 10n ** 14n].map((wei, i) => offering({ ...at(`n${i}`), ...VIDEO, wei }))
    // 2 × 99,532,800,000 wei at 2,500 USD.
    expect(costsOf(only(nodes, { default: { markup_percent: 20 } }))).toEqual([
      ['0', '0.000497664', '0.000995328'],
    ])
  })
})

/** A whole number of up to `digits` digits, from 1. */
const whole = (random: SeededRandom, digits: number): bigint =>
  BigInt(Array.from({ length: random.int(1, digits) }, () => random.int(0, 9)).join('')) + 1n

test('whatever the amounts are, a markup price is the exact product, and only its text is cut', () => {
  const random = seededRandom('prices')
  for (let round = 0; round < 500; round++) {
    const stated = { wei: whole(random, 12), perUnits: whole(random, 18) + 10n ** 18n }
    const [rateUp, rateDown] = [whole(random, 20), whole(random, 20)]
    const [percent, places] = [whole(random, 12), random.int(0, 12)]
    const digits = String(percent).padStart(places + 1, '0')
    const written = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`
    const node = offering({ ...VIDEO, price: { kind: 'stated', price: stated, origin: 'model' } })
    const offer = only([node], { default: { markup_percent: written } }, usd(rateUp, rateDown))
    if (offer.price.kind !== 'known') throw new Error(offer.price.reason)
    const { numerator, denominator } = offer.price.usd
    const scale = 10n ** BigInt(places)
    // Everything that is multiplied on one side, everything that divides on the other.
    const above = stated.wei * 99_532_800_000n * rateUp * (100n * scale + percent)
    const below = stated.perUnits * rateDown * 10n ** 18n * 100n * scale
    expect(numerator * below).toBe(above * denominator)
    const [before = '', after = ''] = formatFraction(offer.price.usd).split('.')
    const cut = BigInt(before + after.padEnd(18, '0'))
    expect(cut * below <= above * 10n ** 18n && above * 10n ** 18n < (cut + 1n) * below).toBe(true)
  }
})

test('whatever the amounts are, price less margin is the cost, exactly', () => {
  const random = seededRandom('margins')
  const fraction = (): Fraction => ({ numerator: whole(random, 40), denominator: whole(random, 40) })
  for (let round = 0; round < 500; round++) {
    const [priced, cost] = [fraction(), fraction()]
    const { usd: left, percent, isNegative } = marginOf(priced, cost)
    expect(left.numerator * priced.denominator * cost.denominator).toBe(
      (priced.numerator * cost.denominator - cost.numerator * priced.denominator) * left.denominator,
    )
    expect(isNegative).toBe(priced.numerator * cost.denominator < cost.numerator * priced.denominator)
    expect((percent?.numerator ?? 0n) * priced.numerator * left.denominator).toBe(
      100n * left.numerator * priced.denominator * (percent?.denominator ?? 0n),
    )
  }
})

test('a margin below zero is flagged, and a price of nothing has no percent', () => {
  const told = (one: ReturnType<typeof marginOf>) => [
    formatFraction(one.usd),
    one.percent && formatFraction(one.percent),
    one.isNegative,
  ]
  const of = (numerator: bigint, denominator = 1n) => ({ numerator, denominator })
  expect(told(marginOf(of(45n, 100n), of(57_977_856n, 10n ** 8n)))).toEqual([
    '-0.12977856',
    '-28.83968',
    true,
  ])
  expect(told(marginOf(of(2n, 100n), of(15n, 1_000n)))).toEqual(['0.005', '25', false])
  expect(told(marginOf(of(0n), of(1n)))).toEqual(['-1', null, true])
  expect(told(marginOf(of(1n), of(0n)))).toEqual(['1', '100', false])
  expect(told(marginOf(of(1n), of(1n)))).toEqual(['0', '0', false])
})

describe('what no price can be made of says why', () => {
  const markup = { default: { markup_percent: 20 } }
  test.each<[string, Offering[], object, Rate, string]>([
    ['no rate', video, markup, null, 'no-rate'],
    ['nobody states a price', [offering({ wei: null })], markup, usd(1n), 'no-cost'],
    ['nobody states one that can be meant', [offering({ wei: 10n ** 30n })], markup, usd(1n), 'no-cost'],
  ])('%s', (_, offerings, file, rate, reason) => expect(priceOf(only(offerings, file, rate))).toBe(reason))

  test('a fixed price needs neither a rate nor a cost', () => {
    const file = { prices: { 'text-to-image': { usd: '0.02', per: 'image' } } }
    const offer = only([offering({ wei: null })], file, null)
    expect([priceOf(offer), costsOf(offer)]).toEqual(['0.02', 'no-price'])
    expect(costsOf(only([offering()], file, null))).toEqual([null])
  })

  test('speech: a fixed price stands, its cost has two readings, and a markup on them is none', () => {
    const speech = offering({ pipeline: 'text-to-speech', unit: 'character', wei: 3_000_000n })
    const offer = only([speech], { prices: { 'text-to-speech': { usd: 0.01, per: 'thousand-characters' } } })
    expect(priceOf(offer)).toBe('0.01')
    expect(costsOf(offer)).toEqual([Array(3).fill('0.0000075'), Array(3).fill('0.0075')])
    expect(priceOf(only([speech], markup))).toBe('uncertain-unit')
  })
})

describe('live runners and capabilities, whose units are their own', () => {
  const runner = { kind: 'live-runner', pipeline: 'any/app', model: null } as const
  const nodes = [
    offering({ ...at('a'), ...runner, unit: 'second', wei: 10n ** 12n }),
    offering({ ...at('b'), ...runner, unit: 'second', wei: 3n * 10n ** 12n }),
    offering({ ...at('c'), ...runner, unit: 'use', wei: 5n }),
  ]
  test('a markup is told in the way that most of them bill', () => {
    const offer = only(nodes, { default: { markup_percent: 10 } })
    // 2 × 10^12 wei × 3600 at 2,500 USD are 18 USD.
    expect([offer.per, priceOf(offer)]).toEqual(['hour', '19.8'])
  })
  test('a fixed price by those that bill in what it can be told in', () => {
    const perUse = only(nodes, { prices: { 'any/app': { usd: 1, per: 'use' } } })
    expect(costsOf(perUse)).toEqual([Array(3).fill('0.0000000000000125')])
    const perFrame = only(nodes, { prices: { 'any/app': { usd: 1, per: 'frame' } } })
    expect([priceOf(perFrame), costsOf(perFrame), perFrame.basis]).toEqual(['1', 'other-unit', null])
  })
  test('transcoding is what the network began with, and has a name of its own', () => {
    const nodes = [
      offering({ kind: 'transcoding', pipeline: 'transcoding', model: null, state: 'unknown', wei: 1_000n }),
    ]
    const offer = only(nodes, { prices: { transcoding: { usd: '0.30', per: 'hour' } } })
    // 1000 × 99,532,800,000 wei at 2,500 USD.
    expect([priceOf(offer), costsOf(offer)]).toEqual(['0.3', [Array(3).fill('0.248832')]])
  })
  test('a capability that is called like a pipeline is priced by the rule for everything alone', () => {
    const stranger = offering({ kind: 'byoc', pipeline: 'text-to-image', unit: 'unit', state: 'unknown' })
    const file = { prices: { 'text-to-image': { usd: 1, per: 'image' } } }
    expect(price([stranger], file)).toMatchObject({ offers: [], notOffered: [{ reason: 'no-rule' }] })
    expect(price([stranger], { ...file, default: { markup_percent: 0 } }).offers[0]?.per).toBe('unit')
  })
})

test('what is not offered says why, and rules that price nothing are told by their place', () => {
  const { offers, notOffered, idle } = price(
    [
      offering({ model: 'a' }),
      offering({ model: 'b' }),
      offering({ model: 'c', state: 'priced-only' }),
      offering({ pipeline: 'llm', unit: 'token', model: 'd' }),
    ],
    {
      default: { usd: 1, per: 'image' },
      prices: { 'text-to-image': { b: false, c: { usd: 1, per: 'image' } }, upscale: { '*': false } },
    },
  )
  expect(offers.map(({ model }) => model.model)).toEqual(['a'])
  expect(notOffered.map(({ model, reason }) => [model.model, reason])).toEqual([
    ['b', 'not-for-sale'],
    ['d', 'other-unit'],
  ])
  expect(idle.map(({ path }) => path)).toEqual(['prices.text-to-image.c', 'prices.upscale.*'])
})

test('a model of any name is priced by the rule of that name', () => {
  const names = ['__proto__', 'constructor', 'toString', '*', '', 'usd']
  const written = names.map((name, i) => `${JSON.stringify(name)}: {"usd": ${i}, "per": "use"}`).join()
  const parsed = parsePricing(`{"prices": {"__proto__": {${written}}}}`)
  if (!parsed.ok) throw new Error(parsed.problems.join())
  const nodes = names.map((model) => offering({ kind: 'byoc', pipeline: '__proto__', model, unit: 'unit' }))
  const { offers } = priceModels(rollUpPricedModels(nodes), parsed.pricing, null)
  expect(offers.map((offer) => [offer.model.model, priceOf(offer)])).toEqual(
    names.map((name, i) => [name, String(i)]),
  )
})

describe('availability', () => {
  const of = (...outcomes: Offering['nodeOutcome'][]) =>
    availabilityOf(
      rollUpPricedModels(outcomes.map((nodeOutcome, i) => offering({ ...at(`n${i}`), nodeOutcome }))),
    )
  test('is of nodes, in tenths of a percent; only all of them are 100', () => {
    expect(of('ok', 'no-price', 'timed-out')).toEqual({ asked: 3, answered: 2, percent: 66.6 })
    expect(of(...Array<'ok'>(1_999).fill('ok'), 'refused').percent).toBe(99.9)
    expect(of('ok').percent).toBe(100)
    expect(of('busy').percent).toBe(0)
    expect(of()).toEqual({ asked: 0, answered: 0, percent: null })
  })
  test('a node that serves two models counts once', () => {
    const models = rollUpPricedModels([offering(), offering({ model: 'sdxl' })])
    expect(availabilityOf(models)).toMatchObject({ asked: 1 })
  })
})
