import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Change, NodeChange, OfferingChange } from '@/lib/domain/change'
import { addressFromBytes } from '@/lib/domain/eth-address'
import { seededRandom } from '@/lib/domain/seeded-random'
import { problemDto } from '../contract/problem'
import { parseChangeQuery } from './change-query'
import { EventClient, type ReceivedEvent } from './testdata/event-client'
import { StreamServer } from './testdata/stream-server'

let folder: string
let servers: StreamServer[]
let clients: EventClient[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-streams-'))
  servers = []
  clients = []
})
afterEach(async () => {
  for (const client of clients) client.cut()
  for (const server of servers) await server.stop()
  rmSync(folder, { recursive: true })
})

async function start(options: { maxStreams?: number } = {}): Promise<StreamServer> {
  const server = await StreamServer.start(join(folder, 'offerings.db'), options)
  servers.push(server)
  return server
}
async function stop(server: StreamServer): Promise<void> {
  servers = servers.filter((other) => other !== server)
  await server.stop()
}
async function listen(server: StreamServer, query = '', lastId: string | null = null): Promise<EventClient> {
  const client = await EventClient.connect(
    await server.url(query),
    lastId === null ? {} : { 'last-event-id': lastId },
  )
  clients.push(client)
  return client
}

const version = (nodeUri: string, after: string): NodeChange => ({
  kind: 'version-changed',
  nodeUri,
  orchestrator: null,
  observedAt: 1_500,
  before: null,
  after,
})
const versions = (sweep: number, count: number): NodeChange[] =>
  Array.from({ length: count }, (_, i) => version('https://a.example:8935', `${sweep}.${i}`))
const saidOf = ({ data }: ReceivedEvent): string =>
  data.kind === 'version-changed' ? String(data.after) : data.kind
const isComplete = ({ event }: ReceivedEvent) => event === 'snapshot'
const until = async (fits: () => boolean) => {
  while (!fits()) await new Promise((resolve) => setImmediate(resolve))
}

