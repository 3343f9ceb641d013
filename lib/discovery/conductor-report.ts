import { z } from 'zod'
import { SOURCE_KINDS } from '@/lib/domain/source-kind'
import type { SourceReport } from '@/lib/snapshot/snapshot'

export interface SweepStatus {
  readonly state: 'idle' | 'running'
  /** Nodes whose outcome is known, of those the running (or latest) sweep asks. */
  readonly settled: number
  readonly total: number
  readonly nextAt: number | null
  /** Why the latest sweep brought no snapshot; null when it did. */
  readonly lastError: string | null
}

/** What the conducting process says of itself to those that only follow. */
export interface ConductorReport {
  readonly status: SweepStatus
  readonly sources: readonly SourceReport[]
}

const moment = z.number().nullable()
const report = z.object({
  status: z.object({
    state: z.enum(['idle', 'running']),
    settled: z.number(),
    total: z.number(),
    nextAt: moment,
    lastError: z.string().nullable(),
  }),
  sources: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(SOURCE_KINDS),
      count: z.number(),
      duplicates: z.number(),
      invalid: z.number(),
      cadenceMs: z.number(),
      readAt: moment,
      error: z.string().nullable(),
      failingSince: moment,
      lastFailure: z.object({ at: z.number(), error: z.string() }).nullable(),
    }),
  ),
})

export const formatReport = (content: ConductorReport): string => JSON.stringify(content)

/** Null for none, and for one that another version wrote and this one cannot read. */
export function parseReport(text: string | null): ConductorReport | null {
  if (text === null) return null
  const parsed = report.safeParse(JSON.parse(text))
  return parsed.success ? parsed.data : null
}
