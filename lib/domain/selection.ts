/** How candidates can be put in order. */
export const STRATEGIES = [
  'balanced',
  'cheapest',
  'fastest',
  'most-reliable',
  'spread',
  'stake-weighted',
  'live',
] as const
export type StrategyName = (typeof STRATEGIES)[number]

/** Whether a model must be loaded, should be (others come after those), or need not. */
export const WISHES = ['required', 'preferred', 'any'] as const
export type Wish = (typeof WISHES)[number]

/** With nobody left but those that are down or suspended: the best of them, or nobody. */
export const LAST_RESORTS = ['use-best', 'refuse'] as const
export type LastResort = (typeof LAST_RESORTS)[number]

/** Why somebody does not get a job: a closed set, in the order in which candidates are told apart. */
export const RULE_NAMES = [
  'advertised',
  'takes-work',
  'only',
  'exclude',
  'policy',
  'feature',
  'mandatory-feature',
  'node-version',
  'runner-version',
  'warm',
  'gpu',
  'vram',
  'region',
  'price-known',
  'price-plausible',
  'max-price',
  'max-age',
  'min-reliability',
  'free-capacity',
  'health',
  'suspended',
] as const
export type RuleName = (typeof RULE_NAMES)[number]

/** Why somebody comes after all who are as wished, the least reason first; each counts more than all before it. */
export const DEMOTIONS = ['cold', 'elsewhere', 'doubtful', 'full'] as const
export type Demotion = (typeof DEMOTIONS)[number]

/** What a funnel counts: everything, what serves the model, then what each rule leaves. */
export const FUNNEL_STEPS = ['offerings', 'serves', ...RULE_NAMES] as const
export type FunnelStepName = (typeof FUNNEL_STEPS)[number]

/** What scores are made of. */
export const SCORE_PARTS = [
  'price',
  'latency',
  'job-time',
  'reliability',
  'free-capacity',
  'in-flight',
  'stake',
  'random',
] as const
export type ScorePartName = (typeof SCORE_PARTS)[number]

/** Why the chosen one was: it is the best or as good, a session belongs to it, or it was to be tried out. */
export const CHOICES = ['rank', 'affinity', 'exploration'] as const
export type ChoiceKind = (typeof CHOICES)[number]
