import { z } from 'zod'
import { ANSWER_FAULTS, DISCOVERY_FAULTS, PORT_FAULTS } from './behaviour'
import { isPipelineName, PIPELINE_NAMES } from './capability-of'
import { CARD_NAMES, isCardName } from './gpu-cards'
import { FAULT_STATUSES, JOB_FAULTS, PAYMENT_MODES, STREAM_FAULTS } from './jobs/job-behaviour'
import { price } from './scenario-price'

const FAULT_KINDS = [...PORT_FAULTS, ...ANSWER_FAULTS] as const
const MAX_UINT32 = 2 ** 32 - 1
const MAX_TEXT = 512

/** Of a job's fault that says no more than its kind. */
const USUAL_JOB_FAULT = { probability: 1, ms: 1_000, status: 500, text: null, sparesTokens: false } as const

const milliseconds = z.number().int().min(0).max(600_000)
const uint32 = z.number().int().min(0).max(MAX_UINT32)
const text = z.string().max(MAX_TEXT)

const wei = z
  .string()
  .regex(/^\d{1,30}$/, { error: 'expected whole wei as a text of at most 30 digits, such as "123456"' })
  .transform(BigInt)

const pipeline = z.string().refine(isPipelineName, { error: `expected one of ${PIPELINE_NAMES.join(', ')}` })
const card = z.string().refine(isCardName, { error: `expected one of ${CARD_NAMES.join(', ')}` })

const faultKind = z.enum(['none', ...FAULT_KINDS])
const fault = z
  .union(
    [
      faultKind.transform((kind) => ({ kind, probability: 1 })),
      z.strictObject({ kind: faultKind, probability: z.number().gt(0).max(1).default(1) }),
    ],
    {
      error: `expected one of none, ${FAULT_KINDS.join(', ')}, or {"kind": …, "probability": above 0, at most 1}`,
    },
  )
  .refine(({ kind, probability }) => kind !== 'refuse' || probability === 1, {
    error: 'a port is open or closed: refuse has no probability, reset does',
  })

const jobFaultKind = z.enum(['none', ...JOB_FAULTS])
const jobFault = z
  .union(
    [
      jobFaultKind.transform((kind) => ({ kind, ...USUAL_JOB_FAULT })),
      z.strictObject({
        kind: jobFaultKind,
        probability: z.number().gt(0).max(1).default(USUAL_JOB_FAULT.probability),
        ms: milliseconds.default(USUAL_JOB_FAULT.ms),
        status: z.literal(FAULT_STATUSES).default(USUAL_JOB_FAULT.status),
        text: text.nullable().default(USUAL_JOB_FAULT.text),
        sparesTokens: z.boolean().default(USUAL_JOB_FAULT.sparesTokens),
      }),
    ],
    {
      error: `expected one of none, ${JOB_FAULTS.join(', ')}, or {"kind": …, "probability": above 0, at most 1, "ms": of the slow ones, "status": ${FAULT_STATUSES.join(', ')}, "text": …, "sparesTokens": …}`,
    },
  )
  .refine(({ kind, probability }) => kind !== 'refuse' || probability === 1, {
    error: 'a port is open or closed: refuse has no probability, reset-before-headers does',
  })

/** What may change on a running orchestrator, each key by itself; one that is left out stays as it is. */
export const ScenarioPatch = z.strictObject({
  latencyMs: milliseconds.optional(),
  jitterMs: milliseconds.optional(),
  /** A kind or `none`; as an object with a probability for a node that flaps. */
  fault: fault.optional(),
  /** How `GET /discovery` is answered. */
  discovery: z.enum(['ok', ...DISCOVERY_FAULTS]).optional(),
  /** How long a job of usual size takes, and what is added by chance. */
  jobMs: milliseconds.optional(),
  jobJitterMs: milliseconds.optional(),
  /** A kind or `none`; as an object with what goes with it. Jobs meet it, inventories do not. */
  jobFault: jobFault.optional(),
  /** How long the token of a quote is good, from the next quote on. */
  tokenLifeMs: z.number().int().min(0).max(86_400_000).optional(),
  payment: z.enum(PAYMENT_MODES).optional(),
  /** What a ticket is worth that the node asks for, from the next quote on. */
  ticketValueWei: wei.optional(),
  /** How often work that goes on is charged for, of streams and sessions that begin from now on. */
  chargeEveryMs: z.number().int().min(1).max(600_000).optional(),
  /** Whether the URLs of a stream's channels lack their host. */
  hostlessUrls: z.boolean().optional(),
  /** Streams that go on meet it from now on. */
  streamFault: z.enum(['none', ...STREAM_FAULTS]).optional(),
  /** Null: states no price. */
  basePrice: price.nullable().optional(),
  version: text.optional(),
  /** The advertised service URI or another node's name; null for its own again, empty for "no work for me". */
  transcoder: text.nullable().optional(),
  models: z
    .array(
      z.strictObject({
        pipeline,
        model: text.min(1),
        /** Null: no longer priced. */
        price: price.nullable().optional(),
        isWarm: z.boolean().optional(),
        capacity: uint32.optional(),
        inUse: uint32.optional(),
        runnerVersion: text.optional(),
        /** False: gone from the constraints; its price stays. */
        isAdvertised: z.boolean().optional(),
      }),
    )
    .optional(),
  /** BYOC capabilities by name: their prices (null takes the capability away) and how their workers do. */
  byoc: z
    .array(
      z.strictObject({
        name: text.min(1),
        price: price.nullable().optional(),
        capacity: uint32.optional(),
        /** Null: as long as any job of the node. */
        workMs: milliseconds.nullable().optional(),
        /** From 400 on every answer of the worker is an error with this text. */
        status: z.number().int().min(200).max(599).optional(),
        text: text.nullable().optional(),
      }),
    )
    .optional(),
  /** Live runners by app; an app that does not run here is refused. */
  runners: z
    .array(
      z.strictObject({
        app: text.min(1),
        /** Zero is what readers refuse. The unit stays. */
        price: wei.optional(),
        capacityUsed: uint32.optional(),
        remove: z.boolean().optional(),
      }),
    )
    .optional(),
  gpus: z
    .strictObject({
      /** Ids of cards that are gone, or `all`. */
      remove: z.union([z.literal('all'), z.array(text)]).optional(),
      add: z.array(z.strictObject({ card, pipeline: text, model: text })).optional(),
    })
    .optional(),
})

/** As a caller writes it: prices are texts. */
export type ScenarioPatchInput = z.input<typeof ScenarioPatch>
export type ScenarioChange = z.output<typeof ScenarioPatch>
