import { expect, test } from 'vitest'
import { regionMapDto } from './contract/region-map'
import { asking } from './testdata/asking'
import { selling } from './testdata/selling-nodes'

const at = (name: string, region: string | null, wei: bigint, latencyMs: number) => ({
  ...selling(name, { flux: wei }, { latencyMs }),
  region: region === null ? null : ({ name: region, from: 'operator' } as const),
})
const ask = asking({
  nodes: [
    at('a', 'us-east', 4n, 10),
    at('b', 'us-east', 8n, 30),
    at('c', 'us-east', 100n, 20),
    at('d', 'basement', 1n, 5),
    at('e', null, 2n, 7),
  ],
})
const map = async (query: string) =>
  regionMapDto.parse(JSON.parse((await ask(`/api/v1/regions/map${query}`)).text))

test('regions are counted, most nodes first, and a name that nobody knows has no place', async () => {
  const { regions, unknown } = await map('')
  expect(regions).toMatchObject([
    {
      name: 'us-east',
      place: { latitude: 38.5, longitude: -77.5 },
      nodes: 3,
      offerings: 3,
      latency: { n: 3, min_ms: 10, median_ms: 20, max_ms: 30 },
      price: null,
    },
    { name: 'basement', place: null, nodes: 1 },
  ])
  expect(unknown).toMatchObject({ nodes: 1, latency: { n: 1, median_ms: 7 } })
})

test('of one pipeline there is a median price by region', async () => {
  const { regions } = await map('?pipeline=text-to-image')
  expect(regions.map(({ price }) => [price?.n, price?.median.wei_per_unit])).toEqual([
    [3, '8'],
    [1, '1'],
  ])
  expect((await map('?pipeline=llm')).regions).toEqual([])
})
