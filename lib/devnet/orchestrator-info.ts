import { addressFromBytes, addressToBytes, type EthAddress } from '@/lib/domain/eth-address'
import type { Capabilities, Hardware, StatedPrice } from '@/lib/domain/orchestrator-answer'
import type { SeededRandom } from '@/lib/domain/seeded-random'
import type { Fraction } from '@/lib/domain/usd'
import type {
  CapabilitiesMessage,
  OrchestratorInfoMessage,
  OrchestratorRequestMessage,
} from '@/lib/livepeer/messages'
import { LIVE_VIDEO_TO_VIDEO } from './capability-of'
import { GO_ERRORS, GoError } from './go-errors'
import { authToken } from './jobs/auth-token'
import type { TicketRecipient } from './jobs/ticket-recipient'
import type { OrchestratorScenario } from './orchestrator-scenario'
import { priceOfRequest } from './price-of-request'

export interface AnswerContext {
  /** What the node says its own URI is, and those of the nodes it names. */
  readonly transcoder: string
  readonly nodes: readonly string[]
  readonly random: SeededRandom
  /** Unix ms. */
  readonly now: number
  /** Of this run; a restart makes every token of before worthless. */
  readonly secret: Uint8Array
  readonly recipient: TicketRecipient
  /** Where a quote sends jobs, when that is not what the node says of itself. */
  readonly jobUri: string | null
  /** Places that jobs of this moment take. */
  takenPlaces(capability: number, model: string): number
}

/**
 * What an orchestrator answers to a question. Throws GoError where a node answers an error. Source: go-livepeer
 * server/rpc.go getOrchestrator.
 */
export function orchestratorInfo(
  scenario: OrchestratorScenario,
  request: Pick<OrchestratorRequestMessage, 'address' | 'sig' | 'capabilities' | 'ignoreCapacityCheck'>,
  context: AnswerContext,
): OrchestratorInfoMessage {
  if (!isPlausiblySigned(request)) throw new GoError(GO_ERRORS.signature)
  const { capabilities, ignoreCapacityCheck } = request
  if (
    capabilities &&
    !ignoreCapacityCheck &&
    !hasLiveCapacity(scenario.offer.capabilities, capabilities, context)
  )
    throw new GoError(GO_ERRORS.capped)
  return infoFor({ sender: addressFromBytes(request.address), capabilities }, scenario, context)
}

/** Who is answered, and about what. */
export interface InfoSubject {
  readonly sender: EthAddress
  /** Null: about everything. */
  readonly capabilities: CapabilitiesMessage | null
  /** The price that a session keeps, if it has begun. */
  readonly pinnedPrice?: Fraction | null
}

/**
 * Without capabilities: the inventory, with base price, all prices and hardware. With capabilities: a quote for them,
 * and neither of these. Throws GoError. Source: go-livepeer server/rpc.go orchestratorInfo.
 */
export function infoFor(
  { sender, capabilities: asked, pinnedPrice }: InfoSubject,
  { offer, key, recipient, behaviour }: OrchestratorScenario,
  { transcoder, nodes, random, now, secret, jobUri, takenPlaces, ...context }: AnswerContext,
): OrchestratorInfoMessage {
  const wantsInventory = asked === null || transcoder === ''
  const price = pinnedPrice
    ? statedFraction(pinnedPrice)
    : wantsInventory
      ? offer.basePrice
      : priceOfRequest(offer, asked)
  const { ticketValueWei } = behaviour.jobs
  const sessionId = Buffer.from(random.bytes(4)).toString('hex')
  const expiration = BigInt(Math.floor((now + behaviour.jobs.tokenLifeMs) / 1_000))
  return {
    transcoder: wantsInventory ? transcoder : (jobUri ?? transcoder),
    // Whoever takes jobs for nothing quotes no tickets, as a node off chain; who is behind it stands in its inventory.
    ticketParams:
      recipient && (wantsInventory || behaviour.jobs.payment === 'verify')
        ? context.recipient.params(recipient, { sender, price, ticketValueWei, now, random })
        : null,
    priceInfo: price,
    address: addressToBytes(key),
    capabilities: offer.capabilities && capabilitiesMessage(offer.capabilities, takenPlaces),
    authToken: authToken(secret, sessionId, expiration),
    hardware: wantsInventory ? offer.hardware.map(hardwareMessage) : [],
    storage: [],
    // The order of a Go map, which is another one each time.
    capabilitiesPrices: wantsInventory
      ? random.shuffle(offer.prices).map(offer.floorsPrices ? floored : same)
      : [],
    nodes,
  }
}

