import type { SeededRandom } from '@/lib/domain/seeded-random'

/** What a node is like over time. */
export const PROFILES = [
  'healthy',
  /** Up and down by turns of minutes. */
  'flapping',
  /** Takes ten times as long for a while. */
  'slow',
  /** Refuses connections for a while, or for good. */
  'dead',
  /** Takes connections and says nothing, for a while or for good. */
  'black-hole',
  /** Answers every question well and fails every job for a while. */
  'sick',
  /** Says that it is cheap, near and warm, and fails nearly every job. */
  'pretender',
  /** Says that it is cheap, near and warm, and charges a multiple. */
  'overcharging',
] as const
export type Profile = (typeof PROFILES)[number]

/** A time in which a node is not as it should be; `until` does not belong to it. Moments are ms since the beginning. */
export interface Spell {
  readonly kind: 'refusing' | 'silent' | 'failing' | 'slow'
  readonly from: number
  /** Infinity: it never heals. */
  readonly until: number
}

export interface Behaviour {
  /** In their order; none begins before the one before it is over. */
  readonly spells: readonly Spell[]
  /** Of the jobs in a failing spell. */
  readonly failShare: number
  /** It charges that many times what it says. */
  readonly chargeFactor: bigint
  /** Says that it is warm, whatever it is. */
  readonly claimsWarm: boolean
}

const HEALTHY: Behaviour = { spells: [], failShare: 1, chargeFactor: 1n, claimsWarm: false }

const MINUTE_MS = 60_000

/** Of a hundred nodes. */
const COUNTS: Readonly<Record<Profile, number>> = {
  healthy: 62,
  flapping: 6,
  slow: 8,
  dead: 5,
  'black-hole': 4,
  sick: 7,
  pretender: 4,
  overcharging: 4,
}

export function generateBehaviour(
  random: SeededRandom,
  { spanMs }: { spanMs: number },
): { readonly profile: Profile; readonly behaviour: Behaviour } {
  const profile = pickProfile(random)
  return { profile, behaviour: { ...HEALTHY, ...TRAITS[profile](random, spanMs) } }
}

function pickProfile(random: SeededRandom): Profile {
  let place = random.next() * PROFILES.reduce((sum, profile) => sum + COUNTS[profile], 0)
  for (const profile of PROFILES) {
    place -= COUNTS[profile]
    if (place < 0) return profile
  }
  return 'healthy'
}

const TRAITS: Readonly<Record<Profile, (random: SeededRandom, spanMs: number) => Partial<Behaviour>>> = {
  healthy: () => ({}),
  flapping: (random, spanMs) => ({ spells: flaps(random, spanMs) }),
  slow: (random, spanMs) => ({ spells: breakages(random, spanMs, { kind: 'slow', diesFor: 0 }) }),
  dead: (random, spanMs) => ({ spells: breakages(random, spanMs, { kind: 'refusing', diesFor: 0.4 }) }),
  'black-hole': (random, spanMs) => ({ spells: breakages(random, spanMs, { kind: 'silent', diesFor: 0.4 }) }),
  sick: (random, spanMs) => ({ spells: breakages(random, spanMs, { kind: 'failing', diesFor: 0.2 }) }),
  pretender: () => ({
    spells: [{ kind: 'failing', from: 0, until: Number.POSITIVE_INFINITY }],
    failShare: 0.9,
    claimsWarm: true,
  }),
  overcharging: () => ({ chargeFactor: 5n, claimsWarm: true }),
}

/** One or two, each of twenty minutes to an hour and a half, the last one perhaps for good. */
function breakages(
  random: SeededRandom,
  spanMs: number,
  { kind, diesFor }: { kind: Spell['kind']; diesFor: number },
): readonly Spell[] {
  const first = { from: spanMs * (0.1 + 0.35 * random.next()), lasts: minutes(random, 20, 90) }
  const second = {
    from: Math.max(spanMs * (0.5 + 0.35 * random.next()), first.from + first.lasts + minutes(random, 20, 40)),
    lasts: minutes(random, 20, 90),
  }
  const spells = random.next() < 0.5 ? [first] : [first, second]
  const isForGood = random.next() < diesFor
  return spells.map(({ from, lasts }, i) => ({
    kind,
    from,
    until: isForGood && i === spells.length - 1 ? Number.POSITIVE_INFINITY : from + lasts,
  }))
}

/** Down a third of the time, for one to four minutes. */
function flaps(random: SeededRandom, spanMs: number): readonly Spell[] {
  const spells: Spell[] = []
  let from = minutes(random, 0, 10)
  while (from < spanMs) {
    const until = from + minutes(random, 1, 4)
    spells.push({ kind: 'refusing', from, until })
    from = until + minutes(random, 2, 8)
  }
  return spells
}

const minutes = (random: SeededRandom, from: number, to: number): number =>
  MINUTE_MS * (from + (to - from) * random.next())

/** Null: it is as it should be. */
export const spellAt = ({ spells }: Behaviour, at: number): Spell | null =>
  spells.find(({ from, until }) => from <= at && at < until) ?? null

/** The first one of these kinds that begins after `after` and not behind `before`. */
export const nextSpell = (
  { spells }: Behaviour,
  { after, before }: { after: number; before: number },
): Spell | null => spells.find(({ kind, from }) => kind !== 'slow' && from > after && from <= before) ?? null

/** Jobs sent to it now fail. */
export const isBroken = (behaviour: Behaviour, at: number): boolean => {
  const spell = spellAt(behaviour, at)
  return spell !== null && spell.kind !== 'slow'
}
