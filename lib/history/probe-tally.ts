import { isAnswered, isReached, OUTCOME_KINDS, type OutcomeKind } from '@/lib/domain/outcome'
import { LatencyHistogram } from './latency-histogram'

/** What came of some probes: how many ended how, and how long those took that were answered. */
export interface ProbeTally {
  readonly outcomes: Readonly<Partial<Record<OutcomeKind, number>>>
  /** Of the answered ones alone. */
  readonly latency: LatencyHistogram
}

/** A tally that is still being made. */
export class ProbeTallyMaker implements ProbeTally {
  readonly outcomes: Partial<Record<OutcomeKind, number>> = {}
  readonly latency = new LatencyHistogram()

  /** One probe; the latency of one that was not answered is null. */
  addProbe(kind: OutcomeKind, latencyMs: number | null): this {
    this.addOutcomes(kind, 1)
    if (latencyMs !== null && isAnswered(kind)) this.latency.add(latencyMs)
    return this
  }

  addOutcomes(kind: OutcomeKind, count: number): this {
    this.outcomes[kind] = (this.outcomes[kind] ?? 0) + count
    return this
  }

  addTally({ outcomes, latency }: ProbeTally): this {
    for (const kind of OUTCOME_KINDS) if (outcomes[kind]) this.addOutcomes(kind, outcomes[kind])
    this.latency.merge(latency)
    return this
  }
}

/** Probes of these kinds. */
const countOf = ({ outcomes }: ProbeTally, isMeant: (kind: OutcomeKind) => boolean): number =>
  OUTCOME_KINDS.reduce((sum, kind) => sum + (isMeant(kind) ? (outcomes[kind] ?? 0) : 0), 0)

export const attemptsOf = (tally: ProbeTally): number => countOf(tally, () => true)
export const answeredOf = (tally: ProbeTally): number => countOf(tally, isAnswered)
/** A refusal reaches the node, whatever it thinks of us. */
export const reachedOf = (tally: ProbeTally): number => countOf(tally, isReached)
