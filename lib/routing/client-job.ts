import type { Readable } from 'node:stream'
import type { Catalog } from '@/lib/catalog/catalog'
import type { AttemptOutcome, FailedOutcome, RouteOutcome } from '@/lib/domain/routed-request'
import type { Candidate } from '@/lib/selection/candidate'
import type { Selection } from '@/lib/selection/select'
import type { Errand } from './errand'
import type { RouteLimits } from './route-limits'
import type { UpstreamFailure, UpstreamHeaders } from './upstream/exchange'
import type { JobPlace } from './upstream/job-place'

/** A client's job, read and understood, and who was chosen for it. */
export interface ClientJob {
  readonly catalog: Catalog
  readonly seed: string
  readonly selection: Selection
  /** When the request came (monotonic ms), from which its deadline counts. */
  readonly cameAt: number
  readonly errand: Errand
  readonly payload: JobPayload
  readonly limits: RouteLimits
  /** Whether somebody else may be tried after the chosen one. */
  readonly allowsFallback: boolean
  /** Whether somebody else may be tried where the first one may have done the work and was paid for it. */
  readonly repeatsPaid: boolean
  readonly reader: AnswerReader
  readonly client: JobClient
}

/** What is sent, made for one model. */
export interface JobPayload {
  /** As the client sent it. */
  readonly bytes: number
  bodyFor(model: string): JobBody
}

export interface JobBody {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | Readable
}

/** Whoever waits for the answer. */
export interface JobClient {
  readonly isGone: boolean
  /** Calls once when it goes, at once where it has gone; returns what ends that. */
  onGone(listener: () => void): () => void
}

/** How one route reads answers: what is whole and right, and what the client gets of it. */
export interface AnswerReader {
  /** Whether answers with this status are of whoever does the work; others are judged. */
  readonly isAnswer: (status: number) => boolean
  /** Such a document → what the client gets. A text says what is wrong with it. */
  readonly readDocument: (
    document: SentDocument,
    from: AnsweredBy,
  ) => DocumentReading | Promise<DocumentReading>
  /** Null: this route has no streams, and one that comes is read to its end. */
  readonly stream: ((opened: OpenedStream, from: AnsweredBy) => StreamReading) | null
}

export interface SentDocument {
  readonly status: number
  readonly headers: UpstreamHeaders
  readonly body: Buffer
}

/** What comes before the first piece. */
export type OpenedStream = Omit<SentDocument, 'body'>

export interface AnsweredBy {
  readonly place: JobPlace
  readonly candidate: Candidate
  /** For whom it is read: what is still fetched for it ends with that. */
  readonly client: JobClient
  /** Until the answer has to be whole (ms). */
  readonly leftMs: () => number
}

export type DocumentReading =
  | ({
      readonly ok: true
      /** Left out: with this answer the job is done. */
      readonly goesOn?: GoesOn
    } & ToldDocument)
  /** Left out: whoever sent it does not keep to the protocol. */
  | {
      readonly ok: false
      readonly detail: string
      readonly outcome?: FailedOutcome
      /** The client's own mistake, which nobody else would take better. */
      readonly refuses?: 400 | 413 | 422
    }

/** What the answer has opened and what goes on after it. It calls `end` once, later than it was called itself. */
export type GoesOn = (end: (how: OpenedEnd) => void) => void

/** How it ended, and what it was by then. */
export interface OpenedEnd {
  readonly outcome: RouteOutcome
  /** What that says of whoever ran it. */
  readonly of: AttemptOutcome
  readonly detail: string | null
  /** Billed ones; null: not known. */
  readonly units: bigint | null
  /** Beside what went along with the job. */
  readonly paidWei: bigint
  readonly bytesOut: number
}

/** What a client gets of a document. */
export interface ToldDocument {
  readonly contentType: string
  readonly body: Buffer
  /** Left out: 200. */
  readonly status?: number
  /** Of its own. */
  readonly headers?: Readonly<Record<string, string>>
}

/** Of routes whose answers come with 200 alone. */
export const isOk = (status: number): boolean => status === 200

/** A stream on its way to the client. */
export interface StreamReading {
  readonly contentType: string
  /** Of its own. */
  readonly headers?: Readonly<Record<string, string>>
  /** What the client gets for a piece; null: nothing yet. A text says what is wrong with it. */
  onPiece(piece: Buffer): Buffer | null | LastPiece | { readonly problem: string }
  /** What comes last, or why that was not the whole of it. */
  onEnd(): { readonly last: Buffer | null } | { readonly problem: string }
  /** What the client gets where the stream broke off. */
  onFailure(failure: Pick<UpstreamFailure, 'cause' | 'detail'>): Buffer
}

/** With it the stream is over, whatever else would come. */
export interface LastPiece {
  readonly last: Buffer
}
