import { expect, test } from 'vitest'
import type { RequestFilter } from '@/lib/domain/request-filter'
import { routedRequest } from '@/lib/domain/testdata/routed-request'
import { idleJournal } from '@/lib/requests/testdata/idle-journal'
import { type RequestEventDto, requestEventDto } from '../contract/request'
import { RequestStreams } from './request-streams'

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

function streaming(limits = { maxStreams: 10, maxBehind: 100 }) {
  const journal = idleJournal()
  let beat = () => {}
  const streams = new RequestStreams(
    {
      journal,
      every: (_, given) => {
        beat = given
        return () => {}
      },
      onError: (error) => {
        throw error
      },
    },
    limits,
  )
  return { journal, streams, beat: () => beat() }
}

/** Reads events one by one, as a client does. */
function listen(streams: RequestStreams, filter: Partial<RequestFilter> = {}) {
  const stream = streams.open({ ...ALL, ...filter }, { kind: 'all' })
  if (!stream) throw new Error('there is no room')
  const reader = stream.getReader()
  let text = ''
  return {
    reader,
    async block(): Promise<string> {
      while (!text.includes('\n\n')) {
        const { done, value } = await reader.read()
        if (done) throw new Error('the stream has ended')
        text += Buffer.from(value).toString()
      }
      const end = text.indexOf('\n\n')
      const block = text.slice(0, end)
      text = text.slice(end + 2)
      return block
    },
    async next(): Promise<RequestEventDto> {
      for (;;) {
        const [, data] = /^data: (.*)$/m.exec(await this.block()) ?? []
        if (data !== undefined) return requestEventDto.parse(JSON.parse(data))
      }
    },
  }
}

test('a client is greeted with those under way, and hears of each that begins and ends', async () => {
  const { journal, streams } = streaming()
  const before = journal.begin(routedRequest({ id: 'before' }))
  const client = listen(streams)
  expect(await client.next()).toMatchObject({ kind: 'hello', running: [{ id: 'before', state: 'running' }] })
  const record = routedRequest({ id: 'a', paidWei: 2n ** 80n })
  const entry = journal.begin(record)
  expect(await client.next()).toMatchObject({ kind: 'begin', request: { id: 'a', state: 'running' } })
  entry.end(record)
  before.end(routedRequest({ id: 'before', outcome: 'failed', status: 502 }))
  expect(await client.next()).toMatchObject({
    kind: 'end',
    request: { id: 'a', state: 'ended', paid_wei: (2n ** 80n).toString() },
  })
  expect(await client.next()).toMatchObject({ kind: 'end', request: { id: 'before', outcome: 'failed' } })
})

test('a filter for how requests end is told of ends alone', async () => {
  const { journal, streams } = streaming()
  const failures = listen(streams, { statuses: new Set(['5xx']) })
  const flux = listen(streams, { models: new Set(['flux']) })
  for (const about of [
    { id: 'a', model: 'flux' },
    { id: 'b', model: 'sdxl', status: 503, outcome: 'nobody' as const },
  ]) {
    const record = routedRequest(about)
    journal.begin(record).end(record)
  }
  expect([(await failures.next()).kind, await failures.next()]).toMatchObject([
    'hello',
    { kind: 'end', request: { id: 'b' } },
  ])
  expect([(await flux.next()).kind, await flux.next(), await flux.next()]).toMatchObject([
    'hello',
    { kind: 'begin', request: { id: 'a' } },
    { kind: 'end', request: { id: 'a' } },
  ])
})

test('a client that is too far behind is cut off, and nobody else', async () => {
  const { journal, streams } = streaming({ maxStreams: 10, maxBehind: 20 })
  const slow = listen(streams)
  const narrow = listen(streams, { keys: new Set(['key-1']) })
  await slow.next()
  await narrow.next()
  for (let i = 0; i < 11; i++) {
    const record = routedRequest({ id: `r${i}`, keyId: i === 10 ? 'key-1' : null })
    journal.begin(record).end(record)
  }
  await expect(slow.next()).rejects.toThrow('the client takes nothing')
  expect(streams.count).toBe(1)
  expect(await narrow.next()).toMatchObject({ kind: 'begin', request: { id: 'r10' } })
})

test('silence has a beat; a client that takes nothing for four of them is cut off', async () => {
  const { streams, beat } = streaming()
  const client = listen(streams)
  await client.next()
  const waiting = client.block()
  await new Promise((resolve) => setImmediate(resolve))
  beat()
  expect(await waiting).toBe(': beat')
  for (let i = 0; i < 4; i++) beat()
  expect(streams.count).toBe(0)
  await expect(client.block()).rejects.toThrow('the client takes nothing')
})

test('there are as many streams as there may be; one that ends makes room, and a close ends all', async () => {
  const { streams } = streaming({ maxStreams: 2, maxBehind: 10 })
  const first = listen(streams)
  listen(streams)
  expect(streams.open(ALL, { kind: 'all' })).toBeNull()
  await first.reader.cancel()
  const third = listen(streams)
  streams.close()
  expect((await third.reader.read()).done).toBe(true)
  expect(streams.open(ALL, { kind: 'all' })).toBeNull()
})
