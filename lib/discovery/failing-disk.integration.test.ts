import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { answerRequest } from '@/lib/api/endpoints'
import { createReader } from '@/lib/api/reader'
import { answerDeps } from '@/lib/api/testdata/answer-deps'
import { Devnet } from '@/lib/devnet/devnet'
import { scenario } from '@/lib/devnet/scenario'
import type { SourceReading } from '@/lib/domain/source-reading'
import { PolicyBook } from '@/lib/policies/policy-book'
import { openWatchedStore } from '@/lib/store/sqlite/open-watched-store'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import { StoreFailure } from '@/lib/store/store-failure'
import { mountSmallDisk, type SmallDisk } from '@/lib/store/testdata/small-disk'
import type { WatchedStore } from '@/lib/store/watched-store'
import { Discovery } from './discovery'
import { conducting, conductingOptions } from './testdata/conducting'

const migrationsFolder = 'drizzle/migrations'
const noDisk = ((probe) => {
  if (typeof probe === 'string') return probe
  probe.remove()
  return null
})(mountSmallDisk(64))
if (noDisk) console.warn(`Tests on a disk of their own are skipped: ${noDisk}`)

let devnet: Devnet
beforeAll(async () => {
  devnet = await Devnet.start({ fleet: [scenario({ name: 'one-1' }), scenario({ name: 'two-1' })] })
})
afterAll(() => devnet.stop())

