import type { Gate } from '@/lib/keys/gate'
import type { KeyBoard } from '@/lib/keys/key-board'
import type { KeyLimits } from '@/lib/keys/key-limits'
import type { Leaderboard } from '@/lib/leaderboard/leaderboard'
import type { PolicyBook } from '@/lib/policies/policy-book'
import type { RequestJournal } from '@/lib/requests/request-journal'
import type { Selector } from '@/lib/routing/selector'
import type { Store } from '@/lib/store/store'
import type { SuspensionBoard } from '@/lib/suspension/suspension-board'
import type { Answer, ReadBody, ReadRequest } from './answer'
import type { SnapshotDiffs } from './changes/snapshot-diffs'
import type { HistoryStore } from './history/history-question'
import type { OperationDoc } from './operation-doc'
import type { Reader } from './reader'
import type { RequestStreams } from './requests/request-streams'
import type { Routing } from './routes/routing'
import type { ChangeStreams } from './stream/change-streams'

/** One address of the HTTP surface. Both doors serve the same table. */
export interface Endpoint {
  /** `/api/v1/models/{id}`: a `{name}` is any one segment. */
  readonly path: string
  /** The last named segment is all that the parts around it leave of the path; `or-nothing`: also if that is nothing. */
  readonly takesSlashes?: boolean | 'or-nothing'
  /** HEAD is answered by GET, OPTIONS by the table. */
  readonly operations: Readonly<Partial<Record<Method, Operation>>>
}

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export type Method = (typeof METHODS)[number]

/** What one method does at an address. */
export interface Operation {
  readonly doc: OperationDoc
  /** Only for whoever bears the operator's key. */
  readonly isForOperator?: boolean
  /** Only for whoever bears an API key, to which the handler sees. */
  readonly isForKey?: boolean
  /** For the operator, and for keys with the scope `read-requests`: made by `forReaders`, which sees to it. */
  readonly isForReaders?: boolean
  readonly handle: (request: ApiRequest, deps: AnswerDeps) => Answer | Promise<Answer>
}

export interface ApiRequest extends ReadRequest {
  /** The segments of the path by their names, decoded. */
  readonly segments: Readonly<Record<string, string>>
  /** Rejects with BodyTooLarge and BodyBrokenOff, of which the client is told by whoever called the handler. */
  readonly readBody: ReadBody
}

/** How this server does, as a text for machines. */
export interface Metrics {
  readonly contentType: string
  text(): Promise<string>
}

/** What the operator can set going. */
export interface Actions {
  /** Has all nodes asked at once. Resolves when that is noted, not when it is done. */
  requestSweep(): Promise<void>
}

export interface AnswerDeps {
  readonly reader: Reader
  readonly actions: Actions
  readonly streams: Pick<ChangeStreams, 'open'>
  readonly sweeps: Pick<Store, 'readSweeps' | 'readSweepHours'>
  readonly changes: Pick<Store, 'readChanges' | 'readFirstChangeTime'>
  readonly history: HistoryStore
  readonly incidents: Pick<Store, 'readIncidents'>
  readonly diffs: SnapshotDiffs
  /** What somebody else says of orchestrators; null: nobody is asked, or nobody answered. */
  readonly leaderboard: () => Leaderboard | null
  readonly policies: PolicyBook
  readonly selector: Selector
  readonly suspensions: SuspensionBoard
  /** Whoever carries a request begins it here. */
  readonly requests: RequestJournal
  readonly routing: Routing
  readonly requestRows: Pick<Store, 'readRequests' | 'readRequest' | 'readRequestPlace' | 'readRequestCounts'>
  readonly requestStreams: Pick<RequestStreams, 'open'>
  readonly metrics: Metrics
  readonly keys: KeyBoard
  /** What keys do, beside what they may: each job begins with a lease of it. */
  readonly keyLimits: KeyLimits
  /** Who may come in for what. */
  readonly gate: Gate
  /** Null: nobody may command. */
  readonly operatorKey: string | null
  /** Wall clock (ms). */
  readonly now: () => number
  readonly onError: (error: unknown) => void
}
