import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { offeringId } from '@/lib/catalog/offering-id'
import { DEFAULT_BREAKER_SETTINGS } from '@/lib/selection/breaker-settings'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import type { Store } from '@/lib/store/store'
import { SuspensionBoard } from '@/lib/suspension/suspension-board'
import { problemDto } from '../contract/problem'
import { suspensionDto, suspensionMethodDto, suspensionsDto } from '../contract/suspension'
import { type Ask, asking } from '../testdata/asking'
import { selling, uriOf } from '../testdata/selling-nodes'

/** Suspensions as clients meet them, on a real store, with two processes that share it. */
const KEY = 'a key for tests alone'
const A = uriOf('a')
const FLUX = offeringId(A, 27, 'flux')
const NOW = 5_000
const settings = DEFAULT_BREAKER_SETTINGS

let folder: string
let stores: Store[]
let board: SuspensionBoard
let ask: Ask
let elsewhere: Ask

async function open() {
  const store = openSqliteStore(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
  stores.push(store)
  const suspensions = new SuspensionBoard(
    {
      store,
      now: () => NOW,
      random: () => 0,
      every: () => () => {},
      onError: (error) => {
        throw error
      },
    },
    { settings },
  )
  await suspensions.start()
  const nodes = [selling('a', { flux: 9n, sdxl: 2n }), selling('b', { flux: 5n })]
  return { suspensions, ask: asking({ nodes, suspensions, operatorKey: KEY, now: NOW }) }
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-suspensions-'))
  stores = []
  const first = await open()
  board = first.suspensions
  ask = first.ask
  elsewhere = (await open()).ask
})
afterEach(() => {
  for (const store of stores) store.close()
  rmSync(folder, { recursive: true })
})

