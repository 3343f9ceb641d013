import { addressFromBytes } from '@/lib/domain/eth-address'
import type {
  Capabilities,
  Constraints,
  Hardware,
  ModelConstraint,
  OrchestratorAnswer,
  StatedPrice,
} from '@/lib/domain/orchestrator-answer'
import { decode } from './message-codec'
import {
  type CapabilitiesMessage,
  OrchestratorInfo,
  type OrchestratorInfoMessage,
  type PriceInfoMessage,
} from './messages'

/** Bytes of an `OrchestratorInfo` → our answer, without its secrets. Throws WireFormatError where Go refuses the bytes. */
export const decodeAnswer = (bytes: Uint8Array): OrchestratorAnswer =>
  answerFromMessage(decode(OrchestratorInfo, bytes))

function answerFromMessage(info: OrchestratorInfoMessage): OrchestratorAnswer {
  return {
    transcoder: info.transcoder,
    recipient: info.ticketParams ? addressFromBytes(info.ticketParams.recipient) : null,
    localAddress: addressFromBytes(info.address),
    addressLength: info.address.length,
    capabilities: info.capabilities && capabilitiesOf(info.capabilities),
    priceInfo: info.priceInfo && statedPrice(info.priceInfo),
    capabilitiesPrices: info.capabilitiesPrices.map(statedPrice),
    hardware: info.hardware.map(
      (entry): Hardware => ({
        pipeline: entry.pipeline,
        modelId: entry.modelId,
        gpus: mapValues(entry.gpuInfo, (gpu) => ({
          id: gpu.id,
          name: gpu.name,
          major: gpu.major,
          minor: gpu.minor,
          memoryFreeBytes: gpu.memoryFree,
          memoryTotalBytes: gpu.memoryTotal,
        })),
      }),
    ),
    nodes: info.nodes,
  }
}

const statedPrice = (price: PriceInfoMessage): StatedPrice => ({
  pricePerUnit: price.pricePerUnit,
  pixelsPerUnit: price.pixelsPerUnit,
  capability: price.capability,
  constraint: price.constraint,
})

const capabilitiesOf = (capabilities: CapabilitiesMessage): Capabilities => ({
  bitstring: capabilities.bitstring,
  mandatories: capabilities.mandatories,
  capacities: capabilities.capacities,
  version: capabilities.version,
  constraints:
    capabilities.constraints &&
    ({
      minVersion: capabilities.constraints.minVersion,
      perCapability: mapValues(
        capabilities.constraints.perCapability,
        ({ models }): ReadonlyMap<string, ModelConstraint> => models,
      ),
    } satisfies Constraints),
})

const mapValues = <K, A, B>(map: ReadonlyMap<K, A>, change: (value: A) => B): Map<K, B> =>
  new Map([...map].map(([key, value]) => [key, change(value)]))
