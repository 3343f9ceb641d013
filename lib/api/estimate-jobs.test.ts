import { describe, expect, test } from 'vitest'
import { offering } from '@/lib/catalog/testdata/offering'
import type { OfferingKind } from '@/lib/domain/offering-kind'
import type { PriceUnit } from '@/lib/domain/pipeline'
import { estimateJobs, type Work } from './estimate-jobs'

/** Wei for the work at one node, of each reading. */
const weiAt = (
  [kind, pipeline, unit]: readonly [OfferingKind, string, PriceUnit],
  [wei, perUnits]: readonly [bigint, bigint],
  work: Work,
): readonly string[] => {
  const [cost] = estimateJobs(
    [
      offering({
        kind,
        pipeline,
        unit,
        price: { kind: 'stated', price: { wei, perUnits }, origin: 'model' },
      }),
    ],
    work,
  ).costs
  return (cost?.readings ?? []).map(({ wei: { numerator, denominator } }) =>
    numerator % denominator === 0n ? String(numerator / denominator) : `${numerator}/${denominator}`,
  )
}

describe('figures worked out by hand', () => {
  test.each<[string, Parameters<typeof weiAt>, readonly string[]]>([
    [
      '10,000 images of 1024 × 1024 at 4 wei a pixel: 10,485,760,000 pixels',
      [['ai', 'text-to-image', 'pixel'], [4n, 1n], { jobs: 10_000n, size: { width: 1_024, height: 1_024 } }],
      ['41943040000'],
    ],
    [
      'four images in each of ten jobs, 512 × 512 where nothing is said, at 1 wei for 3 pixels',
      [['ai', 'text-to-image', 'pixel'], [1n, 3n], { jobs: 10n, size: { images: 4 } }],
      ['10485760/3'],
    ],
    [
      'three hours of live video, 1280 × 720 at 30 a second: 298,598,400,000 pixels at 2,290 wei',
      [['ai', 'live-video-to-video', 'pixel'], [2_290n, 1n], { jobs: 1n, size: { seconds: 10_800 } }],
      ['683790336000000'],
    ],
    [
      'two million tokens at 36,400,000 wei',
      [['ai', 'llm', 'token'], [36_400_000n, 1n], { jobs: 1n, size: { tokens: 2_000_000 } }],
      ['72800000000000'],
    ],
    [
      'an hour and a half of audio in milliseconds',
      [['ai', 'audio-to-text', 'millisecond'], [7n, 2n], { jobs: 1n, size: { seconds: 5_400 } }],
      ['18900000'],
    ],
    [
      'a hundred inputs of 2048 × 1024 to upscale',
      [['ai', 'upscale', 'input-pixel'], [1n, 1n], { jobs: 100n, size: { width: 2_048, height: 1_024 } }],
      ['209715200'],
    ],
    [
      'five clips of 25 frames, 1024 × 576',
      [['ai', 'image-to-video', 'pixel'], [2n, 1n], { jobs: 5n, size: {} }],
      ['147456000'],
    ],
    [
      'speech, of which nobody knows how many units a character is',
      [['ai', 'text-to-speech', 'character'], [3n, 1n], { jobs: 2n, size: { characters: 500 } }],
      ['3000', '3000000'],
    ],
    [
      'a live runner by the second',
      [['live-runner', 'daydream/scope', 'second'], [129n, 1n], { jobs: 1n, size: { seconds: 60 } }],
      ['7740'],
    ],
    [
      'a capability by units that are said',
      [['byoc', 'own', 'unit'], [5n, 1n], { jobs: 3n, size: { units: 7 } }],
      ['105'],
    ],
    [
      'more than a float can hold',
      [['ai', 'llm', 'token'], [999_999_999_983n, 1n], { jobs: 999_999_999n, size: { tokens: 999_999_999 } }],
      ['999999997983000001033999999983'],
    ],
  ])('%s', (_, [serving, price, work], expected) => expect(weiAt(serving, price, work)).toEqual(expected))
})

const WORK: Work = { jobs: 1n, size: {} }

test('the cheapest comes first, as fractions, and equals keep an order of their own', () => {
  const at = (id: string, wei: bigint, perUnits = 1n) =>
    offering({ id, price: { kind: 'stated', price: { wei, perUnits }, origin: 'model' } })
  const { costs } = estimateJobs(
    [at('dear', 7n), at('b', 2n), at('third', 1n, 3n), at('a', 4n, 2n), at('free', 0n)],
    WORK,
  )
  expect(costs.map((cost) => cost.offering.id)).toEqual(['free', 'third', 'a', 'b', 'dear'])
})

test('where nobody can tell there is a reason, and no cost', () => {
  const { costs, unpriced } = estimateJobs(
    [
      offering({ id: 'none', wei: null }),
      offering({ id: 'bad', price: { kind: 'invalid' } }),
      offering({ id: 'unmeant', wei: 10n ** 18n }),
      offering({ id: 'listed', state: 'priced-only' }),
      offering({ id: 'unsized', pipeline: 'text-to-hologram' }),
    ],
    WORK,
  )
  expect(costs).toEqual([])
  expect(unpriced.map((one) => [one.offering.id, one.reason])).toEqual([
    ['none', 'no-price'],
    ['bad', 'no-price'],
    ['unmeant', 'implausible'],
    ['listed', 'not-advertised'],
    ['unsized', 'no-size'],
  ])
  expect(unpriced[2]?.detail).toBe(
    'Nobody can mean it: at this price one 1024×1024 image would cost 1048576 ETH.',
  )
})

test('two readings are both told, and the orchestrator’s own orders', () => {
  const speech = (id: string, wei: bigint) =>
    offering({ id, wei, pipeline: 'text-to-speech', unit: 'character' })
  const { costs } = estimateJobs([speech('b', 2n), speech('a', 1n)], { jobs: 1n, size: { characters: 1 } })
  expect(costs.map((cost) => [cost.offering.id, ...cost.readings.map(({ units }) => units)])).toEqual([
    ['a', 1n, 1_000n],
    ['b', 1n, 1_000n],
  ])
  expect(costs[0]?.uncertainty).toContain('1,000 per character')
})
