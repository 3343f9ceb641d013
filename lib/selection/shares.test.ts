import { expect, test } from 'vitest'
import { type Admission, TRUSTED } from '@/lib/domain/admission'
import type { StrategyName } from '@/lib/domain/selection'
import type { Candidate } from './candidate'
import type { Conditions } from './conditions'
import { nearestFirst } from './nearest-misses'
import { select } from './select'
import { explorationOf } from './shares'
import { candidate, conditions, indexOf, job } from './testdata/selection-world'

const RECOVERING: Admission = { kind: 'recovering', share: 0.3 }
const TAKEN: Admission = { kind: 'trial', isTaken: true }

/** The share of each, by name, to three places. */
function sharesOf(
  strategy: StrategyName,
  candidates: readonly Candidate[],
  about: Partial<Conditions> = {},
  exploration = 0,
): Record<string, number> {
  const { ranking, shares } = select(indexOf(candidates), job({ strategy, exploration }), {
    conditions: conditions(about),
    random: () => 0,
  })
  return Object.fromEntries(
    ranking.candidates.map(({ offering }, place) => [
      offering.id.replace('of-', ''),
      Math.round(1_000 * (shares[place] ?? 0)) / 1_000,
    ]),
  )
}
const distrusting =
  (states: Readonly<Record<string, Admission>>): Conditions['admission'] =>
  ({ offering }) =>
    states[offering.id.replace('of-', '')] ?? TRUSTED

const a = candidate('a', { wei: 1_000_000n, latencyMs: 10 })
const b = candidate('b', { wei: 1_005_000n, latencyMs: 20 })
const c = candidate('c', { wei: 2_000_000n, latencyMs: 30 })

test('prices within a hundredth share, the next one gets nothing', () =>
  expect(sharesOf('cheapest', [a, b, c])).toEqual({ a: 0.5, b: 0.5, c: 0 }))

test('what one that recovers may not get goes to its equals, and of the only best one to the next', () => {
  expect(sharesOf('cheapest', [a, b, c], { admission: distrusting({ a: RECOVERING }) })).toEqual({
    a: 0.15,
    b: 0.85,
    c: 0,
  })
  expect(sharesOf('cheapest', [a, c], { admission: distrusting({ a: RECOVERING }) })).toEqual({
    a: 0.3,
    c: 0.7,
  })
  expect(sharesOf('live', [a, b, c], { admission: distrusting({ a: RECOVERING }) })).toEqual({
    a: 0.3,
    b: 0.7,
    c: 0,
  })
})

test('whose trial is under way gets nothing, unless there is nobody else', () => {
  expect(sharesOf('live', [a, b], { admission: distrusting({ a: TAKEN }) })).toEqual({ a: 0, b: 1 })
  expect(sharesOf('cheapest', [a, c], { admission: distrusting({ a: TAKEN }) })).toEqual({ a: 0, c: 1 })
  for (const strategy of ['live', 'cheapest', 'spread', 'stake-weighted'] as const)
    expect(sharesOf(strategy, [a], { admission: distrusting({ a: TAKEN }) })).toEqual({ a: 1 })
})

test('what nobody trusted may get goes on, and to those who may get something', () => {
  const recovering: Admission = { kind: 'recovering', share: 0.1 }
  expect(sharesOf('cheapest', [a, c], { admission: distrusting({ a: TAKEN, c: recovering }) })).toEqual({
    a: 0,
    c: 1,
  })
  const trial: Admission = { kind: 'trial', isTaken: false }
  const cold = candidate('cold', { wei: 2_000_000n, latencyMs: 90, state: 'cold' })
  for (const strategy of ['live', 'balanced', 'spread', 'stake-weighted'] as const)
    expect([strategy, sharesOf(strategy, [a, cold], { admission: distrusting({ a: trial }) })]).toEqual([
      strategy,
      { a: 0.05, cold: 0.95 },
    ])
})

test('a session goes to nobody who may get nothing, and to those who recover as seldom as other jobs', () => {
  const counts = (states: Readonly<Record<string, Admission>>, strategy: StrategyName = 'cheapest') => {
    const times = new Map<string, number>()
    for (let i = 0; i < 2_000; i++) {
      const { chosen } = select(indexOf([a, c]), job({ strategy }, { affinityKey: `session ${i}` }), {
        conditions: conditions({ admission: distrusting(states), stake: () => 1n }),
        random: () => 0,
      })
      const id = chosen?.candidate.offering.id ?? 'nobody'
      times.set(id, (times.get(id) ?? 0) + 1)
    }
    return (id: string) => (times.get(id) ?? 0) / 2_000
  }
  expect(counts({ a: TAKEN })('of-c')).toBe(1)
  expect(counts({ a: RECOVERING })('of-a')).toBeCloseTo(0.3, 1)
  expect(counts({}, 'spread')('of-a')).toBe(1)
})

