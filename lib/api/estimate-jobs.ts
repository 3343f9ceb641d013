import type { Offering } from '@/lib/catalog/offering'
import { implausibility } from '@/lib/catalog/price-costs'
import { isAdvertised } from '@/lib/catalog/price-position'
import type { Price } from '@/lib/domain/price'
import { costWei, type Fraction } from '@/lib/domain/usd'
import { type BilledUnits, billedUnits, type JobSize } from '@/lib/selection/job-size'

/** So many jobs, each of one size. */
export interface Work {
  readonly jobs: bigint
  readonly size: JobSize
}

export interface JobsCost {
  readonly offering: Offering
  /** More than one: nobody knows which quantity is billed. The last one is the orchestrator's own, by which costs are ordered. */
  readonly readings: readonly { readonly units: bigint; readonly wei: Fraction }[]
  readonly uncertainty: string | null
  readonly assumed: readonly string[]
}

/**
 * Why nobody can tell what it costs there. `no-price`: none is stated that is one. `implausible`: nobody can mean it.
 * `not-advertised`: it is on a price list alone. `no-size`: how much a job is would have to be guessed at.
 */
export const UNPRICED_REASONS = ['no-price', 'implausible', 'not-advertised', 'no-size'] as const
export interface Unpriced {
  readonly offering: Offering
  readonly reason: (typeof UNPRICED_REASONS)[number]
  readonly detail: string
}

export interface JobsEstimate {
  /** The cheapest first. */
  readonly costs: readonly JobsCost[]
  readonly unpriced: readonly Unpriced[]
}

/** What some work costs at each offering, exactly: billed units of one job, times jobs, times the price. */
export function estimateJobs(offerings: readonly Offering[], { jobs, size }: Work): JobsEstimate {
  const costs: JobsCost[] = []
  const unpriced: Unpriced[] = []
  for (const offering of offerings) {
    const found = costAt(offering, size)
    if ('reason' in found) {
      unpriced.push({ offering, ...found })
      continue
    }
    const { price, billed } = found
    costs.push({
      offering,
      readings: billed.readings.map((units) => ({ units: units * jobs, wei: costWei(price, units * jobs) })),
      uncertainty: billed.uncertainty,
      assumed: billed.assumed,
    })
  }
  return { costs: costs.sort(byCost), unpriced }
}

function costAt(
  offering: Offering,
  size: JobSize,
): { readonly price: Price; readonly billed: BilledUnits } | Omit<Unpriced, 'offering'> {
  const { price, pipeline, unit } = offering
  if (!isAdvertised(offering))
    return {
      reason: 'not-advertised',
      detail: 'It is on the price list of the node, which does not advertise it.',
    }
  if (price.kind !== 'stated')
    return {
      reason: 'no-price',
      detail:
        price.kind === 'missing' ? 'The node states no price for it.' : 'What the node states is no price.',
    }
  const unmeant = implausibility(pipeline, unit, price.price)
  if (unmeant !== null) return { reason: 'implausible', detail: `Nobody can mean it: ${unmeant}.` }
  const billed = billedUnits(offering, size)
  if (billed === null)
    return { reason: 'no-size', detail: 'How many units a job of this size is cannot be told; say units.' }
  return { price: price.price, billed }
}

function byCost(a: JobsCost, b: JobsCost): number {
  const [left, right] = [a.readings.at(-1)?.wei, b.readings.at(-1)?.wei]
  if (!left || !right) return 0
  const difference = left.numerator * right.denominator - right.numerator * left.denominator
  if (difference !== 0n) return difference < 0n ? -1 : 1
  return a.offering.id < b.offering.id ? -1 : 1
}
