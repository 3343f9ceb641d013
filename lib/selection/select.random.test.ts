import { expect, test } from 'vitest'
import { TRUSTED } from '@/lib/domain/admission'
import { comparePrice } from '@/lib/domain/price'
import { seededRandom } from '@/lib/domain/seeded-random'
import { STRATEGIES } from '@/lib/domain/selection'
import type { Candidate } from './candidate'
import { type Selection, select } from './select'
import { candidate, indexOf, NOW, type RandomWorld, randomWorld, suspended } from './testdata/selection-world'

const WORLDS = 1_500

const eachWorld = (name: string, check: (world: RandomWorld, seed: string) => void): void =>
  test(name, () => {
    for (let i = 0; i < WORLDS; i++) {
      const seed = `${name} ${i}`
      check(randomWorld(seededRandom(seed)), seed)
    }
  })

const ask = ({ candidates, job, conditions }: RandomWorld, seed: string): Selection =>
  select(indexOf(candidates, 7), job, { conditions, random: seededRandom(`draw ${seed}`).next })

const ids = (candidates: readonly Candidate[]): string[] => candidates.map(({ offering }) => offering.id)
const rankedIds = (selection: Selection): string[] => ids(selection.ranking.candidates)
const rejectedIds = (selection: Selection): string[] =>
  ids(selection.rejected.map(({ candidate: one }) => one))

eachWorld('a rejected candidate is never chosen, but as a last resort that is said', (world, seed) => {
  const selection = ask(world, seed)
  if (selection.isLastResort) {
    expect(selection.rejected).toHaveLength(world.candidates.length)
    for (const one of selection.ranking.candidates) {
      const state = world.conditions.admission(one)
      expect(state.kind === 'suspended' && state.isByHand).toBe(false)
    }
    return
  }
  const rejected = new Set(rejectedIds(selection))
  for (const id of rankedIds(selection)) expect(rejected.has(id)).toBe(false)
  expect(rejected.size + selection.ranking.candidates.length).toBe(world.candidates.length)
})

eachWorld(
  'the chosen one is in the ranking and could be chosen, and there is one where anybody is left',
  (world, seed) => {
    const { chosen, ranking, shares } = ask(world, seed)
    expect(chosen === null).toBe(ranking.candidates.length === 0)
    if (chosen === null) return
    expect(ranking.candidates[chosen.place]).toBe(chosen.candidate)
    if (shares.some((share, place) => share > 0 && place < 1)) expect(shares[chosen.place]).toBeGreaterThan(0)
  },
)

eachWorld('the order of the input does not matter', (world, seed) => {
  const shuffled = { ...world, candidates: seededRandom(seed).shuffle(world.candidates) }
  const [a, b] = [ask(world, seed), ask(shuffled, seed)]
  expect(rankedIds(b)).toEqual(rankedIds(a))
  expect([...b.shares]).toEqual([...a.shares])
  expect(b.chosen?.candidate.offering.id).toBe(a.chosen?.candidate.offering.id)
  expect(b.funnel).toEqual(a.funnel)
  expect(rejectedIds(b).sort()).toEqual(rejectedIds(a).sort())
})

eachWorld('the same question gives the same answer', (world, seed) => {
  const [a, b] = [ask(world, seed), ask(world, seed)]
  expect(b.chosen).toEqual(a.chosen)
  expect([...b.shares]).toEqual([...a.shares])
})

eachWorld('what is cheaper and otherwise equal never ranks lower', (world, seed) => {
  const random = seededRandom(`cheaper ${seed}`)
  const twin = world.candidates[random.int(0, Math.max(0, world.candidates.length - 1))]
  if (twin === undefined || twin.price === null || twin.price.wei === 0n) return
  const { id, nodeUri, ...same } = twin.offering
  const cheaper = candidate(
    'zz',
    {
      ...same,
      nodeUri,
      id: 'zz',
      wei: twin.price.wei - 1n,
      price: { kind: 'stated', price: { wei: twin.price.wei - 1n, perUnits: 1n }, origin: 'model' },
    },
    twin.capabilities,
  )
  const like = (one: Candidate): Candidate => (one === cheaper ? twin : one)
  const { conditions } = world
  const selection = ask(
    {
      ...world,
      candidates: [...world.candidates, cheaper],
      conditions: {
        ...conditions,
        admission: (one) => conditions.admission(like(one)),
        inFlight: (offeringId) => conditions.inFlight(offeringId === 'zz' ? id : offeringId),
        jobTime: (offeringId) => conditions.jobTime(offeringId === 'zz' ? id : offeringId),
      },
    },
    seed,
  )
  const ranked = selection.ranking.candidates
  if (ranked.includes(twin)) expect(ranked.indexOf(cheaper)).toBeLessThan(ranked.indexOf(twin))
  expect(ranked.includes(cheaper)).toBe(
    ranked.includes(twin) || (world.job.rules.maxPrice !== null && ranked.includes(cheaper)),
  )
})

eachWorld('suspension only ever removes', (world, seed) => {
  const trusting = { ...world, conditions: { ...world.conditions, admission: () => TRUSTED } }
  const distrusting = ask(world, seed)
  if (distrusting.isLastResort) return
  const kept = new Set(rankedIds(distrusting))
  expect(rankedIds(ask(trusting, seed)).filter((id) => kept.has(id))).toEqual(rankedIds(distrusting))
})

