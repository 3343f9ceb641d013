import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FaultCause, JobResult } from '@/lib/domain/job-result'
import { seededRandom } from '@/lib/domain/seeded-random'
import { DEFAULT_BREAKER_SETTINGS } from '@/lib/selection/breaker-settings'
import { openWatchedStore } from '@/lib/store/sqlite/open-watched-store'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import type { Store } from '@/lib/store/store'
import { mountSmallDisk } from '@/lib/store/testdata/small-disk'
import { SuspensionBoard } from './suspension-board'

const migrationsFolder = 'drizzle/migrations'
const settings = DEFAULT_BREAKER_SETTINGS
const NODE = 'https://a.example:8935'
const TRUSTED = { kind: 'trusted' }

let folder: string
let stores: Store[]
let now: number

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-suspensions-'))
  stores = []
  now = 1_700_000_000_000
})
afterEach(() => {
  for (const store of stores) store.close()
  rmSync(folder, { recursive: true })
})

function open(): Store {
  const store = openSqliteStore(join(folder, 'offerings.db'), { migrationsFolder })
  stores.push(store)
  return store
}

/** Writes and reads when the test says so. */
async function startBoard(
  store: Pick<Store, 'readBreakers' | 'readBreakerRevision' | 'writeBreakers'> = open(),
  { maxCount }: { maxCount?: number } = {},
): Promise<SuspensionBoard> {
  const random = seededRandom('board')
  const board = new SuspensionBoard(
    {
      store,
      now: () => now,
      random: () => random.next(),
      every: () => () => {},
      onError: (error) => {
        throw error
      },
    },
    { settings, ...(maxCount !== undefined && { maxCount }) },
  )
  await board.start()
  return board
}

const fault = (cause: FaultCause = 'timed-out'): JobResult => ({ kind: 'fault', cause })

function tell(
  board: SuspensionBoard,
  result: JobResult,
  { times = 1, offeringId = 'one', nodeUri = NODE } = {},
) {
  for (let i = 0; i < times; i++) {
    now += 1
    board.record({ offeringId, nodeUri, startedAt: now - 1, at: now, result })
  }
}

test('whoever keeps failing is suspended, others of its node are not; a healed one is regained', async () => {
  const board = await startBoard()
  expect(board.admission('one', NODE)).toEqual(TRUSTED)
  tell(board, fault(), { times: settings.consecutive })
  expect(board.admission('one', NODE)).toMatchObject({ kind: 'suspended', isByHand: false })
  expect(board.admission('two', NODE)).toEqual(TRUSTED)
  expect(board.beginTrial('one', NODE)).toBeNull()

  now += settings.openMs
  const trial = board.beginTrial('one', NODE)
  expect(trial?.scopes).toEqual(['offering'])
  expect(board.admission('one', NODE)).toEqual({ kind: 'trial', isTaken: true })
  expect(board.beginTrial('one', NODE)).toBeNull()
  if (trial) board.endTrial(trial, { at: now, result: { kind: 'success' } })
  expect(board.admission('one', NODE)).toEqual({ kind: 'recovering', share: settings.startShare })
  now += settings.slowStartMs
  expect(board.admission('one', NODE)).toEqual(TRUSTED)
  expect(board.list()).toEqual([])
})

test('a node that nobody gets through to is suspended with all that it offers, and so is its trial', async () => {
  const board = await startBoard()
  tell(board, fault('refused'), { times: 2 })
  tell(board, fault('connect-timed-out'), { offeringId: 'two' })
  expect(board.admission('three', NODE)).toMatchObject({ kind: 'suspended' })
  expect(board.admission('three', 'https://b.example:8935')).toEqual(TRUSTED)
  now += settings.openMs
  const trial = board.beginTrial('three', NODE)
  expect(trial?.scopes).toEqual(['node'])
  expect(board.beginTrial('two', NODE)).toBeNull()
  // It answers with an error: the node is there, the offering has failed once.
  if (trial) board.endTrial(trial, { at: now, result: fault('server-error') })
  expect(board.admission('three', NODE)).toMatchObject({ kind: 'recovering' })
})

test('errors of offerings do not suspend their node', async () => {
  const board = await startBoard()
  for (const offeringId of ['one', 'two', 'three'])
    tell(board, fault('server-error'), { offeringId, times: settings.consecutive })
  expect(board.list().map(({ scope }) => scope)).toEqual(['offering', 'offering', 'offering'])
  expect(board.admission('four', NODE)).toEqual(TRUSTED)
})

