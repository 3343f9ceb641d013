import { z } from 'zod'
import { FAULT_CAUSES } from '@/lib/domain/job-result'
import type { Breaker } from '@/lib/selection/breaker'
import { MAX_SAMPLES } from '@/lib/selection/breaker-settings'
import type { BreakerPlace } from '@/lib/store/kept-breakers'

/** Another number stands for another shape, so that a breaker is never read as something that it does not say. */
const VERSION = 1

const moment = z.number()
const Body = z.object({
  version: z.literal(VERSION),
  phase: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('closed') }),
    z.object({
      kind: z.literal('open'),
      cause: z.string(),
      since: moment,
      reopensAt: moment,
      trialAt: moment.nullable(),
    }),
    z.object({ kind: z.literal('recovering'), since: moment }),
  ]),
  hand: z.object({ reason: z.string(), since: moment, until: moment.nullable() }).nullable(),
  /** The offering is named where it is not the breaker's own. */
  samples: z
    .array(
      z.union([
        z.tuple([moment, z.enum(FAULT_CAUSES).nullable()]),
        z.tuple([moment, z.enum(FAULT_CAUSES).nullable(), z.string()]),
      ]),
    )
    .max(MAX_SAMPLES),
  settledAt: moment,
  doublings: z.int().min(0),
  calmSince: moment,
  timesOpened: z.int().min(0),
})

/** A breaker as the store keeps it. */
export function formatBreaker({ scope, samples, ...breaker }: Breaker): string {
  const body: z.input<typeof Body> = {
    version: VERSION,
    ...breaker,
    samples: samples.map(({ at, cause, offeringId }) =>
      scope === 'offering' ? [at, cause] : [at, cause, offeringId],
    ),
  }
  return JSON.stringify(body)
}

/** Null for one that a later version of this program wrote. */
export function parseBreaker({ scope, id, body }: BreakerPlace & { readonly body: string }): Breaker | null {
  const parsed = Body.safeParse(JSON.parse(body))
  if (!parsed.success) return null
  const { version: _, samples, ...breaker } = parsed.data
  return {
    scope,
    ...breaker,
    samples: samples.map(([at, cause, offeringId = id]) => ({ at, cause, offeringId })),
  }
}
