import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { OutcomeKind } from '@/lib/domain/outcome'
import { foldedSnapshot, observation } from '@/lib/snapshot/testdata/observation'
import { type IncidentsDto, incidentDto, incidentsDto } from '../contract/incident'
import { StreamServer } from '../stream/testdata/stream-server'

let folder: string
let server: StreamServer
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-incidents-'))
  server = await StreamServer.start(join(folder, 'offerings.db'))
})
afterEach(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

const get = async (query: string, headers: Record<string, string> = {}) =>
  fetch(`${await server.origin()}/api/v1/incidents${query}`, { headers })
const incidentsOf = async (query = ''): Promise<IncidentsDto> =>
  incidentsDto.parse(await (await get(query)).json())

/** A sweep after which nodes are down, or up. */
async function sweep(askedAt: number, kinds: Readonly<Record<string, OutcomeKind>>): Promise<void> {
  const nodes = Object.entries(kinds).map(([name, kind]) => {
    const state = kind === 'ok' ? 'up' : 'down'
    return observation({
      uri: `https://${name}.example:8935`,
      kind,
      detail: kind === 'ok' ? null : `it is ${kind}`,
      askedAt,
      lastAnswer: null,
      failingSince: kind === 'ok' ? null : askedAt,
      health: { state, since: askedAt, recent: [kind === 'ok'], failuresInARow: kind === 'ok' ? 0 : 1 },
    })
  })
  await server.store.writeSnapshot(foldedSnapshot({ startedAt: askedAt, endedAt: askedAt + 500, nodes }))
}

test('an incident says when it began, was found and ended, and what was seen of it', async () => {
  await sweep(60_000, { a: 'dns', b: 'refused' })
  await sweep(120_000, { a: 'timed-out', b: 'ok' })
  expect((await incidentsOf()).incidents).toEqual([
    {
      id: expect.any(Number),
      node_uri: 'https://b.example:8935',
      orchestrator: null,
      state: 'closed',
      opened_at: '1970-01-01T00:01:00.000Z',
      detected_at: '1970-01-01T00:01:00.000Z',
      closed_at: '1970-01-01T00:02:00.000Z',
      closed_by: 'recovered',
      duration_ms: 60_000,
      outcomes: ['refused'],
      last_detail: 'it is refused',
      failed_probes: 1,
    },
    {
      id: expect.any(Number),
      node_uri: 'https://a.example:8935',
      orchestrator: null,
      state: 'open',
      opened_at: '1970-01-01T00:01:00.000Z',
      detected_at: '1970-01-01T00:01:00.000Z',
      closed_at: null,
      closed_by: null,
      duration_ms: null,
      outcomes: ['dns', 'timed-out'],
      last_detail: 'it is timed-out',
      failed_probes: 2,
    },
  ])
  expect((await incidentsOf('?state=open')).incidents).toMatchObject([{ node_uri: 'https://a.example:8935' }])
  expect((await incidentsOf('?node_uri=b.example')).incidents).toMatchObject([{ state: 'closed' }])
  expect((await incidentsOf('?from=1970-01-01T00:02:01Z')).incidents).toMatchObject([{ state: 'open' }])
})

test('pages hold each incident once, the latest first, as lines too', async () => {
  const names = Array.from({ length: 25 }, (_, i) => `n${i}`)
  await sweep(60_000, Object.fromEntries(names.map((name) => [name, 'dns'])))
  const seen: string[] = []
  for (let query = '?limit=10'; ; ) {
    const { incidents, next_cursor } = await incidentsOf(query)
    seen.push(...incidents.map(({ node_uri }) => node_uri))
    if (next_cursor === null) break
    query = `?limit=10&cursor=${next_cursor}`
  }
  expect(seen).toEqual(names.map((name) => `https://${name}.example:8935`).toReversed())
  const response = await get('?limit=10', { accept: 'application/x-ndjson' })
  const lines = (await response.text()).trimEnd().split('\n')
  expect(lines.map((line) => incidentDto.parse(JSON.parse(line)).node_uri)).toEqual(seen.slice(0, 10))
  const next = await incidentsOf(`?cursor=${response.headers.get('x-livepeer-offerings-next-cursor')}`)
  expect(next.incidents).toHaveLength(15)
})

test('an answer that is known is not sent again until something changed', async () => {
  await sweep(60_000, { a: 'dns' })
  const etag = (await get('')).headers.get('etag') ?? ''
  expect((await get('', { 'if-none-match': etag })).status).toBe(304)
  await sweep(120_000, { a: 'ok' })
  expect((await get('', { 'if-none-match': etag })).status).toBe(200)
})
