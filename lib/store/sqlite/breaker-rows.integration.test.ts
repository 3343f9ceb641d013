import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { BreakerEdit } from '../kept-breakers'
import type { Store } from '../store'
import { openSqliteStore } from './sqlite-store'

let folder: string
let store: Store
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-breakers-'))
  store = openSqliteStore(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

const edit = (id: string, body: string | null, knownRevision: number | null = null): BreakerEdit => ({
  scope: 'offering',
  id,
  body,
  knownRevision,
})
const write = (edits: readonly BreakerEdit[], maxCount = 10) => store.writeBreakers(edits, { maxCount })

test('each is written only over what its writer knows, and every write has a revision of its own', async () => {
  expect(await store.readBreakerRevision()).toBe(0)
  expect(await write([edit('a', '1'), edit('b', '1')])).toEqual({
    revision: 1,
    writes: ['written', 'written'],
  })
  expect(await write([edit('a', '2'), edit('b', '2', 1), edit('c', '2', 1)])).toEqual({
    revision: 2,
    writes: ['conflict', 'written', 'conflict'],
  })
  expect(await store.readBreakers()).toEqual([
    { scope: 'offering', id: 'a', body: '1', revision: 1 },
    { scope: 'offering', id: 'b', body: '2', revision: 2 },
  ])
})

test('where nothing was written the revision stays', async () => {
  await write([edit('a', '1')])
  expect(await write([edit('a', '2', 7)])).toEqual({ revision: 1, writes: ['conflict'] })
  expect(await store.readBreakerRevision()).toBe(1)
})

test('one too many is refused, unless another one goes', async () => {
  await write([edit('a', '1'), edit('b', '1')], 2)
  expect((await write([edit('c', '1'), edit('a', '2', 1)], 2)).writes).toEqual(['full', 'written'])
  expect((await write([edit('b', null, 1), edit('c', '1')], 2)).writes).toEqual(['written', 'written'])
  expect((await store.readBreakers()).map(({ id }) => id)).toEqual(['a', 'c'])
})

test('an offering and a node of one name are two', async () => {
  await write([edit('x', '1'), { ...edit('x', '2'), scope: 'node' }])
  expect(await store.readBreakers()).toHaveLength(2)
})
