import type { IncomingHttpHeaders } from 'node:http2'
import type { AskerIdentity } from './asker-identity'
import { encode } from './message-codec'
import { GET_ORCHESTRATOR_PATH, OrchestratorRequest, type OrchestratorRequestMessage } from './messages'
import { type CallOptions, type CallTimings, callUnary, type DialTarget } from './unary-call'

export interface RawAnswer {
  readonly bytes: Uint8Array
  /** True when the node says of itself that it belongs to a simulated network. */
  readonly isSimulated: boolean
  readonly timings: CallTimings
}

/** The default of Go's gRPC, which go-livepeer's gateway leaves in place; larger answers never reach a gateway either. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024
const SIMULATED_KEY = 'x-simulated-network'

/** The request without capabilities, which asks for everything there is: all prices, hardware, BYOC. */
export const inventoryRequest = (identity: AskerIdentity): Partial<OrchestratorRequestMessage> => ({
  address: identity.address,
  sig: identity.signature,
})

/**
 * One GetOrchestrator call, on a connection of its own as a gateway makes it, so that its duration means the same.
 * Rejects with CallError; with the signal's reason when that is aborted.
 */
export async function askOrchestrator(
  target: DialTarget,
  request: Partial<OrchestratorRequestMessage>,
  options: Omit<CallOptions, 'maxAnswerBytes'>,
): Promise<RawAnswer> {
  const { message, trailers, timings } = await callUnary(
    target,
    GET_ORCHESTRATOR_PATH,
    encode(OrchestratorRequest, request),
    {
      ...options,
      maxAnswerBytes: MAX_ANSWER_BYTES,
    },
  )
  return { bytes: message, isSimulated: saysSimulated(trailers), timings }
}

const saysSimulated = (trailers: IncomingHttpHeaders): boolean => trailers[SIMULATED_KEY] !== undefined
