import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addressFromBytes } from '@/lib/domain/eth-address'
import { type SeededRandom, seededRandom } from '@/lib/domain/seeded-random'
import { answer } from '@/lib/domain/testdata/answer'
import { foldSnapshot, type NamedNode, type SettledNode } from '@/lib/snapshot/fold-snapshot'
import type { NodeObservation, Snapshot } from '@/lib/snapshot/snapshot'
import { foldedSnapshot, lastAnswer, observation } from '@/lib/snapshot/testdata/observation'
import type { IncidentQuery, Store, StoredIncident } from '../store'
import { openSqliteStore } from './sqlite-store'

let folder: string
let store: Store
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-incidents-'))
  store = openSqliteStore(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

const ALL: IncidentQuery = {
  state: null,
  nodeUris: null,
  orchestrators: null,
  from: null,
  to: null,
  before: null,
  limit: 1_000,
}
const [A, B, C] = ['https://a.example:1', 'https://b.example:1', 'https://c.example:1']

const result = (isUp: boolean): SettledNode['result'] =>
  isUp
    ? { kind: 'ok', detail: null, ...lastAnswer(), answer: answer(), address: '203.0.113.7' }
    : { kind: 'timed-out', detail: 'no answer' }

/** Sweeps of a real fold; what each node does is said by `isUp`. */
class Sweeps {
  #latest: Snapshot | null = null

  async run(
    endedAt: number,
    outcomes: Readonly<Record<string, { readonly askedAt: number; readonly isUp: boolean } | null>>,
  ): Promise<void> {
    const named = Object.keys(outcomes).map((uri): NamedNode => ({ uri, sources: [], cadenceMs: 100 }))
    const settled = Object.entries(outcomes).flatMap(([uri, probe]): SettledNode[] =>
      probe === null ? [] : [{ uri, askedAt: probe.askedAt, result: result(probe.isUp), runners: null }],
    )
    const { nodes: _, ...about } = foldedSnapshot({ startedAt: endedAt, endedAt })
    const folded = foldSnapshot(this.#latest, named, settled, about)
    this.#latest = await store.writeSnapshot(folded)
  }
}

/** One node, a sweep each 100 ms: `u` is up, `d` is down, `-` is not asked, ` ` is not named. */
async function play(course: string, sweeps = new Sweeps(), startAt = 0): Promise<Sweeps> {
  for (const [i, step] of [...course].entries()) {
    const askedAt = startAt + (i + 1) * 100
    await sweeps.run(
      askedAt + 10,
      step === ' ' ? {} : { [A]: step === '-' ? null : { askedAt, isUp: step === 'u' } },
    )
  }
  return sweeps
}

describe('incidents are written with the snapshot', () => {
  test('one that is open says since when, and one that is over until when', async () => {
    await play('uddd')
    expect(await store.readIncidents(ALL)).toEqual([
      {
        id: expect.any(Number),
        nodeUri: A,
        openedAt: 200,
        detectedAt: 400,
        closedAt: null,
        closedBy: null,
        orchestrator: addressFromBytes(Uint8Array.of(1)),
        outcomes: ['timed-out'],
        detail: 'no answer',
        failedProbes: 3,
        probedAt: 400,
      },
    ])
  })

  test('a suspicion is not told, and leaves nothing behind', async () => {
    const sweeps = await play('udd')
    expect(await store.readIncidents(ALL)).toEqual([])
    await play('uu', sweeps, 400)
    await play('ddd', sweeps, 1_000)
    expect(await store.readIncidents(ALL)).toMatchObject([{ openedAt: 1_100, failedProbes: 3 }])
  })

  test('sweeps in which it was not asked count nothing', async () => {
    await play('udd--d---')
    expect(await store.readIncidents(ALL)).toMatchObject([
      { openedAt: 200, detectedAt: 600, failedProbes: 3 },
    ])
  })

  test('one that nobody names any more is closed when the sweep ended; named again, it begins anew', async () => {
    await play('uddd ddd')
    expect(await store.readIncidents(ALL)).toMatchObject([
      { openedAt: 600, closedAt: null },
      { openedAt: 200, closedAt: 510, closedBy: 'node-left' },
    ])
  })

  test('a snapshot that cannot be written leaves none', async () => {
    const down = observation({
      kind: 'dns',
      failingSince: 1_000,
      health: { state: 'down', since: 1_000, recent: [false], failuresInARow: 3 },
    })
    const stale = { snapshotId: 77, changes: [], standing: [] }
    await expect(store.writeSnapshot(foldedSnapshot({ nodes: [down] }), { since: stale })).rejects.toThrow()
    expect(await store.readIncidents(ALL)).toEqual([])
  })
})

test('an outcome that arrives late never takes back a newer one, neither a failure nor a success', async () => {
  const sweeps = await play('uddduu')
  const before = await store.readIncidents(ALL)
  for (const [i, askedAt] of [420, 430, 440].entries())
    await sweeps.run(700 + i, { [A]: { askedAt, isUp: false } })
  expect(await store.readIncidents(ALL)).toEqual(before)
  await play('ddd', sweeps, 1_000)
  for (const [i, askedAt] of [350, 360].entries())
    await sweeps.run(1_400 + i, { [A]: { askedAt, isUp: true } })
  expect(await store.readIncidents({ ...ALL, state: 'open' })).toMatchObject([{ openedAt: 1_100 }])
})

describe('what one asks for', () => {
  beforeEach(async () => {
    const sweeps = new Sweeps()
    for (let i = 1; i <= 12; i++) {
      const askedAt = i * 100
      await sweeps.run(askedAt + 10, {
        [A]: { askedAt, isUp: i < 2 || i > 5 },
        [B]: { askedAt, isUp: i < 8 },
        [C]: { askedAt, isUp: true },
      })
    }
  })
  const uris = (incidents: readonly StoredIncident[]) => incidents.map(({ nodeUri }) => nodeUri)

  test.each([
    ['all, the latest first', {}, [B, A]],
    ['open ones', { state: 'open' as const }, [B]],
    ['closed ones', { state: 'closed' as const }, [A]],
    ['of a node', { nodeUris: new Set([A, C]) }, [A]],
    ['of an orchestrator', { orchestrators: new Set([addressFromBytes(Uint8Array.of(1))]) }, [B, A]],
    ['of another one', { orchestrators: new Set([addressFromBytes(Uint8Array.of(2))]) }, []],
    ['not over by then', { from: 701 }, [B]],
    ['just over', { from: 700 }, [B, A]],
    ['begun by then', { to: 799 }, [A]],
    ['begun just then', { to: 800 }, [B, A]],
    ['some', { limit: 1 }, [B]],
  ])('%s', async (_, query, expected) =>
    expect(uris(await store.readIncidents({ ...ALL, ...query }))).toEqual(expected),
  )

  test('pages go on behind a number', async () => {
    const [first] = await store.readIncidents(ALL)
    expect(uris(await store.readIncidents({ ...ALL, before: first?.id ?? 0 }))).toEqual([A])
  })

  test('what is too old is forgotten, but for what is still open', async () => {
    expect(await store.forgetIncidents(700)).toBe(0)
    expect(await store.forgetIncidents(100_000)).toBe(1)
    expect(uris(await store.readIncidents(ALL))).toEqual([B])
  })
})

/** No node has two at once, and none ends before it begins, whatever arrives in whatever order. */
function expectConsistent(all: readonly StoredIncident[]): void {
  for (const uri of new Set(all.map(({ nodeUri }) => nodeUri))) {
    const own = all.filter(({ nodeUri }) => nodeUri === uri).toReversed()
    expect(own.filter(({ closedAt }) => closedAt === null).length).toBeLessThanOrEqual(1)
    for (const [i, { openedAt, detectedAt, closedAt, failedProbes, outcomes }] of own.entries()) {
      expect(detectedAt).toBeGreaterThanOrEqual(openedAt)
      if (closedAt !== null) expect(closedAt).toBeGreaterThanOrEqual(detectedAt ?? Number.POSITIVE_INFINITY)
      expect(failedProbes).toBeGreaterThan(0)
      expect(new Set(outcomes).size).toBe(outcomes.length)
      const before = own[i - 1]
      if (before) expect(openedAt).toBeGreaterThanOrEqual(before.closedAt ?? Number.POSITIVE_INFINITY)
    }
  }
}

describe('whatever arrives in whatever order', () => {
  /** Mostly in order, often late, sometimes by a clock that was set back. */
  const momentOf = (random: SeededRandom, i: number) =>
    random.pick([i * 100, i * 100, i * 100, i * 100 - random.int(1, 1_500), i * 100 - random.int(1, 50)])

  test.each(Array.from({ length: 15 }, (_, i) => `seed ${i}`))('through the fold: %s', async (seed) => {
    const random = seededRandom(seed)
    const sweeps = new Sweeps()
    const mood = new Map([A, B, C].map((uri) => [uri, true]))
    for (let i = 20; i < 120; i++) {
      const outcomes: Record<string, { askedAt: number; isUp: boolean } | null> = {}
      for (const uri of [A, B, C]) {
        if (random.int(0, 5) === 0) mood.set(uri, !mood.get(uri))
        if (random.int(0, 15) === 0) continue
        const probe = { askedAt: momentOf(random, i), isUp: mood.get(uri) ?? true }
        outcomes[uri] = random.int(0, 5) === 0 ? null : probe
      }
      await sweeps.run(random.int(0, 30) === 0 ? i * 100 - 2_000 : i * 100 + 10, outcomes)
      expectConsistent(await store.readIncidents(ALL))
    }
    expect((await store.readIncidents(ALL)).length).toBeGreaterThan(2)
  })

  test.each(Array.from({ length: 15 }, (_, i) => `seed ${i}`))(
    'also where a snapshot itself is out of order: %s',
    async (seed) => {
      const random = seededRandom(seed)
      const some = (uri: string, i: number): NodeObservation => {
        const kind = random.pick(['ok', 'busy', 'dns', 'timed-out', 'refused'] as const)
        const askedAt = momentOf(random, i)
        return observation({
          uri,
          kind,
          askedAt,
          failingSince: kind === 'ok' ? null : askedAt - random.int(0, 500),
          lastAnswer: random.pick([null, lastAnswer({ answeredAt: momentOf(random, i) })]),
          health: {
            state: random.pick(['up', 'degraded', 'down']),
            since: momentOf(random, i),
            recent: [true],
            failuresInARow: random.int(0, 4),
          },
        })
      }
      for (let i = 20; i < 90; i++) {
        const nodes = [A, B, C].flatMap((uri) => (random.int(0, 9) === 0 ? [] : [some(uri, i)]))
        const endedAt = i * 100 + 10 - (random.int(0, 20) === 0 ? 3_000 : 0)
        await store.writeSnapshot(foldedSnapshot({ startedAt: endedAt, endedAt, nodes }))
        expectConsistent(await store.readIncidents(ALL))
      }
      expect((await store.readIncidents(ALL)).length).toBeGreaterThan(2)
    },
  )
})
