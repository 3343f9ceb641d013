import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createCatalog } from '@/lib/catalog/catalog'
import { standingChanges } from '@/lib/catalog/standing-changes'
import type { OrchestratorAnswer } from '@/lib/domain/orchestrator-answer'
import { type SeededRandom, seededRandom } from '@/lib/domain/seeded-random'
import { advertising, answer, gpu, model } from '@/lib/domain/testdata/answer'
import { liveRunner } from '@/lib/livepeer/testdata/runner'
import type { FoldedSnapshot, NodeObservation, Snapshot } from '@/lib/snapshot/snapshot'
import { foldedSnapshot, lastAnswer, observation } from '@/lib/snapshot/testdata/observation'
import type { Store } from '../store'
import { openSqliteStore } from './sqlite-store'

const HOUR_MS = 3_600_000
let folder: string
let file: string
let stores: Store[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-history-'))
  file = join(folder, 'offerings.db')
  stores = []
})
afterEach(() => {
  for (const store of stores) store.close()
  rmSync(folder, { recursive: true })
})
const open = (): Store => {
  const store = openSqliteStore(file, { migrationsFolder: 'drizzle/migrations' })
  stores.push(store)
  return store
}
const count = (sql: string): number => {
  const db = new Database(file, { readonly: true })
  const { n } = db.prepare<[], { n: number }>(sql).get() ?? { n: -1 }
  db.close()
  return n
}

/** Writes a sweep as the conductor does: with what stands otherwise than after the one before. */
async function write(store: Store, before: Snapshot | null, folded: FoldedSnapshot): Promise<Snapshot> {
  return store.writeSnapshot(folded, {
    since: {
      snapshotId: before?.id ?? null,
      changes: [],
      standing: standingChanges(before, folded),
    },
  })
}

/** A network over some sweeps, in which everything that may change does so now and then. */
function* sweeps(random: SeededRandom, { times = 40, everyMs = 60_000 } = {}): Generator<FoldedSnapshot> {
  const START = 1_700_000_000_000
  const known = new Map<string, NodeObservation>()
  for (let i = 0; i < times; i++) {
    const startedAt = START + i * everyMs
    for (let n = 0; n < 6; n++) {
      const uri = `https://n${n}.example:8935`
      const before = known.get(uri)
      if (random.next() < 0.05) known.delete(uri)
      else if (!before || random.next() < 0.8) known.set(uri, next(uri, before, startedAt, random))
    }
    const nodes = [...known.values()]
      .map((node) => ({
        ...node,
        sources: node.sources.map((named) => (random.next() < 0.9 ? { ...named, lastAt: startedAt } : named)),
      }))
      .sort((a, b) => (a.uri < b.uri ? -1 : 1))
    for (const node of nodes) known.set(node.uri, node)
    yield foldedSnapshot({ startedAt, endedAt: startedAt + 900 + i, nodes })
  }
}

function next(
  uri: string,
  before: NodeObservation | undefined,
  at: number,
  random: SeededRandom,
): NodeObservation {
  const askedAt = at + Math.floor(random.next() * 800)
  const isReached = random.next() < 0.85
  const health = {
    state: random.pick(['up', 'up', 'up', 'down'] as const),
    since: random.pick([before?.health.since ?? at, at]),
    recent: [...(before?.health.recent ?? []), isReached].slice(-10),
    failuresInARow: isReached ? 0 : (before?.health.failuresInARow ?? 0) + 1,
  } as const
  const latencyMs = Math.round(random.next() * 900_000) / 1_000
  const ms = () => Math.round(random.next() * 90_000) / 1_000
  const roundTrip = { dnsMs: ms(), connectMs: ms(), tlsMs: random.pick([null, ms()]), answerMs: ms() }
  const node = before ?? observation({ uri, lastAnswer: null })
  return {
    ...node,
    askedAt,
    health,
    kind: isReached ? 'ok' : 'timed-out',
    detail: isReached ? null : random.pick(['slow', null]),
    failingSince: isReached ? null : (before?.failingSince ?? askedAt),
    region: random.pick([node.region, { name: 'eu-west', from: 'geoip' }, null]),
    lastAnswer: isReached
      ? lastAnswer({
          answer: said(node.lastAnswer?.answer ?? null, random),
          answeredAt: askedAt + latencyMs,
          latencyMs,
          roundTrip,
          address: random.pick(['203.0.113.7', '203.0.113.8', null]),
        })
      : node.lastAnswer,
    runners: random.pick([
      node.runners,
      null,
      {
        kind: 'listed',
        detail: null,
        askedAt,
        readAt: askedAt + 5,
        listings: [
          { address: uri, runners: [liveRunner({ capacityUsed: Math.floor(random.next() * 3) - 1 })] },
        ],
        refused: [],
      },
    ]),
  }
}

