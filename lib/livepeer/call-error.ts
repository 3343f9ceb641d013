import type { ConnectionStep } from '@/lib/net/network-failure'

/** Why a call brought no message: what the network, the protocol or the peer itself said. */
export type CallFailure =
  | { readonly kind: 'timed-out'; readonly step: ConnectionStep }
  /** `code` is the system's or Node's, such as ECONNREFUSED; empty when there is none. */
  | { readonly kind: 'network'; readonly step: ConnectionStep; readonly code: string; readonly text: string }
  /** The peer answered, but not in gRPC. */
  | { readonly kind: 'protocol'; readonly text: string }
  | { readonly kind: 'too-large'; readonly text: string }
  /** The peer's own refusal: gRPC status code and message. */
  | { readonly kind: 'status'; readonly code: number; readonly text: string }

export class CallError extends Error {
  override name = 'CallError'
  constructor(readonly failure: CallFailure) {
    super(failure.kind === 'timed-out' ? TIMED_OUT[failure.step] : failure.text)
  }
}

const TIMED_OUT: Readonly<Record<ConnectionStep, string>> = {
  connect: 'nobody accepted the connection in time',
  tls: 'connected, but the TLS handshake did not end in time',
  answer: 'connected, but no complete answer came in time',
}
