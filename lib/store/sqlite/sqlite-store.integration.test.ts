import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { LiveRunner } from '@/lib/domain/live-runner'
import type { RunnerListing } from '@/lib/domain/runner-listing'
import type { SourceReading } from '@/lib/domain/source-reading'
import { advertising, answer, gpu, model } from '@/lib/domain/testdata/answer'
import type { FoldedSnapshot } from '@/lib/snapshot/snapshot'
import { lastAnswer, observation } from '@/lib/snapshot/testdata/observation'
import { type EditCondition, LeaseLost, type Store } from '../store'
import { openDatabase } from './open-database'
import { openSqliteStore } from './sqlite-store'

const migrationsFolder = 'drizzle/migrations'
let folder: string
let file: string
let stores: Store[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-store-'))
  file = join(folder, 'data', 'offerings.db')
  stores = []
})
afterEach(() => {
  for (const store of stores) store.close()
  rmSync(folder, { recursive: true })
})
const open = (): Store => {
  const store = openSqliteStore(file, { migrationsFolder })
  stores.push(store)
  return store
}

const snapshot = (about: Partial<FoldedSnapshot> = {}): FoldedSnapshot => ({
  startedAt: 1_000,
  endedAt: 2_000,
  cadenceMs: 60_000,
  vantage: 'here',
  sources: [
    {
      name: 'list',
      kind: 'list',
      count: 2,
      duplicates: 0,
      invalid: 0,
      cadenceMs: 60_000,
      readAt: 900,
      error: null,
      failingSince: null,
      lastFailure: { at: 100, error: 'It failed.' },
    },
  ],
  nodes: [observation()],
  ...about,
})

test('an empty store has no snapshot', async () => expect(await open().readLatestSnapshot()).toBeNull())

test('what is read back after closing is what was written: 64-bit extremes, hostile keys, failures and all', async () => {
  const hostile = answer({
    ...advertising({ 27: { ['__proto__']: model(), $bigint: model() } }),
    capabilitiesPrices: [
      {
        pricePerUnit: 2n ** 63n - 1n,
        pixelsPerUnit: -(2n ** 63n),
        capability: 4_294_967_295,
        constraint: '\u2028<\u0000>',
      },
    ],
    hardware: [
      { pipeline: 'llm', modelId: '', gpus: new Map([['0', gpu({ memoryTotalBytes: 2n ** 63n - 1n })]]) },
    ],
    nodes: ['https://b.example'],
  })
  const written = snapshot({
    nodes: [
      observation({ lastAnswer: lastAnswer({ answer: hostile, isSimulated: true }) }),
      observation({ uri: 'https://b.example:8935', kind: 'timed-out', detail: 'slow', failingSince: 5 }),
      observation({ uri: 'nonsense://', kind: 'invalid-uri', lastAnswer: null, failingSince: 1 }),
    ],
  })
  const { id, lastChangeId } = await open().writeSnapshot(written)
  stores.pop()?.close()
  expect(await open().readLatestSnapshot()).toEqual({ id, lastChangeId, ...written })
})

test('the latest snapshot is the one written last, and numbers only grow', async () => {
  const store = open()
  const first = await store.writeSnapshot(snapshot())
  const second = await store.writeSnapshot(snapshot({ endedAt: 1_500 }))
  expect(second.id).toBeGreaterThan(first.id)
  expect((await store.readLatestSnapshot())?.id).toBe(second.id)
})

test('a snapshot that fails half way leaves nothing behind', async () => {
  const store = open()
  const { id } = await store.writeSnapshot(snapshot())
  const twice = snapshot({ nodes: [observation(), observation()] })
  await expect(store.writeSnapshot(twice)).rejects.toThrow(/twice/)
  expect((await store.readLatestSnapshot())?.id).toBe(id)
})

test('an unchanged answer is stored once, however many sweeps bring it', async () => {
  const store = open()
  for (let i = 0; i < 5; i++) await store.writeSnapshot(snapshot({ endedAt: i }))
  const db = new Database(file, { readonly: true })
  expect(db.prepare('select count(*) n from answers').get()).toEqual({ n: 1 })
  db.close()
})

