import { RULE_NAMES, STRATEGIES } from '@/lib/domain/selection'
import { GO_DEFAULT_WEIGHTS } from '@/lib/selection/go-probability-selection'
import { NO_RULES } from '@/lib/selection/job-request'
import { demotionsOf, TIERS } from '@/lib/selection/rank'
import { REFERENCE_PRICES } from '@/lib/selection/reference-prices'
import { RULE_MEANINGS } from '@/lib/selection/rule-meanings'
import { DISTRUST, rulesOf } from '@/lib/selection/rules'
import { TRIAL_SHARE } from '@/lib/selection/shares'
import {
  BALANCED_WEIGHTS,
  HALF_JOB_MS,
  HALF_LATENCY_MS,
  RELIABILITY_WINDOW,
  STRATEGIES_BY_NAME,
} from '@/lib/selection/strategies'
import type { SelectionMethodDto } from '../contract/selection-method'

/** How choices are made, in the very numbers that make them. */
export const selectionMethodToDto = (): SelectionMethodDto => ({
  steps: [
    'Of the offerings that serve the model, hard rules take out whoever breaks one; every one that is broken is told.',
    'Who is left is put in order: by tier, then by what the strategy looks at, then by price, latency, orchestrator, node and offering.',
    'Those that are as good as the best share the jobs, each as far as it is trusted; strategies that draw by chance say so.',
    'A session goes to the same one of them for as long as that is among the best.',
  ],
  rules: RULE_NAMES.map((rule) => {
    const { meaning, askedBy } = RULE_MEANINGS[rule]
    return { rule, meaning, asked_by: askedBy }
  }),
  tiers: TIERS.map((tier) => ({ tier, demoted_for: [...demotionsOf(tier)] })),
  default_strategy: NO_RULES.strategy,
  strategies: STRATEGIES.map((strategy) => {
    const { meaning, near } = STRATEGIES_BY_NAME[strategy]
    return { strategy, meaning, near, weights: WEIGHTS[strategy] ?? [] }
  }),
  scores: {
    reliability_window: RELIABILITY_WINDOW,
    half_latency_ms: HALF_LATENCY_MS,
    half_job_ms: HALF_JOB_MS,
    reference_prices: REFERENCE_PRICES.map(({ pipeline, unit, wei }) => ({
      pipeline,
      unit,
      wei_per_unit: wei,
    })),
  },
  exploration: {
    default: NO_RULES.exploration,
    meaning:
      'This share of jobs goes to anybody who may do them, so that the measured ones are not the only ones for ever. None is, where `only`, a highest price or a session decides.',
  },
  trial_share: TRIAL_SHARE,
  last_resort: {
    default: NO_RULES.whenNobodyIsTrusted,
    overlooks: rulesOf(DISTRUST).map(({ name }) => name),
    meaning:
      'Where nobody is left but those who break these rules alone, the best of them is chosen, and the answer says so; never whom an operator suspended.',
  },
})

const WEIGHTS: Partial<Record<string, SelectionMethodDto['strategies'][number]['weights']>> = {
  balanced: [
    { part: 'price', weight: BALANCED_WEIGHTS.price },
    { part: 'reliability', weight: BALANCED_WEIGHTS.reliability },
    { part: 'job-time', weight: BALANCED_WEIGHTS.jobTime },
    { part: 'latency', weight: BALANCED_WEIGHTS.latency },
    { part: 'free-capacity', weight: BALANCED_WEIGHTS.freeCapacity },
  ],
  'stake-weighted': [
    { part: 'stake', weight: GO_DEFAULT_WEIGHTS.stake },
    { part: 'random', weight: GO_DEFAULT_WEIGHTS.random },
  ],
}
