import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FoldedSnapshot } from '@/lib/snapshot/snapshot'
import { observation } from '@/lib/snapshot/testdata/observation'
import type { Store } from '../store'
import { StoreFailure } from '../store-failure'
import { mountSmallDisk, type SmallDisk } from '../testdata/small-disk'
import { type WatchedStore, watchStore } from '../watched-store'
import { classifyFailure } from './classify-failure'
import { openDatabase } from './open-database'
import { openWatchedStore } from './open-watched-store'
import { createSqliteStore, openSqliteStore } from './sqlite-store'

const migrationsFolder = 'drizzle/migrations'
const probe = mountSmallDisk(64)
const noDisk = typeof probe === 'string' ? probe : null
if (typeof probe !== 'string') probe.remove()
if (noDisk) console.warn(`Tests on a disk of their own are skipped: ${noDisk}`)

const snapshot = (endedAt: number, nodes = 1): FoldedSnapshot => ({
  startedAt: endedAt - 1_000,
  endedAt,
  cadenceMs: 60_000,
  vantage: 'here',
  sources: [],
  nodes: Array.from({ length: nodes }, (_, i) => observation({ uri: `https://n${i}.example:8935` })),
})
const failureOf = async (work: Promise<unknown>): Promise<StoreFailure> => {
  const error: unknown = await work.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  )
  if (error instanceof StoreFailure) return error
  throw error
}
/** As drizzle writes it. */
const journalOf = (text: string): { entries: unknown[] } => JSON.parse(text)
const policy = { name: 'a', body: '{}', at: 1 }
const roomy = { isMet: () => true, maxCount: 10 }

let now: number
let turns: (string | null)[]
const opened: WatchedStore[] = []
const open = (file: string): WatchedStore => {
  const store = openWatchedStore(file, {
    migrationsFolder,
    now: () => now,
    onTurn: ({ detail }) => turns.push(detail),
  })
  opened.push(store)
  return store
}
beforeEach(() => {
  now = 1_000_000
  turns = []
})

