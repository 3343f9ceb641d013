import type { JobBehaviour } from './jobs/job-behaviour'

/**
 * How an orchestrator misbehaves. The first four are about the port, the rest about an answer on a connection that
 * stands.
 */
export const PORT_FAULTS = ['refuse', 'black-hole', 'reset', 'not-tls'] as const
export const ANSWER_FAULTS = [
  'hang',
  'reset-mid-answer',
  'slow-drip',
  'garbage',
  'html',
  'oversized',
  'endless',
  'no-message',
  'many-parts',
  'huge-trailer',
  'no-capacity',
  'reserve-needed',
  'denied',
  'internal-error',
  'no-price',
  'no-address',
  'wrong-address',
  'bad-utf8',
] as const

/** How the HTTP side answers `GET /discovery` badly, while all else goes on. */
export const DISCOVERY_FAULTS = ['hang', 'garbage', 'oversized', 'redirect-inward', 'error'] as const

export type PortFault = (typeof PORT_FAULTS)[number]
export type AnswerFault = (typeof ANSWER_FAULTS)[number]

export type DiscoveryFault = (typeof DISCOVERY_FAULTS)[number]

export interface Fault {
  readonly kind: PortFault | AnswerFault
  /** Share of connections (a port fault) or questions (any other) that meet it; below 1 the node flaps. */
  readonly probability: number
}

export interface Behaviour {
  /** From the complete question to the first byte of its answer. */
  readonly latencyMs: number
  /** Added to it, evenly spread between nothing and this. */
  readonly jitterMs: number
  readonly fault: Fault | null
  /** Of the list of live runners alone. */
  readonly discovery: DiscoveryFault | null
  readonly jobs: JobBehaviour
}

export const isPortFault = (kind: Fault['kind']): kind is PortFault =>
  (PORT_FAULTS as readonly Fault['kind'][]).includes(kind)