async function until<T>(look: () => T | Promise<T>, fits: (seen: T) => boolean): Promise<T> {
  for (;;) {
    const seen = await look()
    if (fits(seen)) return seen
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** A conductor, its store, and the API on both. */
function conductor(folder: string, { sweepIntervalMs = 50, holder = 'one' } = {}) {
  const store = openWatchedStore(join(folder, 'offerings.db'), {
    migrationsFolder,
    now: Date.now,
    onTurn: () => {},
  })
  const reading: SourceReading = {
    entries: devnet.serviceUris().map((uri) => ({ uri })),
    readAt: 1,
    error: null,
    facts: null,
  }
  const discovery = new Discovery(
    conducting({ store, holder, sources: [{ name: 'list', kind: 'list', read: async () => reading }] }),
    conductingOptions({ sweepIntervalMs, probeConcurrency: 10 }),
  )
  const reader = createReader(discovery, {
    now: Date.now,
    version: 'test',
    storeHealth: () => store.health(),
  })
  const failures: unknown[] = []
  const ask = async (path: string, method = 'GET', body = '') => {
    const answer = await answerRequest(
      {
        method,
        url: new URL(path, 'http://localhost'),
        header: (name) => (name === 'authorization' ? 'Bearer an operator key' : null),
        readBody: async () => Buffer.from(body),
      },
      {
        ...answerDeps(reader),
        actions: discovery,
        policies: new PolicyBook({ store, now: Date.now }),
        sweeps: store,
        operatorKey: 'an operator key',
        onError: (error) => failures.push(error),
      },
    )
    const bytes = answer.body && 'identity' in answer.body ? answer.body.identity : answer.body
    const text = bytes instanceof Uint8Array ? Buffer.from(bytes).toString() : '{}'
    return { status: answer.status, json: JSON.parse(text) }
  }
  return { store, discovery, ask, failures }
}

describe.skipIf(noDisk)('on a disk of its own', () => {
  let disk: SmallDisk
  const stores: WatchedStore[] = []
  const started: Discovery[] = []
  const start = async (...args: Parameters<typeof conductor>) => {
    const made = conductor(...args)
    stores.push(made.store)
    started.push(made.discovery)
    await made.discovery.start()
    return made
  }
  beforeEach(() => {
    const mounted = mountSmallDisk(2_048)
    if (typeof mounted === 'string') throw new Error(mounted)
    disk = mounted
  })
  afterEach(async () => {
    for (const discovery of started.splice(0)) await discovery.stop()
    for (const store of stores.splice(0)) store.close()
    disk.remove()
  })

  test('a disk that fills up ends neither sweeps nor answers, is said, and is written again without a restart', async () => {
    const { store, discovery, ask, failures } = await start(disk.folder)
    await until(
      () => discovery.snapshot?.id ?? 0,
      (id) => id > 0,
    )
    expect((await ask('/healthz')).json).toEqual({ status: 'ok', reasons: [] })
    disk.fill()
    await until(
      () => store.health().state,
      (state) => state === 'full',
    )
    const stuck = await store.readLatestSnapshotId()
    const before = discovery.snapshot?.id ?? 0
    const served = await until(
      () => discovery.snapshot?.id ?? 0,
      (id) => id >= before + 3,
    )
    expect(served).toBeGreaterThan(stuck ?? 0)
    const health = await ask('/healthz')
    expect(health).toMatchObject({ status: 200, json: { status: 'degraded' } })
    expect(health.json.reasons[0]).toEqual({
      code: 'store-full',
      detail: 'The disk of offerings.db is full.',
    })
    expect((await ask('/api/v1/status')).json.store).toMatchObject({ state: 'full', free_bytes: 0 })
    expect((await ask('/api/v1/offerings')).status).toBe(200)

    const put = await ask('/api/v1/policies/a', 'PUT', '{"filters":{"state":"warm"}}')
    expect(put).toMatchObject({ status: 507, json: { type: '/problems#store-full' } })
    expect(JSON.stringify((await ask('/api/v1/policies')).json)).not.toContain('"name":"a"')
    // Whoever conducts needs no disk to be told to sweep.
    expect((await ask('/api/v1/sweeps', 'POST')).status).toBe(202)

    disk.empty()
    const stored = await until(
      () => store.readLatestSnapshotId(),
      (id) => id !== stuck,
    )
    await until(
      () => store.health().state,
      (state) => state === 'ok',
    )
    expect(stored).toBeGreaterThan(before)
    expect((await ask('/healthz')).json.status).toBe('ok')
    expect((await ask('/api/v1/policies/a', 'PUT', '{"filters":{"state":"warm"}}')).status).toBe(201)
    expect(failures).toEqual([])
  })

  test('what could not be stored is stored under the number it was served with, once there is room', async () => {
    const { store, discovery } = await start(disk.folder, { sweepIntervalMs: 600_000 })
    await until(
      () => discovery.snapshot?.id ?? 0,
      (id) => id > 0,
    )
    const first = discovery.snapshot?.id ?? 0
    disk.fill()
    await discovery.requestSweep()
    const served = await until(
      () => discovery.snapshot,
      (snapshot) => (snapshot?.id ?? 0) > first,
    )
    expect(await store.readLatestSnapshotId()).toBe(first)
    disk.empty()
    await until(
      () => store.readLatestSnapshotId(),
      (id) => id !== first,
    )
    const stored = await store.readLatestSnapshot()
    expect(stored).toMatchObject({ id: served?.id, endedAt: served?.endedAt, nodes: served?.nodes })
    await until(
      () => discovery.status.lastError,
      (error) => error === null,
    )
    expect(discovery.snapshot?.lastChangeId).toBe(stored?.lastChangeId)
  }, 30_000)

  test('a number under which something was served and lost is given to nothing else, not even after a restart', async () => {
    const before = await start(disk.folder, { sweepIntervalMs: 1_000 })
    await until(
      () => before.discovery.snapshot?.id ?? 0,
      (id) => id > 0,
    )
    disk.fill()
    const first = before.discovery.snapshot?.id ?? 0
    const lost = new Map<number, number>()
    await until(
      () => {
        const { id, endedAt } = before.discovery.snapshot ?? { id: 0, endedAt: 0 }
        if (id > first) lost.set(id, endedAt)
        return lost.size
      },
      (size) => size >= 3,
    )
    await before.discovery.stop()
    before.store.close()
    disk.empty()
    const { store, discovery } = await start(disk.folder, { sweepIntervalMs: 1_000, holder: 'two' })
    await until(
      async () => (await store.readSweeps({ before: null, limit: 100 })).length,
      (count) => count >= 3,
    )
    await discovery.stop()
    for (const { snapshotId, endedAt } of await store.readSweeps({ before: null, limit: 100 }))
      expect(lost.get(snapshotId) ?? endedAt).toBe(endedAt)
  }, 30_000)

  test('a start on a read-only disk serves what is stored and what it finds, and stores nothing until it may', async () => {
    const writer = openSqliteStore(join(disk.folder, 'offerings.db'), { migrationsFolder })
    const writing = new Discovery(
      conducting({
        store: writer,
        sources: [
          {
            name: 'list',
            kind: 'list',
            read: async () => ({
              entries: devnet.serviceUris().map((uri) => ({ uri })),
              readAt: 1,
              error: null,
              facts: null,
            }),
          },
        ],
      }),
      conductingOptions(),
    )
    await writing.sweepOnce()
    const stored = writing.snapshot?.id ?? 0
    writer.close()
    disk.remount('ro')
    const { store, discovery, ask } = await start(disk.folder)
    expect(discovery.snapshot?.id).toBe(stored)
    expect(discovery.snapshot?.nodes).toHaveLength(2)
    await until(
      () => discovery.snapshot?.id ?? 0,
      (id) => id > stored,
    )
    expect((await ask('/healthz')).json.reasons.map(({ code }: { code: string }) => code)).toEqual([
      'store-read-only',
      'sweep-failing',
    ])
    expect((await ask('/api/v1/status')).json.store).toMatchObject({
      state: 'read-only',
      last_write_at: null,
    })
    const put = await ask('/api/v1/policies/a', 'PUT', '{"filters":{"state":"warm"}}')
    expect(put).toMatchObject({ status: 503, json: { type: '/problems#store-read-only' } })
    expect(JSON.stringify(put.json)).not.toContain(disk.folder)
    expect(await store.readLatestSnapshotId()).toBe(stored)
    disk.remount('rw')
    await until(
      () => store.readLatestSnapshotId(),
      (id) => id !== stored,
    )
    expect((await ask('/healthz')).json).toEqual({ status: 'ok', reasons: [] })
  }, 30_000)

  test('who cannot tell others that it conducts follows whoever does, and refuses to ask for a sweep', async () => {
    const writer = openSqliteStore(join(disk.folder, 'offerings.db'), { migrationsFolder })
    await writer.takeLease('other', { now: Date.now(), expiresAt: Date.now() + 600_000 })
    writer.close()
    disk.remount('ro')
    const { discovery, ask } = await start(disk.folder, { holder: 'two' })
    expect(discovery.isConductor).toBe(false)
    await expect(discovery.requestSweep()).rejects.toThrow(StoreFailure)
    expect((await ask('/api/v1/sweeps', 'POST')).status).toBe(503)
    expect((await ask('/api/v1/offerings')).status).toBe(503)
  })
})

test('a write that fails for any other reason is served all the same, and the reason is said', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'offerings-discovery-'))
  const store = openSqliteStore(join(folder, 'offerings.db'), { migrationsFolder })
  const twice = { entries: devnet.serviceUris().map((uri) => ({ uri })), readAt: 1, error: null, facts: null }
  const discovery = new Discovery(
    conducting({
      store: { ...store, writeSnapshot: async () => Promise.reject(new Error('a bug of ours')) },
      sources: [{ name: 'list', kind: 'list', read: async () => twice }],
    }),
    conductingOptions(),
  )
  await discovery.sweepOnce()
  expect(discovery.snapshot?.nodes).toHaveLength(2)
  expect(discovery.status.lastError).toContain('a bug of ours')
  store.close()
  rmSync(folder, { recursive: true })
})