describe.skipIf(noDisk)('a disk that fills up', () => {
  let disk: SmallDisk
  beforeEach(() => {
    const mounted = mountSmallDisk()
    if (typeof mounted === 'string') throw new Error(mounted)
    disk = mounted
  })
  afterEach(() => {
    for (const store of opened.splice(0)) store.close()
    disk.remove()
  })
  const file = () => join(disk.folder, 'offerings.db')

  test('fails every write in the same words, leaves what is stored, and is written again when there is room', async () => {
    const store = open(file())
    const first = await store.writeSnapshot(snapshot(5_000))
    expect(store.health()).toMatchObject({ state: 'ok', detail: null, lastWriteAt: now, since: null })
    disk.fill()
    now += 1_000
    const full = 'The disk of offerings.db is full.'
    const writes: Promise<unknown>[] = [
      store.writeSnapshot(snapshot(6_000, 500)),
      store.writePolicy(policy, roomy),
      store.takeLease('me', { now, expiresAt: now + 1 }),
      store.requestSweep(now),
      store.writeSourceReadings(
        new Map([['list', { entries: [{ uri: 'x'.repeat(9_000) }], readAt: 1, error: null, facts: null }]]),
      ),
    ]
    for (const write of writes) expect(await failureOf(write)).toMatchObject({ fault: 'full', message: full })
    expect(store.health()).toMatchObject({
      state: 'full',
      detail: full,
      since: now,
      lastWriteAt: now - 1_000,
      freeBytes: 0,
    })
    expect((await store.readLatestSnapshot())?.id).toBe(first.id)
    expect(await store.readPolicies()).toEqual([])

    disk.empty()
    now += 1_000
    const second = await store.writeSnapshot(snapshot(7_000, 500))
    expect(store.health()).toMatchObject({ state: 'ok', detail: null, since: now, lastWriteAt: now })
    expect((await store.readLatestSnapshot())?.id).toBe(second.id)
    expect(turns).toEqual([full, null])
  })

  test('is full until what failed has been written: that a small write finds a gap says nothing', async () => {
    const store = open(file())
    await store.writeSnapshot(snapshot(5_000, 500))
    disk.fill()
    await failureOf(store.writeSnapshot(snapshot(6_000, 2_000)))
    disk.empty()
    await store.requestSweep(now)
    expect(store.health().state).toBe('full')
    await store.writeSnapshot(snapshot(7_000, 2_000))
    expect(store.health().state).toBe('ok')
  })

  test('when it is full at the start, what is stored is served, and it is written as soon as there is room', async () => {
    const before = openSqliteStore(file(), { migrationsFolder })
    const { id } = await before.writeSnapshot(snapshot(5_000))
    before.close()
    expect(readdirSync(disk.folder)).toEqual(['offerings.db'])
    disk.fill()
    const store = open(file())
    expect(store.health()).toMatchObject({ state: 'full', detail: 'The disk of offerings.db is full.' })
    expect((await store.readLatestSnapshot())?.id).toBe(id)
    expect((await failureOf(store.writeSnapshot(snapshot(6_000)))).fault).toBe('full')
    disk.empty()
    now += 5_000
    const { id: next } = await store.writeSnapshot(snapshot(6_000))
    expect(store.health().state).toBe('ok')
    const after = openSqliteStore(file(), { migrationsFolder })
    expect(await after.readLatestSnapshotId()).toBe(next)
    after.close()
  })

  test('when it is read-only at the start, what is stored is served, and it is written as soon as it may be', async () => {
    const before = openSqliteStore(file(), { migrationsFolder })
    const { id } = await before.writeSnapshot(snapshot(5_000))
    await before.writePolicy(policy, roomy)
    before.close()
    disk.remount('ro')
    const store = open(file())
    const detail = 'offerings.db is read-only: its disk or its permissions allow no writing.'
    expect(store.health()).toMatchObject({ state: 'read-only', detail, lastWriteAt: null })
    expect((await store.readLatestSnapshot())?.id).toBe(id)
    expect(await store.readPolicies()).toHaveLength(1)
    for (const write of [
      store.writeSnapshot(snapshot(6_000)),
      store.deletePolicy('a', () => true),
      store.takeLease('me', { now, expiresAt: now + 1 }),
      store.forgetSnapshots({ before: now, thinBefore: now }),
    ])
      expect(await failureOf(write)).toMatchObject({ fault: 'read-only', message: detail })
    // Nothing is left of how it was read.
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('livepeer-offerings-'))).toEqual([])
    disk.remount('rw')
    now += 5_000
    await store.writeSnapshot(snapshot(6_000))
    expect(store.health().state).toBe('ok')
    expect(turns).toEqual([detail, null])
  })

  test('a read-only database that a crash left its journal beside is read with it', async () => {
    const before = openSqliteStore(file(), { migrationsFolder })
    const { id } = await before.writeSnapshot(snapshot(5_000))
    // As a process leaves it that is killed.
    for (const name of readdirSync(disk.folder))
      if (!name.endsWith('-shm')) copyFileSync(join(disk.folder, name), join(disk.folder, `crashed-${name}`))
    before.close()
    disk.remount('ro')
    const store = open(join(disk.folder, 'crashed-offerings.db'))
    expect((await store.readLatestSnapshot())?.id).toBe(id)
    expect(store.health().state).toBe('read-only')
  })

  test('a read-only database that another process writes is followed', async () => {
    const view = join(disk.folder, 'view')
    const data = join(disk.folder, 'data')
    const writer = openSqliteStore(join(data, 'offerings.db'), { migrationsFolder })
    await writer.writeSnapshot(snapshot(5_000))
    execFileSync('mkdir', [view])
    execFileSync('mount', ['--bind', data, view])
    try {
      execFileSync('mount', ['-o', 'remount,bind,ro', view])
      const store = open(join(view, 'offerings.db'))
      expect(store.health().state).toBe('read-only')
      const { id } = await writer.writeSnapshot(snapshot(6_000))
      expect(await store.readLatestSnapshotId()).toBe(id)
      for (const each of opened.splice(0)) each.close()
    } finally {
      execFileSync('umount', ['--lazy', view])
      writer.close()
    }
  })

  test('a read-only database of an older version is brought up to date where nobody sees it', async () => {
    const older = join(disk.folder, 'older-migrations')
    cpSync(migrationsFolder, older, { recursive: true })
    const journal = join(older, 'meta', '_journal.json')
    const { entries, ...about } = journalOf(readFileSync(journal, 'utf8'))
    writeFileSync(journal, JSON.stringify({ ...about, entries: entries.slice(0, 5) }))
    openDatabase(file(), { migrationsFolder: older }).$client.close()
    disk.remount('ro')
    expect(await open(file()).readLatestSnapshot()).toBeNull()
    expect(open(file()).health().state).toBe('read-only')
  })

  test('where there is no database yet, and none can be made, that is said', () => {
    disk.remount('ro')
    expect(() => open(file())).toThrow(/offerings\.db cannot be used/)
  })
})

