import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { standingChanges } from '@/lib/catalog/standing-changes'
import { rollUpProbes } from '@/lib/discovery/roll-up-probes'
import { createTimeSlices } from '@/lib/discovery/time-slices'
import { addressFromBytes } from '@/lib/domain/eth-address'
import type { OutcomeKind } from '@/lib/domain/outcome'
import { gpu } from '@/lib/domain/testdata/answer'
import type { Leaderboard } from '@/lib/leaderboard/leaderboard'
import type { NodeObservation, Snapshot } from '@/lib/snapshot/snapshot'
import { foldedSnapshot } from '@/lib/snapshot/testdata/observation'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import type { Store } from '@/lib/store/store'
import { type HistoryDto, historyDto } from '../contract/history'
import { reliabilityDto, reliabilityMethodDto } from '../contract/reliability'
import { type Ask, asking } from '../testdata/asking'
import { selling, uriOf } from '../testdata/selling-nodes'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const START = Date.UTC(2026, 4, 17)

let folder: string
let store: Store
let latest: Snapshot | null
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-history-'))
  store = openSqliteStore(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
  latest = null
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

/** A sweep that ends at a moment, in which every node is asked a second before. */
async function sweep(at: number, nodes: readonly NodeObservation[], cadenceMs = MINUTE): Promise<void> {
  const askedAt = at - 1_000
  const folded = foldedSnapshot({
    startedAt: at - 2_000,
    endedAt: at,
    cadenceMs,
    nodes: nodes
      .map((node) => ({
        ...node,
        askedAt,
        lastAnswer: node.lastAnswer && { ...node.lastAnswer, answeredAt: askedAt },
      }))
      .toSorted((a, b) => (a.uri < b.uri ? -1 : 1)),
  })
  const standing = standingChanges(latest, folded)
  latest = await store.writeSnapshot(folded, {
    since: { snapshotId: latest?.id ?? null, changes: [], standing },
  })
}

const rollUp = (): Promise<void> =>
  rollUpProbes(store, {
    holder: undefined,
    slices: createTimeSlices({ sliceMs: 5, monotonicMs: () => 0, signal: new AbortController().signal }),
    keepMs: { '5m': 1e14, '1h': 1e14, '1d': 1e14 },
    now: START,
  })

const askingAt = (now: number): Ask => {
  if (latest === null) throw new Error('nothing was swept')
  const rate = { rate: { numerator: 2_500n, denominator: 1n }, source: 'fixed', at: START } as const
  return asking({ nodes: [], snapshot: latest, store, history: store, now, rate })
}

async function historyOf<M extends HistoryDto['metric']>(
  ask: Ask,
  path: string,
  metric: M,
  query = '',
): Promise<Extract<HistoryDto, { metric: M }>> {
  const { status, text } = await ask(`/api/v1/${path}/history?metric=${metric}${query}`)
  expect(status === 200 ? 200 : text).toBe(200)
  return ofMetric(historyDto.parse(JSON.parse(text)), metric)
}
function ofMetric<M extends HistoryDto['metric']>(dto: HistoryDto, metric: M) {
  const isMeant = (one: HistoryDto): one is Extract<HistoryDto, { metric: M }> => one.metric === metric
  if (!isMeant(dto)) throw new Error(`it is of ${dto.metric}`)
  return dto
}

const FLUX = 'maker/flux'
const OWNER = addressFromBytes(Uint8Array.of(170))
const ofOwner = { recipient: OWNER }
const failing = (node: NodeObservation, kind: OutcomeKind): NodeObservation => ({ ...node, kind })

/** Every five minutes for three hours: `a` asks 10, then 20 from the second hour on; `b` asks 40 and is not found in the third. */
async function sweepThreeHours(): Promise<void> {
  for (let minute = 0; minute <= 180; minute += 5) {
    const a = selling('a', { [FLUX]: minute < 60 ? 10n : 20n }, { latencyMs: 100, ...ofOwner })
    const b = selling('b', { [FLUX]: 40n }, { latencyMs: 300, ...ofOwner })
    await sweep(START + minute * MINUTE + 2_000, [a, minute < 120 ? b : failing(b, 'timed-out')])
  }
  await rollUp()
}
const END = START + 180 * MINUTE + 10_000

describe('prices', () => {
  test('are exact, weighted by how long they stood, in money at the rate of the answer', async () => {
    await sweepThreeHours()
    const { series, step, from, to } = await historyOf(
      askingAt(END),
      'models/maker%2Fflux',
      'price',
      '&window=3h&step=1h&until=2026-05-17T03:00:00Z',
    )
    expect([step, from, to]).toEqual(['1h', '2026-05-17T00:00:00.000Z', '2026-05-17T03:00:00.000Z'])
    expect(series).toMatchObject([{ pipeline: 'text-to-image', model: FLUX, unit: 'pixel', offerings: 2 }])
    const [only] = series
    const wei = only?.points.map(({ min, median, max }) => [min?.wei, median?.wei, max?.wei])
    // For two seconds of the second hour it is 10 still.
    expect(wei).toEqual([
      ['10', '10', '40'],
      ['10', '20', '40'],
      ['20', '20', '40'],
    ])
    expect(only?.points[2]?.max?.usd_per_unit).toBe('0.0000000000001')
    expect(only?.tasks).toMatchObject([{ task: 'image-1024', units: '1048576' }])
  })

  test('have a gap where nobody looked, whatever stands', async () => {
    const node = selling('a', { [FLUX]: 10n })
    await sweep(START + MINUTE, [node])
    await sweep(START + 3 * HOUR + MINUTE, [node])
    await sweep(START + 3 * HOUR + 6 * MINUTE, [node])
    await rollUp()
    const ask = askingAt(START + 3 * HOUR + 10 * MINUTE)
    const { series } = await historyOf(ask, 'network', 'price', '&window=4h&step=30m')
    const isKnown = series[0]?.points.map(({ median }) => median?.wei ?? null)
    expect(isKnown).toEqual([null, '10', null, null, null, null, null, '10'])
  })

  test('have no gap between sweeps that are further apart than the points', async () => {
    const node = selling('a', { [FLUX]: 10n })
    for (let minute = 1; minute < 120; minute += 30) await sweep(START + minute * MINUTE, [node], 30 * MINUTE)
    await rollUp()
    const query = '&window=2h&step=5m&until=2026-05-17T02:00:00Z'
    const { series } = await historyOf(askingAt(START + 121 * MINUTE), 'network', 'price', query)
    expect(series[0]?.points.map(({ median }) => median?.wei)).toEqual(Array.from({ length: 24 }, () => '10'))
  })

  test('that nobody can mean are in no point, and are counted', async () => {
    await sweep(START + MINUTE, [selling('a', { [FLUX]: 10n }), selling('b', { [FLUX]: 10n ** 18n })])
    const { series } = await historyOf(askingAt(START + 2 * MINUTE), 'network', 'price', '&window=1h')
    expect(series).toMatchObject([{ offerings: 2, implausible: 1 }])
    expect(series[0]?.points.at(-1)?.max?.wei).toBe('10')
  })

  test('are there after the very first sweep, and none of an unlike unit is among them', async () => {
    await sweep(START + MINUTE, [selling('a', { [FLUX]: 10n })])
    const { series } = await historyOf(
      askingAt(START + 61_000),
      'nodes/a.example:8935',
      'price',
      '&window=1h',
    )
    expect(series.map(({ pipeline, unit }) => [pipeline, unit])).toEqual([['text-to-image', 'pixel']])
    expect(series[0]?.points.filter(({ median }) => median !== null)).toHaveLength(1)
  })

  test('of the network are of twenty models, and it is said how many more there are', async () => {
    const prices = Object.fromEntries(Array.from({ length: 23 }, (_, i) => [`maker/m${i}`, BigInt(i)]))
    await sweep(START + MINUTE, [selling('a', prices), selling('b', { 'maker/m22': 1n })])
    const dto = await historyOf(askingAt(START + 2 * MINUTE), 'network', 'price', '&window=1h')
    expect(dto.series).toHaveLength(20)
    expect(dto.series_left_out).toBe(3)
    expect(dto.series[0]?.model).toBe('maker/m22')
  })
})

describe('measurements', () => {
  test('are of all probes of a bucket together, and a tail of few is not told', async () => {
    await sweepThreeHours()
    const ask = askingAt(END)
    const query = '&window=3h&step=1h&until=2026-05-17T03:00:00Z'
    const latency = await historyOf(ask, 'models/maker%2Fflux', 'latency', query)
    expect(latency.points.map(({ n }) => n)).toEqual([24, 24, 12])
    const [first, , third] = latency.points
    // Twelve of 100 ms and twelve of 300 ms.
    expect(Math.abs((first?.p50_ms ?? 0) - 100)).toBeLessThanOrEqual(1.05)
    expect(Math.abs((first?.p95_ms ?? 0) - 300)).toBeLessThanOrEqual(3.05)
    expect(third).toMatchObject({ p95_ms: null, p99_ms: null })
    expect(third?.p50_ms).not.toBeNull()
    const { points } = await historyOf(ask, 'nodes/b.example:8935', 'availability', query)
    expect(points.map(({ at: _, ...counts }) => counts)).toEqual([
      { attempts: 12, answered: 12, reached: 12, availability: 1 },
      { attempts: 12, answered: 12, reached: 12, availability: 1 },
      { attempts: 12, answered: 0, reached: 0, availability: 0 },
    ])
  })

  test('of an orchestrator are those of its nodes, of the network those of all', async () => {
    await sweepThreeHours()
    const ask = askingAt(END)
    const query = '&window=3h&step=3h&until=2026-05-17T03:00:00Z'
    const sums = { attempts: 72, answered: 60, reached: 60 }
    for (const path of [`orchestrators/${OWNER.toLowerCase()}`, 'network']) {
      const { points } = await historyOf(ask, path, 'availability', query)
      expect(points).toMatchObject([sums])
    }
  })

  test('of the network say how many nodes were listed, and reached, also those that were hardly asked', async () => {
    const down = { ...failing(selling('c', { other: 10n }), 'refused'), askedAt: START - HOUR }
    const busy = failing(selling('b', { other: 10n }), 'busy')
    for (let minute = 0; minute <= 60; minute += 5)
      await sweep(
        START + minute * MINUTE + 2_000,
        minute < 30 ? [selling('a', {}), busy] : [selling('a', {}), busy, down],
      )
    await rollUp()
    const ask = askingAt(START + HOUR + 5 * MINUTE)
    const query = '&window=90m&step=30m&until=2026-05-17T01:00:00Z'
    const { points } = await historyOf(ask, 'network', 'availability', query)
    expect(
      points.map(({ nodes_listed, nodes_reached, nodes_answered }) => [
        nodes_listed,
        nodes_reached,
        nodes_answered,
      ]),
    ).toEqual([
      [null, null, null],
      [2, 2, 1],
      [3, 2, 1],
    ])
    // A moment within a bucket knows the sweeps before it alone.
    const then = await historyOf(
      ask,
      'network',
      'availability',
      '&window=1h&step=1h&until=2026-05-17T00:29:00Z',
    )
    expect(then.points.at(-1)).toMatchObject({ nodes_listed: 2, nodes_reached: 2 })
    const ofOne = await historyOf(ask, 'nodes/a.example', 'availability', query)
    expect(ofOne.points.every((point) => !('nodes_listed' in point))).toBe(true)
  })

  test('that nobody made are a gap and no zero', async () => {
    await sweepThreeHours()
    const { points, measured_until } = await historyOf(
      askingAt(END + 30 * MINUTE),
      'network',
      'availability',
      '&window=2h&step=30m',
    )
    expect(points.map(({ attempts }) => attempts)).toEqual([12, 12, null, null])
    expect(measured_until).toBe('2026-05-17T03:00:00.000Z')
    expect(points.at(-1)).toMatchObject({ attempts: null, reached: null, availability: null })
  })
})

test('places and cards are added up, and what cannot be places is left out', async () => {
  const cards = { hardware: [hardwareOf(2)] }
  const a = selling('a', { [FLUX]: 10n }, { ...ofOwner, ...cards })
  for (let minute = 0; minute <= 60; minute += 5) await sweep(START + minute * MINUTE + 2_000, [a])
  await rollUp()
  const ask = askingAt(START + HOUR + 10_000)
  const query = '&window=1h&step=30m&until=2026-05-17T01:00:00Z'
  const { points } = await historyOf(ask, 'models/maker/flux', 'capacity', query)
  expect(points).toMatchObject([
    { min: 1, mean: 1, max: 1, offerings: 1 },
    { min: 1, mean: 1, max: 1, offerings: 1 },
  ])
  for (const path of ['network', 'nodes/a.example:8935', `orchestrators/${OWNER}`, 'gpus/rtx%204090']) {
    const cards = await historyOf(ask, path, 'gpus', query)
    expect(cards.points.map(({ min, max, nodes }) => [min, max, nodes])).toEqual([
      [2, 2, 1],
      [2, 2, 1],
    ])
  }
})

const hardwareOf = (count: number) => ({
  pipeline: 'text-to-image',
  modelId: FLUX,
  gpus: new Map(Array.from({ length: count }, (_, i) => [String(i), gpu({ id: `GPU-${i}` })])),
})

test('what is offered is counted as it stood at the end of each bucket, of the network alone', async () => {
  await sweepThreeHours()
  await sweep(START + 200 * MINUTE, [selling('a', { [FLUX]: 20n, other: 5n, third: 5n }, ofOwner)])
  const ask = askingAt(START + 210 * MINUTE)
  const query = '&window=5h&step=1h&until=2026-05-17T03:30:00Z'
  const { points } = await historyOf(ask, 'network', 'supply', query)
  expect(points.map(({ at: _, ...counts }) => counts)).toEqual([
    { offerings: null, warm: null, models: null, orchestrators: null },
    { offerings: 2, warm: 2, models: 1, orchestrators: 1 },
    { offerings: 2, warm: 2, models: 1, orchestrators: 1 },
    { offerings: 2, warm: 2, models: 1, orchestrators: 1 },
    { offerings: 3, warm: 3, models: 3, orchestrators: 1 },
  ])
  expect((await ask('/api/v1/nodes/a.example:8935/history?metric=supply')).status).toBe(400)
})

test('a moment of the past is answered as it was known then, by either name', async () => {
  await sweepThreeHours()
  const then = Date.UTC(2026, 4, 17, 1, 30)
  const later = askingAt(END)
  for (const [path, metric] of [
    ['network', 'price'],
    ['network', 'availability'],
    ['nodes/a.example:8935', 'latency'],
    ['models/maker%2Fflux', 'capacity'],
  ] as const) {
    const query = `/api/v1/${path}/history?metric=${metric}&window=3h&step=30m`
    const [until, asOf] = await Promise.all(
      ['until', 'as_of'].map((name) => later(`${query}&${name}=2026-05-17T01:30:00Z`)),
    )
    expect(asOf).toEqual(until)
    const dto = historyDto.parse(JSON.parse(until?.text ?? ''))
    expect(dto.as_of).toBe(new Date(then).toISOString())
    expect(until?.text).not.toContain('2026-05-17T02:')
  }
})

describe('what is asked about', () => {
  test('is found by its name as it is, with its slashes as they are or encoded', async () => {
    await sweep(START + MINUTE, [selling('a', { [FLUX]: 10n, 'maker/history': 20n })])
    const ask = askingAt(START + 2 * MINUTE)
    for (const path of ['models/maker/flux', 'models/maker%2Fflux', 'models/flux', 'models/FLUX'])
      expect((await historyOf(ask, path, 'price')).subject).toEqual({ kind: 'model', id: FLUX })
    for (const path of ['models/maker/history', 'models/maker%2Fhistory'])
      expect((await historyOf(ask, path, 'price')).subject).toEqual({ kind: 'model', id: 'maker/history' })
    expect((await ask('/api/v1/models/maker%2Fhistory')).status).toBe(200)
    const uri = encodeURIComponent(uriOf('a'))
    for (const path of ['nodes/a.example:8935', `nodes/${uri}`, `nodes/${uriOf('a')}`])
      expect((await historyOf(ask, path, 'availability')).subject.id).toBe(uriOf('a'))
  })

  test('is found by the very name it had when it is gone', async () => {
    await sweep(START + MINUTE, [selling('a', { [FLUX]: 10n }, ofOwner), selling('b', { other: 10n })])
    const offering = JSON.parse(
      (await askingAt(START + 2 * MINUTE)('/api/v1/offerings?model=maker/flux')).text,
    )
    const { id } = offering.offerings[0]
    await sweep(START + 6 * MINUTE, [selling('b', { other: 10n })])
    await sweep(START + 12 * MINUTE, [selling('b', { other: 10n })])
    await rollUp()
    const ask = askingAt(START + 13 * MINUTE)
    for (const path of [
      'models/maker/flux',
      `nodes/${encodeURIComponent(uriOf('a'))}`,
      `orchestrators/${OWNER}`,
      `offerings/${id}`,
    ]) {
      const { points } = await historyOf(ask, path, 'availability', '&window=15m&step=5m')
      expect(points.map(({ attempts }) => attempts)).toEqual([1, null, null])
    }
  })

  test.each([
    ['https://a.example:8935', ['a.example:8935', 'a.example', 'A.example:8935/', 'https://a.example']],
    ['http://b.example:4000', ['b.example:4000', 'B.example:4000', 'http://b.example:4000/']],
  ])('%s is found by host and port when it is gone', async (uri, spellings) => {
    const stays = selling('c', { other: 10n })
    await sweep(START + MINUTE, [{ ...selling('a', { [FLUX]: 10n }), uri }, stays])
    await sweep(START + 6 * MINUTE, [stays])
    await rollUp()
    const ask = askingAt(START + 7 * MINUTE)
    for (const spelling of spellings) {
      const path = `nodes/${encodeURIComponent(spelling)}`
      expect((await historyOf(ask, path, 'availability')).subject.id).toBe(uri)
      const { subject, nodes } = reliabilityDto.parse(
        JSON.parse((await ask(`/api/v1/${path}/reliability`)).text),
      )
      expect([subject.id, nodes]).toEqual([uri, [uri]])
    }
  })

  test.each([
    ['/api/v1/models/nobody/history', 'not-found', '/api/v1/models lists all'],
    ['/api/v1/nodes/nobody/history', 'not-found', '/api/v1/nodes lists all'],
    ['/api/v1/offerings/__proto__/history', 'not-found', '/api/v1/offerings lists all'],
    ['/api/v1/gpus/toString/history', 'not-found', '/api/v1/gpus lists all'],
    ['/api/v1/orchestrators/0x1/reliability', 'not-found', '/api/v1/orchestrators lists all'],
    ['/api/v1/models//history', 'not-found', 'No model is called /history'],
    [
      '/api/v1/models/maker/flux/history?metric=gpus',
      'bad-parameters',
      'there are price, latency, availability, capacity',
    ],
    ['/api/v1/network/history?metric=speed', 'bad-parameters', 'is not one of availability'],
    ['/api/v1/network/history?window=30d&step=5m', 'bad-parameters', 'step=3h would do'],
    ['/api/v1/network/history?window=1s', 'bad-parameters', 'whole minutes, hours or days'],
    ['/api/v1/network/history?step=7m', 'bad-parameters', 'is not a multiple of 5m'],
    ['/api/v1/network/history?until=2050-01-01', 'bad-parameters', 'is not over yet'],
    ['/api/v1/network/history?until=1969-01-01', 'bad-parameters', 'before 1970'],
    ['/api/v1/network/history?until=yesterday', 'bad-parameters', 'is not a moment'],
    ['/api/v1/network/history?until=2026-01-01&as_of=2026-01-02', 'bad-parameters', 'another moment'],
    ['/api/v1/network/history?window=1h&window=1h', 'bad-parameters', 'more than once'],
    ['/api/v1/network/history?limit=1', 'bad-parameters', 'known: metric, window, step, until, as_of'],
    ['/api/v1/nodes/a.example:8935/reliability?window=1h', 'bad-parameters', 'it takes none'],
    ['/api/v1/reliability?x=1', 'bad-parameters', 'it takes none'],
  ])('%s is refused: %s', async (path, kind, words) => {
    await sweep(START + MINUTE, [selling('a', { [FLUX]: 10n })])
    const { text } = await askingAt(START + 2 * MINUTE)(path)
    expect(JSON.parse(text)).toMatchObject({ type: `/problems#${kind}` })
    expect(JSON.parse(text).detail).toContain(words)
  })
})

describe('reliability', () => {
  test('is told by windows, with what it is made of, and is insufficient where there are few samples', async () => {
    await sweepThreeHours()
    const ask = askingAt(END)
    const of = async (path: string) =>
      reliabilityDto.parse(JSON.parse((await ask(`/api/v1/${path}/reliability`)).text))
    const a = await of('nodes/a.example:8935')
    expect(a).toMatchObject({ score_version: 2, vantage: 'test', nodes: [uriOf('a')] })
    const [hour, day] = a.windows
    expect(hour).toMatchObject({ window: '1h', attempts: 12, score: null, weight_known: 0 })
    expect(hour?.parts.map(({ status }) => status)).toEqual(hour?.parts.map(() => 'insufficient-data'))
    expect(day).toMatchObject({ window: '24h', attempts: 36, outcomes: [{ outcome: 'ok', count: 36 }] })
    expect(day?.score).toBeGreaterThan(90)
    expect(day?.score).toBeLessThan(100)

    const b = await of('nodes/b.example:8935')
    expect(b.windows[1]?.outcomes).toEqual([
      { outcome: 'ok', count: 24 },
      { outcome: 'timed-out', count: 12 },
    ])
    expect(b.windows[1]?.score).toBeLessThan(day?.score ?? 0)

    const owner = await of(`orchestrators/${OWNER}`)
    expect(owner.nodes).toEqual([uriOf('a'), uriOf('b')])
    expect(owner.windows.map(({ attempts }) => attempts)).toEqual([24, 72, 72, 72])
  })

  test('is told beside what a leaderboard says, untested regions blank, and is no other for it', async () => {
    await sweepThreeHours()
    if (latest === null) throw new Error('it was swept')
    const path = `/api/v1/orchestrators/${OWNER}/reliability`
    const of = { nodes: [], snapshot: latest, store, history: store, now: END }
    const without = reliabilityDto.parse(JSON.parse((await asking(of)(path)).text))
    const score = { successRate: 0.98, roundTripScore: 0.5, score: 0.49 }
    const board: Leaderboard = {
      readAt: START,
      regions: ['FRA', 'MDW'],
      scores: new Map([[OWNER, new Map([['FRA', score]])]]),
    }
    const { text } = await asking({ ...of, leaderboard: () => board })(path)
    const { leaderboard, ...own } = reliabilityDto.parse(JSON.parse(text))
    expect(leaderboard).toEqual({
      name: 'Livepeer leaderboard',
      read_at: '2026-05-17T00:00:00.000Z',
      scale: '/10',
      regions: [
        { region: 'FRA', score: 4.9, success_rate: 0.98, round_trip_score: 5 },
        { region: 'MDW', score: null, success_rate: null, round_trip_score: null },
      ],
    })
    expect({ ...own, leaderboard: null }).toEqual(without)
  })

  test('its method is published with the numbers that it uses', async () => {
    await sweep(START + MINUTE, [selling('a', { [FLUX]: 10n })])
    const { text } = await askingAt(START + 2 * MINUTE)('/api/v1/reliability')
    const method = reliabilityMethodDto.parse(JSON.parse(text))
    expect(method.parts.reduce((sum, { weight }) => sum + weight, 0)).toBe(100)
    expect(method).toMatchObject({ score_version: 2, min_samples: 20, vantage: 'test' })
  })
})
