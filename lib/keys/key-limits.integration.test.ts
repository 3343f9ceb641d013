import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openWatchedStore } from '@/lib/store/sqlite/open-watched-store'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import type { Store } from '@/lib/store/store'
import { mountSmallDisk } from '@/lib/store/testdata/small-disk'
import { KeyLimits } from './key-limits'
import { apiKey } from './testdata/api-key'

const DAY_MS = 86_400_000
const ETH = 10n ** 18n
const KEY = apiKey({ limits: { spendWeiPerDay: 3n * ETH } })

let folder: string
let stores: Store[]
let now: number
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-spend-'))
  stores = []
  now = Date.parse('2026-11-30T12:00:00Z')
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
async function startLimits({
  store = open(),
  spendWeiPerDay = null,
}: {
  store?: Store
  spendWeiPerDay?: bigint | null
} = {}): Promise<KeyLimits> {
  const limits = new KeyLimits(
    {
      store,
      now: () => now,
      every: () => () => {},
      onError: (error) => {
        throw error
      },
    },
    { spendWeiPerDay },
  )
  await limits.start()
  return limits
}

function spend(limits: KeyLimits, wei: bigint, key: typeof KEY | null = KEY): void {
  const admission = limits.admit(key)
  if (!admission.ok) throw new Error(`refused: ${admission.limit}`)
  admission.lease.end({ spentWei: wei })
}
const spent = (limits: KeyLimits) => limits.usage(KEY).spentWeiToday

test('a restart forgets nothing that was spent, down to the wei', async () => {
  const limits = await startLimits()
  spend(limits, 2n * ETH + 1n)
  spend(limits, 1n)
  await limits.sync()
  spend(limits, ETH - 2n)
  limits.stop()
  const again = await startLimits()
  expect(spent(again)).toBe(3n * ETH)
  expect(again.admit(KEY)).toMatchObject({ ok: false, limit: 'spend' })
})

test('what several processes spend adds up, and each knows of the others after a look', async () => {
  const [one, two] = [await startLimits(), await startLimits()]
  spend(one, ETH)
  spend(two, ETH)
  await one.sync()
  expect([spent(one), spent(two)]).toEqual([ETH, ETH])
  await two.sync()
  await one.sync()
  expect([spent(one), spent(two)]).toEqual([2n * ETH, 2n * ETH])
  spend(two, ETH)
  expect(two.admit(KEY)).toMatchObject({ ok: false, limit: 'spend' })
  await two.sync()
  await one.sync()
  expect(one.admit(KEY)).toMatchObject({ ok: false, limit: 'spend' })
})

test('what is spent while it is being written counts once', async () => {
  const limits = await startLimits()
  spend(limits, 1n)
  const writing = limits.sync()
  spend(limits, 10n)
  await writing
  expect(spent(limits)).toBe(11n)
  await limits.sync()
  expect(spent(limits)).toBe(11n)
  expect(spent(await startLimits())).toBe(11n)
})

test('the ceiling of all counts every process, and requests without a key', async () => {
  const options = { spendWeiPerDay: 3n }
  const [one, two] = [await startLimits(options), await startLimits(options)]
  spend(one, 1n, null)
  spend(two, 1n, apiKey({ id: 'key_two' }))
  spend(one, 1n)
  await one.sync()
  await two.sync()
  expect(two.admit(null)).toMatchObject({ ok: false, limit: 'spend', isOfAll: true })
  expect(two.usageOfAll().spentWeiToday).toBe(3n)
})

test('at midnight everybody begins anew, and what was spent before it is written as of then', async () => {
  const store = open()
  const limits = await startLimits({ store })
  spend(limits, 3n * ETH)
  const today = Math.floor(now / DAY_MS)
  now += DAY_MS
  spend(limits, 1n)
  await limits.sync()
  expect(spent(limits)).toBe(1n)
  expect((await store.readSpend(today)).weiByKey.get(KEY.id)).toBe(3n * ETH)
  expect((await store.readSpend(today + 1)).weiByKey.get(KEY.id)).toBe(1n)
  now += 40 * DAY_MS
  spend(limits, 1n)
  await limits.sync()
  expect((await store.readSpend(today)).weiByKey.size).toBe(0)
})

const disk = mountSmallDisk()

describe.skipIf(typeof disk === 'string')('on a disk that is full', () => {
  afterEach(() => {
    if (typeof disk !== 'string') disk.remove()
  })

  test('limits hold by memory, and what was spent is written once when there is room', async () => {
    if (typeof disk === 'string') return
    const store = openWatchedStore(join(disk.folder, 'offerings.db'), {
      migrationsFolder: 'drizzle/migrations',
      now: () => now,
      onTurn: () => {},
    })
    stores.push(store)
    const limits = await startLimits({ store })
    disk.fill()
    // As many as need new pages.
    for (let i = 0; i < 1_000; i++) spend(limits, 1n, apiKey({ id: `key_${i}_${'x'.repeat(100)}` }))
    spend(limits, 3n * ETH)
    await limits.sync()
    expect(store.health().state).not.toBe('ok')
    expect(limits.admit(KEY)).toMatchObject({ ok: false, limit: 'spend' })
    disk.empty()
    await limits.sync()
    await limits.sync()
    const { weiByKey } = await store.readSpend(Math.floor(now / DAY_MS))
    expect([weiByKey.get(KEY.id), weiByKey.size]).toEqual([3n * ETH, 1_001])
    expect(limits.usageOfAll().spentWeiToday).toBe(3n * ETH + 1_000n)
  })
})
