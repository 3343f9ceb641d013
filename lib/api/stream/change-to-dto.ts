import type {
  NodeChange,
  OfferingChange,
  OfferingTerms,
  StatedAmount,
  SuspensionChange,
} from '@/lib/domain/change'
import { priceChangePercent } from '@/lib/domain/price-change'
import type { StoredChange } from '@/lib/store/store'
import type { ChangeDto, NetChangeDto } from '../contract/change'
import { isoMoment } from '../to-dto'

export function changeToDto({ id, snapshotId, foundAt, change }: StoredChange): ChangeDto {
  const place = { id, snapshot_id: snapshotId, found_at: isoMoment(foundAt) }
  if (change.kind === 'suspended' || change.kind === 'resumed') return { ...place, ...ofSuspension(change) }
  if (change.kind !== 'snapshot') {
    const { kind, ...dto } = netChangeToDto(change)
    return ownDto({ kind, ...place, ...dto })
  }
  const { observedAt, startedAt, nodesListed, nodesAsked, nodesAnswered } = change
  return {
    kind: change.kind,
    ...place,
    observed_at: isoMoment(observedAt),
    started_at: isoMoment(startedAt),
    as_of: isoMoment(observedAt),
    nodes_listed: nodesListed,
    nodes_asked: nodesAsked,
    nodes_answered: nodesAnswered,
  }
}

// The same shape with three keys more, which the compiler cannot see through a union.
const ownDto = (value: object): ChangeDto => value as ChangeDto

/** A change that stands in no feed. */
export const netChangeToDto = (change: NodeChange | OfferingChange): NetChangeDto =>
  'offering' in change ? ofOffering(change) : ofNode(change)

const aboutOf = ({ observedAt, nodeUri, orchestrator }: NodeChange | OfferingChange | SuspensionChange) => ({
  observed_at: isoMoment(observedAt),
  node_uri: nodeUri,
  orchestrator,
})

function ofSuspension(change: SuspensionChange) {
  const about = { ...aboutOf(change), offering: change.offering }
  switch (change.kind) {
    case 'suspended': {
      const { kind, cause, isByHand, reopensAt } = change
      return {
        kind,
        ...about,
        cause,
        by_hand: isByHand,
        reopens_at: reopensAt === null ? null : isoMoment(reopensAt),
      }
    }
    case 'resumed':
      return { kind: change.kind, ...about, suspended_since: isoMoment(change.suspendedAt) }
  }
}

function ofNode(change: NodeChange): NetChangeDto {
  const about = aboutOf(change)
  switch (change.kind) {
    case 'node-joined':
      return { kind: change.kind, ...about, before: null, after: change.after }
    case 'node-left':
      return { kind: change.kind, ...about, before: change.before, after: null }
    case 'node-silent':
    case 'node-back':
      return { kind: change.kind, ...about, before: change.before, after: change.after }
    case 'node-stale':
      return { kind: change.kind, ...about, last_answer_at: isoMoment(change.lastAnswerAt) }
    case 'health-changed':
      return { kind: change.kind, ...about, before: change.before, after: change.after }
    case 'version-changed':
      return { kind: change.kind, ...about, before: change.before, after: change.after }
    case 'region-changed':
      return { kind: change.kind, ...about, before: change.before, after: change.after }
    case 'gpu-added':
    case 'gpu-gone': {
      const { kind, gpu, before, after } = change
      return { kind, ...about, gpu, before, after }
    }
    case 'many-changes':
      return { kind: change.kind, ...about, left_out: change.leftOut }
  }
}

function ofOffering(change: OfferingChange): NetChangeDto {
  const about = { ...aboutOf(change), offering: change.offering }
  switch (change.kind) {
    case 'offering-added':
      return { kind: change.kind, ...about, before: null, after: termsToDto(change.after) }
    case 'offering-gone': {
      const { kind, before, reason } = change
      return { kind, ...about, before: termsToDto(before), after: null, reason }
    }
    case 'price-changed': {
      const { kind, before, after } = change
      return {
        kind,
        ...about,
        before: amountToDto(before),
        after: amountToDto(after),
        change_percent: changePercent(before, after),
      }
    }
    case 'warmed':
      return { kind: change.kind, ...about, before: change.before, after: change.after }
    case 'cooled':
      return { kind: change.kind, ...about, before: change.before, after: change.after }
    case 'state-changed':
      return { kind: change.kind, ...about, before: change.before, after: change.after }
    case 'capacity-changed':
      return { kind: change.kind, ...about, before: change.before, after: change.after }
  }
}

const termsToDto = ({ state, price, capacity }: OfferingTerms) => ({
  state,
  ...amountToDto(price),
  capacity,
})

const amountToDto = (amount: StatedAmount) =>
  amount.kind === 'stated'
    ? {
        price: {
          wei: String(amount.price.wei),
          per_units: String(amount.price.perUnits),
          unit: amount.unit,
        },
        price_problem: null,
      }
    : { price: null, price_problem: amount.kind }

const changePercent = (before: StatedAmount, after: StatedAmount): string | null =>
  before.kind === 'stated' && after.kind === 'stated' && before.unit === after.unit
    ? priceChangePercent(before.price, after.price)
    : null