const EXTREMES = [0n, 1n, 25_757_220_864n, 2n ** 63n - 1n, -(2n ** 63n)] as const

/** Mostly the same, but for places in use and free memory. */
function said(before: OrchestratorAnswer | null, random: SeededRandom): OrchestratorAnswer {
  const isBusy = random.next() < 0.5
  const inUse = () => (isBusy ? Math.floor(random.next() * 4) : 0)
  const names =
    before && random.next() < 0.8 ? [...modelsOf(before)] : ['flux', random.pick(['sdxl', '__proto__'])]
  return answer({
    ...advertising({
      27: Object.fromEntries(names.map((name) => [name, model({ capacity: 4, capacityInUse: inUse() })])),
    }),
    capabilitiesPrices: [
      {
        pricePerUnit: random.pick([5n, 5n, 5n, 2n ** 63n - 1n]),
        pixelsPerUnit: 1n,
        capability: 27,
        constraint: 'flux',
      },
    ],
    hardware: [
      {
        pipeline: 'text-to-image',
        modelId: 'flux',
        gpus: new Map([['0', gpu({ memoryFreeBytes: isBusy ? random.pick(EXTREMES) : 0n })]]),
      },
    ],
  })
}
const modelsOf = ({ capabilities }: OrchestratorAnswer): Iterable<string> =>
  capabilities?.constraints?.perCapability.get(27)?.keys() ?? []

describe.each(['snapshots', 'of the past', 'again'])('%s', (seed) => {
  test('are read back exactly at any moment, by whoever wrote them and by everybody else', async () => {
    const writers = [open(), open()] as const
    const random = seededRandom(seed)
    const written: Snapshot[] = []
    for (const folded of sweeps(random)) {
      // Two processes take turns, and one of them fails now and then.
      const store = random.pick(writers)
      if (random.next() < 0.1)
        await expect(
          store.writeSnapshot({ ...folded, nodes: [...folded.nodes, ...folded.nodes] }),
        ).rejects.toThrow(/twice/)
      written.push(await write(store, written.at(-1) ?? null, folded))
    }
    for (const store of [...writers, open()])
      for (const [i, snapshot] of written.entries()) {
        const until = (written[i + 1]?.endedAt ?? Number.MAX_SAFE_INTEGER) - 1
        for (const at of [snapshot.endedAt, until])
          expect((await store.readSnapshotAt(at))?.snapshot).toEqual(snapshot)
      }
    const [first] = written
    expect(await open().readSnapshotAt((first?.endedAt ?? 0) - 1)).toBeNull()
    expect(await open().readLatestSnapshot()).toEqual(written.at(-1))
  })

  test('have the spans of terms and cards that their catalogs have', async () => {
    const store = open()
    const written: Snapshot[] = []
    for (const folded of sweeps(seededRandom(seed)))
      written.push(await write(store, written.at(-1) ?? null, folded))
    const db = new Database(file, { readonly: true })
    const terms = db.prepare<[number, number], object>(
      'select key, pipeline, model, state, price_wei wei, capacity, gpu from offering_terms t join offerings o on o.id = t.offering_id where from_at <= ? and (to_at is null or to_at > ?) order by key',
    )
    const cards = db.prepare<[number, number], object>(
      'select uri, name, count from node_gpus g join nodes n on n.id = g.node_id where from_at <= ? and (to_at is null or to_at > ?) order by uri, name',
    )
    for (const snapshot of written) {
      const { endedAt } = snapshot
      const { offerings, gpusByNode } = createCatalog(snapshot, endedAt)
      expect(terms.all(endedAt, endedAt)).toEqual(
        offerings
          .map(({ id, pipeline, model: name, state, price, capacity, gpus }) => ({
            key: id,
            pipeline,
            model: name,
            state,
            wei: price.kind === 'stated' ? String(price.price.wei) : null,
            capacity,
            gpu: gpus.length > 0 ? (gpus[0]?.reportedName.replace(/^NVIDIA (GeForce )?/, '') ?? null) : null,
          }))
          .sort((a, b) => (a.key < b.key ? -1 : 1)),
      )
      const expected = [...gpusByNode].flatMap(([uri, gpus]) => {
        const names = gpus.map(({ reportedName }) => reportedName.replace(/^NVIDIA (GeForce )?/, ''))
        return [...new Set(names)].map((name) => ({
          uri,
          name,
          count: names.filter((one) => one === name).length,
        }))
      })
      expect(cards.all(endedAt, endedAt)).toEqual(
        expected.sort((a, b) => (`${a.uri} ${a.name}` < `${b.uri} ${b.name}` ? -1 : 1)),
      )
    }
    db.close()
  })
})

