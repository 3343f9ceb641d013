import type { KeyLimitKind } from '@/lib/domain/api-key'
import type { GateRefusal, Refused } from '@/lib/keys/gate'
import type { LimitRefusal } from '@/lib/keys/key-limits'
import type { Answer } from '../answer'
import { problem } from '../problem'
import type { ProblemKind } from '../problem-types'

/** What whoever is not let in is answered with. */
export function gateProblem({ reason, detail }: Pick<Refused, 'reason' | 'detail'>): Answer {
  const kind = GATE_PROBLEMS[reason]
  const isForbidden = reason === 'scope' || reason === 'foreign-page'
  return problem(kind, detail, isForbidden ? {} : { headers: { 'www-authenticate': 'Bearer' } })
}

/** What whoever does too much is answered with, and when to come back. */
export const limitProblem = ({ limit, isOfAll, retryAfterS }: LimitRefusal): Answer =>
  problem(LIMIT_PROBLEMS[limit], isOfAll ? OF_ALL : LIMIT_DETAILS[limit], {
    headers: { 'retry-after': String(retryAfterS) },
  })

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
