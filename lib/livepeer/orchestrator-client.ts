import { isIP } from 'node:net'
import { Client, credentials, Metadata, status } from '@grpc/grpc-js'
import { encode } from './message-codec'
import { GET_ORCHESTRATOR_PATH, OrchestratorRequest, type OrchestratorRequestMessage } from './messages'

/** Where to dial: an address that was resolved and checked before, never a name. */
export interface DialTarget {
  readonly host: string
  readonly address: string
  readonly port: number
  readonly isTls: boolean
}

export interface RawAnswer {
  readonly bytes: Uint8Array
  /** True when the node says of itself that it belongs to a simulated network. */
  readonly isSimulated: boolean
}

/** A call that brought no message: gRPC status code and text, ours or the node's. */
export class CallError extends Error {
  override name = 'CallError'
  constructor(
    readonly code: status,
    readonly details: string,
  ) {
    super(details)
  }
}

/** The gRPC library's default, which go-livepeer's gateway leaves in place; larger answers never reach a gateway either. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024
const SIMULATED_KEY = 'x-simulated-network'

/** Who asks. The signature is over our own address; off chain it is 20 zero bytes and no signature. */
export interface AskerIdentity {
  readonly address: Uint8Array
  readonly signature: Uint8Array
}

export const NO_IDENTITY: AskerIdentity = { address: new Uint8Array(20), signature: new Uint8Array(0) }

/** The request without capabilities, which asks for everything there is: all prices, hardware, BYOC. */
export const inventoryRequest = (identity: AskerIdentity): Partial<OrchestratorRequestMessage> => ({
  address: identity.address,
  sig: identity.signature,
})

/**
 * One GetOrchestrator call on a connection of its own, as a gateway makes it, so that its duration means the same:
 * connect, TLS, question, answer. Certificates are self-signed and change at every restart of a node: they are not
 * verified, for this connection only. Rejects with CallError; with the signal's reason when that is aborted.
 */
export function askOrchestrator(
  target: DialTarget,
  request: Partial<OrchestratorRequestMessage>,
  { deadlineAt, signal }: { deadlineAt: number; signal: AbortSignal },
): Promise<RawAnswer> {
  const client = new Client(dialAddress(target), target.isTls ? unverifiedTls : plaintext, {
    // Without a name to check, dialling an IP address fails on newer Node; for a host it is the SNI.
    'grpc.ssl_target_name_override': isIP(target.host) ? 'orchestrator' : target.host,
    'grpc.default_authority': `${isIP(target.host) === 6 ? `[${target.host}]` : target.host}:${target.port}`,
    'grpc.max_receive_message_length': MAX_ANSWER_BYTES,
    'grpc.use_local_subchannel_pool': 1,
    'grpc.enable_retries': 0,
    'grpc.enable_http_proxy': 0,
    'grpc.service_config_disable_resolution': 1,
  })
  return new Promise<RawAnswer>((resolve, reject) => {
    signal.throwIfAborted()
    let failure: CallError | null = null
    let bytes: Buffer | undefined
    const call = client.makeUnaryRequest(
      GET_ORCHESTRATOR_PATH,
      (message: Partial<OrchestratorRequestMessage>) => Buffer.from(encode(OrchestratorRequest, message)),
      (answer) => answer,
      request,
      new Metadata(),
      { deadline: deadlineAt },
      (error, answer) => {
        failure = error && new CallError(error.code, error.details)
        bytes = answer
      },
    )
    const abort = () => call.cancel()
    signal.addEventListener('abort', abort, { once: true })
    // Comes right after the callback, and unlike it always brings the trailers.
    call.on('status', ({ metadata }) => {
      signal.removeEventListener('abort', abort)
      if (signal.aborted) reject(signal.reason)
      else if (failure) reject(failure)
      else if (!bytes) reject(new CallError(status.UNIMPLEMENTED, 'No message received'))
      else resolve({ bytes, isSimulated: metadata.get(SIMULATED_KEY).length > 0 })
    })
  }).finally(() => client.close())
}

const dialAddress = ({ address, port }: DialTarget): string =>
  isIP(address) === 6 ? `ipv6:[${address}]:${port}` : `ipv4:${address}:${port}`

// Made once: setting up a TLS context costs more than a handshake.
const unverifiedTls = credentials.createSsl(null, null, null, {
  rejectUnauthorized: false,
  checkServerIdentity: () => undefined,
})
const plaintext = credentials.createInsecure()
