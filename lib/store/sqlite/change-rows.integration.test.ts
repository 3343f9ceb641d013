import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Change, NodeChange } from '@/lib/domain/change'
import { addressFromBytes } from '@/lib/domain/eth-address'
import type { FoldedSnapshot } from '@/lib/snapshot/snapshot'
import { observation } from '@/lib/snapshot/testdata/observation'
import { LeaseLost, type Store } from '../store'
import { openSqliteStore } from './sqlite-store'

let folder: string
let stores: Store[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-changes-'))
  stores = []
})
afterEach(() => {
  for (const store of stores) store.close()
  rmSync(folder, { recursive: true })
})
const open = (name = 'offerings.db'): Store => {
  const store = openSqliteStore(join(folder, name), { migrationsFolder: 'drizzle/migrations' })
  stores.push(store)
  return store
}

const snapshot = (endedAt = 2_000): FoldedSnapshot => ({
  startedAt: endedAt - 1_000,
  endedAt,
  cadenceMs: 60_000,
  vantage: 'here',
  sources: [],
  nodes: [observation(), observation({ uri: 'https://b.example:8935', kind: 'timed-out' })],
})
const turn = (after: string): NodeChange => ({
  kind: 'version-changed',
  nodeUri: 'https://a.example:8935',
  orchestrator: null,
  observedAt: 1_500.25,
  before: null,
  after,
})
const all = { upTo: Number.MAX_SAFE_INTEGER, limit: 10_000 }
const changesOf = async (store: Store, after = 0) => (await store.readChangesAfter(after, all)) ?? 'lost'

test('changes are read back as they were written, in order, and the last one says that the snapshot is complete', async () => {
  const written: Change[] = [
    {
      kind: 'price-changed',
      nodeUri: 'https://b.example:8935',
      orchestrator: addressFromBytes(Uint8Array.of(7)),
      observedAt: 1_500,
      offering: { id: 'x', kind: 'byoc', pipeline: '__proto__', model: null, gpu: null },
      before: { kind: 'missing' },
      after: { kind: 'stated', price: { wei: 2n ** 63n - 1n, perUnits: 3n }, unit: 'unit' },
    },
    turn('\u2028<\u0000>'),
  ]
  const store = open()
  const { id, lastChangeId } = await store.writeSnapshot(snapshot(), {
    since: { snapshotId: null, changes: written, standing: [] },
  })
  const read = await changesOf(open())
  expect(read).toEqual([
    ...written.map((change) => ({ id: expect.any(Number), snapshotId: id, foundAt: 2_000, change })),
    {
      id: lastChangeId,
      snapshotId: id,
      foundAt: 2_000,
      change: {
        kind: 'snapshot',
        observedAt: 2_000,
        startedAt: 1_000,
        nodesListed: 2,
        nodesAsked: 2,
        nodesAnswered: 1,
      },
    },
  ])
  expect((await open().readLatestSnapshot())?.lastChangeId).toBe(lastChangeId)
})

test('pages are what comes after a change and not beyond another', async () => {
  const store = open()
  const changes = Array.from({ length: 1_200 }, (_, i) => turn(`v${i}`))
  const { lastChangeId } = await store.writeSnapshot(snapshot(), {
    since: { snapshotId: null, changes, standing: [] },
  })
  const seen: string[] = []
  for (let after = 0; ; ) {
    const page = await store.readChangesAfter(after, { upTo: (lastChangeId ?? 0) - 1, limit: 100 })
    const last = page?.at(-1)
    if (!page || !last) break
    expect(page.length).toBeLessThanOrEqual(100)
    seen.push(...page.map(({ change }) => (change.kind === 'version-changed' ? String(change.after) : '?')))
    after = last.id
  }
  expect(seen).toEqual(changes.map((_, i) => `v${i}`))
})

