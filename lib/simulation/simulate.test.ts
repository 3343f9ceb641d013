import { describe, expect, test } from 'vitest'
import { type Chooser, type ChooserFactory, OUR_LIMITS, type ProbeView } from './chooser'
import { figuresJson, figuresTable } from './figures-table'
import { GO_CHOOSERS } from './go-chooser'
import { generateJobs, type Job } from './job'
import { measure } from './measure'
import { generateNetwork } from './network'
import { PLAIN_CHOOSERS } from './plain-chooser'
import { CLIENT_WAITS_MS, simulate, type World } from './simulate'
import { jobAt } from './testdata/job'
import { nodeTruth } from './testdata/node-truth'

const HOUR = 3_600_000
const worldOf = (seed: string, { jobs = 1_000, nodes = 40 } = {}): World => {
  const spanMs = 2 * HOUR
  return {
    network: generateNetwork({ nodes, spanMs, seed }),
    jobs: generateJobs({ jobs, spanMs, seed }),
    spanMs,
    seed,
  }
}
const CHOOSERS = [...GO_CHOOSERS, ...PLAIN_CHOOSERS]

describe('the world', () => {
  test('is the same for the same seed, and another for another', () => {
    expect(worldOf('a')).toEqual(worldOf('a'))
    expect(worldOf('a').network).not.toEqual(worldOf('b').network)
    expect(worldOf('a').jobs).not.toEqual(worldOf('b').jobs)
  })

  test('has nodes of every kind, prices over a factor of ten, and stakes of which few hold most', () => {
    const { network } = worldOf('a', { nodes: 400 })
    expect(new Set(network.map(({ profile }) => profile)).size).toBe(8)
    const prices = network
      .map(({ price }) => Number(price.wei) / Number(price.perUnits))
      .sort((a, b) => a - b)
    expect((prices.at(-1) ?? 0) / (prices[0] ?? 1)).toBeGreaterThan(8)
    const stakes = [...new Map(network.map((node) => [node.orchestrator, Number(node.stake)])).values()].sort(
      (a, b) => b - a,
    )
    const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0)
    expect(sum(stakes.slice(0, stakes.length / 5))).toBeGreaterThan(sum(stakes) / 2)
    expect(stakes.length).toBeGreaterThan(50)
  })

  test('has fewer jobs at its beginning and end than in its middle', () => {
    const { jobs, spanMs } = worldOf('a', { jobs: 6_000 })
    const thirds = [0, 1, 2].map((i) => jobs.filter(({ at }) => Math.floor((3 * at) / spanMs) === i).length)
    expect(thirds[1]).toBeGreaterThan(1.5 * Math.max(thirds[0] ?? 0, thirds[2] ?? 0))
    expect(jobs.map(({ index }) => index)).toEqual(jobs.map((_, i) => i))
  })
})

describe('a comparison', () => {
  test('comes to the same table every time', () => {
    const table = () => {
      const world = worldOf('a')
      const figures = CHOOSERS.map((factory) => measure(simulate(world, factory), world))
      return `${figuresTable(figures)}\n${figuresJson(figures)}`
    }
    expect(table()).toBe(table())
  })

  test('shows every chooser the same jobs and the same probes, but for what it did itself', () => {
    const world = worldOf('a')
    const shown = CHOOSERS.map((factory) => {
      const jobs: Job[] = []
      const views: unknown[] = []
      const watched: ChooserFactory = {
        name: factory.name,
        create: (tools) => watching(factory.create(tools), { jobs, views }),
      }
      simulate(world, watched)
      return { jobs, views }
    })
    for (const { jobs, views } of shown) {
      expect(jobs).toEqual(world.jobs)
      expect(views).toHaveLength(120)
      expect(views).toEqual(shown[0]?.views)
    }
  })

  test('tells of every choice once what became of it, and of every job once that it is over', () => {
    const world = worldOf('b')
    for (const factory of CHOOSERS) {
      const open = new Map<number, string>()
      const ended: number[] = []
      simulate(world, {
        name: factory.name,
        create: (tools) => {
          const chooser = factory.create(tools)
          return {
            name: chooser.name,
            limits: chooser.limits,
            choose: (job, nowMs, tried) => {
              const choice = chooser.choose(job, nowMs, tried)
              expect(open.has(job.index)).toBe(false)
              if (choice) open.set(job.index, choice.nodeId)
              return choice
            },
            onOutcome: (nodeId, outcome, nowMs) => {
              expect(open.get(outcome.job.index)).toBe(nodeId)
              open.delete(outcome.job.index)
              chooser.onOutcome(nodeId, outcome, nowMs)
            },
            onEnd: (job, nowMs) => {
              ended.push(job.index)
              chooser.onEnd(job, nowMs)
            },
            onSweep: (view, nowMs) => chooser.onSweep(view, nowMs),
          }
        },
      })
      expect(open.size).toBe(0)
      expect(ended.toSorted((a, b) => a - b)).toEqual(world.jobs.map(({ index }) => index))
    }
  })

  test('keeps to the limits of tries, and no client waits longer than it waits', () => {
    const world = worldOf('c')
    for (const factory of CHOOSERS) {
      const { ends } = simulate(world, factory)
      const most = factory.name.startsWith('go-') ? 20 : OUR_LIMITS.maxTries
      expect(ends).toHaveLength(world.jobs.length)
      for (const { tries, latencyMs } of ends) {
        expect(tries).toBeLessThanOrEqual(most)
        // A discovery of go-livepeer's may begin just before.
        expect(latencyMs).toBeLessThanOrEqual(CLIENT_WAITS_MS + 6_000)
      }
    }
  })
})

