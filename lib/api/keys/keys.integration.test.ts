import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { KeyBoard } from '@/lib/keys/key-board'
import { KeyLimits } from '@/lib/keys/key-limits'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import type { Store } from '@/lib/store/store'
import { keyDto, keysDto, newKeyDto } from '../contract/key'
import { problemDto } from '../contract/problem'
import { PROBLEM_TYPES } from '../problem-types'
import { type Ask, asking } from '../testdata/asking'
import { gateProblem, ofLimit } from './key-problems'

/** Keys as operators and clients meet them, on a real store, with two processes that share it. */
const OPERATOR = 'a key for tests alone'
const NOW = Date.parse('2026-11-30T18:00:00Z')

let folder: string
let stores: Store[]
let first: Process
let second: Process

interface Process {
  readonly keys: KeyBoard
  readonly keyLimits: KeyLimits
  readonly ask: Ask
}

async function open({ operatorKey }: { operatorKey?: string } = { operatorKey: OPERATOR }): Promise<Process> {
  const store = openSqliteStore(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
  stores.push(store)
  const deps = {
    store,
    now: () => NOW,
    every: () => () => {},
    onError: (error: unknown) => {
      throw error
    },
  }
  const keys = new KeyBoard(deps, { maxCount: 5 })
  const keyLimits = new KeyLimits(deps, { spendWeiPerDay: 1_000n })
  await Promise.all([keys.start(), keyLimits.start()])
  const ask = asking({ nodes: [], keys, keyLimits, now: NOW, ...(operatorKey && { operatorKey }) })
  return { keys, keyLimits, ask }
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-key-api-'))
  stores = []
  first = await open()
  second = await open()
})
afterEach(() => {
  for (const store of stores) store.close()
  rmSync(folder, { recursive: true })
})

