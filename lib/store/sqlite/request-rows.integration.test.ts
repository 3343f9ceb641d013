import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fitsRequest, type RequestFilter } from '@/lib/domain/request-filter'
import { ROUTE_OUTCOMES, type RoutedRequest, summaryOf } from '@/lib/domain/routed-request'
import { seededRandom } from '@/lib/domain/seeded-random'
import { routeAttempt, routedRequest } from '@/lib/domain/testdata/routed-request'
import type { RequestPageQuery, WrittenRequest } from '../kept-requests'
import type { Store } from '../store'
import { openDatabase } from './open-database'
import { readRequests } from './request-rows'
import { openSqliteStore } from './sqlite-store'

const migrationsFolder = 'drizzle/migrations'
const HOUR = 3_600_000
const DAY = 24 * HOUR

let folder: string
let store: Store
const file = () => join(folder, 'offerings.db')
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-requests-'))
  store = openSqliteStore(file(), { migrationsFolder })
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

const ALL: RequestFilter = {
  pipelines: null,
  models: null,
  outcomes: null,
  statuses: null,
  keys: null,
  orchestrators: null,
  nodeUris: null,
  offerings: null,
  minAttempts: null,
}
const page = (about: Partial<RequestPageQuery> = {}): RequestPageQuery => ({
  filter: ALL,
  since: null,
  until: null,
  before: null,
  limit: 100,
  ...about,
})
const written = (request: RoutedRequest, decision: string | null = null): WrittenRequest => ({
  request,
  decision,
})
const write = (...requests: readonly RoutedRequest[]) =>
  store.writeRequests(requests.map((request) => written(request)))
const idsOf = async (query: Partial<RequestPageQuery> = {}) =>
  (await store.readRequests(page(query))).requests.map(({ id }) => id)

test('what was written is read back exactly, with attempts and decision', async () => {
  const huge = 10n ** 30n
  const request = routedRequest({
    id: 'a',
    attempts: [
      routeAttempt({
        outcome: 'timed-out',
        status: null,
        firstByteMs: null,
        detail: '"\u2028{',
        paidWei: huge,
      }),
      routeAttempt({ orchestrator: null, offeringId: 'other', totalMs: 12.25 }),
    ],
    paidWei: huge,
    costWei: null,
    units: null,
    overheadMs: 0.123,
  })
  expect(await store.writeRequests([written(request, '{"chosen":"other"}')])).toBe(1)
  expect(await store.readRequest('a')).toEqual({
    summary: summaryOf(request),
    attempts: request.attempts,
    decision: '{"chosen":"other"}',
  })
  expect(await store.readRequests(page())).toEqual({ requests: [summaryOf(request)], next: null })
  expect(await store.readRequest('b')).toBeNull()
})

test('nobody was tried, and it stands there all the same', async () => {
  const request = routedRequest({
    id: 'n',
    attempts: [],
    outcome: 'nobody',
    status: 503,
    problem: 'nobody-fits',
  })
  await write(request)
  expect(await store.readRequest('n')).toEqual({ summary: summaryOf(request), attempts: [], decision: null })
})

test('a request that is written again is there once, and counted once', async () => {
  const request = routedRequest({ id: 'a', startedAt: 10 * HOUR })
  expect([
    await write(request),
    await write(request, routedRequest({ id: 'b', startedAt: 10 * HOUR })),
  ]).toEqual([1, 1])
  expect(await idsOf()).toEqual(['b', 'a'])
  const [all] = await store.readRequestCounts({
    level: '1h',
    dimension: 'all',
    since: 10 * HOUR,
    until: 11 * HOUR,
    maxValues: 10,
  })
  expect(all?.requests).toBe(2)
})

test('more than a thousand that end in one ms all have a place, in the order in which they were written', async () => {
  const many = Array.from({ length: 2_500 }, (_, i) =>
    routedRequest({ id: `r${String(i).padStart(5, '0')}` }),
  )
  await write(...many)
  await write(routedRequest({ id: 'after', startedAt: 1_001 }))
  const found: string[] = []
  for (let before: number | null = null; ; ) {
    const { requests, next } = await store.readRequests(page({ before, limit: 400 }))
    found.push(...requests.map(({ id }) => id))
    before = next
    if (next === null) break
  }
  expect(new Set(found).size).toBe(2_501)
  expect(found.filter((id) => id !== 'after')).toEqual(many.map(({ id }) => id).reverse())
})

