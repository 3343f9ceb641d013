/** How long and how often one request is tried. Durations are ms. */
export interface RouteLimits {
  /** Orchestrators that a job is sent to. */
  readonly attempts: number
  /** For everything up to the first byte to the client; of a document, up to its end. */
  readonly totalMs: number
  /** For one orchestrator, from sending the job to the first byte of its answer. */
  readonly firstByteMs: number
  /** Between two pieces of an answer. */
  readonly gapMs: number
  /** Of a document. */
  readonly maxAnswerBytes: number
  /** Without an answer for so long somebody else is asked beside; null: never. */
  readonly hedgeMs: number | null
}

const MIB = 1024 * 1024
const USUAL: RouteLimits = {
  attempts: 3,
  totalMs: 120_000,
  firstByteMs: 60_000,
  gapMs: 15_000,
  maxAnswerBytes: 32 * MIB,
  hedgeMs: null,
}

/** By pipeline; what is not named is as usual. Videos and long recordings take minutes, words come one by one. */
const OWN: Readonly<Record<string, Partial<RouteLimits>>> = {
  'image-to-video': { totalMs: 600_000, firstByteMs: 300_000 },
  'audio-to-text': { totalMs: 300_000, firstByteMs: 150_000 },
  llm: { totalMs: 120_000, firstByteMs: 45_000, gapMs: 30_000, maxAnswerBytes: 8 * MIB },
  // As go-livepeer's gateway waits for it (server/ai_process.go).
  'live-video-to-video': { totalMs: 15_000, firstByteMs: 5_000, maxAnswerBytes: MIB },
}

export type LimitOverrides = ReadonlyMap<string, Partial<RouteLimits>>

export function limitsOf(pipeline: string, overrides: LimitOverrides): RouteLimits {
  const limits = { ...USUAL, ...OWN[pipeline], ...overrides.get('*'), ...overrides.get(pipeline) }
  return { ...limits, firstByteMs: Math.min(limits.firstByteMs, limits.totalMs) }
}

/** Of what goes on after its answer: two would begin, and one of them be left alone. */
export const NOT_HEDGED = { hedgeMs: null } as const
