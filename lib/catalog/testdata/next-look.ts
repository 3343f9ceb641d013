import type { RunnerListing } from '@/lib/domain/runner-listing'
import type { SeededRandom } from '@/lib/domain/seeded-random'
import { advertising, gpu, model } from '@/lib/domain/testdata/answer'
import { liveRunner } from '@/lib/livepeer/testdata/runner'
import type { NodeObservation } from '@/lib/snapshot/snapshot'
import { answering, priced, silentSince } from './look'

/** The next look of one node; null: it is not listed. */
export function nextOf(
  before: NodeObservation | null,
  uri: string,
  now: number,
  random: SeededRandom,
): NodeObservation | null {
  const turn = random.int(0, 9)
  if (turn === 0) return null
  if (before && turn <= 2) return silentSince(before, now)
  if (before && turn === 3) return before
  const models = ['a', 'b', 'c', 'd'].filter(() => random.int(0, 3) > 0)
  const flood = random.int(0, 19) === 0 ? Array.from({ length: 600 }, (_, i) => `f${i}`) : []
  const advertised = models.map((name) => [
    name,
    model({ warm: random.int(0, 1) === 0, capacity: random.int(0, 2) }),
  ])
  const runners: RunnerListing = {
    kind: 'listed',
    detail: null,
    askedAt: now,
    readAt: random.int(0, 3) === 0 ? (before?.runners?.readAt ?? null) : now,
    listings: [
      {
        address: uri,
        runners: ['x/y', 'z']
          .filter(() => random.int(0, 1) === 0)
          .map((app) => liveRunner({ app, capacity: random.int(0, 2) })),
      },
    ],
    refused: [],
  }
  const { capabilities = null } = advertising({ 27: Object.fromEntries(advertised) })
  const cards = ['RTX 4090', 'RTX 4090', 'H100', 'A100'].filter(() => random.int(0, 1) === 0)
  const region = random.pick([
    null,
    { name: 'eu-west', from: 'geoip' },
    { name: 'us-east', from: 'geoip' },
  ] as const)
  return answering(
    {
      capabilities: capabilities ? { ...capabilities, version: random.pick(['0.9.1', '0.9.2', '']) } : null,
      hardware: [
        {
          pipeline: 'text-to-image',
          modelId: 'a',
          gpus: new Map(cards.map((name, i) => [String(i), gpu({ id: String(i), name })])),
        },
      ],
      priceInfo: random.pick([null, { pricePerUnit: 7n, pixelsPerUnit: 1n, capability: 0, constraint: '' }]),
      capabilitiesPrices: [...models.filter(() => random.int(0, 1) === 0), ...flood].map((name) =>
        priced(name, BigInt(random.int(0, 4)), BigInt(random.int(0, 3))),
      ),
    },
    { uri, at: now, runners, region },
  )
}
