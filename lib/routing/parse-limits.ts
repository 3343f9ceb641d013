import { z } from 'zod'
import type { LimitOverrides, RouteLimits } from './route-limits'

export type LimitsReading =
  | { readonly ok: true; readonly limits: LimitOverrides }
  | { readonly ok: false; readonly problem: string }

const ms = z.int().min(10).max(3_600_000).optional()
const schema = z.record(
  z.string(),
  z.strictObject({
    attempts: z.int().min(1).max(20).optional(),
    total_ms: ms,
    first_byte_ms: ms,
    gap_ms: ms,
    hedge_ms: ms,
    max_answer_bytes: z.int().min(1_024).max(1_073_741_824).optional(),
  }),
)

/** `{"llm": {"attempts": 2}}`, by pipeline; `*` is for all of them. */
export function parseLimits(text: string): LimitsReading {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { ok: false, problem: 'is not JSON, such as {"llm": {"attempts": 2, "total_ms": 60000}}' }
  }
  const parsed = schema.safeParse(json)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return {
      ok: false,
      problem: `says what cannot be at ${issue?.path.join('.') || 'its top'}: ${issue?.message}`,
    }
  }
  return {
    ok: true,
    limits: new Map(
      Object.entries(parsed.data).map(([pipeline, limits]) => [
        pipeline,
        defined({
          attempts: limits.attempts,
          totalMs: limits.total_ms,
          firstByteMs: limits.first_byte_ms,
          gapMs: limits.gap_ms,
          hedgeMs: limits.hedge_ms,
          maxAnswerBytes: limits.max_answer_bytes,
        }),
      ]),
    ),
  }
}

function defined(
  limits: { [Name in keyof RouteLimits]: RouteLimits[Name] | undefined },
): Partial<RouteLimits> {
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined))
}
