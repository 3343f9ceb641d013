import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { liveRunner } from '@/lib/livepeer/testdata/runner'
import { groupDto } from './contract/group'
import { modelDto } from './contract/model'
import { offeringDto } from './contract/offering'
import { provenanceDto } from './contract/provenance'
import { asking } from './testdata/asking'
import { selling, uriOf } from './testdata/selling-nodes'

/** What lists leave out until it is asked for. */
const RATE = { rate: { numerator: 3_000n, denominator: 1n }, source: 'http', at: 1_500 } as const
const runners = {
  kind: 'listed',
  detail: null,
  askedAt: 2_000,
  readAt: 2_000,
  listings: [{ address: uriOf('a'), runners: [liveRunner()] }],
  refused: [],
} as const
const world = {
  nodes: [
    { ...selling('a', { flux: 4n }), runners },
    { ...selling('b', { flux: 5n, sdxl: 6n }), region: { name: 'eu-west', from: 'node' } as const },
  ],
  rate: RATE,
}
const ask = asking(world)
const rowsOf = async (name: string, query: string): Promise<Record<string, unknown>[]> => {
  const { status, text } = await ask(`/api/v1/${name}?${query}`)
  expect([name, query, status]).toEqual([name, query, 200])
  return z
    .record(z.string(), z.unknown())
    .transform((body) => z.array(z.record(z.string(), z.unknown())).parse(body[name]))
    .parse(JSON.parse(text))
}

describe('include=members', () => {
  test.each([
    ['models', modelDto],
    ['orchestrators', groupDto],
    ['pipelines', groupDto],
    ['regions', groupDto],
  ] as const)('%s: the very offerings that each row is of', async (name, schema) => {
    const offerings = z.array(offeringDto).parse(await rowsOf('offerings', ''))
    const rows = z.array(schema).parse(await rowsOf(name, 'include=members'))
    expect(rows.length).toBeGreaterThan(0)
    for (const { members = [], ...row } of rows) {
      expect(members.length).toBe(row.offerings)
      for (const member of members) expect(offerings).toContainEqual(member)
    }
    // Without being asked for they are not there; beside fields they are.
    expect((await rowsOf(name, '')).filter((row) => 'members' in row)).toEqual([])
    for (const row of await rowsOf(name, 'include=members&fields=nodes'))
      expect(Object.keys(row).sort()).toEqual(['members', 'nodes'])
  })

  test('together the rows of a list have every offering once, where each has its place', async () => {
    const all = (await rowsOf('offerings', '')).map(({ id }) => id).sort()
    for (const name of ['models', 'pipelines', 'orchestrators']) {
      const rows = z
        .array(z.object({ members: z.array(z.object({ id: z.string() })) }))
        .parse(await rowsOf(name, 'include=members'))
      expect([name, rows.flatMap(({ members }) => members.map(({ id }) => id)).sort()]).toEqual([name, all])
    }
  })
})

describe('include=provenance', () => {
  const Provenance = z.array(z.object({ kind: z.string(), node_uri: z.string(), provenance: provenanceDto }))

  test('an offering says who said what, when, and who measured', async () => {
    const rows = Provenance.parse(await rowsOf('offerings', 'include=provenance'))
    expect(rows).toHaveLength(4)
    for (const { kind, node_uri, provenance } of rows)
      expect(provenance).toEqual({
        offer:
          kind === 'live-runner'
            ? { from: 'runner-discovery', said_by: node_uri, at: '1970-01-01T00:00:02.000Z' }
            : { from: 'get-orchestrator', said_by: node_uri, at: '1970-01-01T00:00:01.012Z' },
        measurements: {
          vantage: 'test',
          at: kind === 'live-runner' ? '1970-01-01T00:00:02.000Z' : '1970-01-01T00:00:01.012Z',
          snapshot: 1,
        },
        region: node_uri === uriOf('b') ? { from: 'node' } : null,
        usd: { from: 'http', at: '1970-01-01T00:00:01.500Z' },
      })
  })

  test('without a rate there are no dollars to have come from anywhere', async () => {
    const poor = asking({ ...world, rate: null })
    const { offerings } = JSON.parse((await poor('/api/v1/offerings?include=provenance')).text)
    expect(Provenance.parse(offerings).map(({ provenance }) => provenance.usd)).toEqual([
      null,
      null,
      null,
      null,
    ])
  })

  test('is left out otherwise, there beside fields, and in NDJSON too', async () => {
    expect((await rowsOf('offerings', '')).filter((row) => 'provenance' in row)).toEqual([])
    for (const row of await rowsOf('offerings', 'include=provenance&fields=id'))
      expect(Object.keys(row).sort()).toEqual(['id', 'provenance'])
    const { text } = await ask('/api/v1/offerings?include=provenance&fields=id&format=ndjson')
    for (const line of text.trim().split('\n'))
      expect(Object.keys(JSON.parse(line)).sort()).toEqual(['id', 'provenance'])
  })
})
