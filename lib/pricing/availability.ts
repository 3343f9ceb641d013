import type { PricedModel } from '@/lib/catalog/roll-up'
import { isAnswered } from '@/lib/domain/outcome'

/** How many of the nodes behind something answered when they were last asked. */
export interface Availability {
  readonly asked: number
  readonly answered: number
  /** To a tenth, cut, so that 100 means all of them; null: there are none. */
  readonly percent: number | null
}

/** Of all nodes of these models, each once. */
export function availabilityOf(models: readonly Pick<PricedModel, 'members'>[]): Availability {
  const members = models.flatMap((model) => model.members)
  const nodes = new Map(members.map(({ nodeUri, nodeOutcome }) => [nodeUri, nodeOutcome]))
  const answered = [...nodes.values()].filter(isAnswered).length
  return {
    asked: nodes.size,
    answered,
    percent: nodes.size === 0 ? null : Math.floor((answered * 1_000) / nodes.size) / 10,
  }
}
