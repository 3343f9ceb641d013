import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Change } from '@/lib/domain/change'
import { addressFromBytes } from '@/lib/domain/eth-address'
import { type ChangesDto, changeDto, changesDto } from '../contract/change'
import { problemDto } from '../contract/problem'
import { EventClient } from '../stream/testdata/event-client'
import { StreamServer } from '../stream/testdata/stream-server'
import { named, parseXml, textOf } from './testdata/parse-xml'

let folder: string
let server: StreamServer
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-changes-'))
  server = await StreamServer.start(join(folder, 'offerings.db'))
})
afterEach(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

const MINUTE = 60_000
const [A, B] = ['https://a.example:8935', 'https://b.example:8935']
const about = { nodeUri: A, orchestrator: addressFromBytes(Uint8Array.of(7)), observedAt: 500 }
const offering = {
  id: 'x',
  kind: 'ai',
  pipeline: 'text-to-image',
  model: 'SG161222/RealVisXL_V4.0_Lightning',
  gpu: 'RTX 4090',
} as const
const price = (wei: bigint) => ({ kind: 'stated', price: { wei, perUnits: 1n }, unit: 'pixel' }) as const
const lowered: Change = { ...about, kind: 'price-changed', offering, before: price(8n), after: price(7n) }
const version = (after: string): Change => ({
  ...about,
  nodeUri: B,
  kind: 'version-changed',
  before: null,
  after,
})
const versions = (count: number) => Array.from({ length: count }, (_, i) => version(`v${i}`))

const get = async (query: string, headers: Record<string, string> = {}) =>
  fetch(`${await server.origin()}/api/v1/changes${query}`, { headers })
async function changesOf(query: string): Promise<ChangesDto> {
  const response = await get(query)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json'])
  return changesDto.parse(await response.json())
}
const said = ({ changes }: ChangesDto) =>
  changes.map((change) => (change.kind === 'version-changed' ? change.after : change.kind))

describe('pages', () => {
  test('the latest comes first, and the sweeps that found it only for whoever asks for them', async () => {
    await server.write(MINUTE, [version('v1'), lowered])
    await server.write(2 * MINUTE, [version('v2')])
    expect(said(await changesOf(''))).toEqual(['v2', 'price-changed', 'v1'])
    expect(said(await changesOf('?kind=snapshot'))).toEqual(['snapshot', 'snapshot'])
    expect(await changesOf('?kind=price-changed')).toMatchObject({
      changes: [
        {
          kind: 'price-changed',
          found_at: '1970-01-01T00:01:00.000Z',
          change_percent: '-12.5',
          offering: { gpu: 'RTX 4090' },
        },
      ],
      next_cursor: null,
    })
  })

  test('whoever pages through hears everything once, in either order, while more is found', async () => {
    await server.write(MINUTE, versions(25))
    const backwards: unknown[] = []
    for (let query = '?limit=10'; ; ) {
      const page = await changesOf(query)
      backwards.push(...said(page))
      await server.write((server.snapshot?.endedAt ?? 0) + MINUTE, [version('later')])
      if (page.next_cursor === null) break
      query = `?limit=10&cursor=${page.next_cursor}`
    }
    expect(backwards).toEqual(versions(25).map((_, i) => `v${24 - i}`))
  })

  test('whoever follows goes on from where there was nothing more, and hears what came since', async () => {
    expect(await changesOf('?order=asc')).toEqual({ changes: [], next_cursor: null, kept_since: null })
    await server.write(MINUTE, [version('v1')])
    const first = await changesOf('?order=asc&node_uri=b.example')
    expect(said(first)).toEqual(['v1'])
    const query = `?order=asc&node_uri=b.example&cursor=${first.next_cursor}`
    expect(said(await changesOf(query))).toEqual([])
    await server.write(2 * MINUTE, [lowered, version('v2')])
    expect(said(await changesOf(query))).toEqual(['v2'])
  })

  test('what came after a cursor that was forgotten cannot be told', async () => {
    await server.write(MINUTE, [version('v1')])
    const { next_cursor } = await changesOf('?order=asc&limit=1')
    await server.write(2 * MINUTE, [])
    await server.write(3 * MINUTE, [])
    await server.store.deleteChanges({ before: 3 * MINUTE, keep: 100 })
    const response = await get(`?order=asc&cursor=${next_cursor}`)
    expect(response.status).toBe(404)
    expect(problemDto.parse(await response.json()).type).toBe('/problems#not-kept')
  })

  test('nothing is told that the lists of this process do not hold yet', async () => {
    await server.write(MINUTE, [version('v1')])
    await server.store.writeSnapshot(
      { startedAt: 1, endedAt: 2 * MINUTE, cadenceMs: 1, vantage: '', sources: [], nodes: [] },
      { since: { snapshotId: server.snapshot?.id ?? null, changes: [version('v2')], standing: [] } },
    )
    expect(said(await changesOf(''))).toEqual(['v1'])
    await server.takeUp()
    expect(said(await changesOf(''))).toEqual(['v2', 'v1'])
  })
})

test('a span holds what sweeps found that ended in it, and spans that meet neither share nor lose anything', async () => {
  for (const minute of [1, 2, 3, 4]) await server.write(minute * MINUTE, [version(`v${minute}`)])
  const at = (minute: number) => new Date(minute * MINUTE).toISOString()
  expect(said(await changesOf(`?from=${at(1)}&to=${at(3)}`))).toEqual(['v3', 'v2'])
  expect(said(await changesOf(`?from=${at(3)}`))).toEqual(['v4'])
  expect(said(await changesOf(`?to=${at(1)}&order=asc`))).toEqual(['v1'])
  expect(said(await changesOf(`?from=${at(4)}`))).toEqual([])
  expect((await changesOf(`?from=${at(2)}`)).kept_since).toBeNull()
  await server.store.deleteChanges({ before: 3 * MINUTE, keep: 100 })
  expect((await changesOf(`?from=${at(1)}`)).kept_since).toBe(at(2))
})

describe('forms', () => {
  beforeEach(async () => {
    await server.write(MINUTE, [version('v1'), lowered])
  })

  test('NDJSON is a change to a line, and a header says where the next page begins', async () => {
    const response = await get('?format=ndjson&limit=1')
    expect(response.headers.get('content-type')).toBe('application/x-ndjson')
    const lines = (await response.text()).trimEnd().split('\n')
    expect(lines.map((line) => changeDto.parse(JSON.parse(line)).kind)).toEqual(['price-changed'])
    const cursor = response.headers.get('x-livepeer-offerings-next-cursor')
    expect(said(await changesOf(`?cursor=${cursor}`))).toEqual(['v1'])
  })

  test('a feed is written for the address that it was asked at', async () => {
    const origin = await server.origin()
    const response = await get('?format=atom&limit=1&pipeline=text-to-image')
    expect(response.headers.get('content-type')).toBe('application/atom+xml')
    const atom = 'http://www.w3.org/2005/Atom'
    const feed = parseXml(await response.text())
    const [entry] = named(feed, `${atom} entry`)
    expect(entry && textOf(entry, `${atom} title`)).toBe(
      'a.example:8935: price of text-to-image / RealVisXL_V4.0_Lightning lowered by 12.5 %',
    )
    const links = named(feed, `${atom} link`).map(({ attributes }) => [attributes.rel, attributes.href])
    expect(links).toEqual([['self', `${origin}/api/v1/changes?format=atom&limit=1&pipeline=text-to-image`]])
  })

  test.each([
    ['application/rss+xml', 'application/rss+xml'],
    ['application/atom+xml;q=0.5, application/rss+xml;q=0.4', 'application/atom+xml'],
    ['application/x-ndjson', 'application/x-ndjson'],
    ['text/html, */*;q=0.8', 'application/json'],
  ])('whoever accepts %s gets %s, and a cache is told that it depends on that', async (accept, type) => {
    const response = await get('', { accept })
    expect(response.headers.get('content-type')).toBe(type)
    expect(response.headers.get('vary')).toBe('accept, accept-encoding')
  })

  test('the parameter says more than the header', async () => {
    const response = await get('?format=rss', { accept: 'text/event-stream' })
    expect(response.headers.get('content-type')).toBe('application/rss+xml')
  })

  test('whoever accepts events gets the stream with the same filters, and is told which parameters it has not', async () => {
    const client = await EventClient.connect(
      `${await server.origin()}/api/v1/changes?kind=price-changed&gpu=RTX 4090`,
      { accept: 'text/event-stream' },
    )
    expect((await client.next())?.event).toBe('hello')
    await server.write(2 * MINUTE, [version('v2'), lowered])
    expect((await client.next())?.event).toBe('price-changed')
    client.cut()
    const refused = await get('?limit=5', { accept: 'text/event-stream' })
    expect(problemDto.parse(await refused.json()).errors).toMatchObject([{ parameter: 'limit' }])
  })

  test.each(['json', 'ndjson', 'atom', 'rss'])(
    '%s that is known already is not sent again',
    async (format) => {
      const first = await get(`?format=${format}`)
      const etag = first.headers.get('etag') ?? ''
      expect((await get(`?format=${format}`, { 'if-none-match': etag })).status).toBe(304)
      await server.write(2 * MINUTE, [])
      expect((await get(`?format=${format}`, { 'if-none-match': etag })).status).toBe(304)
      await server.write(3 * MINUTE, [version('v3')])
      expect((await get(`?format=${format}`, { 'if-none-match': etag })).status).toBe(200)
    },
  )
})
