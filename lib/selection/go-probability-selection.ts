import type { EthAddress } from '@/lib/domain/eth-address'
import { subtract } from '@/lib/domain/fraction'
import { comparePrice, type Price } from '@/lib/domain/price'
import type { Fraction } from '@/lib/domain/usd'

/** Whom go-livepeer chooses among: those who get paid, not their nodes. */
export interface GoCandidate {
  readonly address: EthAddress
  /** Null: it states none that can be used. One below zero, which `parsePrice` lets nobody have, is refused. */
  readonly price: Price | null
  readonly stake: bigint
  /** Of its past work, 0 to 1; null: nobody tells. */
  readonly score: number | null
}

export interface GoFilters {
  /** From 0: none is asked for. */
  readonly minScore: number
  /** Null: any price will do, also an unknown one. */
  readonly maxPrice: Price | null
  /** Where everybody is dearer, all are taken rather than none. */
  readonly ignoresMaxPriceIfNeeded: boolean
}

/** They are meant to add up to 1. */
export interface GoWeights {
  readonly stake: number
  readonly price: number
  readonly random: number
  /** In wei per unit: of two prices that far apart the cheaper is e times as likely. */
  readonly priceExpFactor: number
}

/** What go-livepeer takes when nobody says otherwise. */
export const GO_DEFAULT_WEIGHTS: GoWeights = { stake: 0.7, price: 0, random: 0.3, priceExpFactor: 100 }

/**
 * go-livepeer's ProbabilitySelectionAlgorithm (server/selection_algorithm.go), with four differences: negative prices are
 * refused; an unknown price is above any highest price, also where no price is known at all; very high prices keep their order, where exp() makes zeros of them all; and equal chances fall to the same
 * candidate whatever the order of the list. `random` is from 0, and below 1. Null: there is nobody.
 */
export function selectByProbability<T extends GoCandidate>(
  candidates: readonly T[],
  { filters, weights, random }: { filters: GoFilters; weights: GoWeights; random: number },
): T | null {
  const eligible = filterByScoreAndPrice(candidates, filters)
  return drawByProbability(eligible, { probabilities: selectionProbabilities(eligible, weights), random })
}

/** First by score, where somebody reaches it: if nobody does, whoever scores is taken to be broken. Then by price. */
export function filterByScoreAndPrice<T extends GoCandidate>(
  candidates: readonly T[],
  { minScore, maxPrice, ignoresMaxPriceIfNeeded }: GoFilters,
): readonly T[] {
  const priced = candidates.filter(({ price }) => price === null || price.wei >= 0n)
  const good = minScore > 0 ? priced.filter(({ score }) => (score ?? 0) >= minScore) : priced
  const trusted = good.length > 0 ? good : priced
  if (!maxPrice) return trusted
  const affordable = trusted.filter(({ price }) => price && comparePrice(price, maxPrice) <= 0)
  return affordable.length === 0 && ignoresMaxPriceIfNeeded ? trusted : affordable
}

/**
 * The chance of each, in the order of the list. Where nobody has a stake, that term is its whole weight for everybody, so
 * that together they are more than 1, as in go-livepeer; the draw divides by what they come to.
 */
export function selectionProbabilities(
  candidates: readonly Pick<GoCandidate, 'price' | 'stake'>[],
  weights: GoWeights,
): readonly number[] {
  // Exact numbers take their time, for nothing where they do not count.
  const cheapness = weights.price === 0 ? [] : priceWeights(candidates, weights.priceExpFactor)
  const sumOfCheapness = cheapness.reduce((sum, weight) => sum + weight, 0)
  const sumOfStakes = candidates.reduce((sum, { stake }) => sum + Number(stake), 0)
  return candidates.map(
    ({ stake }, i) =>
      weights.price * share(cheapness[i] ?? 0, sumOfCheapness) +
      weights.stake * share(Number(stake), sumOfStakes) +
      weights.random / candidates.length,
  )
}

const share = (part: number, sum: number): number => (sum === 0 ? 1 : part / sum)

/**
 * exp(−price ÷ factor), up to a constant factor that shares do not show: the exponent is counted from the lowest price, as
 * of prices in the thousands all would be zero. An unknown price weighs nothing.
 */
function priceWeights(candidates: readonly Pick<GoCandidate, 'price'>[], factor: number): readonly number[] {
  const prices = candidates.map(({ price }) => price)
  const lowest = prices.reduce((a, b) => (a && b ? (comparePrice(b, a) < 0 ? b : a) : (a ?? b)), null)
  return prices.map((price) =>
    price && lowest ? Math.exp(-toNumber(subtract(fractionOf(price), fractionOf(lowest))) / factor) : 0,
  )
}

const fractionOf = ({ wei, perUnits }: Price): Fraction => ({ numerator: wei, denominator: perUnits })

/** In two parts, since numerator and denominator may each be more than a number can be. */
function toNumber({ numerator, denominator }: Fraction): number {
  const rest = ((numerator % denominator) << FRACTION_BITS) / denominator
  return Number(numerator / denominator) + Number(rest) / 2 ** Number(FRACTION_BITS)
}
const FRACTION_BITS = 64n

/** Who stands at `random` when the chances are laid side by side, ordered by address. */
export function drawByProbability<T extends Pick<GoCandidate, 'address'>>(
  candidates: readonly T[],
  { probabilities, random }: { probabilities: readonly number[]; random: number },
): T | null {
  const ordered = candidates
    .map((candidate, i) => ({
      candidate,
      chance: probabilities[i] ?? 0,
      key: candidate.address.toLowerCase(),
    }))
    .filter(({ chance }) => chance > 0)
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  const goal = random * ordered.reduce((sum, { chance }) => sum + chance, 0)
  let reached = 0
  for (const { candidate, chance } of ordered) {
    reached += chance
    if (reached > goal) return candidate
  }
  // Sums of rounded numbers may end a hair below.
  return ordered.at(-1)?.candidate ?? null
}
