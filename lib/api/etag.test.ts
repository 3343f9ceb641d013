import { describe, expect, test } from 'vitest'
import type { EthUsdQuote } from '@/lib/domain/eth-usd'
import { seededRandom } from '@/lib/domain/seeded-random'
import type { Snapshot } from '@/lib/snapshot/snapshot'
import { answerRequest } from './endpoints'
import { finishAnswer } from './finish-answer'
import { createReader } from './reader'
import { answerDeps } from './testdata/answer-deps'
import { LIST_NAMES } from './testdata/list-doc-of'
import { randomNetwork } from './testdata/random-network'

/** Equal questions have equal tags for as long as the answer stands, at either door; another answer has another one. */
const { nodes } = randomNetwork(seededRandom('tags'))
const quote = (usd: bigint): EthUsdQuote => ({
  rate: { numerator: usd, denominator: 1n },
  source: 'fixed',
  at: 1_500,
})
const snapshot = (id: number): Snapshot => ({
  id,
  lastChangeId: null,
  startedAt: 900,
  endedAt: 1_000,
  cadenceMs: 60_000,
  vantage: 'test',
  sources: [],
  nodes,
})

const moved = (id: number): Snapshot => ({
  ...snapshot(id),
  nodes: nodes.map((node) => ({ ...node, region: { name: 'us-west', from: 'operator' } })),
})

/** A world that the test changes under the reader. */
function createWorld() {
  const world = { snapshot: snapshot(1), quote: quote(2_500n), now: 5_000 }
  const state = {
    get snapshot() {
      return world.snapshot
    },
    status: { state: 'idle', settled: 0, total: 0, nextAt: null, lastError: null },
    sources: [],
    readings: new Map(),
    asker: { kind: 'none', address: null },
    isConductor: true,
  } as const
  const reader = createReader(state, {
    now: () => world.now,
    version: 'test',
    rate: () => world.quote,
  })
  const deps = {
    ...answerDeps(reader),
    onError: (error: unknown) => {
      throw error
    },
  }
  const ask = async (path: string, { ifNoneMatch = null as string | null, canEncode = true } = {}) => {
    const request = {
      method: 'GET',
      url: new URL(`http://localhost${path}`),
      header: (name: string) => (name === 'if-none-match' ? ifNoneMatch : null),
    }
    return finishAnswer(await answerRequest(request, deps), request, { canEncode })
  }
  const tagOf = async (path: string): Promise<string> => {
    const { status, headers } = await ask(path)
    expect([path, status]).toEqual([path, 200])
    return headers.etag ?? 'none'
  }
  return { world, ask, tagOf }
}

/** Answers that name the look at the network they are of. */
const OF_SNAPSHOT = [
  ...LIST_NAMES.flatMap((name) => [`/api/v1/${name}`, `/api/v1/${name}?limit=2&q=a`]),
  '/api/v1/offerings?format=csv',
  '/api/v1/models?format=ndjson&fields=model',
  '/api/v1/facets?state=warm',
  '/api/v1/nodes',
  '/api/v1/nodes/n1.example',
  '/api/v1/network/summary',
  '/api/v1/status',
]
/** Answers whose bytes alone count for their readers. */
const OF_CONTENT = [
  '/orchestrators.json',
  '/orchestrators.json?state=warm&limit=2',
  '/getNetworkCapabilities',
  '/discover-orchestrators',
  '/api/v1/openapi.json',
  '/api/v1/gateway/offerings',
]
const ALL = [...OF_SNAPSHOT, ...OF_CONTENT]

test.each(ALL)('%s: the same tag and the same bytes again, and 304 for it, at both doors', async (path) => {
  const { ask } = createWorld()
  const lean = await ask(path)
  const nexts = await ask(path, { canEncode: false })
  expect(lean.status).toBe(200)
  expect(lean.headers.etag).toMatch(/^W\/"[\w-]{22}"$/)
  expect([nexts.headers.etag, nexts.bytes?.toString()]).toEqual([lean.headers.etag, lean.bytes?.toString()])
  for (const canEncode of [true, false]) {
    const again = await ask(path, { ifNoneMatch: lean.headers.etag ?? '', canEncode })
    expect([again.status, again.bytes, again.headers.etag]).toEqual([304, null, lean.headers.etag])
    expect((await ask(path, { ifNoneMatch: 'W/"another"', canEncode })).status).toBe(200)
  }
})

