import type { HistorySubjectKind } from '@/lib/domain/history-metric'
import { formatSpan, type HistoryWindow, type Span } from '@/lib/history/history-window'
import type { KeptRequests } from '@/lib/store/kept-requests'
import type { ProbeRollUps } from '@/lib/store/probe-roll-ups'
import type { StandingSeries } from '@/lib/store/standing-series'
import type { Look } from '../reader'
import { isoMoment } from '../to-dto'
import type { HistoryQuery } from './history-query'

/** What is asked about, by what it is called in the store. */
export interface HistorySubject {
  readonly kind: HistorySubjectKind
  /** Empty for the network. */
  readonly id: string
  /** Of an offering, an orchestrator, a node. */
  readonly nodeUris: readonly string[]
}

export type HistoryStore = Pick<
  ProbeRollUps,
  'readRollUpProgress' | 'readTallies' | 'readAskedBuckets' | 'readSweepsBefore'
> &
  Pick<KeptRequests, 'readJobCounts'> &
  Pick<
    StandingSeries,
    'readPriceSpans' | 'readCapacitySpans' | 'readCardSpans' | 'readOfferedSpans' | 'readNodesOf'
  >

/** One question for a history. */
export interface HistoryQuestion {
  readonly subject: HistorySubject
  readonly query: HistoryQuery
  readonly store: HistoryStore
  readonly look: Look
}

/** What every answer says of itself. */
export const aboutOf = ({ subject, query: { window, until }, look }: HistoryQuestion) => ({
  subject: { kind: subject.kind, id: subject.kind === 'network' ? null : subject.id },
  from: isoMoment(window.from),
  to: isoMoment(window.to),
  step: formatSpan(window.stepMs),
  as_of: isoMoment(until),
  vantage: look.vantage,
})

/** What began after the moment asked for is not known then. */
export const upTo = ({ window: { from, to }, until }: HistoryQuery): Span => ({
  from,
  to: Math.min(to, until),
})

/** The start of a bucket. */
export const atOf = ({ from, stepMs }: HistoryWindow, bucket: number): string =>
  isoMoment(from + bucket * stepMs)