test('numbers only grow, and none is used twice: not after all were forgotten, and not when the clock is set back', async () => {
  const store = open()
  const first = await store.writeSnapshot(snapshot(5_000))
  const second = await store.writeSnapshot(snapshot(1_000))
  expect(second.lastChangeId).toBe((first.lastChangeId ?? 0) + 1)
  const db = new Database(join(folder, 'offerings.db'))
  db.exec('delete from changes')
  db.close()
  const third = await store.writeSnapshot(snapshot(1_000))
  expect(third.lastChangeId).toBe((second.lastChangeId ?? 0) + 1)
})

test('a number of another store, of the future, or of what was forgotten is not one of ours', async () => {
  const [store, other] = [open(), open('other.db')]
  const own = await store.writeSnapshot(snapshot(1_000))
  const foreign = await other.writeSnapshot(snapshot(1_001))
  await store.writeSnapshot(snapshot(9_000))
  await store.writeSnapshot(snapshot(9_500))
  expect(await changesOf(store, own.lastChangeId ?? 0)).toHaveLength(2)
  expect(await changesOf(store, foreign.lastChangeId ?? 0)).toBe('lost')
  expect(await changesOf(store, 10 ** 15)).toBe('lost')
  await store.deleteChanges({ before: 9_400, keep: 1_000 })
  expect(await changesOf(store, own.lastChangeId ?? 0)).toBe('lost')
})

test('what is too old or too much is forgotten, but for the last of it, from which one can still go on', async () => {
  const store = open()
  let since: number | null = null
  for (const endedAt of [1_000, 2_000, 3_000]) {
    const changes = Array.from({ length: 1_500 }, (_, i) => turn(`${endedAt} ${i}`))
    const { id }: { id: number } = await store.writeSnapshot(snapshot(endedAt), {
      since: { snapshotId: since, changes, standing: [] },
    })
    since = id
  }
  const before = await changesOf(store)
  expect(await store.deleteChanges({ before: 2_500, keep: 10_000 })).toBe(3_001)
  const after = await changesOf(store)
  expect(after).toEqual(before.slice(3_001))
  expect(after[0]).toMatchObject({ change: { kind: 'snapshot', observedAt: 2_000 } })
  expect(await store.deleteChanges({ before: 2_500, keep: 10_000 })).toBe(0)
  await store.deleteChanges({ before: 0, keep: 10 })
  expect(await changesOf(store)).toEqual(before.slice(-11))
})

test('nothing is told from a snapshot that is not the latest any more', async () => {
  const [one, other] = [open(), open()]
  const { id } = await one.writeSnapshot(snapshot())
  await other.writeSnapshot(snapshot(), {
    since: { snapshotId: id, changes: [turn('theirs')], standing: [] },
  })
  const stale = one.writeSnapshot(snapshot(), {
    since: { snapshotId: id, changes: [turn('ours')], standing: [] },
  })
  await expect(stale).rejects.toThrow(LeaseLost)
  expect(JSON.stringify(await changesOf(one))).not.toContain('ours')
})

test('a snapshot that cannot be written leaves none of its changes behind', async () => {
  const store = open()
  const twice = { ...snapshot(), nodes: [observation(), observation()] }
  await expect(
    store.writeSnapshot(twice, { since: { snapshotId: null, changes: [turn('lost')], standing: [] } }),
  ).rejects.toThrow(/twice/)
  expect(await changesOf(store)).toEqual([])
})

test('a database of an older version is taken up: its snapshot has no changes yet, the next one has', async () => {
  const store = open()
  const old = await store.writeSnapshot(snapshot())
  const db = new Database(join(folder, 'offerings.db'))
  db.exec('delete from changes')
  db.close()
  expect((await store.readLatestSnapshot())?.lastChangeId).toBeNull()
  const { lastChangeId } = await store.writeSnapshot(snapshot(3_000), {
    since: { snapshotId: old.id, changes: [turn('new')], standing: [] },
  })
  expect((await changesOf(store)).at(-1)).toMatchObject({ id: lastChangeId })
})
