import type { Admission } from '@/lib/domain/admission'
import type { ReliabilityWindow } from '@/lib/domain/reliability'
import type { Candidate } from './candidate'

/** What is known at the moment of a choice, beyond what the nodes say of themselves. */
export interface Conditions {
  /** ms since 1970. */
  readonly now: number
  readonly admission: (candidate: Candidate) => Admission
  /** 0 to 100; null: too little is known. */
  readonly reliability: (nodeUri: string, window: ReliabilityWindow) => number | null
  /** Jobs that we have sent there and that are under way. */
  readonly inFlight: (offeringId: string) => number
  /** How long jobs take there; null: we have sent none yet. */
  readonly jobTime: (offeringId: string) => JobTime | null
  /** LPT × 10^18 behind an orchestrator; null: nobody says. */
  readonly stake: (orchestrator: string) => bigint | null
}

/** Measured on the jobs that we sent. */
export interface JobTime {
  /** From sending a job to its end, for one billed unit; recent ones count more. */
  readonly msPerUnit: number
  /** Of how many jobs. */
  readonly n: number
}
