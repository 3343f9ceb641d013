import { describe, expect, test } from 'vitest'
import { addressFromBytes } from '@/lib/domain/eth-address'
import { seededRandom } from '@/lib/domain/seeded-random'
import type { Chooser, JobOutcome, ProbeView } from './chooser'
import { GO_CHOOSERS } from './go-chooser'
import { discoverLikeGo } from './go-discovery'
import { GoSuspensions } from './go-suspensions'
import { jobAt } from './testdata/job'

const MINUTE = 60_000

const seen = (
  last: number,
  { latencyMs = 10 * last, isWarm = true, answers = true, stake = 1n } = {},
): ProbeView => ({
  nodeId: `n${last}`,
  orchestrator: addressFromBytes(Uint8Array.of(last)),
  stake,
  latencyMs,
  answer: answers ? { price: { wei: 5n, perUnits: 1n }, isWarm, capacity: 1, capacityInUse: 0 } : null,
})

function chooserOf(name: string, views: () => readonly ProbeView[]): Chooser {
  const factory = GO_CHOOSERS.find((chooser) => chooser.name === name)
  if (!factory) throw new Error(`no ${name}`)
  const chooser = factory.create({ random: seededRandom('go'), probeAll: views })
  chooser.onSweep(views(), 0)
  return chooser
}

let jobs = 0
/** One job from its choice to the end of its only try. */
function send(chooser: Chooser, nowMs: number, kind: JobOutcome['kind'] = 'ok'): string | null {
  const job = jobAt(nowMs, jobs++)
  const choice = chooser.choose(job, nowMs, new Set())
  if (choice) chooser.onOutcome(choice.nodeId, { job, kind, tookMs: 1_000 }, nowMs + 1_000)
  chooser.onEnd(job, nowMs + 1_000)
  return choice?.nodeId ?? null
}

describe('suspensions', () => {
  test('last for three refreshes and end with the fourth', () => {
    const suspensions = new GoSuspensions()
    suspensions.onRefresh(7)
    suspensions.suspend('a', 3)
    const states = [1, 2, 3, 4].map(() => {
      suspensions.onRefresh()
      return suspensions.isSuspended('a')
    })
    expect(states).toEqual([true, true, true, false])
    expect(suspensions.size).toBe(0)
  })

  test('a node that failed is back with the fourth refresh, which take ten minutes each', () => {
    const chooser = chooserOf('go-offchain', () => [seen(1), seen(2)])
    expect(send(chooser, 0, 'error')).toBe('n1')
    expect(send(chooser, MINUTE)).toBe('n2')
    const chosen = [11, 22, 33, 44].map((minute) => send(chooser, minute * MINUTE))
    expect(chosen).toEqual(['n2', 'n2', 'n2', 'n1'])
  })

  test('when nobody is left, everybody is forgiven', () => {
    const chooser = chooserOf('go-offchain', () => [seen(1)])
    expect(send(chooser, 0, 'error')).toBe('n1')
    expect(send(chooser, 1_000)).toBe('n1')
  })

  test('a mistake of a client suspends the node that told of it', () => {
    const chooser = chooserOf('go-offchain', () => [seen(1), seen(2)])
    expect([send(chooser, 0, 'bad-request'), send(chooser, 1_000), send(chooser, 3_000)]).toEqual([
      'n1',
      'n2',
      'n2',
    ])
  })

  test('a node without capacity is not suspended, and waits for the end of the job that met it', () => {
    const chooser = chooserOf('go-offchain', () => [seen(1), seen(2)])
    const job = jobAt(0, 1_000_000)
    expect(chooser.choose(job, 0, new Set())?.nodeId).toBe('n1')
    chooser.onOutcome('n1', { job, kind: 'busy', tookMs: 5 }, 5)
    expect(chooser.choose(job, 5, new Set(['n1']))?.nodeId).toBe('n2')
    chooser.onOutcome('n2', { job, kind: 'ok', tookMs: 5 }, 10)
    chooser.onEnd(job, 10)
    expect(send(chooser, 20)).toBe('n1')
  })
})

