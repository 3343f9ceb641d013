import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { offeringId } from '@/lib/catalog/offering-id'
import { Devnet } from '@/lib/devnet/devnet'
import { scenario } from '@/lib/devnet/scenario'
import type { Change } from '@/lib/domain/change'
import { DEFAULT_BREAKER_SETTINGS } from '@/lib/selection/breaker-settings'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import type { Store } from '@/lib/store/store'
import { SuspensionBoard } from '@/lib/suspension/suspension-board'
import { Discovery } from './discovery'
import { conducting, conductingOptions } from './testdata/conducting'

const LLM = 33
const settings = DEFAULT_BREAKER_SETTINGS

let devnet: Devnet
beforeAll(async () => {
  const models = [{ pipeline: 'llm', model: 'm', price: 5n } as const]
  devnet = await Devnet.start({
    fleet: [scenario({ name: 'one-1', models }), scenario({ name: 'two-1', models })],
  })
})
afterAll(() => devnet.stop())

let folder: string
let store: Store
let board: SuspensionBoard
let uris: readonly string[]
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-told-'))
  store = openSqliteStore(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
  uris = devnet.serviceUris()
  board = new SuspensionBoard(
    {
      store,
      now: Date.now,
      random: () => 0,
      every: () => () => {},
      onError: (error) => {
        throw error
      },
    },
    { settings },
  )
  await board.start()
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

function conductor(over: Partial<Store> = {}): Discovery {
  const source = {
    name: 'list',
    kind: 'list' as const,
    read: async () => ({ entries: uris.map((uri) => ({ uri })), readAt: 1, error: null, facts: null }),
  }
  return new Discovery(
    conducting({ sources: [source], store: { ...store, ...over } }),
    conductingOptions({ breaker: settings }),
  )
}

/** What was told of suspensions since the last question, in the order of the feed. */
let seen = 0
beforeEach(() => {
  seen = 0
})
async function news(): Promise<Change[]> {
  const all = (await store.readChangesAfter(seen, { upTo: Number.MAX_SAFE_INTEGER, limit: 10_000 })) ?? []
  seen = all.at(-1)?.id ?? seen
  return all.map(({ change }) => change).filter(({ kind }) => kind === 'suspended' || kind === 'resumed')
}

const [first, second] = [() => uris[0] ?? '', () => uris[1] ?? '']

test('what began and ended is told with the next sweep, by its names, and once', async () => {
  const discovery = conductor()
  const sweep = () => discovery.sweepOnce({ asksAll: true })
  await sweep()
  expect(await news()).toEqual([])
  await board.place({ scope: 'node', id: first() }, { reason: 'new cards', until: null })
  const id = offeringId(second(), LLM, 'm')
  for (let i = 0; i < settings.consecutive; i++)
    board.record({
      offeringId: id,
      nodeUri: second(),
      startedAt: Date.now(),
      at: Date.now(),
      result: { kind: 'fault', cause: 'server-error' },
    })
  await board.sync()
  await sweep()
  const told = await news()
  expect(told).toHaveLength(2)
  expect(told).toContainEqual(
    expect.objectContaining({
      kind: 'suspended',
      nodeUri: first(),
      offering: null,
      cause: 'new cards',
      isByHand: true,
      reopensAt: null,
    }),
  )
  expect(told).toContainEqual(
    expect.objectContaining({
      kind: 'suspended',
      nodeUri: second(),
      offering: { id, kind: 'ai', pipeline: 'llm', model: 'm', gpu: null },
      cause: '3 jobs in a row failed (server-error)',
      isByHand: false,
    }),
  )
  await sweep()
  expect(await news()).toEqual([])
  await board.lift({ scope: 'node', id: first() })
  await board.lift({ scope: 'offering', id })
  await sweep()
  expect((await news()).map(({ kind }) => kind)).toEqual(['resumed', 'resumed'])
  await sweep()
  expect(await news()).toEqual([])
})

test('a snapshot that was not written has told nothing, and another process tells it then', async () => {
  const died = conductor({
    writeSnapshot: async () => {
      throw new Error('killed')
    },
  })
  await conductor().sweepOnce()
  await news()
  await board.place({ scope: 'node', id: first() }, { reason: 'x', until: null })
  await died.takeUp()
  await died.sweepOnce({ asksAll: true })
  expect(await news()).toEqual([])
  for (const next of [conductor(), conductor()]) {
    await next.takeUp()
    await next.sweepOnce({ asksAll: true })
  }
  expect((await news()).map(({ kind }) => kind)).toEqual(['suspended'])
})

test('whoever is gone when it is lifted is told of by the names it was told by', async () => {
  const discovery = conductor()
  await discovery.sweepOnce()
  const id = offeringId(second(), LLM, 'm')
  await board.place({ scope: 'offering', id }, { reason: 'x', until: null })
  // Nobody knows it, and so nothing can be told of it.
  await board.place({ scope: 'offering', id: 'unknown' }, { reason: 'x', until: null })
  await discovery.sweepOnce({ asksAll: true })
  expect(await news()).toHaveLength(1)
  uris = uris.slice(0, 1)
  await board.lift({ scope: 'offering', id })
  await board.lift({ scope: 'offering', id: 'unknown' })
  await discovery.sweepOnce({ asksAll: true })
  expect(await news()).toMatchObject([
    { kind: 'resumed', nodeUri: devnet.serviceUris()[1], offering: { id, pipeline: 'llm', model: 'm' } },
  ])
})
