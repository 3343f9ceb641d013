import { addressFromBytes, type EthAddress } from '@/lib/domain/eth-address'
import { featureBits } from '@/lib/domain/feature-bits'
import { nextHealth } from '@/lib/domain/health'
import type { OrchestratorAnswer, StatedPrice } from '@/lib/domain/orchestrator-answer'
import { type SeededRandom, seededRandom } from '@/lib/domain/seeded-random'
import { nextAskAt } from '@/lib/snapshot/next-ask'
import type { FoldedSnapshot, NodeObservation } from '@/lib/snapshot/snapshot'

export interface SimulatedHistoryOptions {
  readonly nodes: number
  readonly startAt: number
  readonly sweeps: number
  readonly everyMs: number
  /** Where each node is and who is paid for it; by default hosts that nobody has. */
  readonly nodeOf?: (i: number) => SimulatedNode
}

export interface SimulatedNode {
  readonly uri: string
  readonly recipient: EthAddress
}

const DAY_MS = 86_400_000
const MODELS_PER_NODE = 10
const CAPABILITIES = [27, 28, 29, 30, 31, 32, 33, 34, 35, 36]
const CARDS = ['NVIDIA GeForce RTX 4090', 'NVIDIA GeForce RTX 5090', 'NVIDIA H100 80GB HBM3'] as const
/** Of all offerings, how many change a day. */
const CHANGES_A_DAY = 0.02
/** Of all probes, how many are not answered in time. */
const FAILURES = 0.003
/** Of all nodes, on how many something else is in use with every sweep. */
const BUSY = 0.3
const GIB = 2n ** 30n

/**
 * Sweeps over a network that changes as the public one does, without asking anybody: what a store has to keep and to
 * answer from after months. The same options give the same history.
 */
/** A sweep, and the nodes of which anything but a measurement differs from the one before. */
export interface SimulatedSweep {
  readonly folded: FoldedSnapshot
  readonly changed: ReadonlySet<string>
}

export function* simulatedHistory({
  nodes,
  startAt,
  sweeps,
  everyMs,
  nodeOf = inventedNode,
}: SimulatedHistoryOptions): Generator<SimulatedSweep> {
  const random = seededRandom('history')
  const answers = Array.from({ length: nodes }, (_, i) => answerOf(i, nodeOf(i)))
  const known: (NodeObservation | undefined)[] = Array.from({ length: nodes }, () => undefined)
  const changesPerSweep = (nodes * MODELS_PER_NODE * CHANGES_A_DAY * everyMs) / DAY_MS
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const startedAt = startAt + sweep * everyMs
    const changedNodes = new Set<number>()
    for (let left = changesPerSweep; random.next() < left; left--) {
      const i = random.int(0, nodes - 1)
      changedNodes.add(i)
      answers[i] = changed(answers[i] ?? answerOf(i, nodeOf(i)), random)
    }
    for (const [i, answer] of answers.entries()) {
      const before = known[i]
      const isDue = !before || nextAskAt(before) <= startedAt + everyMs / 2
      known[i] = isDue
        ? probed(before, { i, uri: nodeOf(i).uri, answer, startedAt, random, cadenceMs: everyMs })
        : { ...before, sources: [named(startAt, startedAt)] }
      if (before?.kind !== known[i]?.kind || before?.health.state !== known[i]?.health.state)
        changedNodes.add(i)
    }
    const folded = {
      startedAt,
      endedAt: startedAt + 3_000 + random.int(0, 2_000),
      cadenceMs: everyMs,
      vantage: 'bench',
      sources: [],
      nodes: known.flatMap((node) => node ?? []).sort((a, b) => (a.uri < b.uri ? -1 : 1)),
    }
    yield { folded, changed: new Set([...changedNodes].map((i) => nodeOf(i).uri)) }
  }
}

const named = (firstAt: number, lastAt: number) => ({
  name: 'list',
  times: 1,
  orchestrators: [],
  score: null,
  firstAt,
  lastAt,
})

