import type { Offering } from '@/lib/catalog/offering'
import { boundedName } from '@/lib/domain/bounded-name'
import { windowCounts } from '@/lib/selection/breaker-samples'
import type { Standing } from '@/lib/suspension/suspension-board'
import type { SuspensionDto } from '../contract/suspension'
import { isoMoment } from '../to-dto'

/** `offering`: of that id in the catalog of now; null: there is none. */
export function suspensionToDto(
  { scope, id, admission, breaker }: Standing,
  { offering, windowMs }: { readonly offering: Offering | null; readonly windowMs: number },
): SuspensionDto {
  const { phase } = breaker
  const { successes, faults } = windowCounts(breaker.samples, windowMs)
  return {
    scope,
    id,
    node_uri: scope === 'node' ? id : (offering?.nodeUri ?? null),
    offering: offering && {
      kind: offering.kind,
      pipeline: boundedName(offering.pipeline),
      model: offering.model === null ? null : boundedName(offering.model),
    },
    state: admission.kind,
    by_hand: admission.kind === 'suspended' && admission.isByHand,
    ...timesOf(),
    trial_taken: admission.kind === 'trial' && admission.isTaken,
    share: admission.kind === 'recovering' ? Math.round(admission.share * 1_000) / 1_000 : null,
    jobs: { successes, faults },
    times_opened: breaker.timesOpened,
  }

  function timesOf(): Pick<SuspensionDto, 'cause' | 'since' | 'reopens_at'> {
    if (admission.kind === 'suspended') {
      const { cause, since, reopensAt } = admission
      return {
        cause,
        since: isoMoment(since),
        reopens_at: reopensAt === null ? null : isoMoment(reopensAt),
      }
    }
    if (phase.kind === 'open') {
      const { cause, since, reopensAt } = phase
      return { cause, since: isoMoment(since), reopens_at: isoMoment(reopensAt) }
    }
    const since = phase.kind === 'recovering' ? phase.since : breaker.settledAt
    return { cause: null, since: isoMoment(since), reopens_at: null }
  }
}
