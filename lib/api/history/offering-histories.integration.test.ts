import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { standingChanges } from '@/lib/catalog/standing-changes'
import { rollUpProbes } from '@/lib/discovery/roll-up-probes'
import { createTimeSlices } from '@/lib/discovery/time-slices'
import type { NodeObservation, Snapshot } from '@/lib/snapshot/snapshot'
import { foldedSnapshot } from '@/lib/snapshot/testdata/observation'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import type { Store } from '@/lib/store/store'
import { MAX_HISTORIES } from '../contract/most'
import { offeringHistoriesDto } from '../contract/offering-histories'
import { offeringsDto } from '../contract/offering-list'
import { type Ask, asking } from '../testdata/asking'
import { selling } from '../testdata/selling-nodes'

const MINUTE = 60_000
const START = Date.UTC(2026, 4, 17)
const END = START + 125 * MINUTE

let folder: string
let store: Store
let latest: Snapshot | null
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-histories-'))
  store = openSqliteStore(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
  latest = null
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

async function sweep(at: number, nodes: readonly NodeObservation[]): Promise<void> {
  const askedAt = at - 1_000
  const folded = foldedSnapshot({
    startedAt: at - 2_000,
    endedAt: at,
    cadenceMs: MINUTE,
    nodes: nodes.map((node) => ({
      ...node,
      askedAt,
      lastAnswer: node.lastAnswer && { ...node.lastAnswer, answeredAt: askedAt },
    })),
  })
  const standing = standingChanges(latest, folded)
  latest = await store.writeSnapshot(folded, {
    since: { snapshotId: latest?.id ?? null, changes: [], standing },
  })
}

/** Every five minutes for two hours: `a` asks 10 and then 20 for a pixel, `b` 40, and answers slower. */
async function twoHours(): Promise<Ask> {
  for (let minute = 0; minute <= 120; minute += 5)
    await sweep(START + minute * MINUTE + 2_000, [
      selling('a', { flux: minute < 60 ? 10n : 20n }, { latencyMs: 100 }),
      selling('b', { flux: 40n }, { latencyMs: 300 }),
    ])
  await rollUpProbes(store, {
    holder: undefined,
    slices: createTimeSlices({ sliceMs: 5, monotonicMs: () => 0, signal: new AbortController().signal }),
    keepMs: { '5m': 1e14, '1h': 1e14, '1d': 1e14 },
    now: START,
  })
  if (latest === null) throw new Error('nothing was swept')
  return asking({ nodes: [], snapshot: latest, store, history: store, now: END })
}

const PATH = '/api/v1/offerings/history'
const WINDOW = 'window=2h&step=1h&until=2026-05-17T02:00:00Z'

async function read(ask: Ask, query: string) {
  const { status, text } = await ask(`${PATH}?${query}`)
  expect(status === 200 ? 200 : text).toBe(200)
  return offeringHistoriesDto.parse(JSON.parse(text))
}

async function idsOf(ask: Ask): Promise<string[]> {
  const { text } = await ask('/api/v1/offerings?model=flux&sort=node_uri')
  return offeringsDto.parse(JSON.parse(text)).offerings.map(({ id }) => id)
}

test('many offerings are answered at once, in the order asked for, each with its own numbers', async () => {
  const ask = await twoHours()
  const [a = '', b = ''] = await idsOf(ask)
  expect(await read(ask, `id=${b},${a}&metric=price&${WINDOW}`)).toMatchObject({
    metric: 'price',
    step: '1h',
    unknown: [],
    offerings: [
      { id: b, unit: 'pixel', points: ['40', '40'] },
      { id: a, unit: 'pixel', points: ['10', '20'] },
    ],
  })
  const latency = await read(ask, `id=${a}&id=${b}&metric=latency&${WINDOW}`)
  const [ofA, ofB] = latency.offerings
  expect([ofA?.points.length, ofB?.points.length]).toEqual([2, 2])
  expect(Number(ofA?.points[0])).toBeCloseTo(100, -1)
  expect(Number(ofB?.points[0])).toBeCloseTo(300, -1)
})

test('it says the same as the history of one', async () => {
  const ask = await twoHours()
  const [a = ''] = await idsOf(ask)
  const many = await read(ask, `id=${a}&metric=price&${WINDOW}`)
  const { text } = await ask(`/api/v1/offerings/${a}/history?metric=price&${WINDOW}`)
  const one = JSON.parse(text)
  expect(many.offerings[0]?.points).toEqual(
    one.series[0].points.map(
      ({ median }: { median: { wei_per_unit: string } | null }) => median?.wei_per_unit ?? null,
    ),
  )
  expect([many.from, many.to, many.as_of]).toEqual([one.from, one.to, one.as_of])
})

test('an id that nobody has is named, and a wrong question is refused by its parameter', async () => {
  const ask = await twoHours()
  const [a = ''] = await idsOf(ask)
  const { unknown, offerings } = await read(ask, `id=none,${a},__proto__&${WINDOW}`)
  expect(unknown).toEqual(['none', '__proto__'])
  expect(offerings.map(({ id }) => id)).toEqual([a])
  expect((await read(ask, WINDOW)).offerings).toEqual([])
  const many = Array.from({ length: MAX_HISTORIES + 1 }, (_, i) => `x${i}`).join()
  for (const [query, parameters] of [
    ['id=', ['id']],
    [`id=${many}`, ['id']],
    ['id=a,,b&metric=gpus', ['id', 'metric']],
    ['id=a&colour=red', ['colour']],
  ] as const) {
    const { status, text } = await ask(`${PATH}?${query}`)
    expect([query, status]).toEqual([query, 400])
    expect(JSON.parse(text).errors.map(({ parameter }: { parameter: string }) => parameter)).toEqual(
      parameters,
    )
  }
})