test('what was written survives a process that never ended', async () => {
  const board = await startBoard()
  tell(board, fault(), { times: settings.consecutive })
  await board.sync()
  tell(board, fault(), { times: settings.consecutive, offeringId: 'unwritten' })
  // Another connection, while the first process has ended nothing.
  const next = await startBoard()
  expect(next.admission('one', NODE)).toEqual(board.admission('one', NODE))
  expect(next.admission('unwritten', NODE)).toEqual(TRUSTED)
})

test('a process that ends writes what was not written', async () => {
  const board = await startBoard()
  tell(board, fault(), { times: settings.consecutive })
  board.stop()
  const next = await startBoard()
  expect(next.list()).toEqual(board.list())
})

test('jobs of two processes on one store add up, in whichever order they write', async () => {
  const [a, b] = [await startBoard(), await startBoard()]
  tell(a, fault(), { times: settings.consecutive - 1 })
  tell(b, fault(), { times: 1 })
  expect(a.admission('one', NODE)).toEqual(TRUSTED)
  await a.sync()
  expect(b.admission('one', NODE)).toEqual(TRUSTED)
  // It meets the other's row, and what it was told since comes on top of it.
  await b.sync()
  expect(b.admission('one', NODE)).toMatchObject({ kind: 'suspended' })
  await b.sync()
  await a.sync()
  expect(a.list()).toEqual(b.list())
})

test("an operator's hand is seen by every process, and lifting forgets what jobs had led to", async () => {
  const [a, b] = [await startBoard(), await startBoard()]
  const place = { scope: 'node', id: NODE } as const
  expect(await a.place(place, { reason: 'maintenance', until: null })).toBe('placed')
  await b.sync()
  expect(b.admission('one', NODE)).toEqual({
    kind: 'suspended',
    cause: 'maintenance',
    since: now,
    reopensAt: null,
    isByHand: true,
  })
  tell(b, fault('refused'), { times: 2 })
  tell(b, fault('refused'), { offeringId: 'two' })
  expect(await b.lift(place)).toBe('lifted')
  expect(b.admission('three', NODE)).toEqual(TRUSTED)
  expect(await b.lift(place)).toBe('absent')
  await a.refresh()
  expect(a.admission('three', NODE)).toEqual(TRUSTED)
})

test('two operators at once, and jobs meanwhile: nobody is lost', async () => {
  const [a, b] = [await startBoard(), await startBoard()]
  const place = { scope: 'offering', id: 'one' } as const
  tell(a, fault(), { times: 2 })
  await Promise.all([
    a.place(place, { reason: 'first', until: null }),
    b.place(place, { reason: 'second', until: null }),
    a.sync(),
  ])
  await a.sync()
  await b.sync()
  await a.sync()
  expect(a.list()).toEqual(b.list())
  expect(a.list()[0]?.breaker.hand).not.toBeNull()
  expect(a.list()[0]?.breaker.samples).toHaveLength(2)
})

test('who is trusted and idle is forgotten, in the store, too', async () => {
  const store = open()
  const board = await startBoard(store)
  tell(board, fault(), { times: 2 })
  await board.sync()
  expect(await store.readBreakers()).toHaveLength(1)
  now += 2 * settings.maxOpenMs
  await board.sync()
  expect(await store.readBreakers()).toEqual([])
})

test('jobs that go well leave no rows', async () => {
  const store = open()
  const board = await startBoard(store)
  tell(board, { kind: 'success' }, { times: 50 })
  tell(board, { kind: 'neutral' }, { times: 50 })
  await board.sync()
  expect(await store.readBreakers()).toEqual([])
  expect(board.revision).toBe(0)
})

test('however many offerings come and go, what is remembered is bounded and an operator is heard', async () => {
  const store = open()
  const board = await startBoard(store, { maxCount: 50 })
  await board.place({ scope: 'offering', id: 'banned' }, { reason: 'no', until: null })
  for (let i = 0; i < 300; i++) {
    tell(board, fault(), { offeringId: `o${i}`, nodeUri: `https://n${i}:1`, times: 5 })
    if (i % 10 === 0) await board.sync()
  }
  await board.sync()
  expect(board.list().length).toBeLessThanOrEqual(50)
  expect((await store.readBreakers()).length).toBeLessThanOrEqual(51)
  expect(board.admission('banned', NODE)).toMatchObject({ isByHand: true })
  expect(board.admission('o299', 'https://n299:1')).toMatchObject({ kind: 'suspended' })
  expect(await board.place({ scope: 'node', id: NODE }, { reason: 'no', until: null })).toBe('placed')
})