test('every filter finds by its index what the same filter finds in memory, page by page', async () => {
  const random = seededRandom('requests')
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random.next() * values.length)] as T
  const requests = Array.from({ length: 600 }, (_, i) => {
    const count = Math.floor(random.next() * 4)
    return routedRequest({
      id: `r${i}`,
      startedAt: 1_000_000 + i * 100,
      pipeline: pick(['text-to-image', 'llm', 'upscale']),
      model: pick([null, 'flux', 'sdxl', 'unknown']),
      keyId: pick([null, 'key-1', 'key-2', 'none-such']),
      outcome: pick(ROUTE_OUTCOMES),
      status: pick([200, 400, 404, 499, 502, 503]),
      attempts: Array.from({ length: count }, () =>
        routeAttempt({
          offeringId: pick(['o1', 'o2', 'o3']),
          nodeUri: pick(['https://a.example:1', 'https://b.example:1']),
          orchestrator: pick([null, '0xa', '0xb']),
        }),
      ),
    })
  })
  await write(...requests)
  const db = openDatabase(file(), { migrationsFolder })
  const maybe = (values: readonly string[]): ReadonlySet<string> | null =>
    random.next() < 0.6 ? null : new Set([pick(values), pick(values)])
  for (let i = 0; i < 150; i++) {
    const filter: RequestFilter = {
      pipelines: maybe(['text-to-image', 'llm', 'nothing']),
      models: maybe(['flux', 'sdxl', 'unknown']),
      outcomes: maybe(ROUTE_OUTCOMES),
      statuses: maybe(['5xx', '4xx', '200', '502']),
      keys: maybe(['none', 'key-1', 'key-2']),
      orchestrators: maybe(['0xa', '0xb']),
      nodeUris: maybe(['https://a.example:1', 'https://b.example:1']),
      offerings: maybe(['o1', 'o2']),
      minAttempts: random.next() < 0.7 ? null : Math.floor(random.next() * 4),
    }
    const since = random.next() < 0.5 ? null : 1_000_000 + Math.floor(random.next() * 60_000)
    const until = random.next() < 0.5 ? null : 1_000_000 + Math.floor(random.next() * 60_000)
    const found: string[] = []
    for (let before: number | null = null; ; ) {
      const query = page({ filter, since, until, before, limit: 7 })
      const { requests: some, next } = await readRequests(db, query, { rowsPerLook: 40, minPerRun: 3 })
      found.push(...some.map(({ id }) => id))
      before = next
      if (next === null) break
    }
    const wanted = requests
      .filter((request) => fitsRequest(summaryOf(request), filter))
      .filter(({ endedAt }) => (since === null || endedAt >= since) && (until === null || endedAt <= until))
      .map(({ id }) => id)
      .reverse()
    expect(found).toEqual(wanted)
  }
  db.$client.close()
})

describe('what requests came to', () => {
  const at = 100 * HOUR
  const question = { level: '1h', since: at, until: at + HOUR, maxValues: 10 } as const

  test('is counted by each dimension, over several writes, exactly', async () => {
    const failing = routedRequest({
      id: 'f',
      startedAt: at,
      outcome: 'failed',
      status: 502,
      model: null,
      attempts: [routeAttempt({ outcome: 'refused' }), routeAttempt({ outcome: 'busy', orchestrator: null })],
      paidWei: 0n,
      totalMs: 60_000,
      firstByteMs: null,
    })
    const slow = routedRequest({
      id: 's',
      startedAt: at,
      totalMs: 2_000,
      firstByteMs: 1_000,
      paidWei: 2n ** 70n,
    })
    await write(failing, slow)
    await write(routedRequest({ id: 't', startedAt: at + 1, totalMs: 1_000, paidWei: 1n, pipeline: 'llm' }))
    const [all] = await store.readRequestCounts({ ...question, dimension: 'all' })
    expect(all).toMatchObject({
      of: { kind: 'none' },
      requests: 3,
      attempts: 4,
      outcomes: { served: 2, failed: 1 },
      paidWei: 2n ** 70n + 1n,
    })
    // Of those that were served alone.
    expect([all?.totalMs.count, all?.firstByteMs.count]).toEqual([2, 2])
    expect((all?.totalMs.percentile(99) ?? 0) / 2_000).toBeCloseTo(1, 1)
    const byModel = await store.readRequestCounts({ ...question, dimension: 'model' })
    expect(byModel.map(({ of, requests }) => [of, requests])).toEqual([
      [{ kind: 'value', value: 'flux' }, 2],
      [{ kind: 'none' }, 1],
    ])
    const byOutcome = await store.readRequestCounts({ ...question, dimension: 'outcome' })
    const failed = byOutcome.find(({ of }) => of.kind === 'value' && of.value === 'failed')
    expect((failed?.totalMs.percentile(50) ?? 0) / 60_000).toBeCloseTo(1, 1)
    expect(await store.readRequestCounts({ ...question, level: '5m', dimension: 'all' })).toEqual([all])
    expect(
      await store.readRequestCounts({ ...question, since: at - HOUR, until: at, dimension: 'all' }),
    ).toEqual([])
  })

  test('has a bound, however many names clients invent: what is beyond it is counted together', async () => {
    const models = (from: number, count: number) =>
      Array.from({ length: count }, (_, i) =>
        routedRequest({ id: `m${from + i}`, startedAt: at, model: `m${from + i}` }),
      )
    await write(...models(0, 150))
    await write(...models(150, 150), routedRequest({ id: 'again', startedAt: at, model: 'm0' }))
    const found = await store.readRequestCounts({ ...question, dimension: 'model' })
    expect(found).toHaveLength(11)
    expect(found[0]).toMatchObject({ of: { value: 'm0' }, requests: 2 })
    expect(found.at(-1)).toMatchObject({ of: { kind: 'rest' }, requests: 301 - 11 })
    const all = await store.readRequestCounts({ ...question, dimension: 'model', maxValues: 1_000 })
    expect(all.filter(({ of }) => of.kind === 'value')).toHaveLength(200)
    expect(all.at(-1)).toMatchObject({ of: { kind: 'rest' }, requests: 100 })
  })

  test('says of nodes how many jobs went well and how many failed, neither of which a busy one did', async () => {
    const attempts = [
      routeAttempt({ nodeUri: 'x', outcome: 'timed-out', startedAt: at }),
      routeAttempt({ nodeUri: 'y', outcome: 'busy', startedAt: at }),
      routeAttempt({ nodeUri: 'x', startedAt: at + 5 * 60_000 }),
      routeAttempt({ nodeUri: 'x', startedAt: at + 2 * HOUR }),
    ]
    await write(routedRequest({ startedAt: at, attempts }))
    const counts = (from: number, to: number) => store.readJobCounts(['x', 'y'], { from, to })
    expect(await counts(at - HOUR, at + 3 * HOUR)).toEqual({ succeeded: 2, faults: 1 })
    expect(await counts(at + 5 * 60_000, at + 10 * 60_000)).toEqual({ succeeded: 1, faults: 0 })
    expect(await counts(at + 5 * 60_000, at + 2 * HOUR + 5 * 60_000)).toEqual({ succeeded: 2, faults: 0 })
    expect(await store.readJobCounts(['y'], { from: 0, to: at + DAY })).toEqual({ succeeded: 0, faults: 0 })
  })
})

