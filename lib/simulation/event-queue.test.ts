import { expect, test } from 'vitest'
import { seededRandom } from '@/lib/domain/seeded-random'
import { EventQueue } from './event-queue'

test('what is planned comes in the order of its moments, and at one moment in the order of planning', () => {
  const random = seededRandom('events')
  const queue = new EventQueue<{ readonly at: number; readonly order: number }>()
  const planned = Array.from({ length: 2_000 }, (_, order) => ({ at: random.int(0, 300), order }))
  const taken: unknown[] = []
  for (const event of planned.slice(0, 1_000)) queue.plan(event.at, event)
  for (const event of planned.slice(1_000)) queue.plan(event.at, event)
  expect(queue.nextAt).toBe(Math.min(...planned.map(({ at }) => at)))
  for (let event = queue.take(); event; event = queue.take()) taken.push(event)
  expect(taken).toEqual(planned.toSorted((a, b) => a.at - b.at || a.order - b.order))
  expect(queue.nextAt).toBe(Number.POSITIVE_INFINITY)
})