describe('sessions', () => {
  test('unknown ones come first, then the quickest of the last time', () => {
    const chooser = chooserOf('go-offchain', () => [seen(1), seen(2), seen(3)])
    const took: Readonly<Record<string, number>> = { n1: 300, n2: 100, n3: 200 }
    const chosen = Array.from({ length: 5 }, (_, i) => {
      const job = jobAt(i, 2_000_000 + i)
      const nodeId = chooser.choose(job, i, new Set())?.nodeId ?? ''
      chooser.onOutcome(nodeId, { job, kind: 'ok', tookMs: took[nodeId] ?? 0 }, i)
      chooser.onEnd(job, i)
      return nodeId
    })
    expect(chosen).toEqual(['n1', 'n2', 'n3', 'n2', 'n2'])
  })

  test('warm ones are taken before cold ones, and shared when all are in use', () => {
    const chooser = chooserOf('go-offchain', () => [seen(1, { isWarm: false }), seen(2)])
    const chosen = [0, 1, 2].map((i) => chooser.choose(jobAt(i, 3_000_000 + i), i, new Set())?.nodeId)
    expect(chosen).toEqual(['n2', 'n2', 'n2'])
  })

  test('by default are drawn by stake for seven tenths, and by chance for three', () => {
    const chooser = chooserOf('go-stake', () => [seen(1, { stake: 900n }), seen(2, { stake: 100n })])
    const chosen = Array.from({ length: 4_000 }, () => send(chooser, 0))
    expect(chosen.filter((nodeId) => nodeId === 'n1').length / 4_000).toBeCloseTo(0.78, 1)
  })

  test('for live video are taken by their nearness', () => {
    const chooser = chooserOf('go-live', () => [seen(1, { latencyMs: 90 }), seen(2, { latencyMs: 20 })])
    expect([send(chooser, 0), send(chooser, 1)]).toEqual(['n2', 'n2'])
  })

  test('of batches stay when their node is not found again, and those for live video go', () => {
    for (const [name, chosen] of [
      ['go-offchain', 'n1'],
      ['go-live', null],
    ] as const) {
      let answers = true
      const chooser = chooserOf(name, () => [seen(1, { answers })])
      expect(send(chooser, 0)).toBe('n1')
      answers = false
      chooser.onSweep([], 20 * MINUTE)
      expect(send(chooser, 20 * MINUTE)).toBe(chosen)
    }
  })

  test('are looked for anew when fewer than half are left, which the job waits for', () => {
    let views = [1, 2, 3, 4].map((last) => seen(last))
    const chooser = chooserOf('go-offchain', () => views)
    for (let i = 0; i < 3; i++) send(chooser, i, 'error')
    views = [5, 6].map((last) => seen(last))
    const choice = chooser.choose(jobAt(3, 4_000_000), 3, new Set())
    expect(choice).toEqual({ nodeId: 'n4', afterMs: 60 })
    expect(chooser.choose(jobAt(4, 4_000_001), 4, new Set())).toEqual({ nodeId: 'n5', afterMs: 0 })
  })
})

describe('a discovery', () => {
  const idsOf = (views: readonly ProbeView[]) => {
    const { found, tookMs } = discoverLikeGo(views)
    return [found.map(({ nodeId }) => nodeId), tookMs]
  }

  test('ends when everybody answered or failed, the nearest first', () => {
    expect(idsOf([seen(3), seen(1), seen(2, { latencyMs: 400, answers: false })])).toEqual([
      ['n1', 'n3'],
      400,
    ])
  })

  test('leaves out whoever is later than half a second, once somebody was not', () => {
    expect(idsOf([seen(1), seen(2, { latencyMs: 501 })])).toEqual([['n1'], 500])
  })

  test('waits on while nobody answered, up to six seconds', () => {
    expect(idsOf([seen(1, { latencyMs: 700 }), seen(2, { latencyMs: 1_500 })])).toEqual([['n1'], 1_000])
    expect(idsOf([seen(1, { latencyMs: 9_000 })])).toEqual([[], 6_000])
    expect(idsOf([])).toEqual([[], 0])
  })
})
