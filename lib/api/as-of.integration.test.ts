import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EthUsdQuote } from '@/lib/domain/eth-usd'
import { seededRandom } from '@/lib/domain/seeded-random'
import type { NodeObservation, Snapshot } from '@/lib/snapshot/snapshot'
import { foldedSnapshot } from '@/lib/snapshot/testdata/observation'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import type { Store } from '@/lib/store/store'
import { type Ask, asking } from './testdata/asking'
import { LIST_NAMES } from './testdata/list-doc-of'
import { randomNetwork } from './testdata/random-network'

let folder: string
let store: Store
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-as-of-'))
  store = open()
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})
const open = (): Store =>
  openSqliteStore(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })

const rateOf = (usd: bigint): EthUsdQuote => ({
  rate: { numerator: usd, denominator: 3n },
  source: 'fixed',
  at: 1_500,
})

/** A sweep every minute from the moment at which the nodes of the tests answered. */
const endOf = (i: number): number => 5_000 + i * 60_000

async function sweep(i: number): Promise<{ snapshot: Snapshot; rate: EthUsdQuote }> {
  const { nodes } = randomNetwork(seededRandom(`as of ${i}`), { size: 10 })
  const rate = rateOf(2_500n + BigInt(i))
  const moved = nodes.map((node) => later(node, i * 60_000))
  const endedAt = endOf(i)
  const folded = foldedSnapshot({ startedAt: endedAt - 4_100, endedAt, nodes: moved })
  return { snapshot: await store.writeSnapshot(folded, { ethUsd: rate }), rate }
}

/** The nodes of the tests answered long ago; here they do so in each sweep. */
const later = (node: NodeObservation, ms: number): NodeObservation => ({
  ...node,
  askedAt: node.askedAt + ms,
  lastAnswer: node.lastAnswer && { ...node.lastAnswer, answeredAt: node.lastAnswer.answeredAt + ms },
  runners: node.runners && {
    ...node.runners,
    askedAt: node.runners.askedAt + ms,
    readAt: node.runners.readAt === null ? null : node.runners.readAt + ms,
  },
  sources: node.sources.map((named) => ({ ...named, lastAt: named.lastAt + ms })),
})

const PATHS: readonly string[] = [
  ...LIST_NAMES.flatMap((name) => [
    `/api/v1/${name}`,
    `/api/v1/${name}?format=csv`,
    `/api/v1/${name}?format=ndjson`,
    `/api/v1/${name}?limit=3`,
  ]),
  '/api/v1/offerings?include=provenance&state=warm&sort=-price&unit=pixel',
  '/api/v1/facets',
  '/api/v1/price-latency',
  '/api/v1/nodes',
  '/api/v1/network/summary',
  '/api/v1/nodes/n3.example:8935',
  '/api/v1/models/maker%2Ftiny',
]

const bodies = (ask: Ask, suffix: string): Promise<string[]> =>
  Promise.all(
    PATHS.map(async (path) => {
      const { status, text } = await ask(`${path}${suffix && `${path.includes('?') ? '&' : '?'}${suffix}`}`)
      return `${path} ${status} ${text}`
    }),
  )
const asOf = (at: number) => `as_of=${new Date(at).toISOString()}`

test('what a moment was answered with, it is answered with for ever, byte for byte, by every process', async () => {
  const then: { at: number; answers: string[] }[] = []
  for (let i = 0; i < 10; i++) {
    const { snapshot, rate } = await sweep(i)
    // Somewhere between this sweep and the next.
    const at = endOf(i) + i * 5_999
    const ask = asking({ nodes: null, snapshot, rate, now: at })
    then.push({ at, answers: await bodies(ask, '') })
  }
  const { snapshot } = await sweep(10)
  const other = open()
  for (const reader of [store, other]) {
    const ask = asking({ nodes: null, snapshot, rate: rateOf(1n), now: 10 ** 9, store: reader })
    for (const { at, answers } of then) expect(await bodies(ask, asOf(at))).toEqual(answers)
  }
  other.close()
  const all = then.map(({ answers }) => answers.join())
  expect(new Set(all).size).toBe(10)
})

