import { expect, test } from 'vitest'
import { z } from 'zod'
import type { PriceDto } from './contract/price'
import { priceRowDto } from './contract/price-row'
import { asking } from './testdata/asking'
import { selling, uriOf } from './testdata/selling-nodes'

/** An image of 1024×1024 pixels costs an ETH or more from here on. */
const IMPLAUSIBLE = 10n ** 18n
const NODES = [
  ...[9n, 4n, 0n, 7n, 4n].map((wei, i) => selling(`n${i}`, { flux: wei })),
  selling('dear', { flux: IMPLAUSIBLE, sdxl: 100n }),
  selling('silent', { flux: 1n }, { capabilitiesPrices: [] }),
  selling('far', { sdxl: 30_000n }),
]
const ask = asking({ nodes: NODES })
const rows = async (query: string) => {
  const { status, text } = await ask(`/api/v1/prices${query}`)
  expect([query, status]).toEqual([query, 200])
  return z.object({ prices: z.array(priceRowDto) }).parse(JSON.parse(text)).prices
}
const weiOf = (price: PriceDto | null | undefined) => price?.wei_per_unit

test('a model has its lowest and highest price, what lies between, and what was left out', async () => {
  const [flux, sdxl] = await rows('')
  expect(flux).toMatchObject({
    model: 'flux',
    unit: 'pixel',
    n: 5,
    zero: 1,
    missing: 1,
    implausible: 1,
    // From a price of nothing no factor leads to another one.
    spread: null,
  })
  // 0 4 4 7 9
  expect([flux?.min, flux?.p25, flux?.median, flux?.p75, flux?.max].map(weiOf)).toEqual([
    '0',
    '4',
    '4',
    '7',
    '9',
  ])
  expect(sdxl).toMatchObject({ model: 'sdxl', n: 2, spread: '300' })
  // Quartiles are prices that somebody asks; between two the median is their mean.
  expect([sdxl?.p25, sdxl?.median, sdxl?.p75].map(weiOf)).toEqual(['100', '15050', '30000'])
})

test('who asks the lowest price is named, ten at most', async () => {
  const [, sdxl] = await rows('')
  expect(sdxl?.cheapest).toEqual([
    {
      offering_id: expect.stringMatching(/^[0-9a-f]{16}$/),
      node_uri: uriOf('dear'),
      orchestrator: expect.any(String),
      orchestrator_name: null,
    },
  ])
  const crowd = asking({ nodes: Array.from({ length: 30 }, (_, i) => selling(`c${i}`, { flux: 5n })) })
  const { prices } = z
    .object({ prices: z.array(priceRowDto) })
    .parse(JSON.parse((await crowd('/api/v1/prices')).text))
  expect(prices.map(({ n, cheapest, spread }) => [n, cheapest.length, spread])).toEqual([[30, 10, '1']])
})

test('where nobody states a price that can be meant there is none, and why', async () => {
  const lone = asking({
    nodes: [
      selling('dear', { flux: IMPLAUSIBLE }),
      selling('silent', { flux: 1n }, { capabilitiesPrices: [] }),
    ],
  })
  expect(JSON.parse((await lone('/api/v1/prices')).text).prices).toMatchObject([
    {
      n: 0,
      min: null,
      p25: null,
      median: null,
      p75: null,
      max: null,
      spread: null,
      cheapest: [],
      missing: 1,
      implausible: 1,
    },
  ])
})

test('rows are filtered and sorted by each of their prices, in one unit', async () => {
  const models = async (query: string) => (await rows(query)).map(({ model }) => model)
  expect(await models('?unit=pixel&sort=-median')).toEqual(['sdxl', 'flux'])
  expect(await models('?unit=pixel&median[lte]=4')).toEqual(['flux'])
  expect(await models('?unit=pixel&p75[gt]=29999.9')).toEqual(['sdxl'])
  expect(await models('?zero[gte]=1')).toEqual(['flux'])
  expect(await models('?implausible=0')).toEqual(['sdxl'])
  expect(await models('?n[gte]=3&sort=-n')).toEqual(['flux'])
})

test('CSV has the amounts exact', async () => {
  const { text } = await ask('/api/v1/prices?format=csv&fields=model,n,min,median,max')
  expect(text).toBe('model,n,min,median,max\r\nflux,5,0,4,9\r\nsdxl,2,100,15050,30000\r\n')
})
