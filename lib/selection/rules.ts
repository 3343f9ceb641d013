import { boundedName } from '@/lib/domain/bounded-name'
import { UNKNOWN_VALUE } from '@/lib/domain/facet'
import { hasFeatures } from '@/lib/domain/feature-bits'
import { UNIT_LABELS } from '@/lib/domain/pipeline'
import { comparePrice, formatDecimal, type Price } from '@/lib/domain/price'
import { RULE_NAMES, type RuleName } from '@/lib/domain/selection'
import type { Candidate } from './candidate'
import { missingFeatures, toleratedFeatures, wishedFeatures } from './features'
import { freePlaces } from './free-places'
import type { JobRequest, MaxPrice } from './job-request'
import type { Rule } from './rule'
import { isVersionAtLeast } from './version-at-least'

type RuleBody = Omit<Rule, 'name' | 'isAsked'> & Partial<Pick<Rule, 'isAsked'>>

const NOTHING: readonly string[] = []
const NO_WORDS: readonly bigint[] = []

const RULES_BY_NAME: Readonly<Record<RuleName, RuleBody>> = {
  advertised: {
    label: () => 'that advertise it',
    isMet: ({ offering }) => offering.state !== 'priced-only',
    wanted: () => 'advertised by the node',
    found: () => 'on its price list only',
    remedies: () => ['the node advertised the model, and not only a price for it'],
  },
  'takes-work': {
    label: () => 'whose node takes work',
    isMet: ({ offering }) => offering.kind === 'live-runner' || offering.advertisedUri !== null,
    wanted: () => 'an address for work',
    found: () => 'the node states none',
    remedies: () => ['the node stated an address for work'],
  },
  only: {
    label: () => 'of those that are named',
    isAsked: ({ rules }) => rules.only.size > 0,
    isMet: (candidate, { rules }) => isNamed(candidate, rules.only),
    wanted: ({ rules }) => `one of ${rules.only.size} that are named`,
    found: ({ offering }) => offering.nodeUri,
    remedies: () => ['it were among those that are named'],
  },
  exclude: {
    label: () => 'that are not excluded',
    isAsked: ({ rules }) => rules.exclude.size > 0,
    isMet: (candidate, { rules }) => !isNamed(candidate, rules.exclude),
    wanted: () => 'none of those that are excluded',
    found: ({ offering }) => offering.nodeUri,
    remedies: () => ['it were not excluded'],
  },
  policy: {
    label: () => 'that the policy is about',
    isAsked: ({ rules }) => rules.within !== null,
    isMet: ({ offering }, { rules }) => rules.within === null || rules.within.has(offering.id),
    wanted: () => 'what the filters of the policy leave',
    found: ({ offering }) => `${offering.state}, of ${offering.nodeUri}`,
    remedies: () => ['the filters of the policy fitted it'],
  },
  feature: {
    label: () => 'with the features',
    isAsked: (job) => wishedFeatures(job).length > 0,
    isMet: ({ capabilities }, job) => hasFeatures(capabilities?.bitstring ?? NO_WORDS, wishedFeatures(job)),
    wanted: (job) => missingFeatures(wishedFeatures(job), []),
    found: ({ capabilities }, job) =>
      capabilities === null
        ? 'the node states no features'
        : `without ${missingFeatures(wishedFeatures(job), capabilities.bitstring)}`,
    remedies: ({ capabilities }, job) => [
      `its node had ${missingFeatures(wishedFeatures(job), capabilities?.bitstring ?? [])}`,
    ],
  },
  'mandatory-feature': {
    label: () => 'that insist on nothing else',
    isMet: ({ capabilities }, job) =>
      hasFeatures(toleratedFeatures(job), capabilities?.mandatories ?? NO_WORDS),
    wanted: (job) => `no more than ${missingFeatures(toleratedFeatures(job), [])}`,
    found: ({ capabilities }, job) =>
      `insists on ${missingFeatures(capabilities?.mandatories ?? [], toleratedFeatures(job))}`,
    remedies: ({ capabilities }, job) => [
      `the job needed ${missingFeatures(capabilities?.mandatories ?? [], toleratedFeatures(job))}`,
    ],
  },
  'node-version': {
    label: ({ rules }) => `of go-livepeer ${rules.minNodeVersion} or later`,
    isAsked: ({ rules }) => rules.minNodeVersion !== null,
    isMet: ({ offering }, { rules }) =>
      isVersionAtLeast(offering.nodeVersion ?? '', rules.minNodeVersion ?? ''),
    wanted: ({ rules }) => `${rules.minNodeVersion} or later`,
    found: ({ offering }) => boundedName(offering.nodeVersion ?? 'not stated'),
    remedies: ({ offering }, { rules }) =>
      versionRemedies('node', offering.nodeVersion, rules.minNodeVersion ?? ''),
  },
  'runner-version': {
    label: ({ rules }) => `with a runner of ${rules.minRunnerVersion} or later`,
    isAsked: ({ rules }) => rules.minRunnerVersion !== null,
    isMet: ({ offering }, { rules }) =>
      isVersionAtLeast(offering.runnerVersion ?? '', rules.minRunnerVersion ?? ''),
    wanted: ({ rules }) => `${rules.minRunnerVersion} or later`,
    found: ({ offering }) => boundedName(offering.runnerVersion ?? 'not stated'),
    remedies: ({ offering }, { rules }) =>
      versionRemedies('runner', offering.runnerVersion, rules.minRunnerVersion ?? ''),
  },
  warm: {
    label: () => 'that are warm',
    isAsked: ({ rules }) => rules.warm === 'required',
    isMet: ({ offering }) => offering.state === 'warm',
    wanted: () => 'warm',
    found: ({ offering }) => offering.state,
    remedies: ({ offering }) => [
      offering.state === 'unknown' ? 'the protocol said that it is loaded' : 'the model were loaded',
    ],
  },
  gpu: {
    label: ({ rules }) => `on ${list(rules.gpus)}`,
    isAsked: ({ rules }) => rules.gpus.length > 0,
    isMet: ({ gpuNames }, { rules }) =>
      gpuNames.some((name) => rules.gpus.some((wanted) => isSameName(wanted, name))),
    wanted: ({ rules }) => list(rules.gpus),
    found: ({ gpuNames }) => (gpuNames.length === 0 ? 'no card stated' : list(gpuNames)),
    remedies: ({ gpuNames }, { rules }) => [
      `it ran on ${list(rules.gpus)}`,
      ...(gpuNames.length > 0 ? [`${list(gpuNames)} were asked for as well`] : []),
    ],
  },
  vram: {
    label: ({ rules }) => `with ${rules.minVramGb} GB of memory or more`,
    isAsked: ({ rules }) => rules.minVramGb !== null,
    isMet: ({ vramGb }, { rules }) => vramGb !== null && vramGb >= (rules.minVramGb ?? 0),
    wanted: ({ rules }) => `${rules.minVramGb} GB or more`,
    found: ({ vramGb }) => (vramGb === null ? 'not stated' : `${vramGb} GB`),
    remedies: ({ vramGb }, { rules }) => [
      `its card had ${rules.minVramGb} GB`,
      ...(vramGb !== null ? [`${vramGb} GB were enough`] : []),
    ],
  },
  region: {
    label: ({ rules }) => `in ${list(rules.regions)}`,
    isAsked: ({ rules }) => rules.regions.length > 0 && rules.regionIs === 'required',
    isMet: (candidate, { rules }) => isInRegion(candidate, rules.regions),
    wanted: ({ rules }) => list(rules.regions),
    found: ({ offering }) => offering.region?.name ?? UNKNOWN_VALUE,
    remedies: ({ offering }) => [
      offering.region === null ? 'somebody said where it is' : `${offering.region.name} were allowed`,
    ],
  },
  'price-known': {
    label: () => 'with a price that can be read',
    // Off chain nobody states any; whoever sets a ceiling wants to know.
    isMet: ({ offering, price }, { rules }) =>
      price !== null || (rules.maxPrice === null && offering.price.kind === 'missing'),
    wanted: () => 'a price',
    found: ({ offering }) => (offering.price.kind === 'missing' ? 'none stated' : 'one that cannot be one'),
    remedies: () => ['it stated a price'],
  },
  'price-plausible': {
    label: () => 'with a price that can be meant',
    isMet: ({ isImplausible }) => !isImplausible,
    wanted: () => 'less than an ETH for a common task',
    found: (candidate) => priceText(candidate),
    remedies: () => ['it asked a price at which somebody buys'],
  },
  'max-price': {
    label: ({ rules }) => `at ${maxPriceText(rules.maxPrice)} or less`,
    isAsked: ({ rules }) => rules.maxPrice !== null,
    isMet: ({ offering, price }, { rules: { maxPrice } }) =>
      maxPrice === null ||
      // That none is known is the other rule's to say.
      price === null ||
      ((maxPrice.unit === null || maxPrice.unit === offering.unit) &&
        comparePrice(price, maxPrice.price) <= 0),
    wanted: ({ rules }) => `${maxPriceText(rules.maxPrice)} or less`,
    found: (candidate) => priceText(candidate),
    remedies: (candidate, { rules: { maxPrice } }) =>
      maxPrice !== null && maxPrice.unit !== null && maxPrice.unit !== candidate.offering.unit
        ? [`the ceiling were told in ${UNIT_LABELS[candidate.offering.unit]}`]
        : [`its price fell to ${maxPriceText(maxPrice)}`, `the ceiling rose to ${ceilingText(candidate)}`],
  },
  'max-age': {
    label: ({ rules }) => `heard of within ${span(rules.maxAgeMs ?? 0)}`,
    isAsked: ({ rules }) => rules.maxAgeMs !== null,
    isMet: ({ offering }, { rules }, { now }) => now - offering.observedAt <= (rules.maxAgeMs ?? 0),
    wanted: ({ rules }) => `at most ${span(rules.maxAgeMs ?? 0)} old`,
    found: ({ offering }, _, { now }) => `${span(now - offering.observedAt)} old`,
    remedies: ({ offering }, _, { now }) => [
      'it answered again',
      `${Math.max(1, now - offering.observedAt)} ms were young enough`,
    ],
  },
  'min-reliability': {
    label: ({ rules }) => `with a reliability of ${rules.minReliability?.score} or more`,
    isAsked: ({ rules }) => rules.minReliability !== null,
    isMet: ({ offering }, { rules: { minReliability } }, { reliability }) =>
      minReliability === null ||
      (reliability(offering.nodeUri, minReliability.window) ?? -1) >= minReliability.score,
    wanted: ({ rules }) => `${rules.minReliability?.score} or more, of 100`,
    found: ({ offering }, { rules: { minReliability } }, { reliability }) =>
      scoreText(minReliability && reliability(offering.nodeUri, minReliability.window)),
    remedies: ({ offering }, { rules: { minReliability } }, { reliability }) => {
      const score = minReliability && reliability(offering.nodeUri, minReliability.window)
      return score === null
        ? ['more were known of it']
        : [`it were more reliable`, `${scoreText(score)} were enough`]
    },
  },
  'free-capacity': {
    label: () => 'with a free place',
    isAsked: ({ rules }) => rules.needsFreeCapacity,
    isMet: (candidate, _, conditions) => (freePlaces(candidate, conditions) ?? 0) > 0,
    wanted: () => 'a free place',
    found: (candidate, _, conditions) =>
      freePlaces(candidate, conditions) === null ? 'places not stated' : 'none is free',
    remedies: (candidate, _, conditions) => [
      freePlaces(candidate, conditions) === null
        ? 'it said how many places it has'
        : 'one of its places became free',
    ],
  },
  health: {
    label: () => 'whose node is well',
    isMet: ({ offering }) => offering.nodeHealth.state !== 'down',
    wanted: () => 'not down',
    found: ({ offering }) =>
      `down, the last ${offering.nodeHealth.failuresInARow} probes failed (${offering.nodeOutcome})`,
    remedies: () => ['its node answered twice in a row'],
  },
  suspended: {
    label: () => 'that are not suspended',
    isMet: (candidate, _, { admission }) => admission(candidate).kind !== 'suspended',
    wanted: () => 'not suspended',
    found: (candidate, _, { admission, now }) => {
      const state = admission(candidate)
      if (state.kind !== 'suspended') return state.kind
      const { cause, reopensAt, isByHand } = state
      const until = reopensAt === null ? 'until somebody lifts it' : `for ${span(reopensAt - now)} more`
      return `${isByHand ? 'by the operator, ' : ''}${until}: ${cause}`
    },
    remedies: (candidate, _, { admission, now }) => {
      const state = admission(candidate)
      if (state.kind !== 'suspended') return NOTHING
      return [
        ...(state.reopensAt === null ? [] : [`${span(state.reopensAt - now)} went by`]),
        'an operator lifted the suspension',
      ]
    },
  },
}

