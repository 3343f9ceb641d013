import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RoutedRequest } from '@/lib/domain/routed-request'
import { routeAttempt, routedRequest } from '@/lib/domain/testdata/routed-request'
import { RequestJournal } from '@/lib/requests/request-journal'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import type { Store } from '@/lib/store/store'
import { StoreFailure } from '@/lib/store/store-failure'
import { turnOfOthers } from '@/lib/turn-of-others'
import { problemDto } from '../contract/problem'
import { requestSummaryDto, requestsDto, singleRequestDto } from '../contract/request'
import { type Ask, asking } from '../testdata/asking'
import { RequestStreams } from './request-streams'

const KEY = 'a key for tests alone'
const NOW = Date.UTC(2026, 0, 10, 12, 2, 30)
const MINUTE = 60_000

let folder: string
let store: Store
let journal: RequestJournal
let streams: RequestStreams
let ask: Ask
let isBroken: boolean
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-request-api-'))
  store = openSqliteStore(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
  isBroken = false
  const onError = (error: unknown) => {
    throw error
  }
  const every = () => () => {}
  journal = new RequestJournal({
    store: {
      writeRequests: async (written) => {
        if (isBroken) throw new StoreFailure('full', 'The disk is full.')
        return store.writeRequests(written)
      },
    },
    every,
    turn: turnOfOthers,
    monotonicMs: () => performance.now(),
    onError,
  })
  streams = new RequestStreams({ journal, every, onError }, { maxStreams: 1, maxBehind: 10 })
  ask = asking({
    nodes: [],
    operatorKey: KEY,
    now: NOW,
    requests: { requests: journal, requestRows: store, requestStreams: streams },
  })
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

const carry = (about: Partial<RoutedRequest>) => {
  const record = routedRequest({ startedAt: NOW - MINUTE, ...about })
  journal.begin(record).end(record)
}
const get = (path: string) => ask(`/api/v1/requests${path}`, { headers: { authorization: `Bearer ${KEY}` } })
const json = async (path: string): Promise<unknown> => JSON.parse((await get(path)).text)
const list = async (query = '') => requestsDto.parse(await json(query))
const idsOf = async (query = '') => (await list(query)).requests.map(({ id }) => id)
const refusalOf = async (path: string) => {
  const reply = await get(path)
  const refusal = problemDto.parse(JSON.parse(reply.text))
  expect(refusal.status).toBe(reply.status)
  return refusal
}

test('nobody but the operator sees requests, in any form', async () => {
  for (const path of ['', '/x', '/stream', '/summary'])
    expect((await ask(`/api/v1/requests${path}`)).status).toBe(401)
})

describe('the list', () => {
  test('has a request as soon as it has ended, latest first, in pages that lose and repeat nothing', async () => {
    for (let i = 0; i < 25; i++) carry({ id: `r${i}`, startedAt: NOW - 1_000 + i })
    const seen: string[] = []
    for (let query = '?limit=10'; ; ) {
      const { requests, next_cursor } = await list(query)
      seen.push(...requests.map(({ id }) => id))
      if (next_cursor === null) break
      // What comes meanwhile moves no page.
      carry({ id: `late${seen.length}`, startedAt: NOW })
      query = `?limit=10&cursor=${next_cursor}`
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => `r${24 - i}`))
  })

  test('says all of a request but what was in it, amounts to the last digit', async () => {
    carry({ id: 'a', paidWei: 10n ** 25n + 1n, units: 2n ** 70n, costWei: null, keyId: 'key-1' })
    const [request] = (await list()).requests
    expect(request).toMatchObject({
      state: 'ended',
      id: 'a',
      key_id: 'key-1',
      attempt_count: 1,
      offering_id: 'halcyon-flux',
      paid_wei: '10000000000000000000000001',
      units: '1180591620717411303424',
      cost_wei: null,
    })
    expect(request).not.toHaveProperty('decision')
  })

  test('is narrowed by what a request was and how it ended', async () => {
    carry({ id: 'a', pipeline: 'llm', keyId: 'key-1' })
    carry({ id: 'b', status: 502, outcome: 'failed', attempts: [routeAttempt(), routeAttempt()] })
    carry({ id: 'c', status: 503, outcome: 'nobody', attempts: [], startedAt: NOW - 60 * MINUTE })
    expect(await idsOf('?status=5xx')).toEqual(['b', 'c'])
    expect(await idsOf('?status=502,200')).toEqual(['b', 'a'])
    expect(await idsOf('?key=none&outcome=failed')).toEqual(['b'])
    expect(await idsOf('?min_attempts=2')).toEqual(['b'])
    expect(await idsOf('?pipeline=llm&model=flux&key=key-1')).toEqual(['a'])
    expect(await idsOf('?node=halcyon-1.example:8935')).toEqual(['b', 'a'])
    expect(
      await idsOf('?orchestrator=0x00000000000000000000000000000000000000A1&offering=halcyon-flux'),
    ).toEqual(['b', 'a'])
    expect(await idsOf(`?until=${new Date(NOW - 30 * MINUTE).toISOString()}`)).toEqual(['c'])
    expect(await idsOf(`?since=${new Date(NOW - 30 * MINUTE).toISOString()}`)).toEqual(['b', 'a'])
  })

  test('shows those under way where they are asked for, on the first page, and not where the end is asked for', async () => {
    carry({ id: 'done' })
    journal.begin(routedRequest({ id: 'first' }))
    journal.begin(routedRequest({ id: 'second', model: 'sdxl' }))
    expect(await idsOf()).toEqual(['done'])
    expect(await idsOf('?running=true')).toEqual(['second', 'first', 'done'])
    expect(await idsOf('?running=true&model=sdxl')).toEqual(['second'])
    expect(await idsOf('?running=true&outcome=served')).toEqual(['done'])
    expect((await list('?running=true')).requests[0]).toEqual({
      state: 'running',
      id: 'second',
      started_at: '1970-01-01T00:00:01.000Z',
      route: '/text-to-image',
      key_id: null,
      kind: 'ai',
      pipeline: 'text-to-image',
      model: 'sdxl',
    })
  })

  test.each([
    ['?status=6xx', 'status', 'such as 502'],
    ['?outcome=won', 'outcome', 'not one of served'],
    ['?colour=red', 'colour', 'not a parameter'],
    ['?limit=0', 'limit', 'whole number'],
    ['?cursor=x', 'cursor', 'not a next_cursor'],
    ['?min_attempts=-1', 'min_attempts', 'whole number'],
    ['?orchestrator=me', 'orchestrator', 'not an address'],
    ['?running=yes', 'running', 'not one of true, false'],
    ['?since=2026-01-02&until=2026-01-01', 'since', 'later than until'],
    ['/stream?running=true', 'running', 'not a parameter'],
    ['/summary?by=colour', 'by', 'not one of pipeline'],
    ['/summary?window=2h', 'window', 'not one of 1h'],
    ['/x?y=1', 'y', 'it takes none'],
  ])('%s is refused by name', async (path, parameter, says) => {
    const { status, errors = [] } = await refusalOf(path)
    expect([status, errors.map((error) => error.parameter)]).toEqual([400, [parameter]])
    expect(errors[0]?.detail).toContain(says)
  })
})

