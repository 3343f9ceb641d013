import { BYOC_CAPABILITY } from '@/lib/domain/capability'
import type { RunnerUnit } from '@/lib/domain/live-runner'
import type {
  Capabilities,
  Gpu,
  Hardware,
  ModelConstraint,
  StatedPrice,
} from '@/lib/domain/orchestrator-answer'
import type { Behaviour, Fault } from './behaviour'
import { USUAL_WORKER } from './byoc/usual-worker'
import { capabilityOf, type PipelineName } from './capability-of'
import { type CardName, gpuCard } from './gpu-cards'
import { inventedAddress } from './invented-identity'
import { type PaymentMode, USUAL_JOBS } from './jobs/job-behaviour'
import type { OrchestratorScenario, Region, RunnerMode, RunnerOffer } from './orchestrator-scenario'

/** Wei for one unit, or a fraction as [wei, units]. */
type SketchPrice = bigint | readonly [wei: bigint, units: bigint]

export interface ModelSketch {
  readonly pipeline: PipelineName
  readonly model: string
  readonly price?: SketchPrice
  readonly isWarm?: boolean
  /** As the wire means it: idle containers of a live pipeline, remaining slots of any other. */
  readonly capacity?: number
  readonly inUse?: number
  readonly runnerVersion?: string
  /** False: a price without the model among the node's constraints. */
  readonly isAdvertised?: boolean
  /** Places in the node's `cards` it is listed on; empty for a hardware entry that names no card; left out for no entry. */
  readonly cards?: readonly number[]
  /** What the hardware list calls the model, where that differs from the price list. */
  readonly hardwareModel?: string
}

/** A capability brought by the operator: only its price and hardware tell of it. */
interface ByocSketch {
  readonly name: string
  readonly price: SketchPrice
  readonly model?: string
  readonly cards?: readonly number[]
  /** Default: 1. */
  readonly capacity?: number
  /** Default: as any job of the node. */
  readonly workMs?: number
}

interface RunnerSketch {
  readonly app: string
  readonly price: readonly [wei: bigint, unit: RunnerUnit]
  /** Default: persistent. */
  readonly mode?: RunnerMode
  readonly version?: string
  readonly metadata?: string
  readonly capacity?: number
  readonly capacityUsed?: number
  /** Place in the node's `cards`. */
  readonly gpu?: number
  readonly url?: string
}

/** What makes an orchestrator different from the plainest one. */
export interface Sketch {
  readonly name: string
  readonly host?: string
  readonly region?: Region
  /** Nodes of one operator are paid to one address; default: the name. */
  readonly operator?: string | null
  /** Nodes that share a key; default: the name. */
  readonly key?: string
  readonly version?: string
  /** Default: the version, as a node that manages remote workers says it; empty for none. */
  readonly minVersion?: string
  readonly basePrice?: SketchPrice | null
  readonly mandatories?: readonly bigint[]
  /** Capacity stated for the default capabilities. */
  readonly sessions?: number
  /** Capability numbers beyond the default set and those of the models. */
  readonly features?: readonly number[]
  readonly cards?: readonly CardName[]
  /** Share of the cards' memory that is free; default 0.98, an idle node. */
  readonly freeMemory?: number
  readonly models?: readonly ModelSketch[]
  readonly byoc?: readonly ByocSketch[]
  readonly runners?: readonly RunnerSketch[]
  readonly nodes?: readonly string[]
  readonly transcoder?: string
  /** Default: true. */
  readonly isListed?: boolean
  readonly latencyMs?: number
  readonly jitterMs?: number
  readonly fault?: Fault['kind']
  /** How long a job of usual size takes, and what is added by chance; default 20 and none. */
  readonly jobMs?: number
  readonly jobJitterMs?: number
  /** Default: half an hour. */
  readonly tokenLifeMs?: number
  /** Default: none, as off chain. */
  readonly payment?: PaymentMode
  /** Default: 8 gwei, as of a node that is not told otherwise. */
  readonly ticketValueWei?: bigint
  /** How often work that goes on is charged for; default 5,000. */
  readonly chargeEveryMs?: number
  readonly hostlessUrls?: boolean
}

/** What go-livepeer adds to every node that is not a bare transcoder. */
const DEFAULT_CAPABILITIES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 26]

