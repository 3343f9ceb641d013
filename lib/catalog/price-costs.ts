import type { PriceUnit } from '@/lib/domain/pipeline'
import { formatDecimal, type Price } from '@/lib/domain/price'
import { IMPLAUSIBLE_FROM_ETH, type PriceState } from '@/lib/domain/price-state'
import { costWei, type Fraction, WEI_PER_ETH } from '@/lib/domain/usd'
import { type WorkedTask, workedTasks } from '@/lib/domain/worked-cost'
import type { Offering } from './offering'

/** What one task costs at a price, exactly. */
export interface TaskCost {
  readonly task: WorkedTask
  readonly wei: Fraction
}

export const taskCosts = (pipeline: string, unit: PriceUnit, price: Price): TaskCost[] =>
  workedTasks(pipeline, unit).map((task) => ({ task, wei: costWei(price, task.units) }))

export function priceState({
  price,
  pipeline,
  unit,
}: Pick<Offering, 'price' | 'pipeline' | 'unit'>): PriceState {
  if (price.kind !== 'stated') return price.kind
  if (price.price.wei === 0n) return 'zero'
  return implausibility(pipeline, unit, price.price) === null ? 'stated' : 'implausible'
}

/** Why a price cannot be meant as one, in a sentence part; null when it can. Implausible prices count in no median. */
export function implausibility(pipeline: string, unit: PriceUnit, price: Price): string | null {
  const [cost] = taskCosts(pipeline, unit, price)
  if (!cost || cost.wei.numerator < IMPLAUSIBLE_FROM_ETH * WEI_PER_ETH * cost.wei.denominator) return null
  const eth = { wei: cost.wei.numerator, perUnits: cost.wei.denominator * WEI_PER_ETH }
  return `at this price one ${cost.task.label} would cost ${formatDecimal(eth, 2)} ETH`
}