describe('a single request', () => {
  test('is there with attempts and decision, before and after it is written', async () => {
    const decision = { chosen: { id: 'halcyon-flux' }, rejected: [] }
    const attempts = [
      routeAttempt({ outcome: 'connect-timed-out', status: null, detail: 'nobody there', paidWei: null }),
      routeAttempt({ paidWei: 2n ** 80n }),
    ]
    isBroken = true
    carry({ id: 'a', decision, attempts })
    await journal.settle()
    const waiting = await json('/a')
    isBroken = false
    expect(journal.waiting).toBe(1)
    const parsed = singleRequestDto.parse(waiting)
    expect(parsed).toMatchObject({
      attempt_count: 2,
      attempts: [
        { outcome: 'connect-timed-out', detail: 'nobody there', paid_wei: null },
        { outcome: 'ok', paid_wei: (2n ** 80n).toString() },
      ],
      decision,
    })
    journal.stop()
    expect(journal.waiting).toBe(0)
    expect(await json('/a')).toEqual(waiting)
  })

  test('is there while it is under way, and is said not to be kept where it is not', async () => {
    journal.begin(routedRequest({ id: 'a' }))
    expect(await json('/a')).toMatchObject({ state: 'running', id: 'a' })
    expect(await refusalOf('/b')).toMatchObject({ status: 404, type: '/problems#not-found' })
  })
})

