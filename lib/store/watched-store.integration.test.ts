import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { foldedSnapshot } from '@/lib/snapshot/testdata/observation'
import { openSqliteStore } from './sqlite/sqlite-store'
import { StoreFailure } from './store-failure'
import { watchStore } from './watched-store'

test('a read that is under way when the store becomes writable ends with the store that it began with', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'offerings-watched-'))
  const open = () => openSqliteStore(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
  const first = open()
  let isClosed = false
  let proceed = () => {}
  const gate = new Promise<void>((resolve) => {
    proceed = resolve
  })
  let time = 0
  const store = watchStore({
    open: () => ({
      store: {
        ...first,
        readOldestSnapshotAt: () => gate.then(() => first.readOldestSnapshotAt()),
        close() {
          isClosed = true
          first.close()
        },
      },
      unwritable: new StoreFailure('read-only', 'offerings.db can only be read'),
    }),
    reopen: open,
    classify: () => null,
    inspect: () => null,
    diskUse: () => ({ sizeBytes: null, freeBytes: null }),
    now: () => time,
    onTurn: () => {},
  })
  const reading = store.readOldestSnapshotAt()
  time = 60_000
  await store.writeSnapshot(foldedSnapshot({ endedAt: 5_000 }))
  expect(isClosed).toBe(false)
  proceed()
  expect(await reading).toBe(5_000)
  expect(isClosed).toBe(true)
  expect(await store.readOldestSnapshotAt()).toBe(5_000)
  store.close()
  rmSync(folder, { recursive: true })
})
