/**
 * How one question to one node ended: a closed set, decided where the failure is born (lib/probe).
 * `ok`, `no-price` and `no-address` came with an answer; the other kinds did not.
 */
export const ANSWERED_KINDS = ['ok', 'no-price', 'no-address'] as const
export const UNANSWERED_KINDS = [
  'busy',
  'reserve-needed',
  'denied',
  'timed-out',
  'refused',
  'reset',
  'unreachable',
  'dns',
  'tls',
  'bad-answer',
  'too-large',
  'error',
  'blocked',
  'invalid-uri',
] as const

export type AnsweredKind = (typeof ANSWERED_KINDS)[number]
export type UnansweredKind = (typeof UNANSWERED_KINDS)[number]
export type OutcomeKind = AnsweredKind | UnansweredKind

export const OUTCOME_KINDS: readonly OutcomeKind[] = [...ANSWERED_KINDS, ...UNANSWERED_KINDS]

/** One sentence per kind, for people. */
export const OUTCOME_SENTENCES: Readonly<Record<OutcomeKind, string>> = {
  ok: 'Answered with a price and an address.',
  'no-price': 'Answered, but states no usable base price.',
  'no-address': 'Answered, but without a valid Ethereum address.',
  busy: 'Reachable, but reports no capacity for another session.',
  'reserve-needed': 'Only talks to gateways with a deposit and reserve on chain.',
  denied: 'Refuses our identity.',
  'timed-out': 'No complete answer within the probe deadline.',
  refused: 'Nothing listens on that port.',
  reset: 'The connection was cut before an answer.',
  unreachable: 'No route to the host.',
  dns: 'The host name does not resolve.',
  tls: 'The secure connection could not be set up.',
  'bad-answer': 'Something answered, but not with a valid protocol message.',
  'too-large': 'The answer exceeds the size a gateway accepts.',
  error: 'The orchestrator answered with an error.',
  blocked: 'The address lies in a range this server may not dial.',
  'invalid-uri': 'The service URI cannot be dialled.',
}

export const isAnswered = (kind: OutcomeKind): kind is AnsweredKind =>
  (ANSWERED_KINDS as readonly OutcomeKind[]).includes(kind)

/** Refusals that only a living node can give: it was reached, whatever it thinks of us. */
const REFUSALS: readonly OutcomeKind[] = ['busy', 'reserve-needed', 'denied']

export const isRefusal = (kind: OutcomeKind): boolean => REFUSALS.includes(kind)

/** True for a probe that reached the node. */
export const isReached = (kind: OutcomeKind): boolean => isAnswered(kind) || isRefusal(kind)