/** All of them, in order; the place of one is its bit. */
export const RULES: readonly Rule[] = RULE_NAMES.map((name) => ({
  name,
  isAsked: () => true,
  ...RULES_BY_NAME[name],
}))

const isNamed = ({ offering }: Candidate, names: ReadonlySet<string>): boolean =>
  names.has(offering.id) ||
  names.has(offering.nodeUri) ||
  (offering.orchestrator !== null && names.has(offering.orchestrator))

/** Whether it is in one of them, or in a part of one: `eu` is all of `eu-west`, `eu-central` and so on. */
export const isInRegion = (
  { offering }: Pick<Candidate, 'offering'>,
  regions: readonly string[],
): boolean => {
  const name = offering.region?.name
  return name !== undefined && regions.some((wanted) => name === wanted || name.startsWith(`${wanted}-`))
}

const versionRemedies = (what: string, found: string | null, minimum: string): string[] => [
  `its ${what} were of ${minimum} or later`,
  ...(found !== null ? [`${boundedName(found)} were enough`] : []),
]

const priceText = ({ price, offering }: Candidate): string =>
  price === null ? 'no price' : amountText(price, UNIT_LABELS[offering.unit])

const PLACES = 10n ** 18n

/** What suffices as a ceiling: where the price does not end within 18 places, the next higher amount that does. */
const ceilingText = ({ price, offering }: Candidate): string => {
  if (price === null) return 'no price'
  const scaled = (price.wei * PLACES + price.perUnits - 1n) / price.perUnits
  return amountText({ wei: scaled, perUnits: PLACES }, UNIT_LABELS[offering.unit])
}

