import { expect, test } from 'vitest'
import { z } from 'zod'
import type { EthUsdQuote } from '@/lib/domain/eth-usd'
import type { PriceUnit } from '@/lib/domain/pipeline'
import { type SeededRandom, seededRandom } from '@/lib/domain/seeded-random'
import { parsePricing } from '@/lib/pricing/parse-pricing'
import { gatewayMarginsDto } from './contract/gateway'
import { modelDto } from './contract/model'
import { type OfferingDto, offeringDto } from './contract/offering'
import type { PriceDto } from './contract/price'
import { priceRowDto } from './contract/price-row'
import { type Ask, asking } from './testdata/asking'
import { type RandomNetwork, randomNetwork } from './testdata/random-network'

/**
 * Every amount of the API, however large, small or crooked, is the exact one cut at 18 places: reckoned here once more,
 * over one common denominator and by long division, digit by digit.
 */
const NETWORKS = 30

interface Amount {
  readonly over: bigint
  readonly under: bigint
}
const times = ({ over, under }: Amount, factor: bigint, divisor = 1n): Amount => ({
  over: over * factor,
  under: under * divisor,
})

/** As a school child divides. */
function cut({ over, under }: Amount, places = 18): string {
  const size = over < 0n ? -over : over
  let rest = size % under
  let digits = ''
  for (let place = 0; place < places && rest !== 0n; place++) {
    rest *= 10n
    digits += String(rest / under)
    rest %= under
  }
  const tail = digits.replace(/0+$/, '')
  const text = `${size / under}${tail === '' ? '' : `.${tail}`}`
  return over < 0n && text !== '0' ? `-${text}` : text
}

const ETH = 10n ** 18n
const VIDEO_SECOND = 27_648_000n
const VIDEO = [VIDEO_SECOND * 3_600n, VIDEO_SECOND * 60n, VIDEO_SECOND, 921_600n]
/** What go-livepeer bills for what people buy: units of each task. */
const TASKS: Readonly<Partial<Record<string, readonly bigint[]>>> = {
  'text-to-image': [1_048_576n],
  'image-to-image': [1_048_576n],
  'audio-to-text': [3_600_000n, 60_000n],
  llm: [1_000_000n],
  'text-to-speech': [1_000n, 1_000_000n],
  'live-video-to-video': VIDEO,
  transcoding: VIDEO,
}
function tasksOf(pipeline: string, unit: PriceUnit): readonly bigint[] {
  if (unit === 'second') return [3_600n, 60n]
  if (unit === '720p-pixel') return VIDEO
  if (unit === 'use') return [1n]
  return unit === 'unit' || !Object.hasOwn(TASKS, pipeline) ? [] : (TASKS[pipeline] ?? [])
}

function randomRate(random: SeededRandom): EthUsdQuote | null {
  if (random.next() < 0.15) return null
  const digits = (count: number) => BigInt(Array.from({ length: count }, () => random.int(1, 9)).join(''))
  const rate = random.pick([
    { numerator: 2_500n, denominator: 1n },
    { numerator: digits(12), denominator: 10n ** 8n },
    { numerator: digits(40), denominator: digits(20) },
    { numerator: 1n, denominator: digits(30) },
  ])
  return { rate, source: 'fixed', at: 1_500 }
}

const usdOf = (wei: Amount, quote: EthUsdQuote | null): string | null =>
  quote && cut(times(wei, quote.rate.numerator, quote.rate.denominator * ETH))

/** What a price has to say of itself, from its two numbers alone. */
function priceOf(
  wei: bigint,
  perUnits: bigint,
  about: { pipeline: string; unit: PriceUnit; quote: EthUsdQuote | null },
) {
  const price = { over: wei, under: perUnits }
  const tasks = tasksOf(about.pipeline, about.unit)
  return {
    unit: about.unit,
    wei_per_unit: cut(price),
    usd_per_unit: usdOf(price, about.quote),
    costs: tasks.map((units) => ({
      wei: cut(times(price, units)),
      usd: usdOf(times(price, units), about.quote),
    })),
    isImplausible: tasks[0] !== undefined && wei * tasks[0] >= ETH * perUnits,
  }
}
const shown = ({ unit, wei_per_unit, usd_per_unit, costs, implausible }: PriceDto) => ({
  unit,
  wei_per_unit,
  usd_per_unit,
  costs: costs.map(({ wei, usd }) => ({ wei, usd })),
  isImplausible: implausible !== null,
})

