import { expect, test } from 'vitest'
import { seededRandom } from '@/lib/domain/seeded-random'
import { paretoFront } from './pareto-front'

interface Point {
  readonly price: number
  readonly latencyMs: number
}
const byPrice = (a: Point, b: Point) => a.price - b.price
const byLatency = (a: Point, b: Point) => a.latencyMs - b.latencyMs
const frontOf = (points: readonly Point[]) => paretoFront(points, byPrice, byLatency)
const at = (price: number, latencyMs: number): Point => ({ price, latencyMs })

test('the cheapest, the fastest and what lies between them without being beaten', () => {
  const points = [at(1, 90), at(2, 50), at(3, 60), at(4, 10), at(5, 10)]
  expect(frontOf(points)).toEqual([at(1, 90), at(2, 50), at(4, 10)])
})

test('of equally cheap ones the fastest, of equally fast ones the cheapest, and equals in both together', () => {
  expect(frontOf([at(1, 20), at(1, 10)])).toEqual([at(1, 10)])
  expect(frontOf([at(2, 10), at(1, 10)])).toEqual([at(1, 10)])
  expect(frontOf([at(1, 10), at(1, 10)])).toHaveLength(2)
})

test('one alone is on it, and of none there is none', () => {
  expect(frontOf([at(0, 0)])).toEqual([at(0, 0)])
  expect(frontOf([])).toEqual([])
})

test('any points: exactly those that no other one beats', () => {
  const beats = (a: Point, b: Point) =>
    a.price <= b.price && a.latencyMs <= b.latencyMs && (a.price < b.price || a.latencyMs < b.latencyMs)
  for (let seed = 0; seed < 500; seed++) {
    const random = seededRandom(`front ${seed}`)
    const points = Array.from({ length: random.int(0, 20) }, () => at(random.int(0, 6), random.int(0, 6)))
    const naive = points.filter((point) => !points.some((other) => beats(other, point)))
    const front = frontOf(points)
    expect(new Set(front)).toEqual(new Set(naive))
    expect(front).toHaveLength(naive.length)
  }
})