test('a sweep in which nothing changes but measurements adds a row, and ten bytes or so a node', async () => {
  const store = open()
  const nodes = Array.from({ length: 100 }, (_, n) =>
    observation({
      uri: `https://n${n}.example:8935`,
      lastAnswer: lastAnswer({ answer: said(null, seededRandom('x')) }),
    }),
  )
  for (let i = 0; i < 20; i++)
    await store.writeSnapshot(
      foldedSnapshot({ nodes: nodes.map((node) => ({ ...node, askedAt: 1_000 + i })) }),
    )
  expect(count('select count(*) n from node_versions')).toBe(100)
  expect(count('select count(*) n from answers')).toBe(100)
  expect(count('select max(length(probes)) n from snapshots')).toBeLessThan(3_000)
})

test('a node that says something else with every answer fills no more than its share, and loses what it said first', async () => {
  const store = open()
  const padded = (i: number) =>
    observation({
      lastAnswer: lastAnswer({ answer: answer({ nodes: [`${i}`, 'x'.repeat(4 * 2 ** 20)] }) }),
    })
  const honest = observation({ uri: 'https://b.example:8935' })
  const first = await store.writeSnapshot(foldedSnapshot({ endedAt: 1_000, nodes: [padded(0), honest] }))
  for (let i = 1; i < 8; i++)
    await store.writeSnapshot(foldedSnapshot({ endedAt: 1_000 + i, nodes: [padded(i), honest] }))
  expect(count('select sum(size) n from answers')).toBeLessThan(17 * 2 ** 20)
  expect((await open().readLatestSnapshot())?.nodes[0]).toEqual(padded(7))
  const past = (await open().readSnapshotAt(1_000))?.snapshot
  expect(past).toEqual({ ...first, nodes: [{ ...padded(0), lastAnswer: null }, honest] })
})

describe('retention', () => {
  const at = (hours: number, minutes = 0) => hours * HOUR_MS + minutes * 60_000
  const sweepAt = (endedAt: number, name: string) =>
    foldedSnapshot({
      startedAt: endedAt - 1,
      endedAt,
      nodes: [
        observation({
          lastAnswer: lastAnswer({
            answeredAt: endedAt - 1,
            answer: answer(advertising({ 27: { [name]: model() } })),
          }),
        }),
      ],
    })

  test('keeps every sweep, then the last of each hour, then none but the latest', async () => {
    const store = open()
    let before: Snapshot | null = null
    for (let hour = 1; hour <= 5; hour++)
      for (const minute of [5, 25, 55])
        before = await write(store, before, sweepAt(at(hour, minute), `${hour} ${minute}`))
    expect(await store.readOldestSnapshotAt()).toBe(at(1, 5))
    expect(await store.forgetSnapshots({ thinBefore: at(4, 30), before: at(2) })).toBe(3 + 2 * 2)
    const kept = async (...moments: number[]) => {
      const found = await Promise.all(moments.map((moment) => open().readSnapshotAt(moment)))
      return found.map((past) => past?.snapshot.endedAt ?? null)
    }
    expect(await kept(at(2, 54), at(2, 55), at(3, 59), at(4, 5), at(4, 25), at(5, 55))).toEqual([
      null,
      at(2, 55),
      at(3, 55),
      at(4, 5),
      at(4, 25),
      at(5, 55),
    ])
    expect(count('select count(*) n from answers')).toBe(8)
    expect(count('select count(*) n from node_versions')).toBe(8)
    expect((await open().readSnapshotAt(at(3)))?.snapshot.nodes).toEqual(sweepAt(at(2, 55), '2 55').nodes)
    await store.forgetSnapshots({ thinBefore: at(99), before: at(99) })
    expect(await kept(at(5, 54), at(99))).toEqual([null, at(5, 55)])
    expect(count('select count(*) n from answers')).toBe(1)
    expect(await store.forgetSnapshots({ thinBefore: at(99), before: at(99) })).toBe(0)
  })

  test('forgets spans that ended long ago, and with its last one the offering, but never what stands', async () => {
    const store = open()
    let before: Snapshot | null = null
    for (const hour of [1, 2, 3]) before = await write(store, before, sweepAt(at(hour), `m${hour}`))
    expect(count('select count(*) n from offering_terms')).toBe(3)
    await store.forgetStanding(at(3))
    expect(count('select count(*) n from offering_terms')).toBe(2)
    expect(count('select count(*) n from offerings')).toBe(2)
    await store.forgetStanding(at(99))
    expect(count('select count(*) n from offering_terms where to_at is null')).toBe(1)
    expect(count('select count(*) n from offerings')).toBe(1)
  })
})