const headers = { authorization: `Bearer ${KEY}` }
const put = (path: string, body: unknown) =>
  ask(`/api/v1/suspensions/${path}`, {
    method: 'PUT',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
const lift = (path: string) => ask(`/api/v1/suspensions/${path}`, { method: 'DELETE', headers })
const list = async (query = '', from: Ask = ask) =>
  suspensionsDto.parse(JSON.parse((await from(`/api/v1/suspensions${query}`)).text))

const fail = (offeringId: string, nodeUri: string) => {
  for (let i = settings.consecutive; i > 0; i--)
    board.record({
      offeringId,
      nodeUri,
      startedAt: NOW - i,
      at: NOW - i,
      result: { kind: 'fault', cause: 'bad-answer' },
    })
}

test('whoever was suspended by its jobs is listed with its names, cause and counts', async () => {
  fail(FLUX, A)
  expect(await list()).toEqual({
    count: 1,
    total: 1,
    suspensions: [
      {
        scope: 'offering',
        id: FLUX,
        node_uri: A,
        offering: { kind: 'ai', pipeline: 'text-to-image', model: 'flux' },
        state: 'suspended',
        by_hand: false,
        cause: '3 jobs in a row failed (bad-answer)',
        since: '1970-01-01T00:00:04.999Z',
        reopens_at: '1970-01-01T00:00:19.999Z',
        trial_taken: false,
        share: null,
        jobs: { successes: 0, faults: 3 },
        times_opened: 1,
      },
    ],
  })
  expect((await list('?state=trial')).total).toBe(0)
  expect((await list('?state=suspended,trial')).total).toBe(1)
  expect((await list(`?node=${uriOf('b')}`)).total).toBe(0)
  expect((await list('?node=a.example')).total).toBe(1)
})

test('an offering that the catalog does not know is listed without names', async () => {
  fail('0123456789abcdef', 'https://gone.example:1')
  expect((await list()).suspensions).toMatchObject([{ node_uri: null, offering: null }])
})

test('an operator suspends a node by any of its names, and lifts it, for every process', async () => {
  const path = `node/${encodeURIComponent(A)}`
  const placed = await put(path, { reason: ' new cards ', until: '2099-01-31T12:00:00Z' })
  expect(placed.status).toBe(200)
  expect(suspensionDto.parse(JSON.parse(placed.text))).toMatchObject({
    scope: 'node',
    id: A,
    state: 'suspended',
    by_hand: true,
    cause: 'new cards',
    reopens_at: '2099-01-31T12:00:00.000Z',
  })
  expect((await list('', elsewhere)).total).toBe(1)
  expect(board.admission(FLUX, A)).toMatchObject({ kind: 'suspended', isByHand: true })
  // With its slashes as they are, and without them.
  expect((await put(`node/${A}`, { reason: 'still' })).status).toBe(200)
  expect((await list()).suspensions).toMatchObject([{ cause: 'still', reopens_at: null }])
  expect((await lift('node/a.example:8935')).status).toBe(204)
  expect((await list('', elsewhere)).total).toBe(0)
  expect((await lift('node/a.example:8935')).status).toBe(404)
})

test('lifting forgets what jobs had led to', async () => {
  fail(FLUX, A)
  expect((await lift(`offering/${FLUX}`)).status).toBe(204)
  expect(board.admission(FLUX, A)).toEqual({ kind: 'trusted' })
})

test('nodes come before offerings, the latest first, as many as are asked for', async () => {
  fail('one', A)
  await put(`node/${A}`, { reason: 'x' })
  await put(`offering/${FLUX}`, { reason: 'x' })
  expect((await list()).suspensions.map(({ id }) => id)).toEqual([A, FLUX, 'one'])
  expect(await list('?limit=1')).toMatchObject({ count: 1, total: 3, suspensions: [{ id: A }] })
})

test.each([
  ['node/nobody.example', { reason: 'x' }, 404, null],
  ['offering/0000000000000000', { reason: 'x' }, 404, null],
  ['card/4090', { reason: 'x' }, 400, 'scope'],
  ['node/a.example?force=1', { reason: 'x' }, 400, 'force'],
  ['node/a.example', '{', 400, 'body'],
  ['node/a.example', '[]', 400, 'body'],
  ['node/a.example', '{"reason":{"a":{"b":{}}}}', 400, 'reason'],
  ['node/a.example', {}, 400, 'reason'],
  ['node/a.example', { reason: '  ' }, 400, 'reason'],
  ['node/a.example', { reason: 5 }, 400, 'reason'],
  ['node/a.example', { reason: 'x'.repeat(501) }, 400, 'reason'],
  ['node/a.example', { reason: 'a\nb' }, 400, 'reason'],
  ['node/a.example', { reason: 'x', until: 'tomorrow' }, 400, 'until'],
  ['node/a.example', { reason: 'x', until: 17 }, 400, 'until'],
  ['node/a.example', { reason: 'x', until: '1970-01-01' }, 400, 'until'],
  ['node/a.example', { reason: 'x', __proto: 1 }, 400, '__proto'],
])('%s with %j is refused with %i', async (path, body, status, parameter) => {
  const answer = await put(path, body)
  expect([answer.status, answer.headers['content-type']]).toEqual([status, 'application/problem+json'])
  const { errors } = problemDto.parse(JSON.parse(answer.text))
  expect(errors?.map((error) => error.parameter) ?? null).toEqual(parameter === null ? null : [parameter])
  expect((await list()).total).toBe(0)
})

test('only an operator suspends, and wrong questions are refused by name', async () => {
  for (const method of ['PUT', 'DELETE'])
    expect((await ask('/api/v1/suspensions/node/a.example', { method, body: '{"reason":"x"}' })).status).toBe(
      401,
    )
  expect((await ask('/api/v1/suspensions?state=odd')).status).toBe(400)
  expect((await ask('/api/v1/suspensions?limit=0')).status).toBe(400)
  expect((await ask('/api/v1/suspensions?colour=red')).status).toBe(400)
  const nothing = asking({ nodes: null, suspensions: board, operatorKey: KEY })
  const early = await nothing('/api/v1/suspensions/node/a.example', {
    method: 'PUT',
    headers,
    body: '{"reason":"x"}',
  })
  expect(early.status).toBe(503)
})

test('the rules are public', async () => {
  const { text } = await ask('/api/v1/suspensions/method')
  const method = suspensionMethodDto.parse(JSON.parse(text))
  expect(method.settings).toMatchObject({ consecutive: 3, open_ms: 15_000 })
  expect(method.faults.filter(({ of_node }) => of_node).map(({ cause }) => cause)).toEqual([
    'refused',
    'unreachable',
    'dns',
    'tls',
    'connect-timed-out',
  ])
})
