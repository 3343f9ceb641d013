import { describe, expect, test } from 'vitest'
import { breakageTimes } from './breakage'
import { measure } from './measure'
import type { Run, World } from './simulate'
import { jobAt } from './testdata/job'
import { nodeTruth } from './testdata/node-truth'

const MINUTE = 60_000

test('figures of a handful of jobs, by hand', () => {
  const shared = nodeTruth(0).orchestrator
  const broken = nodeTruth(2, {
    behaviour: {
      spells: [{ kind: 'failing', from: 0, until: 5 }],
      failShare: 1,
      chargeFactor: 1n,
      claimsWarm: false,
    },
  })
  const [a, b] = [nodeTruth(0), nodeTruth(1, { orchestrator: shared })]
  const jobs = Array.from({ length: 21 }, (_, i) => jobAt(i, i))
  const world: World = { network: [a, b, broken], jobs, spanMs: 100, seed: 'x' }
  const run: Run = {
    name: 'by hand',
    tries: [
      // The first job fails at the broken node and is helped by a; the last one fails when that node is well again.
      { job: jobAt(0), node: broken, at: 0, kind: 'error', chargedWei: 50n },
      ...jobs.slice(0, 12).map((job) => ({ job, node: a, at: 1, kind: 'ok', chargedWei: 10n }) as const),
      ...jobs.slice(12, 20).map((job) => ({ job, node: b, at: 1, kind: 'ok', chargedWei: 20n }) as const),
      { job: jobAt(20), node: broken, at: 6, kind: 'error', chargedWei: 0n },
    ],
    ends: jobs.map((_, i) => ({ isServed: i < 20, latencyMs: 100 * (i + 1), tries: i === 0 ? 2 : 1 })),
  }
  expect(measure(run, world)).toEqual({
    name: 'by hand',
    jobs: 21,
    served: 20,
    failed: 1,
    successRate: 20 / 21,
    latencyP50Ms: 1_000,
    latencyP95Ms: 1_900,
    totalWei: 330n,
    weiPerServedJob: 16.5,
    triesPerJob: 22 / 21,
    busiestNodeShare: 12 / 22,
    busiestOrchestratorShare: 20 / 22,
    nodesUsed: 3,
    triesAtBrokenNodes: 1,
    brokenShare: 1 / 22,
    leaveMedianMs: null,
    breakages: 0,
    left: 0,
    returnMedianMs: null,
    healings: 0,
    returned: 0,
  })
})

test('of no jobs at all there is nothing to tell', () => {
  const world: World = { network: [nodeTruth(0)], jobs: [], spanMs: 100, seed: 'x' }
  expect(measure({ name: 'none', tries: [], ends: [] }, world)).toMatchObject({
    successRate: 0,
    latencyP50Ms: null,
    weiPerServedJob: null,
    busiestNodeShare: 0,
    triesPerJob: 0,
  })
})

describe('a breakage from minute 60 to 100', () => {
  const breakage = { from: 60 * MINUTE, until: 100 * MINUTE }
  const endAt = 240 * MINUTE
  /** One job a minute, in the middle of each. */
  const everyMinute = (from: number, until: number) =>
    Array.from({ length: until - from }, (_, i) => (from + i + 0.5) * MINUTE)
  const all = everyMinute(0, 240).flatMap((at) => [at - 1, at, at + 1])
  const times = (node: readonly number[], end = endAt) =>
    breakageTimes({ node, all }, breakage, { endAt: end })

  test('is noticed with the last job after which next to none follow', () => {
    expect(times([...everyMinute(0, 63), ...everyMinute(100, 240)])?.leaveMs).toBe(2.5 * MINUTE)
  })

  test('is noticed at once when nothing is sent any more', () => {
    expect(times([...everyMinute(0, 60), ...everyMinute(100, 240)])?.leaveMs).toBe(0)
  })

  test('is not left by whoever goes on, however the jobs come', () => {
    expect(times(everyMinute(0, 240))).toEqual({ leaveMs: Number.POSITIVE_INFINITY, returnMs: 0.5 * MINUTE })
  })

  test('is left all the same when a trial is sent once in a while', () => {
    const rare = [everyMinute(0, 60), [70 * MINUTE, 80 * MINUTE, 90 * MINUTE]].flat()
    expect(times(rare)?.leaveMs).toBe(0)
  })

  test('is over for whoever sends at least half of what it sent before', () => {
    const node = [...everyMinute(0, 60), 102 * MINUTE, ...everyMinute(120, 240)]
    expect(times(node)?.returnMs).toBe(20.5 * MINUTE)
    expect(times(everyMinute(0, 60))?.returnMs).toBe(Number.POSITIVE_INFINITY)
  })

  test('tells nothing of a return when it heals shortly before the end, and nothing of a node that got little', () => {
    expect(times(everyMinute(0, 60), 150 * MINUTE)?.returnMs).toBeNull()
    expect(times(everyMinute(52, 60))).toBeNull()
  })

  test('is judged by the share of all jobs, so that fewer jobs of all do not pass for leaving', () => {
    const ebb = (moments: readonly number[]) =>
      moments.filter((at) => at < 60 * MINUTE || Math.floor(at / MINUTE) % 2 === 0)
    const found = breakageTimes({ node: ebb(everyMinute(0, 240)), all: ebb(all) }, breakage, { endAt })
    expect(found?.leaveMs).toBe(Number.POSITIVE_INFINITY)
  })
})
