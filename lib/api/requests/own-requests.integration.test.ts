import { mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { KeyScope } from '@/lib/domain/api-key'
import type { RoutedRequest } from '@/lib/domain/routed-request'
import { routedRequest } from '@/lib/domain/testdata/routed-request'
import { createGate } from '@/lib/keys/gate'
import { KeyBoard } from '@/lib/keys/key-board'
import { RequestJournal } from '@/lib/requests/request-journal'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import type { Store } from '@/lib/store/store'
import { turnOfOthers } from '@/lib/turn-of-others'
import { problemDto } from '../contract/problem'
import { type RequestEventDto, requestEventDto, requestsDto } from '../contract/request'
import { answerRequest } from '../endpoints'
import { openLeanDoor } from '../lean-door'
import { createReader } from '../reader'
import { answerDeps } from '../testdata/answer-deps'
import { stateOf } from '../testdata/asking'
import { RequestStreams } from './request-streams'

/** What whoever bears a key of a client may see of the record, over a real door, from a real store. */
const OPERATOR = 'a key for tests alone'
const NOW = Date.UTC(2026, 0, 10, 12)
const LIMITS = { requestsPerMinute: null, concurrency: null, spendWeiPerDay: null }

let folder: string
let store: Store
let keys: KeyBoard
let journal: RequestJournal
let streams: RequestStreams
let doors: Server[]
let own: Bearer
let other: Bearer

interface Bearer {
  readonly id: string
  readonly secret: string
}

const onError = (error: unknown) => {
  throw error
}
const every = () => () => {}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-own-requests-'))
  store = openSqliteStore(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
  keys = new KeyBoard({ store, now: () => NOW, every, onError })
  await keys.start()
  journal = new RequestJournal({
    store,
    every,
    turn: turnOfOthers,
    monotonicMs: () => performance.now(),
    onError,
  })
  streams = new RequestStreams({ journal, every, onError })
  doors = []
  own = await make(['route', 'read-requests'])
  other = await make(['route', 'read-requests'])
})
afterEach(async () => {
  streams.close()
  for (const door of doors) await new Promise((resolve) => door.close(resolve))
  store.close()
  rmSync(folder, { recursive: true })
})

async function make(scopes: readonly KeyScope[]): Promise<Bearer> {
  const made = await keys.create({ name: 'studio', scopes, limits: LIMITS, expiresAt: null })
  if (made.kind === 'full') throw new Error('there is no room for a key')
  return { id: made.key.id, secret: made.secret }
}

/** Asks a door of its own, as whoever bears these secrets. */
async function opened({ operatorKey }: { operatorKey: string | null } = { operatorKey: OPERATOR }) {
  const reader = createReader(stateOf([]), { now: () => NOW, version: 'test' })
  const deps = {
    ...answerDeps(reader),
    keys,
    gate: createGate({ keys, auth: 'open-to-anyone' }),
    requests: journal,
    requestRows: store,
    requestStreams: streams,
    operatorKey,
    onError,
  }
  const door = await openLeanDoor((request) => answerRequest(request, deps), { port: 0, host: '127.0.0.1' })
  doors.push(door)
  const address = door.address()
  if (address === null || typeof address === 'string') throw new Error('the door has no port')
  const get = (path: string, secret: string | null, signal?: AbortSignal) =>
    fetch(`http://127.0.0.1:${address.port}/api/v1/requests${path}`, {
      headers: { connection: 'close', ...(secret !== null && { authorization: `Bearer ${secret}` }) },
      ...(signal && { signal }),
    })
  return {
    get,
    page: async (query: string, secret: string) => requestsDto.parse(await (await get(query, secret)).json()),
    idsOf: async (query: string, secret: string) =>
      requestsDto.parse(await (await get(query, secret)).json()).requests.map(({ id }) => id),
    async refusalOf(path: string, secret: string | null) {
      const { status, type, detail, errors } = problemDto.parse(await (await get(path, secret)).json())
      return { status, kind: type.replace('/problems#', ''), detail, errors }
    },
  }
}

