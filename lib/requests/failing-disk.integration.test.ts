import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { routedRequest } from '@/lib/domain/testdata/routed-request'
import { classifyFailure } from '@/lib/store/sqlite/classify-failure'
import { openDatabase } from '@/lib/store/sqlite/open-database'
import { createSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import { watchStore } from '@/lib/store/watched-store'
import { turnOfOthers } from '@/lib/turn-of-others'
import { RequestJournal } from './request-journal'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-journal-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('on a disk that is full records wait, the oldest go beyond the bound, and the rest is written when there is room', async () => {
  const db = openDatabase(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
  const store = watchStore({
    open: () => ({ store: createSqliteStore(db), unwritable: null }),
    reopen: () => null,
    classify: (error) => classifyFailure(error, 'offerings.db'),
    inspect: () => null,
    diskUse: () => ({ sizeBytes: null, freeBytes: null }),
    now: () => 0,
    onTurn: () => {},
  })
  let beat = () => {}
  const journal = new RequestJournal(
    {
      store,
      every: (_, given) => {
        beat = given
        return () => {}
      },
      turn: turnOfOthers,
      monotonicMs: () => performance.now(),
      onError: (error) => {
        throw error
      },
    },
    { maxWaiting: 300 },
  )
  journal.start()
  const carry = (from: number, count: number) => {
    for (let i = from; i < from + count; i++) {
      const record = routedRequest({
        id: `r${i}`,
        startedAt: 1_000 + i,
        decision: { text: 'x'.repeat(2_000) },
      })
      journal.begin(record).end(record)
    }
  }
  const settle = async (beats: number) => {
    for (let i = 0; i < beats; i++) {
      beat()
      await journal.settle()
    }
  }
  carry(0, 100)
  await settle(1)
  expect(journal.waiting).toBe(0)

  db.$client.pragma(`max_page_count = ${Number(db.$client.pragma('page_count', { simple: true }))}`)
  carry(100, 200)
  await settle(50)
  expect(store.health().state).toBe('full')
  const waiting = journal.waiting
  expect(waiting).toBeGreaterThan(0)
  carry(300, 200)
  await settle(50)
  expect(journal.waiting).toBeLessThanOrEqual(300)
  expect(journal.dropped).toBeGreaterThan(0)

  db.$client.pragma('max_page_count = 1000000')
  await settle(50)
  expect([journal.waiting, store.health().state]).toEqual([0, 'ok'])
  const ids = db.$client.prepare<[], { id: string }>('select id from requests').all()
  expect(ids.length + journal.dropped).toBe(500)
  expect(await store.readRequest('r499')).not.toBeNull()
  expect((await store.readRequest('r499'))?.decision).toHaveLength(2_011)

  carry(500, 3)
  journal.stop()
  store.close()
  const after = openDatabase(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
  expect(after.$client.prepare<[], { n: number }>('select count(*) n from requests').get()?.n).toBe(
    ids.length + 3,
  )
  expect(after.$client.pragma('integrity_check', { simple: true })).toBe('ok')
  after.$client.close()
})
