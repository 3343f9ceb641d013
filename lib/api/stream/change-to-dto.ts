import type { NodeChange, OfferingChange, OfferingTerms, StatedAmount } from '@/lib/domain/change'
import { priceChangePercent } from '@/lib/domain/price-change'
import type { StoredChange } from '@/lib/store/store'
import type { ChangeDto } from '../contract/change'
import { isoMoment } from '../to-dto'

export function changeToDto({ id, snapshotId, change }: StoredChange): ChangeDto {
  const about = { id, snapshot_id: snapshotId, observed_at: isoMoment(change.observedAt) }
  if (change.kind === 'snapshot') {
    const { observedAt, startedAt, nodesAsked, nodesAnswered } = change
    return {
      kind: change.kind,
      ...about,
      started_at: isoMoment(startedAt),
      as_of: isoMoment(observedAt),
      nodes_asked: nodesAsked,
      nodes_answered: nodesAnswered,
    }
  }
  const ofNode = { ...about, node_uri: change.nodeUri, orchestrator: change.orchestrator }
  return 'offering' in change ? ofOffering(change, ofNode) : ofNodeAlone(change, ofNode)
}

type About = Pick<
  Extract<ChangeDto, { kind: 'node-joined' }>,
  'id' | 'snapshot_id' | 'observed_at' | 'node_uri' | 'orchestrator'
>

function ofNodeAlone(change: NodeChange, about: About): ChangeDto {
  switch (change.kind) {
    case 'node-joined':
      return { kind: change.kind, ...about, before: null, after: change.after }
    case 'node-left':
      return { kind: change.kind, ...about, before: change.before, after: null }
    case 'node-silent':
    case 'node-back':
      return { kind: change.kind, ...about, before: change.before, after: change.after }
    case 'health-changed':
      return { kind: change.kind, ...about, before: change.before, after: change.after }
    case 'version-changed':
      return { kind: change.kind, ...about, before: change.before, after: change.after }
    case 'gpus-changed': {
      const { kind, added, removed, others } = change
      return { kind, ...about, added: [...added], removed: [...removed], others }
    }
    case 'many-changes':
      return { kind: change.kind, ...about, left_out: change.leftOut }
  }
}

function ofOffering(change: OfferingChange, ofNode: About): ChangeDto {
  const about = { ...ofNode, offering: change.offering }
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