function probed(
  before: NodeObservation | undefined,
  {
    i,
    uri,
    answer,
    startedAt,
    random,
    cadenceMs,
  }: {
    i: number
    uri: string
    answer: OrchestratorAnswer
    startedAt: number
    random: SeededRandom
    cadenceMs: number
  },
): NodeObservation {
  const isAnswered = random.next() >= FAILURES
  const askedAt = startedAt + random.int(0, 2_500)
  const latencyMs = Math.round(1_000 * (40 + (i % 300) + 60 * -Math.log(1 - random.next()))) / 1_000
  const part = Math.round(latencyMs * 200) / 1_000
  const lastAnswer = {
    answer: i < BUSY * 1_000 ? busy(answer, random) : answer,
    answeredAt: askedAt + latencyMs,
    latencyMs,
    roundTrip: { dnsMs: 0, connectMs: part, tlsMs: part, answerMs: latencyMs - 2 * part },
    isSimulated: true,
    address: `203.0.113.${i % 250}`,
  }
  return {
    uri,
    sources: [named(before?.sources[0]?.firstAt ?? startedAt, startedAt)],
    cadenceMs,
    kind: isAnswered ? 'ok' : 'timed-out',
    detail: isAnswered ? null : 'no answer within 3000 ms',
    askedAt,
    lastAnswer: isAnswered ? lastAnswer : (before?.lastAnswer ?? null),
    failingSince: isAnswered ? null : (before?.failingSince ?? askedAt),
    health: nextHealth(before?.health ?? null, isAnswered, askedAt),
    runners: { kind: 'none', detail: null, askedAt, readAt: null, listings: [], refused: [] },
    region: null,
  }
}

const inventedNode = (i: number): SimulatedNode => ({
  uri: `https://bench-${i}.example:8935`,
  recipient: addressFromBytes(Uint8Array.of(1, i >> 8, i & 255)),
})

const modelOf = (i: number, capability: number): string =>
  `org-${capability % 7}/model-${(i * 7 + capability) % 20}`

function answerOf(i: number, { uri, recipient }: SimulatedNode): OrchestratorAnswer {
  return {
    transcoder: uri,
    recipient,
    localAddress: recipient,
    addressLength: 20,
    capabilities: {
      bitstring: featureBits(CAPABILITIES),
      mandatories: [],
      capacities: new Map(CAPABILITIES.map((id) => [id, 2])),
      version: '0.8.1',
      constraints: {
        minVersion: '',
        perCapability: new Map(
          CAPABILITIES.map((id) => [
            id,
            new Map([
              [
                modelOf(i, id),
                { warm: (i + id) % 3 !== 0, capacity: 2, runnerVersion: '0.14.1', capacityInUse: 0 },
              ],
            ]),
          ]),
        ),
      },
    },
    priceInfo: { pricePerUnit: BigInt(50 + (i % 900)), pixelsPerUnit: 1n, capability: 0, constraint: '' },
    capabilitiesPrices: CAPABILITIES.map((id) => ({
      pricePerUnit: BigInt(1_000 + ((i * 7_919 + id) % 100_000)),
      pixelsPerUnit: BigInt(1 + (i % 7)),
      capability: id,
      constraint: modelOf(i, id),
    })),
    hardware: [
      {
        pipeline: 'text-to-image',
        modelId: modelOf(i, 27),
        gpus: new Map([
          [
            '0',
            {
              id: `GPU-${i}`,
              name: CARDS[i % CARDS.length] ?? CARDS[0],
              major: 8,
              minor: 9,
              memoryFreeBytes: 4n * GIB,
              memoryTotalBytes: 24n * GIB,
            },
          ],
        ]),
      },
    ],
    nodes: [],
  }
}

/** One of its offerings at another price, or warm no more, or again. */
function changed(answer: OrchestratorAnswer, random: SeededRandom): OrchestratorAnswer {
  const at = random.int(0, CAPABILITIES.length - 1)
  if (random.next() < 0.5)
    return {
      ...answer,
      capabilitiesPrices: answer.capabilitiesPrices.map(
        (price, i): StatedPrice =>
          i === at ? { ...price, pricePerUnit: price.pricePerUnit + BigInt(random.int(1, 500)) } : price,
      ),
    }
  return withModels(answer, (model, i) => (i === at ? { ...model, warm: !model.warm } : model))
}

/** Other places in use and other free memory than a minute ago. */
function busy(answer: OrchestratorAnswer, random: SeededRandom): OrchestratorAnswer {
  const inUse = withModels(answer, (model) => ({ ...model, capacityInUse: random.int(0, 2) }))
  return {
    ...inUse,
    hardware: answer.hardware.map((entry) => ({
      ...entry,
      gpus: new Map(
        [...entry.gpus].map(([slot, gpu]) => [
          slot,
          { ...gpu, memoryFreeBytes: BigInt(random.int(0, 20_000_000_000)) },
        ]),
      ),
    })),
  }
}

type Model = {
  readonly warm: boolean
  readonly capacity: number
  readonly runnerVersion: string
  readonly capacityInUse: number
}

function withModels(
  answer: OrchestratorAnswer,
  change: (model: Model, i: number) => Model,
): OrchestratorAnswer {
  const { capabilities } = answer
  const constraints = capabilities?.constraints
  if (!constraints) return answer
  let i = 0
  const perCapability = new Map(
    [...constraints.perCapability].map(([id, models]) => [
      id,
      new Map([...models].map(([name, model]) => [name, change(model, i++)])),
    ]),
  )
  return { ...answer, capabilities: { ...capabilities, constraints: { ...constraints, perCapability } } }
}
