import { expect, test } from 'vitest'
import { estimateDto } from './contract/estimate'
import { asking } from './testdata/asking'
import { selling } from './testdata/selling-nodes'

/** An image of 1024×1024 pixels costs an ETH or more from here on. */
const IMPLAUSIBLE = 10n ** 18n
const ask = asking({
  nodes: [
    selling('dear', { flux: 30n }),
    selling('cheap', { flux: 4n, sdxl: 1n }),
    selling('odd', { flux: IMPLAUSIBLE }),
    selling('silent', { flux: 1n }, { capabilitiesPrices: [] }),
  ],
})
const estimate = async (query: string) =>
  estimateDto.parse(JSON.parse((await ask(`/api/v1/estimate${query}`)).text))

test('ten thousand images of 1024 × 1024: who does them for how much, the cheapest first, and why others are left out', async () => {
  const found = await estimate('?pipeline=text-to-image&model=flux&jobs=10000&width=1024&height=1024')
  expect(found.work).toEqual({
    kind: null,
    pipeline: 'text-to-image',
    model: 'flux',
    jobs: '10000',
    size: { width: 1_024, height: 1_024 },
  })
  expect(found.estimates.map(({ node_uri, readings }) => [new URL(node_uri).hostname, readings])).toEqual([
    [
      expect.stringContaining('cheap'),
      [{ units: '10485760000', wei: '41943040000', eth: '0.00000004194304', usd: null }],
    ],
    [
      expect.stringContaining('dear'),
      [{ units: '10485760000', wei: '314572800000', eth: '0.0000003145728', usd: null }],
    ],
  ])
  expect(found.rejections.map(({ reason }) => reason).sort()).toEqual(['implausible', 'no-price'])
  expect([found.count, found.rejected]).toEqual([2, 2])
  expect(found.estimates[0]?.assumed).toEqual(['one image'])
})

test('what is left out is taken to be what go-livepeer takes it to be', async () => {
  const { estimates, work } = await estimate('?model=sdxl')
  expect(work.size).toEqual({})
  expect(estimates.map(({ readings, assumed }) => [readings[0]?.wei, assumed])).toEqual([
    ['262144', ['512 × 512 pixels', 'one image']],
  ])
})

test('as many rows are told as are asked for, and all are counted', async () => {
  const { estimates, rejections, count, rejected } = await estimate('?limit=1')
  expect([estimates.length, rejections.length, count, rejected]).toEqual([1, 1, 3, 2])
})

test.each([
  [
    '?pipeline=text-to-image&tokens=5',
    'tokens is nothing that this pipeline is billed by; there are width, height, images, units',
  ],
  ['?width=99999', 'width "99999" is not a whole number from 1 to 16384'],
  ['?jobs=0', 'jobs "0" is not a whole number from 1 to 999999999'],
  ['?jobs=1.5', 'jobs "1.5" is not a whole number'],
  ['?colour=red', 'colour is not a parameter of this address'],
])('%s is refused, with what would be right', async (query, detail) => {
  const { status, text } = await ask(`/api/v1/estimate${query}`)
  expect([status, JSON.parse(text).detail]).toEqual([400, expect.stringContaining(detail)])
})