const statedFraction = ({ numerator, denominator }: Fraction): StatedPrice => ({
  pricePerUnit: numerator,
  pixelsPerUnit: denominator,
  capability: 0,
  constraint: '',
})

/**
 * A zero address asks off chain and needs no signature. Any other has to look signed: 65 bytes ending in 27 or 28.
 * Who signed is asked by a node on chain alone (see signed-by-asker.ts).
 */
function isPlausiblySigned({ address, sig }: { address: Uint8Array; sig: Uint8Array }): boolean {
  if (address.every((byte) => byte === 0)) return true
  const recovery = sig[64]
  return address.length === 20 && sig.length === 65 && (recovery === 27 || recovery === 28)
}

/** Live pipelines alone are checked: one idle container of one of the models asked for is enough. */
function hasLiveCapacity(
  offered: Capabilities | null,
  asked: CapabilitiesMessage,
  { takenPlaces }: Pick<AnswerContext, 'takenPlaces'>,
): boolean {
  const wanted = asked.constraints?.perCapability.get(LIVE_VIDEO_TO_VIDEO)
  if (!wanted) return true
  const live = offered?.constraints?.perCapability.get(LIVE_VIDEO_TO_VIDEO)
  return [...wanted.models.keys()].some(
    (model) => (live?.get(model)?.capacity ?? 0) > takenPlaces(LIVE_VIDEO_TO_VIDEO, model),
  )
}

/** Whole wei for one unit: what a fraction says of itself in an inventory. A denominator of zero is repeated. */
function floored(price: StatedPrice): StatedPrice {
  if (price.pixelsPerUnit === 0n) return price
  return { ...price, pricePerUnit: price.pricePerUnit / price.pixelsPerUnit, pixelsPerUnit: 1n }
}

const same = (price: StatedPrice): StatedPrice => price

/** Capacity is what is left beside the jobs under way; how many those are is stated of live pipelines alone. */
const capabilitiesMessage = (
  { constraints, ...capabilities }: Capabilities,
  takenPlaces: AnswerContext['takenPlaces'],
): CapabilitiesMessage => ({
  ...capabilities,
  constraints: constraints && {
    minVersion: constraints.minVersion,
    perCapability: new Map(
      [...constraints.perCapability].map(([id, models]) => {
        const left = [...models].map(([name, model]) => {
          const taken = takenPlaces(id, name)
          const capacity = Math.max(0, model.capacity - taken)
          const capacityInUse = model.capacityInUse + (id === LIVE_VIDEO_TO_VIDEO ? taken : 0)
          return [name, { ...model, capacity, capacityInUse }] as const
        })
        return [id, { models: new Map(left) }]
      }),
    ),
  },
})

const hardwareMessage = ({
  pipeline,
  modelId,
  gpus,
}: Hardware): OrchestratorInfoMessage['hardware'][number] => ({
  pipeline,
  modelId,
  gpuInfo: new Map(
    [...gpus].map(([place, { memoryFreeBytes, memoryTotalBytes, ...gpu }]) => [
      place,
      { ...gpu, memoryFree: memoryFreeBytes, memoryTotal: memoryTotalBytes },
    ]),
  ),
})
