/** Over how long a reliability is told. */
export const RELIABILITY_WINDOWS = ['1h', '24h', '7d', '30d'] as const
export type ReliabilityWindow = (typeof RELIABILITY_WINDOWS)[number]

/** What it is made of. */
export const RELIABILITY_PARTS = [
  'probe-success',
  'availability',
  'latency-consistency',
  'truthfulness',
  'job-success',
] as const
export type ReliabilityPart = (typeof RELIABILITY_PARTS)[number]

/** Why a part is not known: `no-jobs-carried` where only carried jobs could tell, and none did. */
export const INSUFFICIENT_REASONS = ['too-few-samples', 'no-jobs-carried'] as const
export type InsufficientReason = (typeof INSUFFICIENT_REASONS)[number]
