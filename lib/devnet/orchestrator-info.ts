import { createHmac } from 'node:crypto'
import { addressToBytes, type EthAddress } from '@/lib/domain/eth-address'
import type { Capabilities, Hardware, StatedPrice } from '@/lib/domain/orchestrator-answer'
import type { SeededRandom } from '@/lib/domain/seeded-random'
import type {
  CapabilitiesMessage,
  OrchestratorInfoMessage,
  OrchestratorRequestMessage,
} from '@/lib/livepeer/messages'
import { LIVE_VIDEO_TO_VIDEO } from './capability-of'
import { GO_ERRORS, GoError } from './go-errors'
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
}

const TOKEN_LIFE_MS = 30 * 60_000

/**
 * What an orchestrator answers to a question. Without capabilities: its inventory, with base price, all prices and
 * hardware. With capabilities: a quote for them, and neither of these. Source: go-livepeer server/rpc.go orchestratorInfo.
 * Throws GoError where a node answers an error.
 */
export function orchestratorInfo(
  { offer, key, recipient }: OrchestratorScenario,
  request: Pick<OrchestratorRequestMessage, 'address' | 'sig' | 'capabilities' | 'ignoreCapacityCheck'>,
  { transcoder, nodes, random, now, secret }: AnswerContext,
): OrchestratorInfoMessage {
  if (!isPlausiblySigned(request)) throw new GoError(GO_ERRORS.signature)
  const asked = request.capabilities
  if (asked && !request.ignoreCapacityCheck && !hasLiveCapacity(offer.capabilities, asked))
    throw new GoError(GO_ERRORS.capped)
  const wantsInventory = asked === null || transcoder === ''
  const price = wantsInventory ? offer.basePrice : priceOfRequest(offer, asked)
  return {
    transcoder,
    ticketParams: recipient && ticketParams(recipient, random),
    priceInfo: price,
    address: addressToBytes(key),
    capabilities: offer.capabilities && capabilitiesMessage(offer.capabilities),
    authToken: authToken(random, now, secret),
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
 * Recovering the signer is left to the real thing.
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

const capabilitiesMessage = ({ constraints, ...capabilities }: Capabilities): CapabilitiesMessage => ({
  ...capabilities,
  constraints: constraints && {
    minVersion: constraints.minVersion,
    perCapability: new Map([...constraints.perCapability].map(([id, models]) => [id, { models }])),
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

const FACE_VALUE_WEI = 680_000_000_000_000n
const TICKET_EV_WEI = 8_000_000_000n
const WIN_PROBABILITY = (TICKET_EV_WEI * (2n ** 256n - 1n)) / FACE_VALUE_WEI

function ticketParams(recipient: EthAddress, random: SeededRandom): OrchestratorInfoMessage['ticketParams'] {
  return {
    recipient: addressToBytes(recipient),
    faceValue: minimalBytes(FACE_VALUE_WEI),
    winProb: minimalBytes(WIN_PROBABILITY),
    recipientRandHash: random.bytes(32),
    seed: random.bytes(32),
    expirationBlock: minimalBytes(23_000_040n),
    expirationParams: { creationRound: 4_100n, creationRoundBlockHash: random.bytes(32) },
  }
}

function authToken(
  random: SeededRandom,
  now: number,
  secret: Uint8Array,
): OrchestratorInfoMessage['authToken'] {
  const sessionId = Buffer.from(random.bytes(4)).toString('hex')
  const expiration = BigInt(Math.floor((now + TOKEN_LIFE_MS) / 1_000))
  const token = createHmac('sha256', secret).update(`${sessionId}${expiration}`).digest()
  return { token, sessionId, expiration }
}

/** Big-endian without leading zeros, as the wire carries a ticket's numbers. */
function minimalBytes(n: bigint): Uint8Array {
  const hex = n === 0n ? '' : n.toString(16)
  return Buffer.from(hex.length % 2 === 1 ? `0${hex}` : hex, 'hex')
}