async function read(ask: Ask, path: string, headers: Record<string, string> = {}): Promise<unknown> {
  const { status, text } = await ask(path, { headers })
  expect([path, status, status === 200 ? '' : text]).toEqual([path, 200, ''])
  return JSON.parse(text)
}

interface World {
  readonly ask: Ask
  readonly network: RandomNetwork
  readonly quote: EthUsdQuote | null
  readonly offerings: readonly OfferingDto[]
}
const KEY = 'a key for tests alone'

async function worldOf(n: number, pricing: object | null = null): Promise<World> {
  const random = seededRandom(`exact ${n}`)
  const network = randomNetwork(random, { size: 12 })
  const quote = randomRate(random)
  const parsed = pricing && parsePricing(JSON.stringify(pricing))
  if (parsed && !parsed.ok) throw new Error(parsed.problems.join('; '))
  const ask = asking({ ...network, rate: quote, operatorKey: KEY, pricing: parsed?.pricing ?? null })
  const { offerings } = z
    .object({ offerings: z.array(offeringDto) })
    .parse(await read(ask, '/api/v1/offerings?limit=10000'))
  return { ask, network, quote, offerings }
}

/** The prices of like offerings that can be meant, ascending, over one denominator. */
function meant(offerings: readonly OfferingDto[]): { amounts: bigint[]; under: bigint } {
  const prices = offerings.flatMap(({ price }) =>
    price && price.implausible === null ? { wei: BigInt(price.wei), per: BigInt(price.per_units) } : [],
  )
  const under = prices.reduce((product, { per }) => product * per, 1n)
  const amounts = prices.map(({ wei, per }) => wei * (under / per))
  return { amounts: amounts.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)), under }
}
/** The first of which so many percent are not above it. */
const rank = (sorted: readonly bigint[], percent: bigint): bigint | null => {
  const count = BigInt(sorted.length)
  return sorted.find((_, i) => BigInt(i + 1) * 100n >= percent * count) ?? null
}
/** Twice the median, which is a whole number then. */
const twiceMedian = (sorted: readonly bigint[]): bigint | null => {
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return low === undefined || high === undefined ? null : low + high
}

test('an offering: what the node stated, per unit, per task and in dollars', async () => {
  const sizes = { beyondDouble: 0, belowOne: 0, implausible: 0, dollars: 0 }
  for (let n = 0; n < NETWORKS; n++) {
    const { network, quote, offerings } = await worldOf(n)
    const stated = new Set(
      network.nodes.flatMap(({ uri, lastAnswer, runners }) => [
        ...[lastAnswer?.answer.priceInfo ?? [], lastAnswer?.answer.capabilitiesPrices ?? []]
          .flat()
          .map(({ pricePerUnit, pixelsPerUnit }) => `${uri} ${pricePerUnit}/${pixelsPerUnit}`),
        ...(runners?.listings ?? [])
          .flatMap((listing) => listing.runners)
          .map(({ price }) => `${uri} ${price?.wei}/${price?.perUnits}`),
      ]),
    )
    for (const { price, pipeline, node_uri } of offerings) {
      if (!price) continue
      expect(stated).toContain(`${node_uri} ${price.wei}/${price.per_units}`)
      const expected = priceOf(BigInt(price.wei), BigInt(price.per_units), {
        pipeline,
        unit: price.unit,
        quote,
      })
      expect(shown(price)).toEqual(expected)
      if (BigInt(price.wei) > 2n ** 53n) sizes.beyondDouble += 1
      if (price.wei_per_unit.startsWith('0.')) sizes.belowOne += 1
      if (price.implausible !== null) sizes.implausible += 1
      if (price.usd_per_unit !== null) sizes.dollars += 1
    }
  }
  for (const [what, count] of Object.entries(sizes)) expect([what, count > 20]).toEqual([what, true])
})

