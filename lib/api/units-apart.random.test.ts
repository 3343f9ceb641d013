import { expect, test } from 'vitest'
import { z } from 'zod'
import { PRICE_UNITS, type PriceUnit } from '@/lib/domain/pipeline'
import { seededRandom } from '@/lib/domain/seeded-random'
import { facetValuesDto } from './contract/facet-values'
import { modelDto } from './contract/model'
import { offeringDto } from './contract/offering'
import type { PriceDto } from './contract/price'
import { priceRowDto } from './contract/price-row'
import { type Ask, asking } from './testdata/asking'
import { LIST_NAMES, pricedFieldsOf } from './testdata/list-doc-of'
import { randomNetwork } from './testdata/random-network'

/** Prices in unlike units never compare: no list filters, sorts or sums them up together. */
const NETWORKS = 25

async function read(ask: Ask, path: string): Promise<unknown> {
  const { status, text } = await ask(path)
  expect([path, status, status === 200 ? '' : text]).toEqual([path, 200, ''])
  return JSON.parse(text)
}

/** Compared by dividing to more digits than any price of the wire can differ in. */
const amount = ({ wei, per_units }: Pick<PriceDto, 'wei' | 'per_units'>): bigint =>
  (BigInt(wei) * 10n ** 60n) / BigInt(per_units)

const isAscending = (values: readonly bigint[]): boolean =>
  values.every((value, i) => i === 0 || value >= (values[i - 1] ?? value))

const networks = Array.from({ length: NETWORKS }, (_, n) => asking(randomNetwork(seededRandom(`units ${n}`))))

test('a question by price without exactly one unit is refused, by the parameter that asks for it', async () => {
  const [ask] = networks
  if (!ask) throw new Error('there is no network')
  let asked = 0
  for (const name of LIST_NAMES)
    for (const field of pricedFieldsOf(name))
      for (const units of [
        '',
        'unit=pixel,token',
        'unit[not_in]=pixel',
        'unit[exists]=true',
        'unit[all]=pixel',
      ])
        for (const question of [
          `${field}[lte]=1`,
          `${field}[exists]=true`,
          `${field}=1,2`,
          `sort=${field}`,
          `sort=-${field}`,
        ]) {
          const { status, text } = await ask(`/api/v1/${name}?${units}&${question}`)
          const [parameter = ''] = question.split('=')
          const known = [name, units, question]
          expect([...known, status]).toEqual([...known, 400])
          expect(JSON.parse(text).errors).toEqual([
            { parameter, detail: expect.stringContaining('exactly one unit') },
          ])
          asked += 1
        }
  // Offerings by price; models by three of them, prices by five.
  expect(asked).toBe(9 * 5 * 5)
  for (const question of ['max_price_wei=5', 'max_price_wei=5&pipeline=llm,text-to-image'])
    for (const path of ['/api/v1/offerings', '/api/v1/facets', '/orchestrators.json'])
      expect([path, question, (await ask(`${path}?${question}`)).status]).toEqual([path, question, 400])
})

test('with one unit every row is of that unit, filtered and in the order of its exact price', async () => {
  let rows = 0
  for (const [n, ask] of networks.entries()) {
    const random = seededRandom(`one unit ${n}`)
    for (const unit of PRICE_UNITS) {
      const ceiling = BigInt(random.int(0, 2 ** 31)) ** BigInt(random.int(0, 2))
      const { offerings } = z
        .object({ offerings: z.array(offeringDto) })
        .parse(await read(ask, `/api/v1/offerings?unit=${unit}&price[lte]=${ceiling}&sort=price&limit=10000`))
      const prices = offerings.flatMap(({ price }) => price ?? [])
      expect(prices).toHaveLength(offerings.length)
      expect(prices.filter((price) => price.unit !== unit)).toEqual([])
      expect(prices.filter((price) => BigInt(price.wei) > ceiling * BigInt(price.per_units))).toEqual([])
      expect(isAscending(prices.map(amount))).toBe(true)
      for (const name of ['models', 'prices'] as const)
        for (const field of pricedFieldsOf(name)) {
          const path = `/api/v1/${name}?unit=${unit}&sort=${field}&limit=10000`
          const list = z.record(z.string(), z.unknown()).parse(await read(ask, path))
          const units = z.array(z.object({ unit: z.string() })).parse(list[name])
          expect([path, units.filter((row) => row.unit !== unit)]).toEqual([path, []])
        }
      rows += offerings.length
    }
  }
  expect(rows).toBeGreaterThan(100)
})

