/** How jobs fail at the port that a quote names for them. */
export const JOB_PORT_FAULTS = ['refuse', 'black-hole', 'tls-failure'] as const
/** How jobs fail on a connection that stands. */
export const JOB_ANSWER_FAULTS = [
  'reset-before-headers',
  'reset-after-headers',
  'slow-first-byte',
  'slow-chunks',
  'truncated',
  'html-200',
  'status',
  'oversized',
  'wrong-content-type',
] as const

export type JobPortFault = (typeof JOB_PORT_FAULTS)[number]
export type JobAnswerFault = (typeof JOB_ANSWER_FAULTS)[number]
export const JOB_FAULTS = [...JOB_PORT_FAULTS, ...JOB_ANSWER_FAULTS] as const

/** Of jobs alone: what the node says of itself goes on. */
export interface JobFault {
  readonly kind: JobPortFault | JobAnswerFault
  /** Share of jobs that meet it; of connections, when it is of the port. */
  readonly probability: number
  /** Before the first byte, or between pieces; of the slow ones only. */
  readonly ms: number
  /** Of `status` only. */
  readonly status: FaultStatus
  /** Of `status` only; null: what go-livepeer would say. */
  readonly text: string | null
  /** Whether it leaves alone what is asked before jobs of BYOC capabilities, and strikes these alone. */
  readonly sparesTokens: boolean
}

export const FAULT_STATUSES = [400, 401, 402, 403, 500, 502, 503] as const
export type FaultStatus = (typeof FAULT_STATUSES)[number]

export interface JobBehaviour {
  /** How long a job of usual size takes; a larger one takes longer in proportion. */
  readonly ms: number
  /** Added to it, evenly spread between nothing and this. */
  readonly jitterMs: number
  readonly fault: JobFault | null
  /** How long the token of a quote is good. */
  readonly tokenLifeMs: number
  /** `verify`: as a node on chain, which checks signatures and wants tickets; `none`: as one off chain. */
  readonly payment: PaymentMode
  /** What a ticket is worth that the node asks for. */
  readonly ticketValueWei: bigint
  /** How often work that goes on is charged for. */
  readonly chargeEveryMs: number
  /** The URLs of a stream's channels lack their host, as nodes behind a proxy write them. */
  readonly hostlessUrls: boolean
  /** How streams fail that go on, live ones and those of BYOC capabilities. */
  readonly streamFault: StreamFault | null
}

/** Nothing comes out; nothing is told; the next segment that comes is the end. */
export const STREAM_FAULTS = ['no-output', 'no-events', 'drop'] as const
export type StreamFault = (typeof STREAM_FAULTS)[number]

export const PAYMENT_MODES = ['none', 'verify'] as const
export type PaymentMode = (typeof PAYMENT_MODES)[number]

export const USUAL_JOBS: JobBehaviour = {
  ms: 20,
  jitterMs: 0,
  fault: null,
  tokenLifeMs: 30 * 60_000,
  payment: 'none',
  ticketValueWei: 8_000_000_000n,
  chargeEveryMs: 5_000,
  hostlessUrls: false,
  streamFault: null,
}

export const isJobPortFault = (kind: JobFault['kind']): kind is JobPortFault =>
  (JOB_PORT_FAULTS as readonly JobFault['kind'][]).includes(kind)
