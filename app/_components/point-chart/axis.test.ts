import { describe, expect, test } from 'vitest'
import { axisOf, scaleOf } from './axis'

describe('where values lie on an axis', () => {
  test('a linear one has a few round numbers', () => {
    const { place, ticks } = scaleOf({ isLog: false, domain: [0, 100] }, 0, 500)
    expect([0, 50, 100].map(place)).toEqual([0, 250, 500])
    expect(ticks).toEqual([0, 20, 40, 60, 80, 100])
  })

  test('a logarithmic one has equal steps for equal ratios, from the bottom upwards where that is asked', () => {
    const { place } = scaleOf({ isLog: true, domain: [1, 10_000] }, 400, 0)
    expect([1, 100, 10_000].map(place)).toEqual([400, 200, 0])
  })

  test.each([
    ['two decades', [5, 500], [5, 10, 20, 50, 100, 200, 500]],
    ['four decades', [1, 10_000], [1, 10, 100, 1_000, 10_000]],
    ['eighteen decades', [1, 1e18], [1, 1e5, 1e10, 1e15]],
  ] as const)('%s have numbers that do not run into each other', (_, domain, ticks) => {
    expect(scaleOf({ isLog: true, domain }, 0, 500).ticks).toEqual(ticks)
  })
})

test.each([
  [false, [6e6, 2e7]],
  [true, [5, 500]],
  [true, [1, 1e18]],
] as const)('on a phone numbers do not run into each other either (%s, %j)', (isLog, domain) => {
  const { ticks, place } = scaleOf({ isLog, domain }, 20, 310, 84)
  expect(ticks.length).toBeGreaterThan(1)
  ticks.slice(1).forEach((tick, i) => {
    expect(place(tick) - place(ticks[i] ?? 0)).toBeGreaterThan(70)
  })
})

describe('the axis of some values', () => {
  test('is logarithmic from that spread on, and never where something is free', () => {
    expect(axisOf([1, 100], 100).isLog).toBe(false)
    expect(axisOf([1, 101], 100).isLog).toBe(true)
    expect(axisOf([0, 101], 100).isLog).toBe(false)
  })

  test('leaves room around what all have in common', () => {
    const { domain } = axisOf([5], 100)
    expect(domain[0]).toBeLessThan(5)
    expect(domain[1]).toBeGreaterThan(5)
  })
})
