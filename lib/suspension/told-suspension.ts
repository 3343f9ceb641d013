import { z } from 'zod'
import type { OfferingRef } from '@/lib/domain/change'
import { type EthAddress, parseAddress } from '@/lib/domain/eth-address'
import { OFFERING_KINDS } from '@/lib/domain/offering-kind'

/** A suspension as the changes told of it, so that its end can be told of somebody who is gone by then. */
export interface Told {
  readonly nodeUri: string
  readonly orchestrator: EthAddress | null
  /** Null: the whole node. */
  readonly offering: OfferingRef | null
  readonly suspendedAt: number
}

/** As with breakers. */
const VERSION = 1

const Body = z.object({
  version: z.literal(VERSION),
  nodeUri: z.string(),
  orchestrator: z
    .string()
    .nullable()
    .transform((text) => text && parseAddress(text)),
  offering: z
    .object({
      id: z.string(),
      kind: z.enum(OFFERING_KINDS),
      pipeline: z.string(),
      model: z.string().nullable(),
      gpu: z.string().nullable(),
    })
    .nullable(),
  suspendedAt: z.number(),
})

export const formatTold = (told: Told): string =>
  JSON.stringify({ version: VERSION, ...told } satisfies z.input<typeof Body>)

/** Null for one that a later version of this program wrote. */
export function parseTold(body: string): Told | null {
  const parsed = Body.safeParse(JSON.parse(body))
  if (!parsed.success) return null
  const { version: _, orchestrator, ...told } = parsed.data
  return { ...told, orchestrator: orchestrator || null }
}
