import type { KeyLimitKind } from '@/lib/domain/api-key'
import type { GateRefusal, Refused } from '@/lib/keys/gate'
import type { LimitRefusal } from '@/lib/keys/key-limits'
import type { Answer } from '../answer'
import { problem } from '../problem'
import type { ProblemKind } from '../problem-types'

/** A problem of a key, before it is told in one shape or another. */
export interface KeyProblem {
  readonly kind: ProblemKind
  readonly detail: string
  readonly headers: Record<string, string>
}

/** What whoever is not let in is answered with. */
export function ofGate({ reason, detail }: Pick<Refused, 'reason' | 'detail'>): KeyProblem {
  const isForbidden = reason === 'scope' || reason === 'foreign-page'
  return {
    kind: GATE_PROBLEMS[reason],
    detail,
    headers: isForbidden ? {} : { 'www-authenticate': 'Bearer' },
  }
}

/** What whoever does too much is answered with, and when to come back. */
export const ofLimit = ({ limit, isOfAll, retryAfterS }: LimitRefusal): KeyProblem => ({
  kind: LIMIT_PROBLEMS[limit],
  detail: isOfAll ? OF_ALL : LIMIT_DETAILS[limit],
  headers: { 'retry-after': String(retryAfterS) },
})

export const gateProblem = (refused: Pick<Refused, 'reason' | 'detail'>): Answer => {
  const { kind, detail, headers } = ofGate(refused)
  return problem(kind, detail, { headers })
}

const GATE_PROBLEMS: Readonly<Record<GateRefusal, ProblemKind>> = {
  missing: 'key-needed',
  unknown: 'key-refused',
  revoked: 'key-refused',
  expired: 'key-refused',
  scope: 'key-out-of-scope',
  'foreign-page': 'foreign-page',
}

const LIMIT_PROBLEMS: Readonly<Record<KeyLimitKind, ProblemKind>> = {
  rate: 'rate-limited',
  concurrency: 'too-many-jobs',
  spend: 'spent-for-today',
}

const LIMIT_DETAILS: Readonly<Record<KeyLimitKind, string>> = {
  rate: 'This key sends more requests in a minute than it may.',
  concurrency: 'As many jobs of this key as may be are under way; one has to end first.',
  spend: 'This key has spent what it may spend in a day; the next one begins at midnight UTC.',
}

const OF_ALL = 'This server has spent what it may spend in a day; the next one begins at midnight UTC.'