describe('a row of a later version', () => {
  const place = { scope: 'offering', id: 'one' } as const
  const body = '{"version":2}'
  const write = (store: Store, knownRevision: number | null) =>
    store.writeBreakers([{ ...place, knownRevision, body }], { maxCount: 10 })

  test('stays as it is, whatever time and jobs do; memory goes on alone', async () => {
    const store = open()
    await write(store, null)
    const board = await startBoard(store)
    expect(board.admission('one', NODE)).toEqual(TRUSTED)
    now += 3 * settings.maxOpenMs
    await board.sync()
    tell(board, fault(), { times: settings.consecutive })
    await board.sync()
    expect(board.admission('one', NODE)).toMatchObject({ kind: 'suspended' })
    // Long enough to be forgotten, and then what is forgotten is written.
    now += 2 * 86_400_000
    await board.sync()
    await board.sync()
    expect(board.admission('one', NODE)).toEqual(TRUSTED)
    expect(await store.readBreakers()).toEqual([{ ...place, body, revision: 1 }])
  })

  test('ends what was known of it, and what is written after it is taken up again', async () => {
    const store = open()
    const board = await startBoard(store)
    await board.place(place, { reason: 'maintenance', until: null })
    const [readable] = await store.readBreakers()
    await write(store, 1)
    await board.sync()
    expect(board.admission('one', NODE)).toEqual(TRUSTED)
    await store.writeBreakers([{ ...place, knownRevision: 2, body: readable?.body ?? '' }], { maxCount: 10 })
    await board.sync()
    expect(board.admission('one', NODE)).toMatchObject({ cause: 'maintenance' })
  })

  test('gives way to an operator, and to its own end', async () => {
    const store = open()
    await write(store, null)
    const board = await startBoard(store)
    expect(await board.place(place, { reason: 'no', until: null })).toBe('placed')
    expect((await startBoard()).admission('one', NODE)).toMatchObject({ isByHand: true })
    await write(store, 2)
    await board.sync()
    tell(board, fault(), { times: settings.consecutive })
    await store.writeBreakers([{ ...place, knownRevision: 3, body: null }], { maxCount: 10 })
    await board.sync()
    await board.sync()
    expect((await startBoard()).admission('one', NODE)).toMatchObject({ kind: 'suspended', isByHand: false })
  })
})

test('an operator is heard of one that was forgotten a moment ago', async () => {
  const board = await startBoard(open(), { maxCount: 10 })
  tell(board, fault(), { times: settings.consecutive, offeringId: 'first' })
  await board.sync()
  for (let i = 0; i < 20; i++) tell(board, fault(), { times: settings.consecutive, offeringId: `o${i}` })
  expect(board.admission('first', NODE)).toEqual(TRUSTED)
  expect(await board.place({ scope: 'offering', id: 'first' }, { reason: 'no', until: null })).toBe('placed')
})

const disk = mountSmallDisk()

describe.skipIf(typeof disk === 'string')('on a disk that is full', () => {
  afterEach(() => {
    if (typeof disk !== 'string') disk.remove()
  })

  test('memory goes on alone, an operator is told, and all is written when there is room', async () => {
    if (typeof disk === 'string') return
    const store = openWatchedStore(join(disk.folder, 'offerings.db'), {
      migrationsFolder,
      now: () => now,
      onTurn: () => {},
    })
    stores.push(store)
    const board = await startBoard(store)
    disk.fill()
    // Rows large enough for new pages.
    const reason = 'x'.repeat(100_000)
    const place = { scope: 'node', id: NODE } as const
    await expect(board.place(place, { reason, until: null })).rejects.toMatchObject({ fault: 'full' })
    expect(board.list()).toEqual([])
    for (let i = 0; i < 100; i++) tell(board, fault(), { times: settings.consecutive, offeringId: `o${i}` })
    await board.sync()
    expect(board.admission('o1', NODE)).toMatchObject({ kind: 'suspended' })
    disk.empty()
    await board.sync()
    expect((await store.readBreakers()).length).toBe(100)
    expect(await board.place(place, { reason, until: null })).toBe('placed')
  })
})
