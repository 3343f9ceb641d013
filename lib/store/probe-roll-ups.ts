import type { OutcomeKind } from '@/lib/domain/outcome'
import type { LevelSpan, RollUpProgress } from '@/lib/history/cover-span'
import type { Level, Span } from '@/lib/history/history-window'
import type { ProbeTally } from '@/lib/history/probe-tally'

/** Whose probes are counted together. */
export interface Subject {
  readonly kind: 'network' | 'node' | 'model' | 'gpu'
  /** A node's URI, a model's id, a name of cards; empty for the network. */
  readonly key: string
}

export interface SubjectTally {
  readonly subject: Subject
  readonly tally: ProbeTally
}

/** One question to one node. */
export interface Probe {
  readonly nodeUri: string
  readonly askedAt: number
  readonly kind: OutcomeKind
  /** Null when it was not answered. */
  readonly latencyMs: number | null
}

/** A kept sweep, without what it found. */
export interface SweepSpan {
  readonly snapshotId: number
  readonly startedAt: number
  readonly endedAt: number
}

/** A page of what nodes offered at some time of a span; one that changed meanwhile is there more than once. */
export interface OffersPage {
  /** Models by id, or by the pipeline of an offering that names none; cards by their short names. */
  readonly offers: readonly { readonly nodeUri: string; readonly name: string }[]
  /** Null after the last one. */
  readonly next: OfferPlace | null
}

/** Where such a page ended. */
export interface OfferPlace {
  readonly toAt: number | null
  readonly id: number
}

export interface BucketWrite {
  readonly level: Level
  /** The start of the bucket (ms). */
  readonly at: number
  /** The first rows of a bucket replace whatever an interrupted attempt left of it. */
  readonly isFirst: boolean
  /** The last ones make it complete. */
  readonly isLast: boolean
  /** Writes only while this one holds the lease: rejects with LeaseLost when somebody else does. */
  readonly holder: string | undefined
}

/** Counts of probes over time. Every call is short; moments are ms since 1970. */
export interface ProbeRollUps {
  readRollUpProgress(): Promise<RollUpProgress>
  /** Of the kept sweeps, in the order of their ends and numbers, the first one after a place. */
  readSweepAfter(place: Pick<SweepSpan, 'endedAt' | 'snapshotId'>): Promise<SweepSpan | null>
  /** The last one of them. */
  readLastSweep(): Promise<SweepSpan | null>
  /** Of all nodes of a sweep what they were last asked, in whichever sweep. Empty when it is gone. */
  readProbes(snapshotId: number): Promise<readonly Probe[]>
  readOffers(
    kind: 'model' | 'gpu',
    page: { readonly span: Span; readonly after: OfferPlace | null; readonly limit: number },
  ): Promise<OffersPage>
  /** Rows of one bucket, in one transaction with how far that gets its level. */
  writeRollUps(rows: readonly SubjectTally[], bucket: BucketWrite): Promise<void>
  /** A page of all rows of a level in a span; `next` is null after the last one. */
  readRollUps(
    span: LevelSpan,
    page: { readonly after: RollUpPlace | null; readonly limit: number },
  ): Promise<RollUpPage>
  /** Of these subjects together, by bucket of `stepMs` from `from` on; null where nothing was asked. */
  readTallies(
    subjects: readonly Subject[],
    spans: readonly LevelSpan[],
    buckets: { readonly from: number; readonly stepMs: number; readonly count: number },
  ): Promise<readonly (ProbeTally | null)[]>
  /** Those buckets of the spans in which anything was asked. */
  readAskedBuckets(spans: readonly LevelSpan[]): Promise<readonly Span[]>
  /** For the end of each of these buckets the last kept sweep that had ended then, and by `until` (ms). */
  readSweepsBefore(buckets: {
    readonly from: number
    readonly stepMs: number
    readonly count: number
    readonly until: number
  }): Promise<readonly SweepBefore[]>
  /** Forgets buckets that began before a moment; at most so many rows. Returns how many. */
  deleteRollUps(limits: {
    readonly level: Level
    readonly before: number
    readonly limit: number
  }): Promise<number>
  /** Forgets subjects that are in no bucket from a moment on. Returns how many. */
  deleteSubjects(limits: { readonly before: number; readonly limit: number }): Promise<number>
}

export interface SweepBefore {
  readonly endedAt: number
  readonly cadenceMs: number
  /** How the latest question to each node that was listed then had ended; null for a sweep of an older version. */
  readonly outcomes: Readonly<Partial<Record<OutcomeKind, number>>> | null
}

export interface RollUpPage {
  /** With the starts of their buckets, in the order of those. */
  readonly rows: readonly (SubjectTally & { readonly at: number })[]
  readonly next: RollUpPlace | null
}

/** Where a page of rows ended. */
export interface RollUpPlace {
  readonly at: number
  readonly subjectId: number
}