describe('the summary', () => {
  const summary = async (query = '') => requestSummaryDto.parse(await json(`/summary${query}`)).windows

  test('is of windows that begin with a whole bucket, and apart by what is asked for', async () => {
    for (let i = 0; i < 99; i++)
      carry({ id: `s${i}`, totalMs: 1_000 + i * 10, firstByteMs: 500, paidWei: 1n })
    carry({
      id: 'f',
      outcome: 'failed',
      status: 502,
      attempts: [
        routeAttempt({ outcome: 'refused' }),
        routeAttempt({ outcome: 'reset', orchestrator: null }),
      ],
      totalMs: 9_000,
      paidWei: 0n,
    })
    carry({ id: 'old', startedAt: NOW - 3 * 60 * MINUTE, pipeline: 'llm', model: null, totalMs: 60_000 })
    const [hour, day, week] = await summary('?by=pipeline')
    expect(hour).toMatchObject({
      window: '1h',
      from: '2026-01-10T11:00:00.000Z',
      to: '2026-01-10T12:02:30.000Z',
      requests: 100,
      served_share: 0.99,
      attempts_per_request: 1.01,
      paid_wei: '99',
      outcomes: [
        { outcome: 'served', count: 99 },
        { outcome: 'failed', count: 1 },
      ],
    })
    const { p50 = 0, p99 = 0 } = hour?.total_ms ?? {}
    expect(Math.abs(p50 / 1_490 - 1)).toBeLessThan(0.011)
    expect(Math.abs(p99 / 1_980 - 1)).toBeLessThan(0.011)
    expect(day).toMatchObject({ window: '24h', from: '2026-01-09T12:00:00.000Z', requests: 101 })
    expect(week?.groups).toMatchObject([
      { of: 'value', value: 'text-to-image', requests: 100 },
      { of: 'value', value: 'llm', requests: 1, served_share: 1 },
    ])
    const [byOrchestrator] = await summary('?window=1h&by=orchestrator')
    expect(byOrchestrator?.groups?.map(({ of, requests }) => [of, requests])).toEqual([
      ['value', 99],
      ['none', 1],
    ])
    const [byOutcome] = await summary('?window=1h&by=outcome')
    const failed = byOutcome?.groups?.find(({ value }) => value === 'failed')
    expect(failed).toMatchObject({ served_share: 0 })
    expect(Math.abs((failed?.total_ms?.p50 ?? 0) / 9_000 - 1)).toBeLessThan(0.011)
  })

  test('of nothing is nothing, and no zero where a share or a time would be', async () => {
    const [hour] = await summary('?window=1h')
    expect(hour).toMatchObject({
      requests: 0,
      served_share: null,
      attempts_per_request: null,
      total_ms: null,
      first_byte_ms: null,
      paid_wei: '0',
      groups: null,
    })
  })
})

test('a stream is opened for as many as there is room for', async () => {
  const head = await ask('/api/v1/requests/stream', {
    method: 'HEAD',
    headers: { authorization: `Bearer ${KEY}` },
  })
  expect([head.status, head.headers['content-type'], head.headers['cache-control']]).toEqual([
    200,
    'text/event-stream',
    'no-cache, no-transform',
  ])
  streams.close()
  expect(await refusalOf('/stream')).toMatchObject({ status: 503, type: '/problems#too-many-streams' })
})
