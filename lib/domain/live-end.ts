import type { AttemptOutcome, RouteOutcome } from './routed-request'

/** Why a stream is over: a closed set, decided where it ends. */
export const LIVE_END_KINDS = [
  'stopped',
  'replaced',
  'idle',
  'server-stopped',
  'silent',
  'closed',
  'too-dear',
  'unpaid',
] as const
export type LiveEndKind = (typeof LIVE_END_KINDS)[number]

export interface LiveEnd {
  readonly kind: LiveEndKind
  /** Null: there is nothing to say beside. */
  readonly detail: string | null
}

/** One sentence per kind, for people. */
export const LIVE_END_SENTENCES: Readonly<Record<LiveEndKind, string>> = {
  stopped: 'The client stopped it.',
  replaced: 'The client began another one under its name.',
  idle: 'Nothing was published, or nobody used it, for too long.',
  'server-stopped': 'This server stopped.',
  silent: 'Its orchestrator said nothing for too long.',
  closed: 'Its orchestrator closed it.',
  'too-dear': 'Its price rose above what may be paid.',
  unpaid: 'It could not be paid any more, and its orchestrator closed it.',
}

/** What each says of the client's request, and of whoever ran it. */
export const LIVE_END_OUTCOMES: Readonly<
  Record<LiveEndKind, { readonly outcome: RouteOutcome; readonly of: AttemptOutcome }>
> = {
  stopped: { outcome: 'served', of: 'ok' },
  replaced: { outcome: 'served', of: 'ok' },
  idle: { outcome: 'client-gone', of: 'client-gone' },
  // Of whoever ran it that says nothing.
  'server-stopped': { outcome: 'cut', of: 'client-gone' },
  silent: { outcome: 'cut', of: 'too-slow' },
  closed: { outcome: 'cut', of: 'truncated' },
  'too-dear': { outcome: 'cut', of: 'too-dear' },
  unpaid: { outcome: 'cut', of: 'cannot-pay' },
}
