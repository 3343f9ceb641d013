import { modelName } from '@/lib/domain/model-name'
import { isRefusal } from '@/lib/domain/outcome'
import type { ChangeDto, NetChangeDto } from './change'

/** What happened, in one line for people: `host:8935: price of text-to-image / FLUX.1-dev lowered by 12.5 %`. */
export function changeTitle(change: ChangeDto | NetChangeDto): string {
  if (change.kind === 'snapshot')
    return `A sweep ended: of ${change.nodes_listed} listed nodes ${change.nodes_answered} answered when last asked`
  return `${nodeName(change.node_uri)}: ${changeEvent(change)}`
}

type OfNode = Exclude<ChangeDto | NetChangeDto, { kind: 'snapshot' }>

/** The same without the node: `price of text-to-image / FLUX.1-dev lowered by 12.5 %`. */
export function changeEvent(change: OfNode): string {
  switch (change.kind) {
    case 'node-joined':
      return 'joined'
    case 'node-left':
      return 'left, no source names it any more'
    case 'node-silent':
      return isRefusal(change.after.outcome)
        ? `refuses us: ${change.after.outcome}`
        : `answers no more (${change.after.outcome})`
    case 'node-back':
      return 'answers again'
    case 'node-stale':
      return `not heard since ${change.last_answer_at}, what it said is stale`
    case 'health-changed':
      return `health changed from ${change.before} to ${change.after}`
    case 'version-changed':
      return `version changed from ${change.before ?? 'none'} to ${change.after ?? 'none'}`
    case 'region-changed':
      return `region changed from ${change.before?.name ?? 'unknown'} to ${change.after?.name ?? 'unknown'}`
    case 'gpu-added':
      return `${change.after - change.before} × ${change.gpu} added, ${change.after} in all`
    case 'gpu-gone':
      return `${change.before - change.after} × ${change.gpu} gone, ${change.after} left`
    case 'offering-added':
      return `offers ${offeringName(change)}`
    case 'offering-gone':
      return `offers ${offeringName(change)} no more (${change.reason})`
    case 'price-changed':
      return `price of ${offeringName(change)} ${priceTurn(change)}`
    case 'warmed':
      return `${offeringName(change)} is warm`
    case 'cooled':
      return `${offeringName(change)} is warm no more (${change.after})`
    case 'state-changed':
      return `${offeringName(change)} changed from ${change.before} to ${change.after}`
    case 'capacity-changed':
      return `capacity of ${offeringName(change)} changed from ${change.before ?? 'not stated'} to ${change.after ?? 'not stated'}`
    case 'suspended':
      return `${subjectOf(change)} is suspended: ${change.cause}`
    case 'resumed':
      return `${subjectOf(change)} gets jobs again`
    case 'many-changes':
      return `${change.left_out} further changes are not listed`
  }
}

export const nodeName = (uri: string): string => uri.replace(/^https:\/\//, '')

const subjectOf = ({
  offering,
}: {
  readonly offering: Parameters<typeof offeringName>[0]['offering'] | null
}): string => (offering === null ? 'the whole node' : offeringName({ offering }))

function offeringName({
  offering,
}: {
  readonly offering: { readonly pipeline: string; readonly model: string | null }
}): string {
  const model = modelName(offering.model)
  return model === null ? offering.pipeline : `${offering.pipeline} / ${model}`
}

function priceTurn({ before, after, change_percent }: Extract<OfNode, { kind: 'price-changed' }>): string {
  if (after.price === null) return `is ${after.price_problem ?? 'missing'} now`
  if (before.price === null) return 'is stated now'
  if (before.price.unit !== after.price.unit)
    return `is per ${after.price.unit} now, it was per ${before.price.unit}`
  const isLower =
    BigInt(after.price.wei) * BigInt(before.price.per_units) <
    BigInt(before.price.wei) * BigInt(after.price.per_units)
  const turn = isLower ? 'lowered' : 'raised'
  if (change_percent === null) return `${turn} from zero`
  const percent = change_percent.replace('-', '')
  return `${turn} by ${percent === '0' ? 'less than 0.01' : percent} %`
}
