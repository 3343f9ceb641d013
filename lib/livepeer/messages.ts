/** The messages of proto/orchestrator.proto as tables; a test holds the two together. */
import { type Message, map, message, repeated, scalar, sub } from './message-codec'

export const PriceInfo = message({
  pricePerUnit: scalar(1, 'int64'),
  pixelsPerUnit: scalar(2, 'int64'),
  capability: scalar(3, 'uint32'),
  constraint: scalar(4, 'string'),
})

export const ModelConstraint = message({
  warm: scalar(1, 'bool'),
  capacity: scalar(2, 'uint32'),
  runnerVersion: scalar(3, 'string'),
  capacityInUse: scalar(4, 'uint32'),
})

export const CapabilityConstraints = message({ models: map(1, 'string', ModelConstraint) })

export const Constraints = message({
  minVersion: scalar(1, 'string'),
  perCapability: map(2, 'uint32', CapabilityConstraints),
})

export const Capabilities = message({
  bitstring: repeated(1, 'uint64'),
  mandatories: repeated(2, 'uint64'),
  capacities: map(3, 'uint32', 'uint32'),
  version: scalar(4, 'string'),
  constraints: sub(5, Constraints),
})

export const AuthToken = message({
  token: scalar(1, 'bytes'),
  sessionId: scalar(2, 'string'),
  expiration: scalar(3, 'int64'),
})

export const TicketExpirationParams = message({
  creationRound: scalar(1, 'int64'),
  creationRoundBlockHash: scalar(2, 'bytes'),
})

export const TicketParams = message({
  recipient: scalar(1, 'bytes'),
  faceValue: scalar(2, 'bytes'),
  winProb: scalar(3, 'bytes'),
  recipientRandHash: scalar(4, 'bytes'),
  seed: scalar(5, 'bytes'),
  expirationBlock: scalar(6, 'bytes'),
  expirationParams: sub(7, TicketExpirationParams),
})

export const GpuComputeInfo = message({
  id: scalar(1, 'string'),
  name: scalar(2, 'string'),
  major: scalar(4, 'uint32'),
  minor: scalar(5, 'uint32'),
  memoryFree: scalar(6, 'int64'),
  memoryTotal: scalar(7, 'int64'),
})

export const HardwareInformation = message({
  pipeline: scalar(1, 'string'),
  modelId: scalar(2, 'string'),
  gpuInfo: map(3, 'string', GpuComputeInfo),
})

export const S3OSInfo = message({
  host: scalar(1, 'string'),
  key: scalar(2, 'string'),
  policy: scalar(3, 'string'),
  signature: scalar(4, 'string'),
  credential: scalar(5, 'string'),
  xAmzDate: scalar(6, 'string'),
})

export const OSInfo = message({
  storageType: scalar(1, 'uint32'),
  s3info: sub(16, S3OSInfo),
})

export const OrchestratorRequest = message({
  address: scalar(1, 'bytes'),
  sig: scalar(2, 'bytes'),
  capabilities: sub(3, Capabilities),
  ignoreCapacityCheck: scalar(4, 'bool'),
})

export const OrchestratorInfo = message({
  transcoder: scalar(1, 'string'),
  ticketParams: sub(2, TicketParams),
  priceInfo: sub(3, PriceInfo),
  address: scalar(4, 'bytes'),
  capabilities: sub(5, Capabilities),
  authToken: sub(6, AuthToken),
  hardware: repeated(7, HardwareInformation),
  storage: repeated(32, OSInfo),
  capabilitiesPrices: repeated(33, PriceInfo),
  nodes: repeated(34, 'string'),
})

export const SegData = message({
  manifestId: scalar(1, 'bytes'),
  seq: scalar(2, 'int64'),
  hash: scalar(3, 'bytes'),
  profiles: scalar(4, 'bytes'),
  sig: scalar(5, 'bytes'),
  duration: scalar(6, 'int32'),
  capabilities: sub(7, Capabilities),
  authToken: sub(8, AuthToken),
})

export const TicketSenderParams = message({
  senderNonce: scalar(1, 'uint32'),
  sig: scalar(2, 'bytes'),
})

export const Payment = message({
  ticketParams: sub(1, TicketParams),
  sender: scalar(2, 'bytes'),
  expirationParams: sub(3, TicketExpirationParams),
  ticketSenderParams: repeated(4, TicketSenderParams),
  expectedPrice: sub(5, PriceInfo),
})

export const PaymentResult = message({ info: sub(16, OrchestratorInfo) })

export type OrchestratorRequestMessage = Message<typeof OrchestratorRequest>
export type OrchestratorInfoMessage = Message<typeof OrchestratorInfo>
export type PriceInfoMessage = Message<typeof PriceInfo>
export type CapabilitiesMessage = Message<typeof Capabilities>
export type AuthTokenMessage = Message<typeof AuthToken>
export type TicketParamsMessage = Message<typeof TicketParams>
export type SegDataMessage = Message<typeof SegData>
export type PaymentMessage = Message<typeof Payment>

/** gRPC path of the one call that discovery makes. */
export const GET_ORCHESTRATOR_PATH = '/net.Orchestrator/GetOrchestrator'
