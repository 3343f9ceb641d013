import { describe, expect, test } from 'vitest'
import { addressFromBytes, type EthAddress } from '@/lib/domain/eth-address'
import type { OrchestratorAnswer } from '@/lib/domain/orchestrator-answer'
import { advertising, answer, gpu, model } from '@/lib/domain/testdata/answer'
import { lastAnswer, observation } from '@/lib/snapshot/testdata/observation'
import { comparisonDto } from './contract/comparison'
import { problemDto } from './contract/problem'
import { asking } from './testdata/asking'

const FLUX = 'black-forest-labs/FLUX.1-dev'
const SDXL = 'one/sdxl'
const [SMALL, LARGE, NOBODY] = [1, 2, 3].map((byte) => addressFromBytes(Uint8Array.of(byte)))

const node = (host: string, recipient: EthAddress | undefined, about: Partial<OrchestratorAnswer>) =>
  observation({
    uri: `https://${host}.example:8935`,
    lastAnswer: lastAnswer({ answer: answer({ recipient: recipient ?? null, ...about }) }),
  })

const price = (constraint: string, pricePerUnit: bigint) => ({
  pricePerUnit,
  pixelsPerUnit: 1n,
  capability: 27,
  constraint,
})
const card = (id: string, name: string, memoryTotalBytes = 24n * 2n ** 30n) =>
  gpu({ id, name, memoryTotalBytes })
const hardware = (...cards: ReturnType<typeof card>[]) => [
  {
    pipeline: 'text-to-image',
    modelId: FLUX,
    gpus: new Map(cards.map((one, i) => [String(i), one])),
  },
]

const ask = asking({
  nodes: [
    node('small', SMALL, {
      ...advertising({ 27: { [FLUX]: model({ capacity: 2, capacityInUse: 1 }) } }),
      capabilitiesPrices: [price(FLUX, 10n)],
      hardware: hardware(card('GPU-a', 'NVIDIA GeForce RTX 4090')),
    }),
    node('large-1', LARGE, {
      ...advertising({ 27: { [FLUX]: model(), [SDXL]: model({ warm: false }) } }),
      capabilitiesPrices: [price(FLUX, 7n), price(SDXL, 3n)],
      hardware: hardware(card('GPU-b', 'NVIDIA GeForce RTX 4090'), card('GPU-c', 'NVIDIA L4')),
    }),
    observation({
      uri: 'https://large-2.example:8935',
      kind: 'timed-out',
      failingSince: 900,
      lastAnswer: lastAnswer({
        answer: answer({
          recipient: LARGE ?? null,
          ...advertising({ 27: { [FLUX]: model() } }),
          capabilitiesPrices: [price(FLUX, 7n)],
        }),
      }),
    }),
  ],
})

const compare = async (...addresses: (EthAddress | undefined)[]) => {
  const { status, text } = await ask(`/api/v1/compare?orchestrators=${addresses.join(',')}`)
  expect(status).toBe(200)
  return comparisonDto.parse(JSON.parse(text))
}

describe('fleets beside each other', () => {
  test('stand in the order in which they were asked for, with what each has', async () => {
    const { fleets } = await compare(LARGE, SMALL)
    expect(fleets).toMatchObject([
      {
        address: LARGE,
        is_known: true,
        nodes: { listed: 2, answered: 1 },
        versions: [{ name: '0.9.1', count: 2 }],
        cards: { total: 2, nodes_reporting: 1 },
        memory: { total_bytes: String(48n * 2n ** 30n), cards: 2 },
        offerings: 3,
        models: 2,
        states: { warm: 2, cold: 1 },
        slots: { in_use: 0, capacity: 3, offerings: 3 },
      },
      { address: SMALL, slots: { in_use: 1, capacity: 2, offerings: 1 }, warm_share: 1 },
    ])
    expect(fleets[0]?.warm_share).toBeCloseTo(2 / 3)
  })

  test('are compared by the models they share first, and the lowest price of each is marked', async () => {
    const { models } = await compare(SMALL, LARGE)
    expect(models.map(({ model }) => model)).toEqual([FLUX, SDXL])
    expect(models[0]).toMatchObject({
      unit: 'pixel',
      fleets: [
        { price: { wei_per_unit: '10' }, prices: 1 },
        { price: { wei_per_unit: '7' }, prices: 2 },
      ],
      cheapest: [LARGE],
    })
    // What one alone offers is nobody's to win.
    expect(models[1]).toMatchObject({ fleets: [null, { price: { wei_per_unit: '3' } }], cheapest: [] })
  })

  test('have their cards in one list, with how many models run on each', async () => {
    const { cards } = await compare(SMALL, LARGE)
    expect(cards).toEqual([
      {
        name: 'RTX 4090',
        memory_total_bytes: String(24n * 2n ** 30n),
        vram_gb: 24,
        fleets: [
          { cards: 1, models: 1 },
          { cards: 1, models: 1 },
        ],
      },
      expect.objectContaining({
        name: 'L4',
        fleets: [
          { cards: 0, models: 0 },
          { cards: 1, models: 1 },
        ],
      }),
    ])
  })

  test('one that is not there says so, and hides nobody else', async () => {
    const { fleets, models } = await compare(NOBODY, SMALL)
    expect(fleets[0]).toMatchObject({
      address: NOBODY,
      is_known: false,
      nodes: { listed: 0, answered: 0 },
      warm_share: null,
      slots: null,
      latency: { n: 0, min_ms: null },
    })
    expect(models[0]?.fleets[0]).toBeNull()
    expect(fleets[1]?.is_known).toBe(true)
  })

  test('are the same however their addresses are written, each once', async () => {
    const { fleets } = await compare(
      SMALL?.toLowerCase() as EthAddress | undefined,
      SMALL?.toUpperCase().replace('0X', '0x') as EthAddress | undefined,
    )
    expect(fleets.map(({ address }) => address)).toEqual([SMALL])
  })
})

test.each([
  ['', 'is missing'],
  ['?orchestrators=', 'is empty'],
  ['?orchestrators=0x12', 'is not an address'],
  [
    `?orchestrators=${[1, 2, 3, 4, 5].map((byte) => addressFromBytes(Uint8Array.of(byte))).join(',')}`,
    'more than 4',
  ],
  [`?orchestrators=${SMALL}&sort=price`, 'is not a parameter'],
])('%j is refused: it %s', async (query, words) => {
  const { status, text } = await ask(`/api/v1/compare${query}`)
  expect(status).toBe(400)
  expect(JSON.stringify(problemDto.parse(JSON.parse(text)))).toContain(words)
})
