import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ApiKey } from '@/lib/domain/api-key'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import type { Store } from '@/lib/store/store'
import { KeyBoard, type KeyDraft } from './key-board'

const START = Date.parse('2026-11-30T12:00:30Z')
const MINUTE_MS = 60_000

let folder: string
let stores: Store[]
let now: number
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-keys-'))
  stores = []
  now = START
})
afterEach(() => {
  for (const store of stores) store.close()
  rmSync(folder, { recursive: true })
})

function open(): Store {
  const store = openSqliteStore(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
  stores.push(store)
  return store
}

/** Writes and reads when the test says so. */
async function startBoard({ store = open(), maxCount = 10 } = {}): Promise<KeyBoard> {
  const board = new KeyBoard(
    {
      store,
      now: () => now,
      every: () => () => {},
      onError: (error) => {
        throw error
      },
    },
    { maxCount },
  )
  await board.start()
  return board
}

const DRAFT: KeyDraft = {
  name: 'studio',
  scopes: ['route', 'read-requests'],
  limits: { requestsPerMinute: 60, concurrency: 4, spendWeiPerDay: 10n ** 24n },
  expiresAt: null,
}

async function create(
  board: KeyBoard,
  draft: Partial<KeyDraft> = {},
): Promise<{ key: ApiKey; secret: string }> {
  const made = await board.create({ ...DRAFT, ...draft })
  if (made.kind === 'full') throw new Error('full')
  return made
}

test('a key is known by its secret, at once here and after a look elsewhere, and over restarts', async () => {
  const [board, other] = [await startBoard(), await startBoard()]
  const { key, secret } = await create(board)
  expect(key).toMatchObject({ ...DRAFT, hint: secret.slice(-4), createdAt: START, revokedAt: null })
  expect(secret).toMatch(/^lpo_[0-9A-Za-z]{43}$/)
  expect(key.id).toMatch(/^key_[0-9A-Za-z]{12}$/)
  expect(board.find(secret)).toMatchObject({ kind: 'known', key: { id: key.id } })
  expect(other.find(secret)).toEqual({ kind: 'unknown' })
  await other.sync()
  expect(other.find(secret)).toMatchObject({ kind: 'known', key: { id: key.id, limits: DRAFT.limits } })
  expect((await startBoard()).find(secret)).toMatchObject({ kind: 'known', key: { name: 'studio' } })
})

test('what is almost a secret, or no secret at all, is of nobody', async () => {
  const board = await startBoard()
  const { secret } = await create(board)
  const others = [
    `${secret} `,
    secret.slice(1),
    secret.toLowerCase(),
    `${secret}x`,
    '',
    'lpo_',
    'x'.repeat(1_000_000),
  ]
  for (const text of others) expect(board.find(text)).toEqual({ kind: 'unknown' })
})

test('a key that one process revokes is refused by the others after their next look, and stays in the list', async () => {
  const [board, other] = [await startBoard(), await startBoard()]
  const { key, secret } = await create(board)
  await other.sync()
  expect(other.find(secret).kind).toBe('known')
  now += 5
  expect(await board.revoke(key.id)).toMatchObject({ revokedAt: START + 5 })
  expect(board.find(secret)).toEqual({ kind: 'revoked' })
  await other.sync()
  expect(other.find(secret)).toEqual({ kind: 'revoked' })
  now += 5
  expect(await other.revoke(key.id)).toMatchObject({ revokedAt: START + 5 })
  expect(other.list()).toMatchObject([{ id: key.id, revokedAt: START + 5 }])
  expect(await board.revoke('key_nobody')).toBeNull()
})

test('a look that is under way while a key is revoked does not bring it back', async () => {
  const board = await startBoard()
  const { key, secret } = await create(board)
  await Promise.all([board.refresh(), board.revoke(key.id), board.sync()])
  expect(board.find(secret)).toEqual({ kind: 'revoked' })
})

test('a key expires when its moment has come, and lives on when that is put off', async () => {
  const board = await startBoard()
  const { key, secret } = await create(board, { expiresAt: START + 10 })
  now += 9
  expect(board.find(secret).kind).toBe('known')
  now += 1
  expect(board.find(secret)).toEqual({ kind: 'expired' })
  await board.change(key.id, { expiresAt: null })
  expect(board.find(secret).kind).toBe('known')
})

test('what is changed holds here and elsewhere, and what is not said stays', async () => {
  const [board, other] = [await startBoard(), await startBoard()]
  const { key, secret } = await create(board)
  const limits = { requestsPerMinute: null, concurrency: 1, spendWeiPerDay: null }
  await board.change(key.id, { limits })
  // The other one does not know of that yet, and must not undo it.
  await other.change(key.id, { name: 'studio two' })
  const expected = { name: 'studio two', limits, scopes: DRAFT.scopes, hint: key.hint }
  await board.sync()
  for (const one of [board, other]) expect(one.find(secret)).toMatchObject({ kind: 'known', key: expected })
  expect(await board.change('key_nobody', { name: 'x' })).toBeNull()
})

test('uses are written by the minute, also by the last word of a process, and never go back', async () => {
  const store = open()
  const [board, other] = [await startBoard({ store }), await startBoard()]
  const { key, secret } = await create(board)
  const stored = async () => (await store.readKeys())[0]?.lastUsedAt
  await board.sync()
  expect(await stored()).toBeNull()
  board.find(secret)
  await board.sync()
  expect(await stored()).toBe(START - 30_000)
  now += 2 * MINUTE_MS
  board.find(secret)
  expect(board.get(key.id)?.lastUsedAt).toBe(START + 90_000)
  await other.refresh()
  now -= MINUTE_MS
  other.find(secret)
  board.stop()
  other.stop()
  expect(await stored()).toBe(START + 90_000)
})

test('one too many is refused; a new one takes the place of the one that was revoked first', async () => {
  const board = await startBoard({ maxCount: 2 })
  const [first, second] = [await create(board), await create(board)]
  expect(await board.create(DRAFT)).toEqual({ kind: 'full' })
  await board.revoke(second.key.id)
  now += 1
  await board.revoke(first.key.id)
  const third = await create(board)
  await board.sync()
  expect(board.list().map(({ id }) => id)).toEqual([third.key.id, first.key.id])
  expect(board.find(second.secret)).toEqual({ kind: 'unknown' })
})

test('a key of a later version of this program lets nobody in, and is not touched', async () => {
  const store = open()
  const board = await startBoard({ store })
  const { key, secret } = await create(board)
  const [row] = await store.readKeys()
  if (!row) throw new Error('no row')
  await store.changeKey(key.id, () => '{"version":2}')
  await board.sync()
  expect(board.find(secret)).toEqual({ kind: 'unknown' })
  expect(await board.change(key.id, { name: 'x' })).toBeNull()
  expect((await store.readKeys())[0]?.body).toBe('{"version":2}')
})
