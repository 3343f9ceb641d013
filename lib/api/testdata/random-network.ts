import { BYOC_CAPABILITY, H264_CAPABILITY } from '@/lib/domain/capability'
import { addressFromBytes } from '@/lib/domain/eth-address'
import { type LiveRunner, RUNNER_UNITS } from '@/lib/domain/live-runner'
import type { Hardware, OrchestratorAnswer, StatedPrice } from '@/lib/domain/orchestrator-answer'
import type { SeededRandom } from '@/lib/domain/seeded-random'
import { answer, gpu, model } from '@/lib/domain/testdata/answer'
import { liveRunner } from '@/lib/livepeer/testdata/runner'
import type { NodeObservation } from '@/lib/snapshot/snapshot'
import { lastAnswer, observation } from '@/lib/snapshot/testdata/observation'

/** Names that a stranger may choose, with what lists, URLs, JSON, CSV and objects are taken apart by. */
const NAMES = [
  'black-forest-labs/FLUX.1-dev',
  'elsewhere/flux.1-dev',
  'a,b',
  'c%2Cd',
  '%252C',
  '100%',
  '=SUM(A1)',
  '"quoted"',
  'line\r\nend',
  '__proto__',
  'constructor',
  'ünï/😀',
  'unknown',
  ' spaced ',
  'a;b+c&d=e#f',
  'maker[not_in]',
  'L'.repeat(700),
  `${'L'.repeat(699)}M`,
] as const
const CAPABILITIES = [27, 28, 31, 33, 35, 36, BYOC_CAPABILITY, 99] as const
const CARDS = ['NVIDIA GeForce RTX 4090', 'NVIDIA H100', 'A,B 4000', ''] as const
const RECIPIENTS = [1, 2, 3, 254].map((byte) => addressFromBytes(Uint8Array.of(byte, byte)))
const REGIONS = [null, 'eu-west', 'us-east', 'asia-south'] as const

export interface RandomNetwork {
  readonly nodes: readonly NodeObservation[]
}

/** The same network for the same chance: some of everything that nodes are known to state, and some that none should. */
export function randomNetwork(random: SeededRandom, { size = 8 }: { size?: number } = {}): RandomNetwork {
  const nodes = Array.from({ length: size }, (_, i) => nodeOf(`https://n${i}.example:8935`, random))
  return {
    nodes: nodes.map((node) => {
      const name = random.pick(REGIONS)
      return { ...node, region: name === null ? null : { name, from: 'operator' } }
    }),
  }
}

const some = <T>(items: readonly T[], random: SeededRandom, chance = 0.3): T[] =>
  items.filter(() => random.next() < chance)

function nodeOf(uri: string, random: SeededRandom): NodeObservation {
  const readAt = random.pick([1_000, 1_000, null])
  return observation({
    uri,
    health: {
      state: random.pick(['up', 'up', 'degraded', 'down']),
      since: 500,
      recent: [true],
      failuresInARow: 0,
    },
    lastAnswer:
      random.int(0, 9) === 0
        ? null
        : lastAnswer({ answer: answerOf(uri, random), latencyMs: random.int(1, 3_000) / 7 }),
    runners: {
      kind: 'listed',
      detail: null,
      askedAt: 1_000,
      readAt,
      listings: [{ address: uri, runners: Array.from({ length: random.int(0, 3) }, () => runnerOf(random)) }],
      refused: [],
    },
  })
}

function answerOf(uri: string, random: SeededRandom): OrchestratorAnswer {
  const capabilities = some(CAPABILITIES, random, 0.4)
  const names = some(NAMES, random, 0.25)
  const advertised = new Map(
    capabilities.map((capability) => [
      capability,
      new Map(
        some(names, random, 0.7).map((name) => [
          name,
          model({
            warm: random.next() < 0.5,
            capacity: random.pick([0, 1, 2, 100, 101, 67_542]),
            capacityInUse: random.int(0, 3),
            runnerVersion: random.pick(['', '0.14.1']),
          }),
        ]),
      ),
    ]),
  )
  const capabilitiesPrices = capabilities.flatMap((capability) =>
    some([...names, 'priced alone'], random, 0.7).map((constraint) =>
      randomPrice(random, { capability, constraint }),
    ),
  )
  return answer({
    transcoder: random.pick([uri, uri, '']),
    recipient: random.pick([null, ...RECIPIENTS]),
    capabilities: {
      bitstring: random.pick([[], [1n << BigInt(H264_CAPABILITY)]]),
      mandatories: [],
      capacities: new Map([[H264_CAPABILITY, random.int(0, 3)]]),
      version: random.pick(['', '0.9.1']),
      constraints: { minVersion: '', perCapability: advertised },
    },
    priceInfo: random.pick([null, randomPrice(random)]),
    capabilitiesPrices,
    hardware: names.map((name, i) => hardwareOf(name, `${uri} ${i}`, random)),
  })
}

const hardwareOf = (name: string, id: string, random: SeededRandom): Hardware => ({
  pipeline: random.pick(['text-to-image', 'llm', name]),
  modelId: name,
  gpus: new Map(
    Array.from({ length: random.int(0, 3) }, (_, slot) => [
      String(slot),
      gpu({
        id: random.pick(['', `${id} ${slot}`, 'GPU-shared']),
        name: random.pick(CARDS),
        major: random.int(0, 9),
        memoryTotalBytes: random.pick([0n, 25_757_220_864n, 85_899_345_920n]),
        memoryFreeBytes: random.pick([0n, 1n << 30n, 1n << 60n]),
      }),
    ]),
  ),
})

const runnerOf = (random: SeededRandom): LiveRunner => {
  const { pricePerUnit, pixelsPerUnit } = randomPrice(random)
  return liveRunner({
    app: random.pick(['daydream/scope', 'a,b', 'text-to-image', '__proto__']),
    url: `https://r${random.int(0, 2)}.example/session`,
    capacity: random.int(-1, 3),
    capacityUsed: random.int(-1, 3),
    price:
      random.next() < 0.2 || pricePerUnit < 0n || pixelsPerUnit <= 0n
        ? null
        : {
            wei: pricePerUnit,
            perUnits: pixelsPerUnit,
            unit: random.pick(RUNNER_UNITS),
            spelling: String(pricePerUnit),
          },
  })
}

/** Of any size that the wire has room for, with what is no price among them. */
function randomPrice(
  random: SeededRandom,
  { capability = 0, constraint = '' }: Partial<Pick<StatedPrice, 'capability' | 'constraint'>> = {},
): StatedPrice {
  const amount = random.pick([0n, -1n, 1n, ...SIZES.map((bits) => randomBits(random, bits))])
  const units = random.pick([0n, 1n, 1n, 3n, 7n, ...SIZES.map((bits) => 1n + randomBits(random, bits))])
  return { capability, constraint, pricePerUnit: amount, pixelsPerUnit: units }
}

const SIZES = [4, 12, 24, 53, 54, 60, 62]

const randomBits = (random: SeededRandom, bits: number): bigint =>
  random.bytes(8).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n) & ((1n << BigInt(bits)) - 1n)