const maxPriceText = (maxPrice: MaxPrice | null): string =>
  maxPrice === null
    ? 'any price'
    : amountText(maxPrice.price, maxPrice.unit === null ? 'wei per unit' : UNIT_LABELS[maxPrice.unit])

/** `4,100,000 wei per pixel`. */
const amountText = (price: Price, unit: string): string => {
  const [whole = '', fraction] = formatDecimal(price).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${grouped}${fraction === undefined ? '' : `.${fraction}`} ${unit}`
}

/** Whatever the case. */
const isSameName = (a: string, b: string): boolean =>
  a.length === b.length && a.toLowerCase() === b.toLowerCase()

/** Cut, so that what is told as found is enough. */
const scoreText = (score: number | null): string =>
  score === null ? 'too little is known' : (Math.floor(score * 100) / 100).toFixed(2)

/** Clients name many, and strangers state long ones; whoever is rejected is told of each. */
const MAX_LISTED = 5

function list(names: readonly string[]): string {
  const more = names.length - MAX_LISTED
  const first = names.slice(0, MAX_LISTED).map(boundedName)
  return more > 0 ? `${first.join(', ')} or ${more} more` : first.join(' or ')
}

/** `45 s`, `12 min`, `3 h`, `5 days`. */
function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000))
  if (seconds < 120) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 120) return `${minutes} min`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`
}

/** The rules that a job asks for, each with its bit. */
export const askedRules = (job: JobRequest): readonly (readonly [Rule, number])[] =>
  RULES.flatMap((rule, place) => (rule.isAsked(job) ? [[rule, 1 << place] as const] : []))

/** The rules of a set of bits, in order. */
export const rulesOf = (bits: number): readonly Rule[] =>
  RULES.filter((_, place) => (bits & (1 << place)) !== 0)

const bitOf = (name: RuleName): number => 1 << RULE_NAMES.indexOf(name)

/** What is overlooked where nobody else is left. */
export const DISTRUST = bitOf('health') | bitOf('suspended')
