import { Client, credentials, Metadata, status } from '@grpc/grpc-js'
import { decode, encode } from '@/lib/livepeer/message-codec'
import {
  GET_ORCHESTRATOR_PATH,
  OrchestratorInfo,
  type OrchestratorInfoMessage,
  OrchestratorRequest,
  type OrchestratorRequestMessage,
} from '@/lib/livepeer/messages'
import type { RunningOrchestrator } from './running-orchestrator'

/** How one call ended, as a client of the official gRPC library sees it. */
export interface CallEnd {
  readonly code: status
  readonly details: string
  readonly bytes: Uint8Array | null
  /** Value of the trailing metadata by which the devnet owns up to being simulated. */
  readonly simulatedNetwork: string | undefined
}

const PATIENCE_MS = 30_000

/** Calls on a connection of its own, certificate unverified, as a gateway does. Bytes in, bytes out. */
export function call(
  { port, scenario: { host } }: RunningOrchestrator,
  bytes: Uint8Array,
  { path = GET_ORCHESTRATOR_PATH, deadlineMs = PATIENCE_MS }: { path?: string; deadlineMs?: number } = {},
): Promise<CallEnd> {
  const unverified = credentials.createSsl(null, null, null, {
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
  })
  const client = new Client(`ipv4:127.0.0.1:${port}`, unverified, {
    'grpc.ssl_target_name_override': host === '127.0.0.1' ? 'orchestrator' : host,
    'grpc.use_local_subchannel_pool': 1,
    'grpc.enable_retries': 0,
    'grpc.max_receive_message_length': 4 * 1024 * 1024,
  })
  return new Promise<CallEnd>((resolve) => {
    let answer: Uint8Array | undefined
    client
      .makeUnaryRequest(
        path,
        (value: Uint8Array) => Buffer.from(value),
        (value: Buffer) => value,
        bytes,
        new Metadata(),
        { deadline: Date.now() + deadlineMs },
        (_, value) => {
          answer = value
        },
      )
      .on('status', ({ code, details, metadata }) =>
        resolve({
          code,
          details,
          bytes: answer ?? null,
          simulatedNetwork: metadata.get('x-simulated-network')[0]?.toString(),
        }),
      )
  }).finally(() => client.close())
}

/** The question of someone without an identity on chain. */
export const ask = (
  orchestrator: RunningOrchestrator,
  request: Partial<OrchestratorRequestMessage> = {},
  options: { deadlineMs?: number } = {},
): Promise<CallEnd> =>
  call(orchestrator, encode(OrchestratorRequest, { address: new Uint8Array(20), ...request }), options)

/** The same, for when an answer is expected. */
export async function answerOf(
  orchestrator: RunningOrchestrator,
  request: Partial<OrchestratorRequestMessage> = {},
): Promise<OrchestratorInfoMessage> {
  const { code, details, bytes } = await ask(orchestrator, request)
  if (code !== status.OK || !bytes)
    throw new Error(`${orchestrator.name} answered ${status[code]} ${details}`)
  return decode(OrchestratorInfo, bytes)
}

/** Capabilities of a request: those models, each capability with a capacity as discovery sends it. */
export function askingFor(models: readonly (readonly [capability: number, model: string])[]) {
  const perCapability = new Map<number, { models: Map<string, typeof ANY_MODEL> }>()
  for (const [capability, model] of models) {
    const entry = perCapability.get(capability) ?? { models: new Map() }
    entry.models.set(model, ANY_MODEL)
    perCapability.set(capability, entry)
  }
  return {
    bitstring: [],
    mandatories: [],
    capacities: new Map([...perCapability.keys()].map((capability) => [capability, 1])),
    version: '',
    constraints: { minVersion: '', perCapability },
  }
}

const ANY_MODEL = { warm: false, capacity: 0, runnerVersion: '', capacityInUse: 0 }