describe('a client that listens', () => {
  test('is greeted with the snapshot from which it goes on, and then hears every change as it is found', async () => {
    const server = await start()
    await server.write(1_000, versions(1, 2))
    const client = await listen(server)
    expect(client.response.headers['content-type']).toBe('text/event-stream')
    expect(client.response.headers['x-livepeer-offerings-network']).toBe('live')
    expect(client.response.headers['cache-control']).toBe('no-cache, no-transform')
    const hello = await client.next()
    expect(client.others).toEqual(['retry: 3000'])
    const { lastChangeId } = server.snapshot ?? {}
    expect(hello).toMatchObject({
      id: String(lastChangeId),
      event: 'hello',
      data: { snapshot: { id: server.snapshot?.id, last_event_id: lastChangeId } },
    })
    const { id } = await server.write(2_000, versions(2, 2))
    const events = await client.until(isComplete)
    expect(events.map(saidOf)).toEqual(['2.0', '2.1', 'snapshot'])
    expect(events.map((event) => [event.event, event.id])).toEqual(
      events.map(({ data }) => [data.kind, 'id' in data ? String(data.id) : '']),
    )
    expect(events[2]?.data).toMatchObject({ snapshot_id: id, as_of: '1970-01-01T00:00:02.000Z' })
  })

  test('before anything was collected hears all of the first snapshots', async () => {
    const server = await start()
    const client = await listen(server)
    expect(await client.next()).toEqual({
      id: null,
      event: 'hello',
      data: { kind: 'hello', snapshot: null },
    })
    await server.write(1_000, [])
    await server.write(2_000, versions(2, 1))
    expect((await client.until(({ event }) => event === 'version-changed')).map(saidOf)).toEqual([
      'snapshot',
      '2.0',
    ])
  })

  test('that goes on from the list it has read misses nothing in between', async () => {
    const server = await start()
    const { lastChangeId } = await server.write(1_000, versions(1, 1))
    await server.write(2_000, versions(2, 1))
    const client = await listen(server, `?last_event_id=${lastChangeId}`)
    expect((await client.until(isComplete)).map(saidOf)).toEqual(['2.0', 'snapshot'])
  })

  test('never hears of a snapshot that the lists of this process do not hold yet', async () => {
    const [conductor, follower] = [await start(), await start()]
    await conductor.write(1_000, [])
    await follower.takeUp()
    const client = await listen(follower)
    await client.next()
    const { id } = await conductor.write(2_000, versions(2, 1))
    const next = client.next()
    while (client.others.length < 2) {
      follower.beat()
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(follower.reads).toBe(0)
    await follower.takeUp()
    expect((await next)?.data).toMatchObject({ kind: 'version-changed', snapshot_id: id })
  })
})

test('a filter that passes over thousands of changes lets others have their turn in between', async () => {
  const server = await start()
  const { lastChangeId } = await server.write(1_000, [])
  await server.write(2_000, versions(2, 2_000))
  const parsed = parseChangeQuery(new URLSearchParams(`kind=node-left&last_event_id=${lastChangeId}`))
  if (!parsed.ok) throw new Error('the query cannot be read')
  const reader = (await server.streams.open(parsed.filter, parsed.from))?.getReader()
  await reader?.read()
  const snapshot = reader?.read()
  await new Promise((resolve) => setImmediate(resolve))
  const readsBeforeOthers = server.reads
  // It is us whom a client waits for that long.
  for (let beat = 0; beat < 5; beat++) server.beat()
  expect(String(Buffer.from((await snapshot)?.value ?? []))).toContain('event: snapshot')
  expect(readsBeforeOthers).toBeLessThan(server.reads)
})

describe('a client that connects again loses nothing and hears nothing twice', () => {
  test('wherever it was cut, while sweeps go on', async () => {
    const random = seededRandom('cuts')
    const server = await start()
    await server.write(1_000, [])
    let client = await listen(server)
    await client.next()
    const [heard, written]: [string[], string[]] = [[], []]
    for (let sweep = 2; sweep < 40; sweep++) {
      const changes = versions(sweep, random.int(0, 250))
      written.push(...changes.map(({ kind, ...change }) => ('after' in change ? String(change.after) : kind)))
      written.push('snapshot')
      await server.write(sweep * 1_000, changes)
      // Sometimes nothing is heard of a sweep before the connection breaks.
      for (let left = random.int(0, 300); left > 0 && heard.length < written.length; left--) {
        const event = await client.next()
        if (event) heard.push(saidOf(event))
      }
      if (random.int(0, 1) === 0) continue
      client.cut()
      client = await listen(server, '', client.lastId)
    }
    while (heard.length < written.length) {
      const event = await client.next()
      if (event) heard.push(saidOf(event))
    }
    expect(heard).toEqual(written)
  })

  test('after a restart, and after a thousand changes of which it heard nothing', async () => {
    const server = await start()
    await server.write(1_000, versions(1, 1))
    const client = await listen(server)
    await client.next()
    await server.write(2_000, versions(2, 3))
    await client.next()
    await server.write(3_000, versions(3, 1_000))
    await stop(server)
    const again = await start()
    await again.write(4_000, versions(4, 1))
    const events = await (await listen(again, '', client.lastId)).until(
      ({ data }) => saidOf({ data, id: '', event: '' }) === '4.0',
    )
    expect(events.map(saidOf)).toEqual([
      '2.1',
      '2.2',
      'snapshot',
      ...Array.from({ length: 1_000 }, (_, i) => `3.${i}`),
      'snapshot',
      '4.0',
    ])
  })

  test('from another process on the same store, which hears of the same changes later', async () => {
    const [one, other] = [await start(), await start()]
    await one.write(1_000, [])
    const client = await listen(one)
    await client.next()
    await one.write(2_000, versions(2, 2))
    await client.next()
    const again = await listen(other, '', client.lastId)
    await other.takeUp()
    await one.write(3_000, versions(3, 1))
    await other.takeUp()
    await other.write(4_000, versions(4, 1))
    const events = await again.until((event) => saidOf(event) === '4.0')
    expect(events.map(saidOf)).toEqual(['2.1', 'snapshot', '3.0', 'snapshot', '4.0'])
  })

  test('with a filter, since every snapshot ends with an event for everybody', async () => {
    const server = await start()
    await server.write(1_000, [])
    const query = '?node_uri=https://b.example:8935'
    const client = await listen(server, query)
    await client.next()
    const [a, b] = ['https://a.example:8935', 'https://b.example:8935']
    await server.write(2_000, [version(a, '2.0'), version(b, '2.1'), ...versions(2, 300)])
    expect((await client.until(isComplete)).map(saidOf)).toEqual(['2.1', 'snapshot'])
    client.cut()
    await server.write(3_000, [version(a, '3.0'), version(b, '3.1')])
    const again = await listen(server, query, client.lastId)
    expect((await again.until(isComplete)).map(saidOf)).toEqual(['3.1', 'snapshot'])
  })
})

describe('a client that cannot be told everything is told so first', () => {
  test.each(['garbage', '0', '-1', '1e3', '99999999999999999999', '12345', '\u00e9'])(
    'after the id %s, which is none of ours',
    async (id) => {
      const server = await start()
      await server.write(1_000, versions(1, 1))
      const client = await listen(server, '', id)
      expect(await client.next()).toMatchObject({
        id: String(server.snapshot?.lastChangeId),
        event: 'reset',
        data: { snapshot: { id: server.snapshot?.id } },
      })
      await server.write(2_000, versions(2, 1))
      expect((await client.until(isComplete)).map(saidOf)).toEqual(['2.0', 'snapshot'])
    },
  )

  test('after an event that was forgotten', async () => {
    const server = await start()
    const { lastChangeId } = await server.write(1_000, versions(1, 1))
    await server.write(2_000, versions(2, 1))
    await server.write(3_000, versions(3, 1))
    await server.store.deleteChanges({ before: 2_500, keep: 1_000 })
    const client = await listen(server, '', String(lastChangeId))
    expect((await client.next())?.event).toBe('reset')
  })

  test('in the middle of a stream that is so slow that its next events are forgotten', async () => {
    const server = await start()
    const { lastChangeId } = await server.write(1_000, [])
    await server.write(2_000, versions(2, 250))
    const stream = await server.streams.open(query(), lastChangeId ?? 0)
    const reader = stream?.getReader()
    await reader?.read()
    expect(await textOf(reader)).toContain('"after":"2.99"')
    await server.write(3_000, [])
    await server.write(4_000, [])
    await server.store.deleteChanges({ before: 3_500, keep: 1_000 })
    const text = await textOf(reader)
    expect(text).toContain('event: reset')
    expect(text).not.toContain('2.100')
    await reader?.cancel()
  })
})

const query = () => {
  const parsed = parseChangeQuery(new URLSearchParams())
  if (!parsed.ok) throw new Error('no query')
  return parsed.filter
}
const textOf = async (reader: ReadableStreamDefaultReader<Uint8Array> | undefined) =>
  new TextDecoder().decode((await reader?.read())?.value)

describe('what clients cost', () => {
  test('a slow reader is read to from the store as it takes it, and not a page before', async () => {
    const server = await start()
    const { lastChangeId } = await server.write(1_000, [])
    await server.write(2_000, versions(2, 5_000))
    const stream = await server.streams.open(query(), lastChangeId ?? 0)
    const before = server.reads
    const reader = stream?.getReader()
    await reader?.read()
    let text = ''
    for (let pages = 1; !text.includes('event: snapshot'); pages++) {
      text += await textOf(reader)
      expect(server.reads - before).toBeLessThanOrEqual(pages)
    }
    expect(text.match(/event: version-changed/g)).toHaveLength(5_000)
    await reader?.cancel()
  })

  test('one that is far behind and wants little is read that little, and then hears what is found', async () => {
    const server = await start()
    const { lastChangeId } = await server.write(1_000, [])
    await server.write(2_000, [
      ...versions(2, 3_000),
      version('https://b.example:8935', 'rare'),
      ...versions(3, 3_000),
    ])
    const client = await listen(server, `?node_uri=https://b.example:8935&last_event_id=${lastChangeId}`)
    expect((await client.until(isComplete)).map(saidOf)).toEqual(['rare', 'snapshot'])
    // A page that all share, and one of what fits, where sixty hold everything.
    expect(server.reads).toBeLessThan(6)
    await server.write(3_000, [version('https://b.example:8935', 'next')])
    expect((await client.until(isComplete)).map(saidOf)).toEqual(['next', 'snapshot'])
  })

  test('many that keep up are read to once', async () => {
    const server = await start()
    await server.write(1_000, [])
    const all = await Promise.all(Array.from({ length: 20 }, () => listen(server)))
    for (const client of all) await client.next()
    const before = server.reads
    await server.write(2_000, versions(2, 250))
    for (const client of all) expect(await client.until(isComplete)).toHaveLength(251)
    expect(server.reads - before).toBe(3)
  })

  test('a silent connection is kept alive by comments', async () => {
    const server = await start()
    await server.write(1_000, [])
    const client = await listen(server)
    await client.next()
    const next = client.next()
    // The door asks for more only when the greeting has gone out.
    while (client.others.length < 2) {
      server.beat()
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(new Set(client.others.slice(1))).toEqual(new Set([': beat']))
    await server.write(2_000, [])
    expect((await next)?.event).toBe('snapshot')
  })

  test('one that takes nothing for a minute is cut off and gives up its place', async () => {
    const server = await start()
    await server.write(1_000, [])
    const stream = await server.streams.open(query(), 'now')
    const reader = stream?.getReader()
    await reader?.read()
    for (let beats = 0; beats < 3; beats++) server.beat()
    expect(server.streams.count).toBe(1)
    server.beat()
    expect(server.streams.count).toBe(0)
    await expect(reader?.read()).rejects.toThrow('takes nothing')
  })

  test('a connection that takes nothing is ended at the door', async () => {
    const server = await start()
    const { lastChangeId } = await server.write(1_000, [])
    await server.write(2_000, versions(2, 40_000))
    const { port, pathname } = new URL(await server.url())
    const socket = connect(Number(port), '127.0.0.1')
    socket.pause()
    socket.write(`GET ${pathname} HTTP/1.1\r\nhost: x\r\nlast-event-id: ${lastChangeId}\r\n\r\n`)
    await until(() => server.streams.count > 0)
    // Until what lies between is full, it takes more before the heart has beaten four times.
    while (server.streams.count > 0) {
      server.beat()
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(server.reads).toBeLessThan(400)
    await new Promise((resolve) =>
      socket
        .once('close', resolve)
        .on('error', () => {})
        .resume(),
    )
  })

  test('there is room for so many; another one is asked to come again, and may when one has gone', async () => {
    const server = await start({ maxStreams: 2 })
    await server.write(1_000, [])
    const [first] = [await listen(server), await listen(server)]
    const refused = await fetch(await server.url())
    expect(refused.status).toBe(503)
    expect(refused.headers.get('retry-after')).toBe('30')
    expect(problemDto.parse(await refused.json()).type).toBe('/problems#too-many-streams')
    first.cut()
    await until(() => server.streams.count < 2)
    expect((await (await listen(server)).next())?.event).toBe('hello')
  })

  test('one that has gone before it was answered holds no place', async () => {
    const server = await start()
    await server.write(1_000, [])
    const { port, pathname } = new URL(await server.url())
    const readChangesAfter = server.store.readChangesAfter
    let opened = 0
    server.store.readChangesAfter = async (...question) => {
      opened += 1
      await gone
      return readChangesAfter(...question)
    }
    const socket = connect(Number(port), '127.0.0.1')
    const gone = new Promise((resolve) => socket.once('close', resolve))
    socket.write(`GET ${pathname} HTTP/1.1\r\nhost: x\r\nlast-event-id: 5\r\n\r\n`)
    await until(() => opened > 0)
    socket.destroy()
    await gone
    await until(() => server.streams.count === 0)
  })

  test('HEAD has the headers of a stream and opens none', async () => {
    const server = await start()
    const response = await fetch(await server.url(), { method: 'HEAD' })
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
    expect(server.streams.count).toBe(0)
  })

  test('open streams end with the process, and keep no connection from closing', async () => {
    const server = await start()
    const client = await listen(server)
    await client.next()
    await stop(server)
    expect(await client.next()).toBeNull()
    expect(server.errors).toEqual([])
  })
})

describe('what a client asks for', () => {
  const about = { orchestrator: addressFromBytes(Uint8Array.of(7)), observedAt: 1_500 }
  const [a, b] = ['https://a.example:8935', 'https://b.example:8935']
  const state = (nodeUri: string, pipeline: string, model: string | null): OfferingChange => ({
    ...about,
    kind: 'warmed',
    nodeUri,
    offering: { id: `${pipeline} ${model}`, kind: 'ai', pipeline, model, gpu: 'RTX 4090' },
    before: 'cold',
    after: 'warm',
  })
  const changes: Change[] = [
    version(a, 'v2'),
    state(a, 'llm', 'm'),
    state(b, 'llm', null),
    state(b, 'upscale', 'm'),
    { ...about, kind: 'many-changes', nodeUri: b, leftOut: 3 },
  ]

  test.each([
    ['', [0, 1, 2, 3, 4]],
    ['?kind=version-changed', [0, 4]],
    ['?kind=version-changed,warmed&node_uri=https://a.example:8935', [0, 1]],
    ['?node_uri=a.example', [0, 1]],
    [`?orchestrator=${about.orchestrator.toLowerCase()}`, [1, 2, 3, 4]],
    ['?pipeline=llm', [1, 2, 4]],
    ['?pipeline=llm&pipeline=upscale&model=m', [1, 3, 4]],
    ['?model=unknown', [2, 4]],
    ['?gpu=NVIDIA GeForce RTX 4090', [1, 2, 3, 4]],
    ['?gpu=H100,unknown', [4]],
    ['?kind=snapshot&node_uri=https://nobody.example', []],
  ])('%s', async (asked, expected) => {
    const server = await start()
    await server.write(1_000, [])
    const client = await listen(server, asked)
    await client.next()
    await server.write(2_000, changes)
    const events = await client.until(isComplete)
    const kinds = expected.map((i) => changes[i]?.kind)
    expect(events.map(({ event }) => event)).toEqual([...kinds, 'snapshot'])
  })

  test.each([
    ['?kind=price', 'kind', 'price-changed'],
    ['?kind=', 'kind', 'empty'],
    ['?orchestrator=0x12', 'orchestrator', '40 hex digits'],
    ['?state=warm', 'state', 'kind, node_uri, orchestrator, pipeline, model, gpu, last_event_id'],
    ['?last_event_id=abc', 'last_event_id', 'not the id of an event'],
    ['?last_event_id=1&last_event_id=2', 'last_event_id', 'more than once'],
  ])('%s is refused, and it is said what would be right', async (asked, parameter, detail) => {
    const response = await fetch(await (await start()).url(asked))
    expect(response.status).toBe(400)
    const { errors } = problemDto.parse(await response.json())
    expect(errors).toEqual([{ parameter, detail: expect.stringContaining(detail) }])
  })
})
