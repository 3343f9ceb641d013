import type { Candidate } from './candidate'
import { GO_DEFAULT_WEIGHTS, selectionProbabilities } from './go-probability-selection'
import type { StrategyContext } from './strategy'

/** An orchestrator with much stake stands before one with little, and one whose stake nobody knows has none. */
export function stakeKey({ offering }: Candidate, { conditions }: StrategyContext): number {
  const stake = stakeOf(offering.orchestrator, conditions)
  return 1 - 1 / (1 + Number(stake) / 1e18)
}

/** go-livepeer draws among those who get paid, and takes the quickest node of whoever is drawn. */
export function goStakeShares(ranked: readonly Candidate[], { conditions }: StrategyContext): Float64Array {
  const quickest = new Map<string, number>()
  for (const [place, { offering }] of ranked.entries()) {
    const payee = offering.orchestrator ?? offering.nodeUri
    const known = quickest.get(payee)
    const knownMs = known === undefined ? Number.POSITIVE_INFINITY : (ranked[known]?.offering.latencyMs ?? 0)
    if (offering.latencyMs < knownMs) quickest.set(payee, place)
  }
  const places = [...quickest.values()]
  const chances = selectionProbabilities(
    places.map((place) => ({
      price: null,
      stake: stakeOf(ranked[place]?.offering.orchestrator ?? null, conditions),
    })),
    GO_DEFAULT_WEIGHTS,
  )
  // Where nobody has a stake they are more than 1 together.
  const sum = chances.reduce((total, chance) => total + chance, 0)
  const shares = new Float64Array(ranked.length)
  for (const [i, place] of places.entries()) shares[place] = (chances[i] ?? 0) / sum
  return shares
}

const stakeOf = (
  orchestrator: string | null,
  { stake }: Pick<StrategyContext['conditions'], 'stake'>,
): bigint => (orchestrator === null ? 0n : (stake(orchestrator) ?? 0n))