test('what has expired by a moment did not count then, though it stands in the latest sweep before it', async () => {
  const { snapshot, rate } = await sweep(0)
  const at = endOf(0) + 9 * 60_000
  const live = await bodies(asking({ nodes: null, snapshot, rate, now: at }), '')
  const ask = asking({ nodes: null, snapshot, rate: null, now: at + 1, store })
  expect(await bodies(ask, asOf(endOf(0)))).not.toEqual(live)
  expect(await bodies(ask, asOf(at))).toEqual(live)
})

test('where sweeps were thinned out the one that stays stands for them, and an outage is still one', async () => {
  const HOUR_MS = 3_600_000
  // Every minute for half an hour, then nobody swept for the other half, then one more.
  for (let i = 0; i <= 30; i++) await sweep(i)
  const { snapshot, rate } = await sweep(60)
  await store.forgetSnapshots({ thinBefore: endOf(60), before: 0 })
  const ask = asking({ nodes: null, snapshot, rate, now: 10 * HOUR_MS, store })
  const rowsAt = async (at: number) => {
    const { offerings, snapshot: of } = JSON.parse((await ask(`/api/v1/offerings?${asOf(at)}`)).text)
    return [of.as_of, offerings.length > 0]
  }
  const last = new Date(endOf(30)).toISOString()
  expect((await ask(`/api/v1/offerings?${asOf(endOf(29))}`)).status).toBe(404)
  expect(await rowsAt(endOf(30) + 60_000)).toEqual([last, true])
  expect(await rowsAt(endOf(30) + 9 * 60_000)).toEqual([last, false])
  // Two hours on, in which every minute was swept and one snapshot stayed.
  for (let i = 61; i <= 180; i++) await sweep(i)
  await store.forgetSnapshots({ thinBefore: endOf(180), before: 0 })
  for (const minute of [130, 140, 150, 178]) {
    const [at, hasRows] = await rowsAt(endOf(minute))
    expect([minute, at, hasRows]).toEqual([minute, new Date(endOf(119)).toISOString(), true])
  }
})

test('a moment from which nothing is kept says what the oldest is', async () => {
  const early = asking({ nodes: [], store, now: 10 ** 9 })
  expect(JSON.parse((await early(`/api/v1/offerings?${asOf(9)}`)).text).detail).toMatch(
    'nothing was collected yet',
  )
  await sweep(0)
  const { status, text } = await early(`/api/v1/offerings?${asOf(endOf(0) - 1)}`)
  expect(status).toBe(404)
  expect(JSON.parse(text)).toMatchObject({
    type: '/problems#not-kept',
    detail: 'Nothing is kept from 1970-01-01T00:00:04.999Z: the oldest sweep ended 1970-01-01T00:00:05.000Z.',
  })
})

describe('a moment that is none is refused by its name', () => {
  test.each(['', 'yesterday', '2026-02-30', '1970-01-01T00:00', '9999-01-01', '-1', '0'])(
    '%j',
    async (text) => {
      await sweep(0)
      const ask = asking({ nodes: [], store, now: 10 ** 9 })
      for (const path of PATHS) {
        const { status, text: body } = await ask(
          `${path}${path.includes('?') ? '&' : '?'}as_of=${encodeURIComponent(text)}`,
        )
        expect([path, status]).toEqual([path, 400])
        expect(JSON.parse(body).errors).toMatchObject([{ parameter: 'as_of' }])
      }
    },
  )

  test('nor may it stand twice, or at an address that has no past', async () => {
    const ask = asking({ nodes: [], store, now: 10 ** 9 })
    expect((await ask('/api/v1/offerings?as_of=1970-01-01&as_of=1970-01-01')).status).toBe(400)
    expect((await ask('/api/v1/status?as_of=1970-01-01')).status).toBe(400)
  })
})