const begin = (about: Partial<RoutedRequest>) => {
  const record = routedRequest({ startedAt: NOW, ...about })
  const entry = journal.begin(record)
  return { end: () => entry.end(record) }
}
const carry = (about: Partial<RoutedRequest>) => begin(about).end()

test('a key reads its own requests and nobody else’s; the operator reads all', async () => {
  carry({ id: 'mine', keyId: own.id })
  carry({ id: 'theirs', keyId: other.id })
  carry({ id: 'keyless' })
  begin({ id: 'mine-now', keyId: own.id })
  begin({ id: 'theirs-now', keyId: other.id })
  const { get, idsOf, refusalOf } = await opened()
  expect(await idsOf('', own.secret)).toEqual(['mine'])
  expect(await idsOf('?running=true', own.secret)).toEqual(['mine-now', 'mine'])
  expect(await idsOf(`?running=true&key=${own.id},${other.id},none`, own.secret)).toEqual([
    'mine-now',
    'mine',
  ])
  expect(await idsOf('?outcome=served&model=flux', other.secret)).toEqual(['theirs'])
  for (const key of [other.id, 'none', 'key_nobody'])
    expect(await idsOf(`?running=true&key=${key}`, own.secret)).toEqual([])
  for (const id of ['mine', 'mine-now']) expect((await get(`/${id}`, own.secret)).status).toBe(200)

  const operator = await make(['operator'])
  for (const secret of [OPERATOR, operator.secret]) {
    expect(await idsOf('?running=true', secret)).toEqual([
      'theirs-now',
      'mine-now',
      'keyless',
      'theirs',
      'mine',
    ])
    expect(await idsOf(`?key=${other.id}`, secret)).toEqual(['theirs'])
    expect((await get('/theirs-now', secret)).status).toBe(200)
  }
  expect(await refusalOf('/summary', own.secret)).toMatchObject({ status: 401, kind: 'operator-key-needed' })
})

test('a request of another key is not to be told from one that there never was', async () => {
  const { get } = await opened()
  const textOf = async (id: string) => {
    const reply = await get(`/${id}`, own.secret)
    return [reply.status, (await reply.text()).replaceAll(id, 'ID')]
  }
  const nothing = await textOf('nothing')
  expect(nothing[0]).toBe(404)
  const { end } = begin({ id: 'theirs', keyId: other.id })
  expect(await textOf('theirs')).toEqual(nothing)
  end()
  expect(journal.waiting).toBe(1)
  expect(await textOf('theirs')).toEqual(nothing)
  await journal.settle()
  expect(await textOf('theirs')).toEqual(nothing)
  carry({ id: 'keyless' })
  expect(await textOf('keyless')).toEqual(nothing)
})

test('pages of a key are as if there were no others, also by their cursors', async () => {
  const ids = Array.from({ length: 7 }, (_, i) => `mine-${i}`)
  // All of one ms, whose places count everybody's.
  for (const id of ids) {
    carry({ id, keyId: own.id })
    carry({ id: `theirs-of-${id}`, keyId: other.id })
  }
  const { page, refusalOf } = await opened()
  const seen: string[] = []
  for (let query = '?limit=3'; ; ) {
    const { requests, next_cursor } = await page(query, own.secret)
    seen.push(...requests.map(({ id }) => id))
    if (next_cursor === null) break
    expect(next_cursor).toBe(requests.at(-1)?.id)
    query = `?limit=3&cursor=${next_cursor}`
  }
  expect(seen).toEqual(ids.toReversed())
  const { next_cursor } = await page('?limit=3', OPERATOR)
  const refused = await refusalOf('?cursor=nothing', own.secret)
  expect([refused.status, refused.errors?.map(({ parameter }) => parameter)]).toEqual([400, ['cursor']])
  for (const cursor of ['theirs-of-mine-3', next_cursor])
    expect(await refusalOf(`?cursor=${cursor}`, own.secret)).toEqual(refused)
})

