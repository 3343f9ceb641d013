import { z } from 'zod'
import { price } from '../scenario-price'

/** How the signer fails on purpose: a status that it may really answer, or no answer at all. */
export const SIGNER_STATUSES = [400, 401, 403, 429, 480, 481, 482, 500, 502, 503] as const
export type SignerStatus = (typeof SIGNER_STATUSES)[number]

export interface SignerFault {
  readonly kind: 'status' | 'hang' | 'garbage'
  /** Of `status` only. */
  readonly status: SignerStatus
  /** Of the next requests; null: of all, until it is changed. */
  readonly times: number | null
}

const KINDS = ['status', 'hang', 'garbage'] as const

/** What may change on a running signer, each key by itself; one that is left out stays as it is. */
export const SignerPatch = z.strictObject({
  /** Of `POST /generate-live-payment` alone. */
  fault: z
    .union(
      [
        z.literal('none').transform(() => null),
        z.strictObject({
          kind: z.enum(KINDS),
          status: z.literal(SIGNER_STATUSES).default(500),
          times: z.number().int().min(1).max(1_000_000).nullable().default(null),
        }),
      ],
      {
        error: `expected "none" or {"kind": ${KINDS.join(', ')}, "status": ${SIGNER_STATUSES.join(', ')}, "times": how many requests meet it}`,
      },
    )
    .optional(),
  /** The most that it pays for a unit, in wei; null: anything. */
  maxPrice: price.nullable().optional(),
  /** How long it takes to sign. */
  latencyMs: z.number().int().min(0).max(600_000).optional(),
})

export type SignerPatchInput = z.input<typeof SignerPatch>