eachWorld(
  'nobody but who is there is suspended: with everybody suspended there is the last resort, or nobody',
  (world, seed) => {
    const all = (isByHand: boolean) =>
      ask({ ...world, conditions: { ...world.conditions, admission: () => suspended(isByHand) } }, seed)
    expect(all(true).chosen).toBeNull()
    const machine = all(false)
    const trusting = ask({ ...world, conditions: { ...world.conditions, admission: () => TRUSTED } }, seed)
    if (world.job.rules.whenNobodyIsTrusted === 'refuse') expect(machine.chosen).toBeNull()
    else if (trusting.chosen !== null) expect(machine.isLastResort && machine.chosen !== null).toBe(true)
  },
)

eachWorld('somebody else does not change the order or the keys of the others', (world, seed) => {
  const random = seededRandom(`other ${seed}`)
  const stranger = candidate('stranger', {
    wei: BigInt(random.int(0, 5_000_000)),
    latencyMs: random.int(1, 400),
  })
  const [before, after] = [
    ask(world, seed),
    ask({ ...world, candidates: [...world.candidates, stranger] }, seed),
  ]
  // Whoever can be trusted ends a last resort.
  if (before.isLastResort) return
  const isOld = (one: Candidate) => one !== stranger
  expect(ids(after.ranking.candidates.filter(isOld))).toEqual(rankedIds(before))
  const keyOf = ({ ranking }: Selection, one: Candidate) => ranking.keys[ranking.candidates.indexOf(one)]
  for (const one of before.ranking.candidates) expect(keyOf(after, one)).toBe(keyOf(before, one))
})

eachWorld('the numbers of the funnel add up', (world, seed) => {
  const { funnel, rejected, ranking, isLastResort } = ask(world, seed)
  expect(funnel[0]).toEqual({ step: 'offerings', left: world.candidates.length + 7 })
  expect(funnel[1]).toEqual({ step: 'serves', left: world.candidates.length })
  for (const [i, { left }] of funnel.entries())
    if (i > 0) expect(left).toBeLessThanOrEqual(funnel[i - 1]?.left ?? 0)
  const last = funnel.at(-1)?.left
  expect(last).toBe(world.candidates.length - rejected.length)
  if (!isLastResort) expect(last).toBe(ranking.candidates.length)
})

eachWorld(
  'shares are of 1, and higher ones never fall to who is less trusted and no better',
  (world, seed) => {
    const { shares, ranking } = ask(world, seed)
    const sum = shares.reduce((total, share) => total + share, 0)
    expect(sum).toBeCloseTo(ranking.candidates.length === 0 ? 0 : 1, 9)
    for (const share of shares) expect(share).toBeGreaterThanOrEqual(0)
  },
)

test('the worlds are of all kinds', () => {
  const kinds = { somebody: 0, nobody: 0, 'last resort': 0, several: 0, affinity: 0, exploration: 0, rank: 0 }
  for (let i = 0; i < WORLDS; i++) {
    const selection = ask(randomWorld(seededRandom(`kinds ${i}`)), `${i}`)
    kinds[selection.chosen === null ? 'nobody' : 'somebody']++
    if (selection.isLastResort) kinds['last resort']++
    if (selection.ranking.candidates.length > 2) kinds.several++
    if (selection.chosen) kinds[selection.chosen.by]++
  }
  for (const [kind, count] of Object.entries(kinds)) expect(count, kind).toBeGreaterThan(2)
})

test('what is drawn a thousand times comes as often as its share says', () => {
  for (const strategy of STRATEGIES) {
    const world = randomWorld(seededRandom(`draws ${strategy} 5`))
    const asked = {
      ...world,
      candidates: ['a', 'b', 'c', 'd'].map((name, i) =>
        candidate(name, { wei: 1_000_000n + BigInt(i), latencyMs: 20 + i }),
      ),
      job: {
        ...world.job,
        affinityKey: null,
        rules: {
          ...world.job.rules,
          strategy,
          exploration: 0.2,
          regions: [],
          maxPrice: null,
          needsFreeCapacity: false,
          minNodeVersion: null,
        },
      },
    }
    const random = seededRandom(strategy)
    const counts = new Map<number, number>()
    const draws = 4_000
    let shares: Float64Array = new Float64Array()
    for (let i = 0; i < draws; i++) {
      const selection = select(indexOf(asked.candidates), asked.job, {
        conditions: asked.conditions,
        random: random.next,
      })
      shares = selection.shares
      const place = selection.chosen?.place ?? -1
      counts.set(place, (counts.get(place) ?? 0) + 1)
    }
    for (const [place, share] of shares.entries())
      expect(Math.abs((counts.get(place) ?? 0) / draws - share), `${strategy} ${place}`).toBeLessThan(0.03)
  }
})

test('prices are compared exactly where numbers can no longer tell them apart', () => {
  const dear = candidate('a', {
    price: { kind: 'stated', price: { wei: 10n ** 30n + 1n, perUnits: 10n ** 24n }, origin: 'model' },
  })
  const cheap = candidate('b', {
    price: { kind: 'stated', price: { wei: 10n ** 30n, perUnits: 10n ** 24n }, origin: 'model' },
  })
  const world = randomWorld(seededRandom('exact'))
  const { ranking } = select(
    indexOf([dear, cheap]),
    {
      ...world.job,
      affinityKey: null,
      rules: {
        ...world.job.rules,
        strategy: 'cheapest',
        maxPrice: null,
        regions: [],
        minNodeVersion: null,
        needsFreeCapacity: false,
        warm: 'any',
      },
    },
    { conditions: { ...world.conditions, now: NOW, admission: () => TRUSTED }, random: () => 0 },
  )
  expect(ids(ranking.candidates)).toEqual(['of-b', 'of-a'])
  expect(cheap.price && dear.price && comparePrice(cheap.price, dear.price)).toBe(-1)
})