test('a stream of a key has its own requests alone, from its first word on', async () => {
  const mine = begin({ id: 'mine-before', keyId: own.id })
  const theirs = begin({ id: 'theirs-before', keyId: other.id })
  const { get } = await opened()
  const leaving = new AbortController()
  const follow = async (query: string, secret: string) =>
    eventsOf(await get(`/stream${query}`, secret, leaving.signal))
  const [narrow, blind, whole] = [
    await follow('', own.secret),
    await follow(`?key=${other.id}`, own.secret),
    await follow('', OPERATOR),
  ]
  expect((await narrow.next()).value).toMatchObject({ kind: 'hello', running: [{ id: 'mine-before' }] })
  expect((await blind.next()).value).toEqual({ kind: 'hello', running: [] })
  expect((await whole.next()).value).toMatchObject({
    running: [{ id: 'theirs-before' }, { id: 'mine-before' }],
  })
  theirs.end()
  carry({ id: 'theirs', keyId: other.id })
  carry({ id: 'keyless' })
  mine.end()
  carry({ id: 'mine', keyId: own.id })
  const heard = async (events: AsyncIterator<RequestEventDto>, count: number) => {
    const told: string[] = []
    while (told.length < count) {
      const { value } = await events.next()
      if (value?.kind === 'begin' || value?.kind === 'end') told.push(`${value.kind} ${value.request.id}`)
    }
    return told
  }
  expect(await heard(narrow, 3)).toEqual(['end mine-before', 'begin mine', 'end mine'])
  expect(await heard(whole, 8)).toContain('begin theirs')
  // Of what it must not know the blind one has heard nothing by the time that everybody else has heard all.
  const next = blind.next()
  streams.close()
  expect((await next).value).toBeUndefined()
  leaving.abort()
})

test('keys take neither each other’s nor the operator’s room for streams', () => {
  const few = new RequestStreams({ journal, every, onError }, { maxStreams: 1, maxBehind: 10 })
  const isOpened = (keyId: string | null) =>
    few.open(ANYTHING, keyId === null ? { kind: 'all' } : { kind: 'own', keyId }) !== null
  expect(Array.from({ length: 5 }, () => isOpened(own.id))).toEqual([true, true, true, true, false])
  expect([isOpened(other.id), isOpened(null), isOpened(null), isOpened(other.id)]).toEqual([
    true,
    true,
    false,
    true,
  ])
  few.close()
})

test('who has no key is asked for one, and a key without the scope is refused', async () => {
  const { refusalOf } = await opened()
  const { secret } = await make(['route'])
  const revoked = await make(['read-requests'])
  await keys.revoke(revoked.id)
  for (const path of ['', '/x', '/stream']) {
    expect(await refusalOf(path, null)).toMatchObject({ status: 401, kind: 'key-needed' })
    expect(await refusalOf(path, 'no such key')).toMatchObject({ status: 401, kind: 'key-refused' })
    expect(await refusalOf(path, revoked.secret)).toMatchObject({ status: 401, kind: 'key-refused' })
    expect(await refusalOf(path, secret)).toMatchObject({ status: 403, kind: 'key-out-of-scope' })
  }
})

test('where nobody is the operator a key still has its own', async () => {
  carry({ id: 'mine', keyId: own.id })
  carry({ id: 'theirs', keyId: other.id })
  const { idsOf, refusalOf } = await opened({ operatorKey: null })
  const operator = await make(['operator'])
  const both = await make(['operator', 'read-requests'])
  expect(await idsOf('', own.secret)).toEqual(['mine'])
  expect(await idsOf('', both.secret)).toEqual([])
  expect(await refusalOf('', operator.secret)).toMatchObject({ status: 403, kind: 'key-out-of-scope' })
  expect(await refusalOf('', OPERATOR)).toMatchObject({ status: 401, kind: 'key-refused' })
  expect(await refusalOf('/summary', own.secret)).toMatchObject({ status: 403, kind: 'not-allowed' })
})

const ANYTHING = {
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

/** One by one, as a client reads them. */
async function* eventsOf({ body }: Response): AsyncGenerator<RequestEventDto, undefined> {
  if (body === null) throw new Error('there is no stream')
  let text = ''
  for await (const bytes of body) {
    text += Buffer.from(bytes).toString()
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const [, data] = /^data: (.*)$/m.exec(block) ?? []
      if (data !== undefined) yield requestEventDto.parse(JSON.parse(data))
    }
  }
  return undefined
}