test('what sums up prices is of one unit, and of its own members', async () => {
  let mixed = 0
  for (const ask of networks) {
    const { models } = z
      .object({ models: z.array(modelDto.extend({ members: z.array(offeringDto) })) })
      .parse(await read(ask, '/api/v1/models?include=members&limit=10000'))
    const { prices } = z
      .object({ prices: z.array(priceRowDto) })
      .parse(await read(ask, '/api/v1/prices?limit=10000'))
    for (const { unit, price, members, ...model } of models) {
      const stated = members.flatMap((member) => member.price ?? [])
      expect(stated.filter((own) => own.unit !== unit)).toEqual([])
      for (const one of [price.min, price.median, price.max]) expect(one?.unit ?? unit).toBe(unit)
      const amounts = stated.filter(({ implausible }) => implausible === null).map(amount)
      expect(price.n).toBe(amounts.length)
      expect(price.min && amount(price.min)).toBe(ascending(amounts)[0] ?? null)
      expect(price.max && amount(price.max)).toBe(ascending(amounts).at(-1) ?? null)
      const row = prices.find(
        (other) =>
          other.unit === unit &&
          other.kind === model.kind &&
          other.pipeline === model.pipeline &&
          other.model === model.model,
      )
      expect(row).toMatchObject({ n: price.n, min: price.min, median: price.median, max: price.max })
      const quantiles = [row?.min, row?.p25, row?.median, row?.p75, row?.max].flatMap((one) => one ?? [])
      expect(isAscending(quantiles.map(amount))).toBe(true)
    }
    expect(prices).toHaveLength(models.length)
    // Models that several units are asked for are what this is about.
    const names = models.map(({ kind, pipeline, model }) => JSON.stringify([kind, pipeline, model]))
    mixed += names.length - new Set(names).size
  }
  expect(mixed).toBeGreaterThan(0)
})

const ascending = (values: readonly bigint[]): bigint[] =>
  values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))

test('the ranges of prices to choose from are by unit, each the extremes of its own offerings', async () => {
  for (const ask of networks) {
    const { prices } = facetValuesDto.parse(await read(ask, '/api/v1/facets'))
    const { offerings } = z
      .object({ offerings: z.array(offeringDto) })
      .parse(await read(ask, '/api/v1/offerings?limit=10000'))
    const expected = new Map<PriceUnit, bigint[]>()
    for (const { price } of offerings)
      if (price && price.implausible === null)
        expected.set(price.unit, [...(expected.get(price.unit) ?? []), amount(price)])
    expect(prices.map(({ unit, n, min, max }) => [unit, n, amount(min), amount(max)]).sort()).toEqual(
      [...expected]
        .map(([unit, amounts]) => [unit, amounts.length, ascending(amounts)[0], ascending(amounts).at(-1)])
        .sort(),
    )
    for (const { unit, min, max } of prices) expect([min.unit, max.unit]).toEqual([unit, unit])
  }
})

test('lists of what has several units sum up no price at all', async () => {
  for (const ask of networks)
    for (const name of ['orchestrators', 'pipelines', 'regions', 'gpus'])
      expect((await ask(`/api/v1/${name}?limit=10000`)).text).not.toMatch(/"(wei|price|usd_per_unit)"/)
})
