import type { FaultCause } from '@/lib/domain/job-result'

/** A job that counted. */
export interface Sample {
  /** When it ended (ms). */
  readonly at: number
  /** Null: it went well. */
  readonly cause: FaultCause | null
  readonly offeringId: string
}

/** The samples with one more at its place in time, however late it comes; the oldest give way beyond `most`. */
export function insertSample(samples: readonly Sample[], sample: Sample, most: number): readonly Sample[] {
  const place = samples.findLastIndex(({ at }) => at <= sample.at) + 1
  // Mostly the last one.
  if (place === samples.length) return [...(place < most ? samples : samples.slice(1)), sample]
  return [...samples.slice(0, place), sample, ...samples.slice(place)].slice(-most)
}

/** The faults since the last job that went well. */
export const trailingFaults = (samples: readonly Sample[]): readonly Sample[] =>
  samples.slice(samples.findLastIndex(({ cause }) => cause === null) + 1)

/** Of the jobs in a span that ends at `until`, by default with the last of them. */
export function windowCounts(
  samples: readonly Sample[],
  windowMs: number,
  until: number = samples.at(-1)?.at ?? 0,
): { readonly successes: number; readonly faults: number } {
  const recent = samples.filter(({ at }) => at > until - windowMs && at <= until)
  const faults = recent.filter(({ cause }) => cause !== null).length
  return { successes: recent.length - faults, faults }
}
