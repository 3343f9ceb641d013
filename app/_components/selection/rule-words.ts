import type { RuleName, ScorePartName, StrategyName } from '@/lib/domain/selection'

/** What rules are called where people read them. */
export const RULE_LABELS: Readonly<Record<RuleName, string>> = {
  advertised: 'Advertised',
  'takes-work': 'Takes work',
  only: 'Named',
  exclude: 'Not excluded',
  policy: 'Policy',
  feature: 'Features',
  'mandatory-feature': 'Insists on features',
  'node-version': 'Node version',
  'runner-version': 'Runner version',
  warm: 'Warm',
  gpu: 'Card',
  vram: 'Memory of the card',
  region: 'Region',
  'price-known': 'Price known',
  'price-plausible': 'Price can be meant',
  'max-price': 'Price ceiling',
  'max-age': 'Age of the data',
  'min-reliability': 'Reliability',
  'free-capacity': 'Free place',
  health: 'Health',
  suspended: 'Suspended',
}

export const PART_NAMES: Readonly<Record<ScorePartName, string>> = {
  price: 'price',
  latency: 'latency',
  'job-time': 'job time',
  reliability: 'reliability',
  'free-capacity': 'free places',
  'in-flight': 'jobs under way',
  stake: 'stake',
  random: 'chance',
}

export const STRATEGY_LABELS: Readonly<Record<StrategyName, string>> = {
  balanced: 'Balanced',
  cheapest: 'Cheapest',
  fastest: 'Fastest',
  'most-reliable': 'Most reliable',
  spread: 'Spread',
  'stake-weighted': 'Stake-weighted',
  live: 'Live',
}