test('whoever is drawn for lack of anybody better is no exploration, and who is tried out is told', () => {
  const chosenBy = (random: number, states: Readonly<Record<string, Admission>>, exploration: number) =>
    select(indexOf([a, c]), job({ strategy: 'cheapest', exploration }), {
      conditions: conditions({ admission: distrusting(states) }),
      random: () => random,
    }).chosen?.by
  expect(chosenBy(0.5, { a: TAKEN }, 0)).toBe('rank')
  expect(chosenBy(0.99, {}, 0.5)).toBe('exploration')
  expect(chosenBy(0.1, {}, 0.5)).toBe('rank')
})

test('a price of this server does not end exploration, one of the client does', () => {
  const maxPrice = { price: { wei: 9_000_000n, perUnits: 1n }, unit: null }
  expect(explorationOf(job({ exploration: 0.2, maxPrice: { ...maxPrice, isAsked: false } }))).toBe(0.2)
  expect(explorationOf(job({ exploration: 0.2, maxPrice: { ...maxPrice, isAsked: true } }))).toBe(0)
  expect(explorationOf(job({ exploration: 0.2, only: new Set(['of-a']) }))).toBe(0)
})

test('prices in unlike units are told apart by what such work is offered at, and their order is one', () => {
  const app = (name: string, unit: 'use' | '720p-pixel', wei: bigint, latencyMs: number) =>
    candidate(name, { kind: 'live-runner', pipeline: 'app', model: null, unit, wei, latencyMs })
  const [dear, cheap, other] = [
    app('x', 'use', 12_000_000_000_000n, 30),
    app('y', 'use', 1_000_000_000_000n, 10),
    app('z', '720p-pixel', 2_000n, 20),
  ]
  for (const order of [
    [dear, cheap, other],
    [other, dear, cheap],
    [cheap, other, dear],
  ])
    expect(
      select(
        indexOf(order),
        job({ strategy: 'cheapest' }, { kind: 'live-runner', pipeline: 'app', model: null }),
        { conditions: conditions(), random: () => 0 },
      ).ranking.candidates.map(({ offering }) => offering.id),
    ).toEqual(['of-y', 'of-z', 'of-x'])
  for (const order of [
    [dear, cheap, other],
    [other, dear, cheap],
  ])
    expect(nearestFirst(order.map((one) => ({ candidate: one, broken: 1 }))).map((r) => r.candidate)).toEqual(
      nearestFirst(order.toReversed().map((one) => ({ candidate: one, broken: 1 }))).map((r) => r.candidate),
    )
})

test('of two that are drawn the better one: the last of all is never it', () =>
  expect(sharesOf('spread', [a, b, c])).toEqual({ a: 0.667, b: 0.333, c: 0 }))

test('by stake and by chance among those who are paid, each by its quickest node', () => {
  const [one, two] = [a.offering.orchestrator, '0x0000000000000000000000000000000000000002']
  const other = candidate('other', { wei: 1n, latencyMs: 5 })
  const rich = { ...c, offering: { ...c.offering, orchestrator: null } }
  const stake = (orchestrator: string) => (orchestrator === one ? 3n : orchestrator === two ? 1n : null)
  // a, b and other are of one orchestrator, whose quickest is other; the last one is paid to nobody known.
  expect(sharesOf('stake-weighted', [a, b, other, rich], { stake })).toEqual({
    other: 0.85,
    a: 0,
    b: 0,
    c: 0.15,
  })
})

test('who is cold or full shares only where nobody else is', () => {
  const cold = candidate('cold', { wei: 1n, latencyMs: 1, state: 'cold' })
  const full = candidate('full', { wei: 1n, latencyMs: 1, capacity: 2, capacityInUse: 2 })
  for (const strategy of ['live', 'cheapest', 'balanced', 'stake-weighted'] as const) {
    const shares = sharesOf(strategy, [a, cold, full])
    expect([strategy, shares.cold, shares.full]).toEqual([strategy, 0, 0])
  }
  expect(sharesOf('live', [cold, full])).toEqual({ cold: 1, full: 0 })
})

test('our own jobs there fill a node before it is asked again', () => {
  const roomy = candidate('roomy', { wei: 1n, capacity: 2, capacityInUse: 0 })
  expect(sharesOf('cheapest', [a, roomy], { inFlight: () => 1 })).toEqual({ roomy: 1, a: 0 })
  expect(sharesOf('cheapest', [a, roomy], { inFlight: (id) => (id === 'of-roomy' ? 2 : 0) })).toEqual({
    a: 1,
    roomy: 0,
  })
})

test('exploration gives everybody who is trusted a little', () =>
  expect(sharesOf('cheapest', [a, c], { admission: distrusting({}) }, 0.1)).toEqual({ a: 0.95, c: 0.05 }))
