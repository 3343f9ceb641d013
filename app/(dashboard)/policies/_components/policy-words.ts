import type { PolicyDto } from '@/lib/api/contract/policy'

/** What rules of selection are called where people read them. */
const RULE_WORDS: Readonly<Record<string, string>> = {
  strategy: 'in the order of the strategy',
  warm: 'loaded',
  features: 'with the features',
  like_go_livepeer: 'with the features that a go-livepeer gateway asks for',
  min_node_version: 'with a node of version',
  min_runner_version: 'with a runner of version',
  gpu: 'on the card',
  min_vram_gb: 'with memory of the card, in GB, from',
  free_capacity: 'with a free place',
  region: 'in the region',
  region_is: 'the region is',
  max_price: 'at a price per unit of at most',
  max_price_unit: 'the price is per',
  max_prices: 'at the prices of a file for',
  only: 'among those that are named',
  exclude: 'without those that are named',
  min_reliability: 'with a reliability of 100 from',
  reliability_window: 'the reliability is of',
  max_age_ms: 'heard of within, in ms',
  exploration: 'the share of jobs that go to anybody is',
  when_nobody_is_trusted: 'with nobody trusted left',
}

export interface PolicyWord {
  readonly name: string
  readonly words: string
  readonly value: string
}

/** What the filters say, one line each. */
export const filterWords = ({ filters }: PolicyDto): PolicyWord[] =>
  Object.entries(filters).map(([name, value]) => ({
    name,
    words: name,
    value: Array.isArray(value) ? value.join(' or ') : value,
  }))

/** What the rules say, one line each. */
export const ruleWords = ({ selection }: PolicyDto): PolicyWord[] =>
  Object.entries(selection ?? {}).map(([name, value]) => ({
    name,
    words: RULE_WORDS[name] ?? name,
    value: valueText(name, value),
  }))

function valueText(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.join(' or ')
  if (name === 'max_prices') return 'each model that it names'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return String(value)
}