/** A sketch → the complete scenario: bits, capacities, prices and hardware that agree with the models. */
export function scenario(sketch: Sketch): OrchestratorScenario {
  const { name, models = [], byoc = [], basePrice = 1_200n } = sketch
  return {
    name,
    host: sketch.host ?? `${name}.localhost`,
    region: sketch.region ?? 'us-east',
    recipient: sketch.operator === null ? null : inventedAddress('recipient', sketch.operator ?? name),
    key: inventedAddress('key', sketch.key ?? name),
    isListed: sketch.isListed ?? true,
    offer: {
      transcoder: sketch.transcoder ?? null,
      nodes: sketch.nodes ?? [],
      basePrice: basePrice === null ? null : stated(basePrice),
      capabilities: capabilities(sketch, models),
      prices: [
        ...models.flatMap(({ price, pipeline, model }) =>
          price === undefined ? [] : stated(price, capabilityOf(pipeline), model),
        ),
        ...byoc.map(({ price, name }) => stated(price, BYOC_CAPABILITY, name)),
      ],
      byocWorkers: new Map(
        byoc.map(({ name, capacity = 1, workMs = null }) => [name, { ...USUAL_WORKER, capacity, workMs }]),
      ),
      floorsPrices: true,
      hardware: [
        ...models.map(({ pipeline, model, hardwareModel, cards }) => ({
          pipeline,
          model: hardwareModel ?? model,
          cards,
        })),
        ...byoc.map(({ name, model, cards }) => ({ pipeline: name, model: model ?? '', cards })),
      ].flatMap(({ pipeline, model, cards }) => (cards ? hardware(sketch, pipeline, model, cards) : [])),
      runners: (sketch.runners ?? []).map((entry) => runner(sketch, entry)),
    },
    behaviour: behaviour(sketch),
  }
}

function behaviour({ latencyMs = 0, jitterMs = 0, fault, ...sketch }: Sketch): Behaviour {
  return {
    latencyMs,
    jitterMs,
    fault: fault ? { kind: fault, probability: 1 } : null,
    discovery: null,
    jobs: {
      ms: sketch.jobMs ?? USUAL_JOBS.ms,
      jitterMs: sketch.jobJitterMs ?? USUAL_JOBS.jitterMs,
      fault: null,
      tokenLifeMs: sketch.tokenLifeMs ?? USUAL_JOBS.tokenLifeMs,
      payment: sketch.payment ?? USUAL_JOBS.payment,
      ticketValueWei: sketch.ticketValueWei ?? USUAL_JOBS.ticketValueWei,
      chargeEveryMs: sketch.chargeEveryMs ?? USUAL_JOBS.chargeEveryMs,
      hostlessUrls: sketch.hostlessUrls ?? USUAL_JOBS.hostlessUrls,
      streamFault: null,
    },
  }
}

function stated(price: SketchPrice, capability = 0, constraint = ''): StatedPrice {
  const [pricePerUnit, pixelsPerUnit] = typeof price === 'bigint' ? [price, 1n] : price
  return { pricePerUnit, pixelsPerUnit, capability, constraint }
}

function capabilities(sketch: Sketch, models: readonly ModelSketch[]): Capabilities {
  const { version = '0.8.10', mandatories = [], sessions = 1, features = [] } = sketch
  const advertised = models.filter(({ isAdvertised = true }) => isAdvertised)
  const perCapability = new Map<number, Map<string, ModelConstraint>>()
  const capacities = new Map<number, number>([
    ...DEFAULT_CAPABILITIES.map((id) => [id, sessions] as const),
    ...features.map((id) => [id, 1] as const),
  ])
  for (const entry of advertised) {
    const id = capabilityOf(entry.pipeline)
    const known = perCapability.get(id) ?? new Map<string, ModelConstraint>()
    perCapability.set(id, known.set(entry.model, constraint(entry)))
    capacities.set(id, known.size)
  }
  return {
    bitstring: bitstring([...capacities.keys()]),
    mandatories,
    capacities,
    version,
    constraints: { minVersion: sketch.minVersion ?? version, perCapability },
  }
}

const constraint = ({
  isWarm = true,
  capacity = 1,
  runnerVersion = '',
  inUse = 0,
}: ModelSketch): ModelConstraint => ({
  warm: isWarm,
  capacity,
  runnerVersion,
  capacityInUse: inUse,
})

/** Bit n of word w is capability 64w + n. */
function bitstring(ids: readonly number[]): bigint[] {
  const words = Array.from({ length: Math.floor(Math.max(...ids) / 64) + 1 }, () => 0n)
  return words.map((_, word) =>
    ids.filter((id) => Math.floor(id / 64) === word).reduce((bits, id) => bits | (1n << BigInt(id % 64)), 0n),
  )
}

function hardware(sketch: Sketch, pipeline: string, modelId: string, places: readonly number[]): Hardware {
  const gpus = places.map((place, i) => [String(i), cardAt(sketch, place, `${pipeline} ${modelId}`)] as const)
  return { pipeline, modelId, gpus: new Map(gpus) }
}

const runner = (sketch: Sketch, { app, gpu, price: [wei, unit], ...stated }: RunnerSketch): RunnerOffer => ({
  app,
  mode: stated.mode ?? 'persistent',
  version: stated.version ?? '',
  metadata: stated.metadata ?? '',
  capacity: stated.capacity ?? 1,
  capacityUsed: stated.capacityUsed ?? 0,
  gpu: gpu === undefined ? null : cardAt(sketch, gpu, app),
  price: { wei, unit },
  url: stated.url ?? null,
})

function cardAt({ name, cards, freeMemory }: Sketch, place: number, what: string): Gpu {
  const card = cards?.[place]
  if (!card) throw new Error(`${name} has no card at place ${place}, on which it lists ${what}`)
  return gpuCard(name, place, card, freeMemory)
}
