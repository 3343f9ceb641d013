import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { foldedSnapshot, observation } from '@/lib/snapshot/testdata/observation'
import { openDatabase } from '@/lib/store/sqlite/open-database'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import type { Store } from '@/lib/store/store'
import { sweepsDto } from './contract/sweep'
import { answerRequest } from './endpoints'
import { sweepHours } from './endpoints/sweeps'
import { finishAnswer } from './finish-answer'
import { createReader } from './reader'
import { answerDeps } from './testdata/answer-deps'
import { stateOf } from './testdata/asking'

let folder: string
let store: Store
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-sweeps-'))
  store = openSqliteStore(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

const reader = createReader(stateOf(null), { now: () => 0, version: 'test' })
async function ask(query: string) {
  const request = {
    method: 'GET',
    url: new URL(`http://localhost/api/v1/sweeps${query}`),
    header: () => null,
  }
  const answer = await answerRequest(request, {
    ...answerDeps(reader),
    sweeps: store,
    onError: (error) => {
      throw error
    },
  })
  const { bytes } = finishAnswer(answer, request, { canEncode: false })
  return { status: answer.status, json: JSON.parse(String(bytes)) }
}
const fail = (error: unknown) => {
  throw error
}
const sweeps = async (query = '') => sweepsDto.parse((await ask(query)).json)

test('a sweep says how its nodes did, and which sources failed', async () => {
  await store.writeSnapshot(
    foldedSnapshot({
      startedAt: 1_000,
      endedAt: 1_250,
      sources: [
        {
          name: 'chain',
          kind: 'chain',
          count: 0,
          duplicates: 0,
          invalid: 0,
          cadenceMs: 1,
          readAt: null,
          error: 'nobody listens',
          failingSince: 1,
          lastFailure: null,
        },
      ],
      nodes: [
        observation({ uri: 'https://a.example:8935' }),
        observation({ uri: 'https://b.example:8935' }),
        observation({ uri: 'https://c.example:8935', kind: 'timed-out', askedAt: 999 }),
      ],
    }),
  )
  expect((await sweeps()).sweeps).toMatchObject([
    {
      started_at: '1970-01-01T00:00:01.000Z',
      duration_ms: 250,
      nodes: 3,
      nodes_asked: 2,
      nodes_answered: 2,
      outcomes: [
        { outcome: 'ok', count: 2 },
        { outcome: 'timed-out', count: 1 },
      ],
      failing_sources: [{ name: 'chain', error: 'nobody listens' }],
    },
  ])
})

test('how many a sweep of an older version asked is not known, nor what its hour came to', async () => {
  for (const endedAt of [1_000, 2_000, 3_600_000])
    await store.writeSnapshot(foldedSnapshot({ startedAt: 0, endedAt, nodes: [observation()] }))
  const database = openDatabase(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
  database.run(sql`update snapshots set asked = null where ended_at = 1000`)
  database.$client.close()
  expect((await sweeps()).sweeps.map(({ nodes, nodes_asked }) => [nodes, nodes_asked])).toEqual([
    [1, 1],
    [1, 1],
    [1, null],
  ])
  const { hours } = await sweepHours(store, 3_600_000)
  expect(hours.map(({ nodes_asked }) => nodes_asked)).toEqual([1, null])
})

test('pages hold every sweep once, latest first, whatever is swept meanwhile', async () => {
  for (let i = 1; i <= 7; i++) await store.writeSnapshot(foldedSnapshot({ endedAt: i * 1_000 }))
  const seen: number[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: Awaited<ReturnType<typeof sweeps>> = await sweeps(`?limit=3${cursor && `&cursor=${cursor}`}`)
    seen.push(...page.sweeps.map(({ as_of }) => Date.parse(as_of) / 1_000))
    await store.writeSnapshot(foldedSnapshot({ endedAt: 99_000 }))
    cursor = page.next_cursor
  }
  expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1])
})

test('nothing swept yet is an empty list', async () =>
  expect(await sweeps()).toEqual({ sweeps: [], next_cursor: null }))

test.each([
  'limit=0',
  'limit=501',
  'limit=1e2',
  'limit=1&limit=2',
  'cursor=x',
  'cursor=-1',
  'state=ok',
  'cursor=',
])('%s is refused by name', async (query) => {
  const { status, json } = await ask(`?${query}`)
  expect([status, json.errors?.[0]?.parameter]).toEqual([400, query.split('=')[0]])
})

test('the hours of sweeps are told once to whoever knows them, for as long as none ends', async () => {
  const hourly = async (now: number, etag: string | null) => {
    const request = {
      method: 'GET',
      url: new URL('http://localhost/api/v1/sweeps/hourly'),
      header: (name: string) => (name === 'if-none-match' ? etag : null),
    }
    const deps = { ...answerDeps(reader), sweeps: store, now: () => now, onError: fail }
    const { status, headers } = finishAnswer(await answerRequest(request, deps), request, {
      canEncode: false,
    })
    return { status, etag: headers.etag ?? null }
  }
  const noon = 43_200_000 + 86_400_000
  await store.writeSnapshot(foldedSnapshot({ startedAt: noon - 2_000, endedAt: noon - 1_000 }))
  const first = await hourly(noon, null)
  expect(first.status).toBe(200)
  expect(await hourly(noon + 12_345, first.etag)).toEqual({ status: 304, etag: first.etag })
  await store.writeSnapshot(foldedSnapshot({ startedAt: noon, endedAt: noon + 13_000 }))
  expect((await hourly(noon + 14_000, first.etag)).status).toBe(200)
})

test('the sweeps of the last day are summed up by hour, latest first, and older ones are left out', async () => {
  const hour = 3_600_000
  const sweep = (endedAt: number, tookMs: number, ...kinds: readonly ('ok' | 'timed-out')[]) =>
    store.writeSnapshot(
      foldedSnapshot({
        startedAt: endedAt - tookMs,
        endedAt,
        nodes: kinds.map((kind, i) =>
          observation({ uri: `https://${i}.example:8935`, kind, askedAt: endedAt - i * 200 }),
        ),
      }),
    )
  await sweep(1 * hour, 10, 'ok')
  await sweep(30 * hour, 100, 'ok', 'ok')
  await sweep(31 * hour - 1, 301, 'ok', 'timed-out')
  await sweep(31 * hour, 50, 'timed-out')
  const { since, hours } = await sweepHours(store, 50 * hour)
  expect(since).toBe('1970-01-02T02:00:00.000Z')
  expect(hours).toEqual([
    {
      hour: '1970-01-02T07:00:00.000Z',
      sweeps: 1,
      mean_duration_ms: 50,
      longest_duration_ms: 50,
      nodes_asked: 1,
      outcomes: [{ outcome: 'timed-out', count: 1 }],
    },
    {
      hour: '1970-01-02T06:00:00.000Z',
      sweeps: 2,
      mean_duration_ms: 201,
      longest_duration_ms: 301,
      nodes_asked: 3,
      outcomes: [
        { outcome: 'ok', count: 3 },
        { outcome: 'timed-out', count: 1 },
      ],
    },
  ])
})
