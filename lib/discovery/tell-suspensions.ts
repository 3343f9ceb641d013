import { type AboutOffering, referToOfferings } from '@/lib/catalog/refer-to-offerings'
import type { SuspensionChange } from '@/lib/domain/change'
import { admissionOf, type Breaker } from '@/lib/selection/breaker'
import type { BreakerSettings } from '@/lib/selection/breaker-settings'
import type { Snapshot } from '@/lib/snapshot/snapshot'
import type { StoredBreaker, ToldSuspension, ToldTurns } from '@/lib/store/kept-breakers'
import { parseBreaker } from '@/lib/suspension/stored-breaker'
import { formatTold, parseTold } from '@/lib/suspension/told-suspension'

/** Told with one sweep; the others come with the next ones. */
const MAX_TOLD = 1_000

export interface SuspensionNews {
  readonly changes: readonly SuspensionChange[]
  /** What has been told when these changes are. */
  readonly told: ToldTurns
}

/**
 * What stands otherwise than it was told: who is suspended, or waits for a trial, and who gets jobs again. An offering
 * that the snapshot does not hold is not told of; that it is suspended no more is, under the names it was told by.
 */
export function tellSuspensions(
  look: Pick<Snapshot, 'endedAt' | 'nodes'>,
  {
    breakers,
    told,
  }: { readonly breakers: readonly StoredBreaker[]; readonly told: readonly ToldSuspension[] },
  { settings }: { readonly settings: BreakerSettings },
): SuspensionNews {
  const now = look.endedAt
  const known = new Map<string, Breaker>()
  for (const row of breakers) {
    const breaker = parseBreaker(row)
    if (breaker) known.set(keyOf(row), breaker)
  }
  const isTold = new Set(told.map(keyOf))
  const ended = told
    .filter((row) => !isSuspended(known.get(keyOf(row)), now, settings))
    .slice(0, MAX_TOLD)
    .map((row) => ({ row, change: resumption(row, known.get(keyOf(row)), now) }))
  const fresh = breakers.filter(
    (row) => !isTold.has(keyOf(row)) && isSuspended(known.get(keyOf(row)), now, settings),
  )
  const about = subjectsOf(look, fresh)
  const began = fresh
    .flatMap((row) => {
      const [breaker, subject] = [known.get(keyOf(row)), about.get(keyOf(row))]
      const change = breaker && subject ? suspension(subject, breaker, now, settings) : null
      return change ? { row, change } : []
    })
    .slice(0, MAX_TOLD)
  return {
    changes: [...ended.flatMap(({ change }) => change ?? []), ...began.map(({ change }) => change)],
    told: {
      ended: ended.map(({ row: { scope, id } }) => ({ scope, id })),
      began: began.map(({ row: { scope, id }, change }) => {
        const { nodeUri, orchestrator, offering, observedAt: suspendedAt } = change
        return { scope, id, body: formatTold({ nodeUri, orchestrator, offering, suspendedAt }) }
      }),
    },
  }
}

const keyOf = ({ scope, id }: Pick<StoredBreaker, 'scope' | 'id'>): string => `${scope} ${id}`

/** One that waits for a trial gets no jobs but that one. */
function isSuspended(breaker: Breaker | undefined, now: number, settings: BreakerSettings): boolean {
  if (breaker === undefined) return false
  const { kind } = admissionOf(breaker, now, settings)
  return kind === 'suspended' || kind === 'trial'
}

type Subject = Pick<SuspensionChange, 'nodeUri' | 'orchestrator' | 'offering'>

/** Those that the snapshot holds, by their keys. */
function subjectsOf(
  look: Pick<Snapshot, 'endedAt' | 'nodes'>,
  rows: readonly StoredBreaker[],
): ReadonlyMap<string, Subject> {
  const subjects = new Map<string, Subject>()
  const idsOf = (scope: StoredBreaker['scope']) =>
    new Set(rows.filter((row) => row.scope === scope).map(({ id }) => id))
  const nodes = idsOf('node')
  if (nodes.size > 0)
    for (const { uri, lastAnswer } of look.nodes)
      if (nodes.has(uri))
        subjects.set(keyOf({ scope: 'node', id: uri }), {
          nodeUri: uri,
          orchestrator: lastAnswer?.answer.recipient ?? null,
          offering: null,
        })
  for (const [id, about] of referToOfferings(look, idsOf('offering')))
    subjects.set(keyOf({ scope: 'offering', id }), subjectOf(about))
  return subjects
}

const subjectOf = ({ nodeUri, orchestrator, offering }: AboutOffering): Subject => ({
  nodeUri,
  orchestrator,
  offering,
})

/** Null: it is trusted. */
function suspension(
  subject: Subject,
  breaker: Breaker,
  now: number,
  settings: BreakerSettings,
): Extract<SuspensionChange, { kind: 'suspended' }> | null {
  const admission = admissionOf(breaker, now, settings)
  const { phase } = breaker
  const standing =
    admission.kind === 'suspended' ? admission : phase.kind === 'open' ? { ...phase, isByHand: false } : null
  if (standing === null) return null
  const { cause, since, reopensAt, isByHand } = standing
  return { kind: 'suspended', ...subject, observedAt: since, cause, isByHand, reopensAt }
}

/** Null where nobody here can read what was told. */
function resumption(
  { body }: ToldSuspension,
  breaker: Breaker | undefined,
  now: number,
): SuspensionChange | null {
  const told = parseTold(body)
  if (told === null) return null
  const since = breaker?.phase.kind === 'recovering' ? breaker.phase.since : now
  return { kind: 'resumed', observedAt: since, ...told }
}
