import { addressFromBytes, type EthAddress } from '@/lib/domain/eth-address'
import type { Price } from '@/lib/domain/price'
import { type SeededRandom, seededRandom } from '@/lib/domain/seeded-random'
import { type Behaviour, generateBehaviour, type Profile } from './behaviour'

/** One node as it really is, which no chooser is told. */
export interface NodeTruth {
  readonly index: number
  readonly id: string
  readonly orchestrator: EthAddress
  /** Of its orchestrator. */
  readonly stake: bigint
  /** What it says that a pixel costs. */
  readonly price: Price
  /** There and back. */
  readonly roundTripMs: number
  /** For a job of size one, when the model is loaded. */
  readonly serviceMs: number
  /** To load the model. */
  readonly loadMs: number
  /** Keeps its model loaded whether it has jobs or not. */
  readonly isAlwaysWarm: boolean
  /** Jobs at once. */
  readonly slots: number
  /** Jobs that may wait for a slot; one more is refused as too many. */
  readonly queue: number
  readonly profile: Profile
  readonly behaviour: Behaviour
}

export interface NetworkOptions {
  readonly nodes: number
  readonly spanMs: number
  readonly seed: string
}

/** Of four nodes about one is cold until somebody asks. */
const ALWAYS_WARM_SHARE = 0.75
const LARGEST_ORCHESTRATOR = 20

/**
 * Nodes of orchestrators of one to twenty nodes each, with prices over a factor of ten and stakes of which few hold
 * most.
 */
export function generateNetwork({ nodes, spanMs, seed }: NetworkOptions): readonly NodeTruth[] {
  const random = seededRandom(`${seed} network`)
  const network: NodeTruth[] = []
  while (network.length < nodes) {
    const orchestrator = addressFromBytes(random.bytes(20))
    const stake = BigInt(Math.round(1_000 * heavyTailed(random, 1.1, 10_000))) * 10n ** 18n
    const siblings = Math.min(
      Math.floor(heavyTailed(random, 1.1, LARGEST_ORCHESTRATOR)),
      nodes - network.length,
    )
    const name = `o${orchestrator.slice(2, 8).toLowerCase()}`
    for (let i = 0; i < siblings; i++) {
      const index = network.length
      network.push(generateNode(random, { index, id: `${name}-${i + 1}`, orchestrator, stake, spanMs }))
    }
  }
  return network
}

function generateNode(
  random: SeededRandom,
  { spanMs, ...identity }: Pick<NodeTruth, 'index' | 'id' | 'orchestrator' | 'stake'> & { spanMs: number },
): NodeTruth {
  const { profile, behaviour } = generateBehaviour(random, { spanMs })
  const isLiar = profile === 'pretender' || profile === 'overcharging'
  return {
    ...identity,
    profile,
    behaviour,
    // Whoever lies does so to be chosen: cheap, near and warm.
    price: {
      wei: BigInt(Math.round(1_000 * (isLiar ? spread(random, 300, 500) : spread(random, 300, 3_000)))),
      perUnits: 1_000n,
    },
    roundTripMs: isLiar ? spread(random, 15, 40) : spread(random, 15, 200),
    serviceMs: spread(random, 3_000, 15_000),
    loadMs: spread(random, 8_000, 25_000),
    isAlwaysWarm: random.next() < ALWAYS_WARM_SHARE,
    slots: random.pick([1, 1, 2, 2, 3]),
    queue: random.pick([0, 0, 1, 2]),
  }
}

/** Between the two, as likely in each octave. */
const spread = (random: SeededRandom, from: number, to: number): number => from * (to / from) ** random.next()

/** From 1 to `most`; the smaller `tail`, the more the large ones have. */
const heavyTailed = (random: SeededRandom, tail: number, most: number): number =>
  Math.min(most, (1 - random.next()) ** (-1 / tail))