describe('a database', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'offerings-failing-'))
  })
  afterEach(() => {
    for (const store of opened.splice(0)) store.close()
    rmSync(folder, { recursive: true })
  })

  test('that may not grow any more is full, keeps what it has, and recovers', async () => {
    const db = openDatabase(join(folder, 'offerings.db'), { migrationsFolder })
    const store = watchStore({
      open: () => ({ store: createSqliteStore(db), unwritable: null }),
      reopen: () => null,
      classify: (error) => classifyFailure(error, 'offerings.db'),
      inspect: () => null,
      diskUse: () => ({ sizeBytes: null, freeBytes: null }),
      now: () => now,
      onTurn: ({ detail }) => turns.push(detail),
    })
    opened.push(store)
    const { id } = await store.writeSnapshot(snapshot(5_000))
    const pages = Number(db.$client.pragma('page_count', { simple: true }))
    db.$client.pragma(`max_page_count = ${pages}`)
    expect((await failureOf(store.writeSnapshot(snapshot(6_000, 500)))).fault).toBe('full')
    expect(await store.readLatestSnapshotId()).toBe(id)
    db.$client.pragma('max_page_count = 1000000')
    await store.writeSnapshot(snapshot(7_000, 500))
    expect(turns).toEqual(['The disk of offerings.db is full.', null])
  })

  test('that is deleted while it is open is said to be gone, and there is none of its paths in the words', async () => {
    const store = open(join(folder, 'offerings.db'))
    await store.writeSnapshot(snapshot(5_000))
    renameSync(join(folder, 'offerings.db'), join(folder, 'elsewhere.db'))
    expect(store.health()).toMatchObject({ state: 'failing' })
    expect(store.health().detail).toBe('offerings.db was moved or deleted while it was open.')
    expect((await store.readLatestSnapshot())?.nodes).toHaveLength(1)
    renameSync(join(folder, 'elsewhere.db'), join(folder, 'offerings.db'))
    expect(store.health().state).toBe('ok')
  })

  test('that becomes read-only while it is open says so, keeps what it has, and recovers', async (context) => {
    const store = open(join(folder, 'offerings.db'))
    const { id } = await store.writeSnapshot(snapshot(5_000))
    const files = ['offerings.db', 'offerings.db-wal'].map((name) => join(folder, name))
    try {
      execFileSync('chattr', ['+i', ...files], { stdio: 'pipe' })
    } catch (error) {
      return context.skip(`files cannot be made immutable here: ${String(error).split('\n')[0]}`)
    }
    try {
      expect((await failureOf(store.writeSnapshot(snapshot(6_000)))).fault).toBe('read-only')
      expect(store.health().state).toBe('read-only')
      expect(await store.readLatestSnapshotId()).toBe(id)
    } finally {
      execFileSync('chattr', ['-i', ...files])
    }
    await store.writeSnapshot(snapshot(7_000))
    expect(store.health().state).toBe('ok')
  })

  test('calls that fail for another reason than the disk fail as they did, and say nothing of it', async () => {
    const store = open(join(folder, 'offerings.db'))
    const twice = { ...snapshot(5_000), nodes: [observation(), observation()] }
    await expect(store.writeSnapshot(twice)).rejects.toThrow(/twice/)
    expect(store.health().state).toBe('ok')
  })

  test('that is held by another process for longer than we wait is busy, for as long as that', async () => {
    const file = join(folder, 'offerings.db')
    const db = openDatabase(file, { migrationsFolder })
    const store: Store = createSqliteStore(db)
    const other = openDatabase(file, { migrationsFolder })
    db.$client.pragma('busy_timeout = 1')
    other.$client.exec('begin immediate')
    const error: unknown = await store.requestSweep(1).catch((reason: unknown) => reason)
    expect(classifyFailure(error, 'offerings.db')).toMatchObject({
      fault: 'busy',
      message: 'offerings.db is held by another process for longer than we wait.',
    })
    other.$client.close()
    await store.requestSweep(1)
    store.close()
  })

  test('gives a snapshot the number under which it is served, and never one that is taken', async () => {
    const store = open(join(folder, 'offerings.db'))
    const first = await store.writeSnapshot(snapshot(5_000))
    expect(first.id).toBe(5_000)
    const served = await store.writeSnapshot(snapshot(5_500), { number: 5_700 })
    expect(served.id).toBe(5_700)
    const late = await store.writeSnapshot(snapshot(5_600), { number: 5_650 })
    expect(late.id).toBe(5_701)
    expect((await store.writeSnapshot(snapshot(5_000))).id).toBe(5_702)
    expect((await store.writeSnapshot(snapshot(60_000))).id).toBe(60_000)
  })
})

test.each([
  ['SQLITE_FULL', 'full'],
  ['SQLITE_IOERR_SHMSIZE', 'full'],
  ['SQLITE_IOERR_WRITE', 'failing'],
  ['SQLITE_IOERR', 'failing'],
  ['SQLITE_READONLY', 'read-only'],
  ['SQLITE_READONLY_DIRECTORY', 'read-only'],
  ['SQLITE_READONLY_DBMOVED', 'gone'],
  ['SQLITE_BUSY_SNAPSHOT', 'busy'],
  ['SQLITE_CORRUPT_INDEX', 'damaged'],
  ['SQLITE_NOTADB', 'damaged'],
  ['SQLITE_CONSTRAINT_UNIQUE', null],
  ['SQLITE_FULLER', null],
  ['ENOSPC', null],
])('%s is %s', (code, fault) => {
  const cause = Object.assign(new Error('/root/secret/offerings.db'), { code })
  const failure = classifyFailure(new Error('wrapped', { cause }), 'offerings.db')
  expect(failure?.fault ?? null).toBe(fault)
  expect(failure?.message ?? '').not.toContain('secret')
})