test('a model: lowest, quartiles, median, highest and spread of exactly its own prices', async () => {
  let odd = 0
  for (let n = 0; n < NETWORKS; n++) {
    const { ask, quote, offerings } = await worldOf(n)
    const { models } = z
      .object({ models: z.array(modelDto) })
      .parse(await read(ask, '/api/v1/models?limit=10000'))
    const { prices } = z
      .object({ prices: z.array(priceRowDto) })
      .parse(await read(ask, '/api/v1/prices?limit=10000'))
    expect(prices).toHaveLength(models.length)
    for (const row of prices) {
      const isLike = (other: { kind: string; pipeline: string; model: string | null }): boolean =>
        other.kind === row.kind && other.pipeline === row.pipeline && other.model === row.model
      const own = offerings.filter(
        (offering) => isLike(offering) && (offering.price?.unit ?? row.unit) === row.unit,
      )
      const { amounts, under } = meant(own)
      const about = { pipeline: row.pipeline, unit: row.unit, quote }
      const expectedOf = (over: bigint | null | undefined, divisor = 1n) =>
        over == null ? null : priceOf(over, under * divisor, about)
      const shownOf = (price: PriceDto | null) => price && shown(price)
      expect(row.n).toBe(amounts.length)
      expect(shownOf(row.min)).toEqual(expectedOf(amounts[0]))
      expect(shownOf(row.p25)).toEqual(expectedOf(rank(amounts, 25n)))
      expect(shownOf(row.median)).toEqual(expectedOf(twiceMedian(amounts), 2n))
      expect(shownOf(row.p75)).toEqual(expectedOf(rank(amounts, 75n)))
      expect(shownOf(row.max)).toEqual(expectedOf(amounts.at(-1)))
      const [least, most] = [amounts[0] ?? 0n, amounts.at(-1) ?? 0n]
      expect(row.spread).toBe(least === 0n ? null : cut({ over: most, under: least }, 2))
      const model = models.find((other) => isLike(other) && other.unit === row.unit)
      expect(model?.price).toMatchObject({ n: row.n, min: row.min, median: row.median, max: row.max })
      if (amounts.length > 1) odd += 1
    }
  }
  expect(odd).toBeGreaterThan(50)
})

test('a margin: price, cost and what is left, in dollars and percent', async () => {
  const PERCENT = { over: 1_234_567n, under: 10_000_000n }
  let [rows, losses] = [0, 0]
  for (let n = 0; n < NETWORKS; n++) {
    const fixed = { over: 7n * BigInt(n) + 1n, under: 10n ** BigInt(n % 19) }
    const pricing = {
      default: { markup_percent: '12.34567' },
      prices: { llm: { usd: cut(fixed), per: 'million-tokens' } },
    }
    const { ask, quote, offerings } = await worldOf(n, pricing)
    const headers = { authorization: `Bearer ${KEY}` }
    const { models } = gatewayMarginsDto.parse(await read(ask, '/api/v1/gateway/margins', headers))
    for (const row of models) {
      const { unit, units = [] } = row.price.quantity ?? {}
      const own = offerings.filter(
        ({ kind, pipeline, model, state, price }) =>
          kind === row.kind &&
          pipeline === row.pipeline &&
          model === row.model &&
          state !== 'priced-only' &&
          price?.unit === unit,
      )
      const { amounts, under } = meant(own)
      const median = twiceMedian(amounts)
      const dollars = (over: bigint | null | undefined, count: string, divisor = 1n): Amount | null =>
        over == null || quote === null
          ? null
          : times(
              { over, under: under * divisor },
              BigInt(count) * quote.rate.numerator,
              quote.rate.denominator * ETH,
            )
      const price =
        row.rule.basis === 'fixed'
          ? fixed
          : units.length === 1
            ? plus(dollars(median, units[0] ?? '', 2n), PERCENT)
            : null
      expect([row.pipeline, row.price.usd]).toEqual([row.pipeline, price && cut(price)])
      expect(row.costs.map((cost) => cost.units)).toEqual(median === null ? [] : units)
      for (const cost of row.costs) {
        const [min, middle, max] = [
          dollars(amounts[0], cost.units),
          dollars(median, cost.units, 2n),
          dollars(amounts.at(-1), cost.units),
        ]
        expect([cost.min_usd, cost.median_usd, cost.max_usd]).toEqual(
          [min, middle, max].map((one) => one && cut(one)),
        )
        expect(cost.margin).toEqual(left(price, middle))
        expect(cost.margin_at_max).toEqual(left(price, max))
        rows += 1
        if (cost.margin_at_max?.is_negative) losses += 1
      }
    }
  }
  expect(rows).toBeGreaterThan(100)
  expect(losses).toBeGreaterThan(10)
})

const plus = (amount: Amount | null, share: Amount): Amount | null =>
  amount && times(amount, share.under + share.over, share.under)

function left(price: Amount | null, cost: Amount | null) {
  if (price === null || cost === null) return null
  const rest = { over: price.over * cost.under - cost.over * price.under, under: price.under * cost.under }
  const percent =
    price.over === 0n ? null : cut({ over: rest.over * 100n * price.under, under: rest.under * price.over })
  return { usd: cut(rest), percent, is_negative: rest.over < 0n }
}
