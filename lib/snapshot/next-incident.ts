import { boundedName } from '@/lib/domain/bounded-name'
import type { Incident } from '@/lib/domain/incident'
import { isReached } from '@/lib/domain/outcome'
import { isLate } from './is-late'
import type { NodeObservation } from './snapshot'

export type Probed = Pick<
  NodeObservation,
  'kind' | 'detail' | 'askedAt' | 'failingSince' | 'health' | 'lastAnswer'
>

export interface IncidentContext {
  /** When the sweep ended. */
  readonly endedAt: number
  /** When the node's incident before this one was closed; null: there was none. */
  readonly previousClosedAt: number | null
}

/**
 * What one more look at a node makes of its open incident, null: of there being none. The very same one: nothing new. A
 * probe that was made before what is known already says nothing, whenever its outcome arrives.
 */
export function nextIncident(
  open: Incident | null,
  probed: Probed,
  { endedAt, previousClosedAt }: IncidentContext,
): Incident | null {
  const { askedAt, kind, health } = probed
  const knownAt = open?.probedAt ?? previousClosedAt
  if (knownAt !== null && (askedAt === knownAt || isLate(askedAt, { knownAt, now: endedAt }))) return open
  if (!isReached(kind)) return open ? goneOn(open, probed) : begun(probed, { endedAt, previousClosedAt })
  if (open === null) return null
  if (health.state !== 'up') return { ...open, probedAt: askedAt }
  return open.detectedAt === null ? null : closed(open, 'recovered', askedAt)
}

/** Nobody names its node any more: a suspicion comes to nothing. */
export const abandoned = (open: Incident, endedAt: number): Incident | null =>
  open.detectedAt === null ? null : closed(open, 'node-left', endedAt)

/** A clock that was set back makes it no shorter than nothing. */
const closed = (open: Incident, closedBy: NonNullable<Incident['closedBy']>, at: number): Incident => ({
  ...open,
  closedAt: Math.max(at, open.detectedAt ?? open.openedAt),
  closedBy,
  probedAt: closedBy === 'recovered' ? at : open.probedAt,
})

function begun(probed: Probed, { endedAt, previousClosedAt }: IncidentContext): Incident | null {
  const { askedAt, failingSince, health, lastAnswer, kind, detail } = probed
  const answeredAt = lastAnswer?.answeredAt ?? null
  // It has answered a later question.
  if (answeredAt !== null && isLate(askedAt, { knownAt: answeredAt, now: endedAt })) return null
  // Usually this is the first failure. Where older ones were not written down, they are known of by their sum.
  const firstAt = health.failuresInARow > 1 ? (failingSince ?? askedAt) : askedAt
  const openedAt = Math.max(Math.min(firstAt, askedAt), previousClosedAt ?? Number.NEGATIVE_INFINITY)
  return {
    openedAt,
    detectedAt: health.state === 'down' ? Math.max(openedAt, Math.min(health.since, askedAt)) : null,
    closedAt: null,
    closedBy: null,
    orchestrator: lastAnswer?.answer.recipient ?? null,
    outcomes: [kind],
    detail: bounded(detail),
    failedProbes: Math.max(1, health.failuresInARow),
    probedAt: askedAt,
  }
}

function goneOn(open: Incident, { askedAt, kind, detail, health, lastAnswer }: Probed): Incident {
  const isDown = health.state === 'down'
  return {
    ...open,
    detectedAt: open.detectedAt ?? (isDown ? Math.max(askedAt, open.openedAt) : null),
    orchestrator: open.orchestrator ?? lastAnswer?.answer.recipient ?? null,
    outcomes: open.outcomes.includes(kind) ? open.outcomes : [...open.outcomes, kind],
    detail: bounded(detail),
    failedProbes: open.failedProbes + 1,
    probedAt: askedAt,
  }
}

const bounded = (detail: string | null): string | null => (detail === null ? null : boundedName(detail))