test.each([
  [
    '/api/v1/offerings?state=warm,cold&q=a&limit=5',
    '/api/v1/offerings?limit=5&state=cold&q=a&state=warm,warm',
  ],
  ['/api/v1/offerings', '/api/v1/offerings?limit=1000&format=json&sort=node_uri,pipeline,model'],
  ['/api/v1/offerings?latency_ms[lte]=10', '/api/v1/offerings?latency_ms%5Blte%5D=1e1'],
  ['/api/v1/offerings?unit=pixel&price[lte]=0.5', '/api/v1/offerings?price[lte]=5/10&unit=pixel,pixel'],
  ['/api/v1/models?include=members', '/api/v1/models?include=members,members'],
  ['/api/v1/facets?state=warm&kind=ai', '/api/v1/facets?kind=ai&state=warm'],
  ['/api/v1/prices?unit=pixel&sort=median', '/api/v1/prices?sort=median&unit=pixel&limit=100'],
])('%s and %s are one question', async (one, other) => {
  const { tagOf } = createWorld()
  expect(await tagOf(one)).toBe(await tagOf(other))
})

test('unlike questions have unlike tags', async () => {
  const { tagOf } = createWorld()
  const tags = await Promise.all(
    [
      ...ALL.filter((path) => path.startsWith('/api/v1/')),
      '/api/v1/offerings?limit=1',
      '/api/v1/offerings?limit=2',
      '/api/v1/offerings?format=ndjson',
      '/api/v1/offerings?fields=id',
      '/api/v1/offerings?include=provenance',
      '/api/v1/offerings?sort=-node_uri',
      '/api/v1/offerings?state=warm',
      '/api/v1/offerings?state[not_in]=warm',
    ].map(tagOf),
  )
  expect(new Set(tags).size).toBe(tags.length)
})

describe('another answer has another tag', () => {
  test.each(OF_SNAPSHOT)('%s: with another snapshot, though nothing else has changed', async (path) => {
    const { world, ask, tagOf } = createWorld()
    const before = await tagOf(path)
    world.snapshot = snapshot(2)
    const { status, headers } = await ask(path, { ifNoneMatch: before })
    expect([status, headers.etag === before]).toEqual([200, false])
  })

  test.each(LIST_NAMES)('%s: with another rate, and when an answer expires', async (name) => {
    const { world, tagOf } = createWorld()
    const path = `/api/v1/${name}`
    const tags = [await tagOf(path)]
    world.quote = quote(2_501n)
    tags.push(await tagOf(path))
    world.now = 481_013
    tags.push(await tagOf(path))
    expect(new Set(tags).size).toBe(3)
    expect(await tagOf(path)).toBe(tags.at(-1))
  })

  test('of what is told by its content: with another rate where there are prices, another region where it leads', async () => {
    const { world, tagOf } = createWorld()
    const paths = ['/api/v1/facets', '/api/v1/nodes', '/api/v1/models/unknown']
    const tags = () => Promise.all(paths.map(tagOf))
    const first = await tags()
    world.quote = quote(2_501n)
    const second = await tags()
    world.snapshot = moved(2)
    const third = await tags()
    for (const [i] of paths.entries()) expect(new Set([first[i], second[i], third[i]]).size).toBe(3)
  })
})

test.each(['/orchestrators.json', '/getNetworkCapabilities', '/discover-orchestrators'])(
  '%s: the same tag for the same bytes, whatever sweep they are of',
  async (path) => {
    const { world, tagOf } = createWorld()
    const before = await tagOf(path)
    world.snapshot = snapshot(2)
    world.quote = quote(1n)
    expect(await tagOf(path)).toBe(before)
  },
)