test('what fails is tried elsewhere, and what is nobody’s to do fails', () => {
  const from = { from: 0, until: Number.POSITIVE_INFINITY }
  const down = (index: number) =>
    nodeTruth(index, {
      behaviour: {
        spells: [{ kind: 'refusing', ...from }],
        failShare: 1,
        chargeFactor: 1n,
        claimsWarm: false,
      },
    })
  const inOrder: ChooserFactory = {
    name: 'in order',
    create: () => ({
      name: 'in order',
      limits: OUR_LIMITS,
      choose: (_job, _now, tried) => (tried.size < 2 ? { nodeId: `n${tried.size}`, afterMs: 0 } : null),
      onOutcome: () => {},
      onEnd: () => {},
      onSweep: () => {},
    }),
  }
  const world = (second: World['network'][number]): World => ({
    network: [down(0), second],
    jobs: [jobAt(0)],
    spanMs: HOUR,
    seed: 'x',
  })
  const helped = simulate(world(nodeTruth(1)), inOrder)
  expect(helped.tries.map(({ kind }) => kind)).toEqual(['refused', 'ok'])
  expect(helped.ends).toEqual([{ isServed: true, latencyMs: expect.any(Number), tries: 2 }])
  expect(simulate(world(down(1)), inOrder).ends).toMatchObject([{ isServed: false, tries: 2 }])
})

/** Notes each job once, and of probes what the chooser's own jobs do not change. */
function watching(chooser: Chooser, seen: { readonly jobs: Job[]; readonly views: unknown[] }): Chooser {
  return {
    name: chooser.name,
    limits: chooser.limits,
    choose: (job, nowMs, tried) => {
      if (tried.size === 0 && seen.jobs.at(-1) !== job) seen.jobs.push(job)
      return chooser.choose(job, nowMs, tried)
    },
    onOutcome: (nodeId, outcome, nowMs) => chooser.onOutcome(nodeId, outcome, nowMs),
    onEnd: (job, nowMs) => chooser.onEnd(job, nowMs),
    onSweep: (view, nowMs) => {
      seen.views.push(view.map(unchangeable))
      chooser.onSweep(view, nowMs)
    },
  }
}

const unchangeable = ({ answer, ...view }: ProbeView) => ({ ...view, price: answer?.price ?? null })

test('a mistake of a client is told by the first node that takes the job, and counts neither as served nor as failed', () => {
  const spanMs = HOUR
  const [sound, mixed] = [0, 0.3].map((badRequestShare) =>
    generateJobs({ jobs: 300, spanMs, seed: 'a', badRequestShare }),
  )
  expect(mixed?.map(({ at }) => at)).toEqual(sound?.map(({ at }) => at))
  const world: World = { network: [nodeTruth(0, { slots: 50 })], jobs: mixed ?? [], spanMs, seed: 'x' }
  const run = simulate(world, {
    name: 'the only one',
    create: () => ({
      name: 'the only one',
      limits: OUR_LIMITS,
      choose: (_job, _now, tried) => (tried.size === 0 ? { nodeId: 'n0', afterMs: 0 } : null),
      onOutcome: () => {},
      onEnd: () => {},
      onSweep: () => {},
    }),
  })
  const wrong = world.jobs.filter(({ isBadRequest }) => isBadRequest)
  expect(wrong.length).toBeGreaterThan(50)
  expect(
    run.tries
      .filter(({ kind }) => kind === 'bad-request')
      .map(({ job }) => job.index)
      .sort(),
  ).toEqual(wrong.map(({ index }) => index).sort())
  expect(measure(run, world)).toMatchObject({ jobs: 300 - wrong.length, failed: 0, successRate: 1 })
})
