import type { RuleName } from '@/lib/domain/selection'

interface RuleMeaning {
  readonly meaning: string
  /** What in a request asks for it; null: it holds in any case. */
  readonly askedBy: string | null
}

/** What each rule holds, whoever asks. */
export const RULE_MEANINGS: Readonly<Record<RuleName, RuleMeaning>> = {
  advertised: { meaning: 'The node advertises the model; a price for it alone is no offer.', askedBy: null },
  'takes-work': { meaning: 'The node states an address for work.', askedBy: null },
  only: { meaning: 'It is one of those that are named.', askedBy: 'only' },
  exclude: { meaning: 'It is none of those that are excluded.', askedBy: 'exclude' },
  policy: { meaning: 'The filters of the policy leave it.', askedBy: 'policy' },
  feature: {
    meaning: 'The node states every feature that is wanted, that of the pipeline among them.',
    askedBy: 'features, like_go_livepeer',
  },
  'mandatory-feature': {
    meaning: 'The node insists on no feature but those that are wanted or that every gateway has.',
    askedBy: null,
  },
  'node-version': { meaning: 'The node is of this version or a later one.', askedBy: 'min_node_version' },
  'runner-version': {
    meaning: 'The runner is of this version or a later one.',
    askedBy: 'min_runner_version',
  },
  warm: { meaning: 'The model is loaded.', askedBy: 'warm: required' },
  gpu: { meaning: 'It has one of the cards.', askedBy: 'gpu' },
  vram: { meaning: 'Its largest card has as much memory.', askedBy: 'min_vram_gb' },
  region: { meaning: 'It is in one of the regions.', askedBy: 'region' },
  'price-known': {
    meaning: 'Its price can be read; where a highest price is set, it states one.',
    askedBy: null,
  },
  'price-plausible': { meaning: 'Its price is one that can be meant.', askedBy: null },
  'max-price': {
    meaning: 'It costs no more than the highest price, in its own unit.',
    askedBy: 'max_price, max_prices',
  },
  'max-age': { meaning: 'What it said is young enough.', askedBy: 'max_age_ms' },
  'min-reliability': { meaning: 'Its reliability is known and high enough.', askedBy: 'min_reliability' },
  'free-capacity': { meaning: 'It states a place that nobody uses.', askedBy: 'free_capacity' },
  health: { meaning: 'Its node is not down.', askedBy: null },
  suspended: {
    meaning: 'It is not suspended, by an operator or for what became of jobs.',
    askedBy: null,
  },
}