describe('the right to sweep', () => {
  const at = (now: number) => ({ now, expiresAt: now + 100 })

  test("is one holder's until it runs out, or is given back", async () => {
    const [one, other] = [open(), open()]
    expect(await one.takeLease('one', at(0))).toBe(true)
    expect(await other.takeLease('other', at(50))).toBe(false)
    expect(await one.takeLease('one', at(60))).toBe(true)
    expect(await other.takeLease('other', at(120))).toBe(false)
    expect(await other.takeLease('other', at(160))).toBe(true)
    expect(await one.takeLease('one', at(170))).toBe(false)
    await other.dropLease('other')
    expect(await one.takeLease('one', at(180))).toBe(true)
  })

  test('is needed to write: what a process collected after losing it is not kept', async () => {
    const [one, other] = [open(), open()]
    await one.takeLease('one', at(0))
    const { id } = await one.writeSnapshot(snapshot(), { holder: 'one' })
    await other.takeLease('other', at(200))
    await expect(one.writeSnapshot(snapshot(), { holder: 'one' })).rejects.toThrow(LeaseLost)
    expect(await other.readLatestSnapshotId()).toBe(id)
  })

  test('comes with a report for the others, and with requests from them', async () => {
    const [one, other] = [open(), open()]
    expect(await other.readReport()).toBeNull()
    await one.takeLease('one', at(0))
    await one.writeReport('one', 'half way')
    await other.writeReport('other', 'not mine to say')
    expect(await other.readReport()).toBe('half way')
    expect(await one.readSweepRequest()).toBeNull()
    await other.requestSweep(5)
    await other.requestSweep(7)
    expect(await one.readSweepRequest()).toBe(7)
  })
})

describe('the database file', () => {
  test('runs with the settings we rely on', () => {
    const db = openDatabase(file, { migrationsFolder })
    const pragma = (name: string) => db.$client.pragma(name, { simple: true })
    expect({
      journal_mode: pragma('journal_mode'),
      synchronous: pragma('synchronous'),
      foreign_keys: pragma('foreign_keys'),
      busy_timeout: pragma('busy_timeout'),
      temp_store: pragma('temp_store'),
      cache_size: pragma('cache_size'),
      quick_check: pragma('quick_check'),
    }).toEqual({
      journal_mode: 'wal',
      synchronous: 1,
      foreign_keys: 1,
      busy_timeout: 5000,
      temp_store: 2,
      cache_size: -64000,
      quick_check: 'ok',
    })
    db.$client.close()
  })

  test('that is none is refused in one sentence', () => {
    const broken = join(folder, 'broken.db')
    writeFileSync(broken, 'this is not a database, however long it may be'.repeat(100))
    expect(() => openSqliteStore(broken, { migrationsFolder })).toThrow(
      /broken\.db cannot be used: file is not a database/,
    )
  })
})

const runner = (app: string): LiveRunner => ({
  app,
  url: 'https://a.example:8935/apps/x/session',
  mode: 'persistent',
  version: '',
  capacity: 2,
  capacityUsed: 1,
  capacityAvailable: 1,
  gpu: null,
  metadata: '',
  price: { wei: 10n ** 21n, perUnits: 1n, unit: 'seconds', spelling: '1e21' },
})

test('live runners are read back as they were written, each distinct list once', async () => {
  const store = open()
  const runners: RunnerListing = {
    kind: 'timed-out',
    detail: 'slow',
    askedAt: 1_500,
    readAt: 900,
    listings: [{ address: 'https://a.example:8935', runners: [runner('a'), runner('__proto__')] }],
    refused: [{ place: '[0].runners[2]', kind: 'blocked', reason: 'inside' }],
  }
  const written = snapshot({
    nodes: [
      observation({ uri: 'a', runners }),
      observation({ uri: 'b', runners: { ...runners, kind: 'listed' } }),
    ],
  })
  await store.writeSnapshot(written)
  expect((await open().readLatestSnapshot())?.nodes).toEqual(written.nodes)
  const none: RunnerListing = { ...runners, kind: 'none', readAt: null, listings: [], refused: [] }
  await store.writeSnapshot(snapshot({ nodes: [observation({ runners: none })] }))
  expect((await store.readLatestSnapshot())?.nodes[0]?.runners).toEqual(none)
})

