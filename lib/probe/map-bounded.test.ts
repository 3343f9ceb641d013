import { expect, test } from 'vitest'
import { mapBounded } from './map-bounded'

/** Promises that the test settles by hand. */
function controlled() {
  const settle: ((value: string) => void)[] = []
  const work = () => new Promise<string>((resolve) => settle.push(resolve))
  return { settle, work }
}
const tick = () => new Promise((resolve) => setImmediate(resolve))

test('never more than the limit at once, results in order', async () => {
  const { settle, work } = controlled()
  const all = mapBounded([1, 2, 3], work, { limit: 2, quietAfterMs: 60_000, hardLimit: 10 })
  while (settle.length < 2) await tick()
  for (let i = 0; i < 50; i++) await tick()
  expect(settle).toHaveLength(2)
  settle[1]?.('b')
  while (settle.length < 3) await tick()
  expect(settle).toHaveLength(3)
  settle[2]?.('c')
  settle[0]?.('a')
  expect(await all).toEqual(['a', 'b', 'c'])
})

test('tasks that only wait make room for others, up to the hard limit', async () => {
  const { settle, work } = controlled()
  const all = mapBounded([1, 2, 3, 4], work, { limit: 1, quietAfterMs: 0, hardLimit: 3 })
  while (settle.length < 3) await tick()
  for (let i = 0; i < 50; i++) await tick()
  expect(settle).toHaveLength(3)
  settle[0]?.('a')
  while (settle.length < 4) await tick()
  for (const [i, done] of settle.entries()) done(String(i))
  expect(await all).toEqual(['a', '1', '2', '3'])
})

test('the first rejection rejects and nothing more is started', async () => {
  let started = 0
  const failing = async () => {
    started += 1
    throw new Error('no')
  }
  await expect(
    mapBounded([1, 2, 3], failing, { limit: 1, quietAfterMs: 60_000, hardLimit: 3 }),
  ).rejects.toThrow('no')
  await tick()
  expect(started).toBe(1)
})

test('no items, no work', async () =>
  expect(await mapBounded([], async () => 1, { limit: 1, quietAfterMs: 1, hardLimit: 1 })).toEqual([]))

test('with a gap the starts are that far apart, in order, and all of them come', async () => {
  const startedAt: number[] = []
  const work = async (item: number) => {
    startedAt.push(performance.now())
    return item
  }
  const options = { limit: 10, quietAfterMs: 60_000, hardLimit: 10, gapMs: 5 }
  expect(await mapBounded([1, 2, 3, 4], work, options)).toEqual([1, 2, 3, 4])
  for (const [i, at] of startedAt.entries())
    if (i > 0) expect(at - (startedAt[i - 1] ?? 0)).toBeGreaterThanOrEqual(5)
})