test('jobs whose time is known are read back, the latest first', async () => {
  await write(
    routedRequest({ id: 'old', startedAt: 1_000 }),
    routedRequest({ id: 'a', startedAt: 50_000, units: 10n, attempts: [routeAttempt({ totalMs: 50 })] }),
    routedRequest({ id: 'b', startedAt: 51_000, outcome: 'cut' }),
    routedRequest({ id: 'c', startedAt: 52_000, units: null }),
    routedRequest({ id: 'd', startedAt: 53_000, units: 20n, attempts: [routeAttempt({ totalMs: 60 })] }),
  )
  const jobs = await store.readTimedJobs({ since: 40_000, limit: 10 })
  expect(jobs.map(({ tookMs, units, at }) => [tookMs, units, at])).toEqual([
    [60, 20n, 53_800],
    [50, 10n, 50_800],
  ])
  expect(await store.readTimedJobs({ since: 40_000, limit: 1 })).toHaveLength(1)
})

describe('forgetting', () => {
  const now = 400 * DAY
  const limits = {
    before: now - 30 * DAY,
    decisionsBefore: now - 3 * DAY,
    keep: 1_000,
    keepDecisions: 1_000,
    now,
  }
  const daysAgo = (days: number) => routedRequest({ id: `${days}`, startedAt: now - days * DAY, totalMs: 1 })

  test('takes decisions first, then requests with all that belongs to them', async () => {
    await store.writeRequests([40, 31, 29, 4, 2, 0.5].map((days) => written(daysAgo(days), '{}')))
    expect(await store.forgetRequests(limits)).toBe(2)
    expect(await idsOf()).toEqual(['0.5', '2', '4', '29'])
    expect((await store.readRequest('4'))?.decision).toBeNull()
    expect((await store.readRequest('2'))?.decision).toBe('{}')
    const db = new Database(file(), { readonly: true })
    const count = (table: string) => db.prepare<[], { n: number }>(`select count(*) n from ${table}`).get()?.n
    expect(['request_attempts', 'request_decisions'].map(count)).toEqual([4, 2])
    const at = db
      .prepare<[], { at: number }>('select min(at) at from request_counts where level = 1')
      .get()?.at
    expect(at).toBe(Math.floor((now - 29 * DAY) / HOUR) * HOUR)
    const fine = db.prepare<[], { n: number }>('select count(*) n from job_counts where level = 0').get()?.n
    expect(fine).toBe(1)
    db.close()
    expect(await store.forgetRequests(limits)).toBe(0)
  })

  test('keeps no more than there may be, the latest of them', async () => {
    const requests = Array.from({ length: 1_230 }, (_, i) =>
      routedRequest({ id: `r${i}`, startedAt: now - 2_000 + i, totalMs: 1 }),
    )
    await store.writeRequests(requests.map((request) => written(request, '{}')))
    await store.forgetRequests({ ...limits, keep: 1_000, keepDecisions: 300 })
    const left = await idsOf({ limit: 2_000 })
    expect([left.length, left.at(-1)]).toEqual([1_000, 'r230'])
    expect((await store.readRequest('r930'))?.decision).toBe('{}')
    expect((await store.readRequest('r929'))?.decision).toBeNull()
  })
})
