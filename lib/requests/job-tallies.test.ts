import { expect, test } from 'vitest'
import type { TimedJob } from '@/lib/store/kept-requests'
import { JobTallies } from './job-tallies'

const HOUR = 3_600_000
const NODE = 'https://a.example:8935'

function tallying(stored: readonly TimedJob[] | Error = []) {
  const errors: unknown[] = []
  const clock = { now: 100 * HOUR }
  const tallies = new JobTallies({
    store: {
      readTimedJobs: async () => {
        if (stored instanceof Error) throw stored
        return stored
      },
    },
    now: () => clock.now,
    onError: (error) => errors.push(error),
  })
  const ok = (tookMs: number, units: bigint | null = 10n) =>
    tallies.ended('a', NODE, { tookMs, units, outcome: 'ok', at: clock.now })
  return { tallies, clock, errors, ok }
}

test('jobs are under way from their beginning to their end, and no offering has fewer than none', () => {
  const { tallies, ok } = tallying()
  tallies.begun('a')
  tallies.begun('a')
  expect([tallies.inFlight('a'), tallies.inFlight('b')]).toEqual([2, 0])
  ok(5)
  ok(5)
  ok(5)
  expect(tallies.inFlight('a')).toBe(0)
})

test('the time of a unit follows the latest jobs, a fifth of the way with each', () => {
  const { tallies, ok } = tallying()
  expect(tallies.jobTime('a')).toBeNull()
  ok(100)
  expect(tallies.jobTime('a')).toMatchObject({ msPerUnit: 10, n: 1 })
  ok(200)
  expect(tallies.jobTime('a')).toMatchObject({ msPerUnit: 12, n: 2 })
})

test('what failed, what nobody knows the units of, and what has none says nothing of time', () => {
  const { tallies, clock, ok } = tallying()
  tallies.ended('a', NODE, { tookMs: 9, units: 1n, outcome: 'timed-out', at: clock.now })
  ok(9, null)
  ok(9, 0n)
  expect(tallies.jobTime('a')).toBeNull()
})

test('after a day without a job a time says nothing any more, and is begun anew', () => {
  const { tallies, clock, ok } = tallying()
  ok(100)
  clock.now += 25 * HOUR
  expect(tallies.jobTime('a')).toBeNull()
  ok(500)
  expect(tallies.jobTime('a')).toMatchObject({ msPerUnit: 50, n: 1 })
})

test('after a restart times are what they were, in the order of the jobs', async () => {
  const at = 99 * HOUR
  const { tallies } = tallying([
    { offeringId: 'a', tookMs: 200, units: 10n, at: at + 1 },
    { offeringId: 'a', tookMs: 100, units: 10n, at },
  ])
  await tallies.start()
  expect(tallies.jobTime('a')).toMatchObject({ msPerUnit: 12, n: 2 })
})

test('a store that cannot be read leaves it without times, and is told of', async () => {
  const { tallies, errors } = tallying(new Error('no'))
  await tallies.start()
  expect([tallies.jobTime('a'), errors]).toEqual([null, [new Error('no')]])
})

test('offerings are bounded: the one that was heard of least recently goes', () => {
  const { tallies, clock } = tallying()
  for (let i = 0; i <= 10_000; i++)
    tallies.ended(`o${i}`, NODE, { tookMs: 1, units: 1n, outcome: 'ok', at: clock.now })
  expect([tallies.jobTime('o0'), tallies.jobTime('o1')]).toEqual([
    null,
    { msPerUnit: 1, n: 1, at: clock.now },
  ])
})
