import { expect, test } from 'vitest'
import { countBins, histogramEdges, plainDecimal } from './histogram'

const ascending = (edges: readonly number[]) =>
  edges.every((edge, i) => i === 0 || edge > (edges[i - 1] ?? edge))

test.each([
  ['a narrow spread', 10, 90],
  ['a wide one', 1, 1_000_000],
  ['shares', 0, 1],
  ['tiny ones', 1e-9, 3e-9],
  ['huge ones', 1e18, 4e24],
  ['two neighbours', 3, 3.001],
])('%s has ascending edges that begin and end where the numbers do', (_, min, max) => {
  const edges = histogramEdges(min, max)
  expect([edges[0], edges.at(-1)]).toEqual([min, max])
  expect(ascending(edges)).toBe(true)
  expect(edges.length).toBeLessThanOrEqual(21)
})

test('a wide spread is cut by factors', () => {
  const edges = histogramEdges(1, 1_000_000)
  expect(edges[10]).toBe(1_000)
})

test('every value counts once, on whichever edge it lies', () => {
  const compare = (value: number, edge: number) => value - edge
  expect(countBins([0, 1, 5, 9.9, 10], [0, 5, 10], compare)).toEqual([2, 3])
  expect(countBins([-3, 20], [0, 5, 10], compare)).toEqual([1, 1])
  expect(countBins([7, 7], [7, 7], compare)).toEqual([2])
  expect(countBins([], [0, 1], compare)).toEqual([0])
})

test('a decimal is written without an exponent', () =>
  expect([3e24, 0.4, 2.5e-9, 0, 123.5].map(plainDecimal)).toEqual([
    '3000000000000000000000000',
    '0.4',
    '0.0000000025',
    '0',
    '123.5',
  ]))
