import { expect, test } from 'vitest'
import { type Admission, TRUSTED } from '@/lib/domain/admission'
import type { StrategyName } from '@/lib/domain/selection'
import type { Candidate } from './candidate'
import type { Conditions } from './conditions'
import { select } from './select'
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
    a: 0.231,
    b: 0.769,
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
