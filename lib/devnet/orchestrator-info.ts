import { addressFromBytes, addressToBytes } from '@/lib/domain/eth-address'
import type { Capabilities, Hardware, StatedPrice } from '@/lib/domain/orchestrator-answer'
import type { SeededRandom } from '@/lib/domain/seeded-random'
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
 * What an orchestrator answers to a question. Without capabilities: its inventory, with base price, all prices and
 * hardware. With capabilities: a quote for them, and neither of these. Source: go-livepeer server/rpc.go orchestratorInfo.
 * Throws GoError where a node answers an error.
 */
export function orchestratorInfo(
  { offer, key, recipient, behaviour }: OrchestratorScenario,
  request: Pick<OrchestratorRequestMessage, 'address' | 'sig' | 'capabilities' | 'ignoreCapacityCheck'>,
  { transcoder, nodes, random, now, secret, jobUri, takenPlaces, ...context }: AnswerContext,
): OrchestratorInfoMessage {
  if (!isPlausiblySigned(request)) throw new GoError(GO_ERRORS.signature)
  const asked = request.capabilities
  if (asked && !request.ignoreCapacityCheck && !hasLiveCapacity(offer.capabilities, asked))
    throw new GoError(GO_ERRORS.capped)
  const wantsInventory = asked === null || transcoder === ''
  const price = wantsInventory ? offer.basePrice : priceOfRequest(offer, asked)
  const sender = addressFromBytes(request.address)
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
function hasLiveCapacity(offered: Capabilities | null, asked: CapabilitiesMessage): boolean {
  const wanted = asked.constraints?.perCapability.get(LIVE_VIDEO_TO_VIDEO)
  if (!wanted) return true
  const live = offered?.constraints?.perCapability.get(LIVE_VIDEO_TO_VIDEO)
  return [...wanted.models.keys()].some((model) => (live?.get(model)?.capacity ?? 0) > 0)
}

/** Whole wei for one unit: what a fraction says of itself in an inventory. A denominator of zero is repeated. */
function floored(price: StatedPrice): StatedPrice {
  if (price.pixelsPerUnit === 0n) return price
  return { ...price, pricePerUnit: price.pricePerUnit / price.pixelsPerUnit, pixelsPerUnit: 1n }
}

const same = (price: StatedPrice): StatedPrice => price

/** Capacity is what is left beside the jobs under way; nobody states how many those are. */
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
          const capacity = Math.max(0, model.capacity - takenPlaces(id, name))
          return [name, { ...model, capacity }] as const
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