test('what a source said is read back whole, the latest of each, and its number grows with every reading', async () => {
  const store = open()
  const reading = (uris: string[], readAt: number | null): SourceReading => ({
    entries: uris.map((uri) => ({ uri, score: 0.5 })),
    readAt,
    error: 'It fails now.',
    facts: {
      kind: 'chain',
      network: 'Test',
      block: 2n ** 70n,
      blockTime: 5,
      round: 3n,
      members: [],
      ethUsd: { kind: 'unusable', problem: 'No.' },
    },
  })
  expect(await store.readSourceRevision()).toBeNull()
  await store.writeSourceReadings(
    new Map([
      ['a', reading(['x'], 1)],
      ['b', reading([], null)],
    ]),
  )
  const first = await store.readSourceRevision()
  const { error: _, ...stored } = reading(['x'], 1)
  expect(await open().readSourceReadings()).toEqual(new Map([['a', stored]]))
  await store.writeSourceReadings(new Map([['a', reading(['x'], 1)]]))
  expect(await store.readSourceRevision()).toBe(first)
  await store.writeSourceReadings(new Map([['a', reading(['x'], 2)]]))
  expect(await store.readSourceRevision()).toBeGreaterThan(first ?? Number.POSITIVE_INFINITY)
  await store.writeSourceReadings(new Map([['a', reading(['y'], 3)]]))
  expect((await store.readSourceReadings()).get('a')).toMatchObject({ readAt: 3, entries: [{ uri: 'y' }] })
})

describe('saved policies', () => {
  const always = () => true
  const policy = (name: string, body = '{}', at = 5) => ({ name, body, at })
  const roomy = { isMet: always, maxCount: 10 }

  test('what one process writes or deletes another one sees, and a restart too', async () => {
    const [one, other] = [open(), open()]
    expect(await other.readPolicyRevision()).toBe(0)
    await one.writePolicy(policy('b', '{"x":1}'), roomy)
    await one.writePolicy(policy('a', '{"x":2}'), roomy)
    const seen = await other.readPolicyRevision()
    expect((await other.readPolicies()).map(({ name, body }) => [name, body])).toEqual([
      ['a', '{"x":2}'],
      ['b', '{"x":1}'],
    ])
    // The latest edit is the one that goes.
    expect(await one.deletePolicy('a', always)).toBe('deleted')
    expect(await other.readPolicyRevision()).toBeGreaterThan(seen)
    for (const store of stores.splice(0)) store.close()
    expect((await open().readPolicies()).map(({ name }) => name)).toEqual(['b'])
  })

  test('an edit keeps the first date and gets a new revision; one that says the same changes nothing', async () => {
    const store = open()
    const first = await store.writePolicy(policy('a', '{"x":1}', 5), roomy)
    const same = await store.writePolicy(policy('a', '{"x":1}', 6), roomy)
    expect(same).toEqual({ ...first, isNew: false })
    const next = await store.writePolicy(policy('a', '{"x":2}', 7), roomy)
    expect(next).toMatchObject({ policy: { createdAt: 5, updatedAt: 7, revision: 2 }, isNew: false })
    // A name that is used again never has a revision that it had before.
    await store.deletePolicy('a', always)
    expect(await store.writePolicy(policy('a', '{"x":1}', 8), roomy)).toMatchObject({
      policy: { createdAt: 8, revision: 4 },
      isNew: true,
    })
  })

  test('a condition decides by what is there, and nothing is written when it does not hold', async () => {
    const store = open()
    const seen: (number | null)[] = []
    const refusing: EditCondition = (known) => {
      seen.push(known?.revision ?? null)
      return false
    }
    expect(await store.writePolicy(policy('a'), { isMet: refusing, maxCount: 10 })).toEqual({
      kind: 'conflict',
    })
    await store.writePolicy(policy('a'), roomy)
    expect(await store.writePolicy(policy('a', '[]'), { isMet: refusing, maxCount: 10 })).toEqual({
      kind: 'conflict',
    })
    expect(await store.deletePolicy('a', refusing)).toBe('conflict')
    expect(seen).toEqual([null, 1, 1])
    expect(await store.readPolicies()).toMatchObject([{ body: '{}' }])
    expect(await store.deletePolicy('b', always)).toBe('absent')
  })

  test('there are so many and no more; those that are there can still be edited', async () => {
    const store = open()
    const tight = { isMet: always, maxCount: 1 }
    await store.writePolicy(policy('a'), tight)
    expect(await store.writePolicy(policy('b'), tight)).toEqual({ kind: 'full' })
    expect(await store.writePolicy(policy('a', '[]'), tight)).toMatchObject({ kind: 'written' })
  })
})