const bearing = (secret: string) => ({ authorization: `Bearer ${secret}` })
const send = (method: string, path: string, body?: unknown, secret = OPERATOR) =>
  first.ask(path, {
    method,
    headers: bearing(secret),
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
async function make(body: object = {}) {
  const { status, headers, text } = await send('POST', '/api/v1/keys', { name: 'studio', ...body })
  expect([status, headers['cache-control']]).toEqual([201, 'no-store'])
  return newKeyDto.parse(JSON.parse(text))
}
const kindOf = ({ text }: { text: string }) =>
  problemDto.parse(JSON.parse(text)).type.replace('/problems#', '')

describe('for the operator', () => {
  test('a key is shown with its secret once, and never again', async () => {
    const limits = { requests_per_minute: 60, concurrency: 2, spend_wei_per_day: '90071992547409930001' }
    const { secret, ...key } = await make({
      scopes: ['route', 'read-requests'],
      limits,
      expires_at: '2099-01-31T12:00:00Z',
    })
    expect(key).toMatchObject({ name: 'studio', state: 'valid', hint: secret.slice(-4), limits })
    expect(key.expires_at).toBe('2099-01-31T12:00:00.000Z')
    for (const { ask } of [first, second])
      for (const path of ['/api/v1/keys', `/api/v1/keys/${key.id}`]) {
        const { status, text } = await ask(path, { headers: bearing(OPERATOR) })
        expect([status, text.includes(secret), text.includes(key.id)]).toEqual([200, false, true])
      }
    const own = await first.ask('/api/v1/key', { headers: bearing(secret) })
    expect(own.text).not.toContain(secret)
  })

  test('left out, a key sends jobs without limits for ever', async () => {
    expect(await make()).toMatchObject({
      scopes: ['route'],
      limits: { requests_per_minute: null, concurrency: null, spend_wei_per_day: null },
      expires_at: null,
      last_used_at: null,
      usage: { day: '2026-11-30', spent_wei: '0', jobs_in_flight: 0 },
    })
  })

  test('a change says only what is to be otherwise', async () => {
    const { id } = await make({ limits: { requests_per_minute: 60, concurrency: 2 } })
    const put = async (body: object) =>
      keyDto.parse(JSON.parse((await send('PUT', `/api/v1/keys/${id}`, body)).text))
    expect(await put({ limits: { concurrency: null, spend_wei_per_day: '5' } })).toMatchObject({
      name: 'studio',
      limits: { requests_per_minute: 60, concurrency: null, spend_wei_per_day: '5' },
    })
    expect(await put({ name: ' studio two ', expires_at: '2099-01-31' })).toMatchObject({
      name: 'studio two',
      expires_at: '2099-01-31T00:00:00.000Z',
      limits: { spend_wei_per_day: '5' },
    })
    expect(await put({ expires_at: null })).toMatchObject({ name: 'studio two', expires_at: null })
  })

  test('a revoked key stays in the list, and is refused by every process', async () => {
    const { id, secret } = await make()
    expect((await send('DELETE', `/api/v1/keys/${id}`)).status).toBe(204)
    const list = keysDto.parse(
      JSON.parse((await second.ask('/api/v1/keys', { headers: bearing(OPERATOR) })).text),
    )
    expect(list.keys).toMatchObject([{ id, state: 'revoked', revoked_at: '2026-11-30T18:00:00.000Z' }])
    for (const { ask } of [first, second])
      expect(kindOf(await ask('/api/v1/key', { headers: bearing(secret) }))).toBe('key-refused')
  })

  test('what is spent is told by key and in all', async () => {
    const { id, secret } = await make()
    const found = second.keys.find(secret)
    expect(found.kind).toBe('unknown')
    const key = first.keys.get(id)
    const [own, other] = [first.keyLimits.admit(key), second.keyLimits.admit(null)]
    if (!own.ok || !other.ok) throw new Error('refused')
    first.keyLimits.admit(key)
    own.lease.end({ spentWei: 7n })
    other.lease.end({ spentWei: 3n })
    await second.keyLimits.sync()
    const list = keysDto.parse(JSON.parse((await send('GET', '/api/v1/keys')).text))
    expect(list.all).toEqual({
      day: '2026-11-30',
      spent_wei: '10',
      jobs_in_flight: 1,
      spend_wei_per_day: '1000',
    })
    expect(list.keys[0]?.usage).toMatchObject({ spent_wei: '7', jobs_in_flight: 1 })
  })

  test.each<[string, unknown, string]>([
    ['no name', {}, 'name'],
    ['an empty name', { name: '  ' }, 'name'],
    ['a name of two lines', { name: 'a\nb' }, 'name'],
    ['a name that is too long', { name: 'x'.repeat(81) }, 'name'],
    ['an unknown scope', { name: 'a', scopes: ['root'] }, 'scopes.0'],
    ['no scope', { name: 'a', scopes: [] }, 'scopes'],
    ['a limit of none', { name: 'a', limits: { requests_per_minute: 0 } }, 'limits.requests_per_minute'],
    ['a limit in parts', { name: 'a', limits: { concurrency: 1.5 } }, 'limits.concurrency'],
    ['wei as a number', { name: 'a', limits: { spend_wei_per_day: 5 } }, 'limits.spend_wei_per_day'],
    ['wei below zero', { name: 'a', limits: { spend_wei_per_day: '-5' } }, 'limits.spend_wei_per_day'],
    ['a limit of a later version', { name: 'a', limits: { price: 1 } }, 'limits.price'],
    ['a moment that is over', { name: 'a', expires_at: '2020-01-01' }, 'expires_at'],
    ['no moment', { name: 'a', expires_at: 'soon' }, 'expires_at'],
    ['a secret of its own', { name: 'a', secret: 'lpo_mine' }, 'secret'],
  ])('%s is refused by its place', async (_, body, place) => {
    const reply = await send('POST', '/api/v1/keys', body)
    expect([reply.status, kindOf(reply)]).toEqual([400, 'bad-body'])
    expect(problemDto.parse(JSON.parse(reply.text)).errors?.map(({ parameter }) => parameter)).toContain(
      place,
    )
    expect(first.keys.list()).toEqual([])
  })

  test('there is an end to how many there are, and to what is not there', async () => {
    const made = [await make(), await make(), await make(), await make(), await make()]
    expect(kindOf(await send('POST', '/api/v1/keys', { name: 'one more' }))).toBe('too-many-keys')
    await send('DELETE', `/api/v1/keys/${made[0]?.id}`)
    await make()
    for (const method of ['GET', 'PUT', 'DELETE'])
      expect(kindOf(await send(method, '/api/v1/keys/key_nobody', method === 'PUT' ? {} : undefined))).toBe(
        'not-found',
      )
  })
})

describe('for whoever bears a key', () => {
  test('it is found in either header, and shown for what it is', async () => {
    const { id, secret } = await make({ scopes: ['read-requests'] })
    for (const headers of [bearing(secret), { 'x-api-key': secret }]) {
      const reply = await first.ask('/api/v1/key', { headers })
      expect(reply.headers['cache-control']).toBe('no-store')
      expect(keyDto.parse(JSON.parse(reply.text))).toMatchObject({
        id,
        scopes: ['read-requests'],
        last_used_at: '2026-11-30T18:00:00.000Z',
      })
    }
    expect(kindOf(await first.ask('/api/v1/key'))).toBe('key-needed')
    const unknown = await first.ask('/api/v1/key', { headers: bearing(`${secret}x`) })
    expect([unknown.status, unknown.headers['www-authenticate'], kindOf(unknown)]).toEqual([
      401,
      'Bearer',
      'key-refused',
    ])
  })

  test('a key with the scope of the operator does what the operator does, and no other key does', async () => {
    const { secret: operator } = await make({ scopes: ['operator'] })
    const { secret: client } = await make({ scopes: ['route', 'read-requests'] })
    const save = (secret: string) => send('PUT', '/api/v1/policies/p', { filters: {} }, secret)
    expect(kindOf(await save(client))).toBe('operator-key-needed')
    expect((await send('GET', '/api/v1/keys', undefined, operator)).status).toBe(200)
    expect(kindOf(await send('GET', '/api/v1/keys', undefined, client))).toBe('operator-key-needed')
    expect((await send('POST', '/api/v1/sweeps', undefined, operator)).status).toBe(202)
    await send(
      'DELETE',
      `/api/v1/keys/${first.keys.list().find(({ scopes }) => scopes.includes('operator'))?.id}`,
    )
    expect(kindOf(await send('GET', '/api/v1/keys', undefined, operator))).toBe('operator-key-needed')
  })

  test('without an OPERATOR_KEY no key is made, and none that there was commands', async () => {
    const { secret } = await make({ scopes: ['operator'] })
    const { ask, keys } = await open({})
    expect(keys.find(secret).kind).toBe('known')
    for (const method of ['GET', 'POST'])
      expect(
        kindOf(await ask('/api/v1/keys', { method, headers: bearing(secret), body: '{"name":"x"}' })),
      ).toBe('not-allowed')
  })
})

test('the secret is in no file of the store, and in nothing that is answered later', async () => {
  const { id, secret } = await make()
  const answers = [
    await first.ask('/api/v1/key', { headers: bearing(secret) }),
    await first.ask('/api/v1/keys', { headers: bearing(secret) }),
    await first.ask('/api/v1/key', { headers: bearing(secret.slice(0, -1)) }),
    await first.ask(`/api/v1/keys/${id}`, { headers: bearing(OPERATOR) }),
  ]
  first.keys.stop()
  expect(answers.filter(({ text, headers }) => `${text}${JSON.stringify(headers)}`.includes(secret))).toEqual(
    [],
  )
  const files = readdirSync(folder)
  expect(files).toContain('offerings.db')
  for (const file of files) {
    const bytes = readFileSync(join(folder, file))
    expect([file, bytes.includes(secret), bytes.includes(secret.slice(4))]).toEqual([file, false, false])
  }
})

test('each way to be kept out is a problem of its own, and says when to come back', () => {
  const statusOf = (reason: Parameters<typeof gateProblem>[0]['reason']) =>
    gateProblem({ reason, detail: '' }).status
  expect(
    (['missing', 'unknown', 'revoked', 'expired', 'scope', 'foreign-page'] as const).map(statusOf),
  ).toEqual([401, 401, 401, 401, 403, 403])
  for (const limit of ['rate', 'concurrency', 'spend'] as const) {
    const { kind, headers } = ofLimit({ ok: false, limit, isOfAll: false, retryAfterS: 7 })
    expect([PROBLEM_TYPES[kind].status, headers['retry-after']]).toEqual([429, '7'])
  }
})
