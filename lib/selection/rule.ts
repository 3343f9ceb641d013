import type { RuleName } from '@/lib/domain/selection'
import type { Candidate } from './candidate'
import type { Conditions } from './conditions'
import type { JobRequest } from './job-request'

/** One hard condition. What it says of a candidate is put into words only where somebody reads it. */
export interface Rule {
  readonly name: RuleName
  /** What it holds, after a number: `31 with a price of at most 3,000,000 wei per pixel`. */
  readonly label: (job: JobRequest) => string
  readonly isAsked: (job: JobRequest) => boolean
  readonly isMet: (candidate: Candidate, job: JobRequest, conditions: Conditions) => boolean
  readonly wanted: (job: JobRequest) => string
  readonly found: (candidate: Candidate, job: JobRequest, conditions: Conditions) => string
  /** What would have to be otherwise; each of them would do. Empty: nothing that anybody can change. */
  readonly remedies: (candidate: Candidate, job: JobRequest, conditions: Conditions) => readonly string[]
}
