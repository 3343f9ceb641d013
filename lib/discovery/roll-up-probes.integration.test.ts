import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isAnswered, OUTCOME_KINDS, type OutcomeKind } from '@/lib/domain/outcome'
import { type SeededRandom, seededRandom } from '@/lib/domain/seeded-random'
import type { StandingChange } from '@/lib/domain/standing'
import { coverSpan } from '@/lib/history/cover-span'
import { type ByLevel, LEVEL_MS, LEVELS, type Level } from '@/lib/history/history-window'
import { type ProbeTally, ProbeTallyMaker } from '@/lib/history/probe-tally'
import type { FoldedSnapshot, NodeObservation } from '@/lib/snapshot/snapshot'
import { lastAnswer, observation } from '@/lib/snapshot/testdata/observation'
import type { ProbeRollUps, Subject } from '@/lib/store/probe-roll-ups'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import { type ChangesSince, LeaseLost, type Store } from '@/lib/store/store'
import { type RollUpOptions, rollUpProbes } from './roll-up-probes'
import { createTimeSlices } from './time-slices'

const FIVE = LEVEL_MS['5m']
const HOUR = LEVEL_MS['1h']
const DAY = LEVEL_MS['1d']
/** Midnight. */
const START = Date.UTC(2026, 4, 17)
const FOR_EVER: ByLevel<number> = { '5m': 1e14, '1h': 1e14, '1d': 1e14 }

let folder: string
let stores: Store[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-rollups-'))
  stores = []
})
afterEach(() => {
  for (const store of stores) store.close()
  rmSync(folder, { recursive: true })
})
const open = (name = 'offerings'): Store => {
  const store = openSqliteStore(join(folder, `${name}.db`), { migrationsFolder: 'drizzle/migrations' })
  stores.push(store)
  return store
}

/** Rests at every chance, so that every step is one from which the work is taken up. */
const options = (about: Partial<RollUpOptions> = {}): RollUpOptions => ({
  holder: undefined,
  slices: createTimeSlices({ sliceMs: 0, monotonicMs: () => 0, signal: new AbortController().signal }),
  keepMs: FOR_EVER,
  now: START + 40 * DAY,
  ...about,
})

interface AskedProbe {
  readonly uri: string
  readonly askedAt: number
  readonly kind: OutcomeKind
  readonly latencyMs: number
}

/** What nodes offer all the time, by name. */
const MODELS: Readonly<Record<string, readonly string[]>> = {
  'https://a.example:8935': ['flux', 'sdxl'],
  'https://b.example:8935': ['flux'],
  'https://c.example:8935': [],
}
const CARDS: Readonly<Record<string, readonly string[]>> = {
  'https://a.example:8935': ['RTX 4090'],
  'https://b.example:8935': ['RTX 4090', 'L40S'],
  'https://c.example:8935': ['L40S'],
}
const URIS = Object.keys(MODELS)
const KINDS: readonly [OutcomeKind, ...OutcomeKind[]] = [
  'ok',
  'ok',
  'ok',
  'no-price',
  'busy',
  'timed-out',
  'dns',
]

const standing: readonly StandingChange[] = URIS.flatMap((nodeUri): StandingChange[] => [
  ...(MODELS[nodeUri] ?? []).map(
    (model): StandingChange => ({
      kind: 'terms',
      nodeUri,
      offering: { id: `${nodeUri} ${model}`, kind: 'ai', pipeline: 'text-to-image' },
      terms: {
        model,
        orchestrator: null,
        gpu: null,
        state: 'warm',
        price: { kind: 'missing' },
        unit: 'pixel',
        capacity: null,
      },
    }),
  ),
  ...(CARDS[nodeUri] ?? []).map((name): StandingChange => ({ kind: 'gpus', nodeUri, name, count: 1 })),
])

/**
 * Writes sweeps of odd lengths and pauses, in which some nodes are not asked and keep what they were asked before.
 * Returns every question that was asked.
 */
async function writeSweeps(store: Store, random: SeededRandom, until: number, gapMs: number) {
  const asked: AskedProbe[] = []
  const latest = new Map<string, AskedProbe>()
  let previous: number | null = null
  let startedAt = START + random.int(0, FIVE)
  while (startedAt < until) {
    const endedAt = startedAt + random.int(0, 20_000)
    for (const uri of URIS) {
      if (latest.has(uri) && random.next() < 0.3) continue
      const probe = {
        uri,
        askedAt: random.int(startedAt, endedAt),
        kind: random.pick(KINDS),
        latencyMs: random.int(1, 2_000_000) / 1_000,
      }
      latest.set(uri, probe)
      asked.push(probe)
    }
    const folded: FoldedSnapshot = {
      startedAt,
      endedAt,
      cadenceMs: 60_000,
      vantage: 'here',
      sources: [],
      nodes: [...latest.values()].map(toObservation).sort((a, b) => (a.uri < b.uri ? -1 : 1)),
    }
    const isFirst = previous === null
    const since: ChangesSince = { snapshotId: previous, changes: [], standing: isFirst ? standing : [] }
    previous = (await store.writeSnapshot(folded, { since })).id
    // Now and then nobody sweeps for hours.
    startedAt = endedAt + (random.next() < 0.01 ? random.int(0, 5 * HOUR) : random.int(1, gapMs))
  }
  return { asked, lastStartedAt: await lastStart(store) }
}

const lastStart = async (store: Store): Promise<number> => (await store.readLastSweep())?.startedAt ?? 0

const toObservation = ({ uri, askedAt, kind, latencyMs }: AskedProbe): NodeObservation =>
  observation({
    uri,
    kind,
    askedAt,
    // One that does not answer has its last answer still, which is none of this question's.
    lastAnswer: lastAnswer({ answeredAt: askedAt, latencyMs }),
  })

/** What the rows have to be, reckoned from the questions alone. */
function expected(
  asked: readonly AskedProbe[],
  level: Level,
  doneUntil: number,
): Map<string, ProbeTallyMaker> {
  const tallies = new Map<string, ProbeTallyMaker>()
  for (const { uri, askedAt, kind, latencyMs } of asked) {
    const at = Math.floor(askedAt / LEVEL_MS[level]) * LEVEL_MS[level]
    if (at >= doneUntil) continue
    const subjects = [
      'network ',
      `node ${uri}`,
      ...(MODELS[uri] ?? []).map((model) => `model ${model}`),
      ...(CARDS[uri] ?? []).map((name) => `gpu ${name}`),
    ]
    for (const subject of subjects) {
      const key = `${at} ${subject}`
      const tally = tallies.get(key) ?? new ProbeTallyMaker()
      tallies.set(key, tally.addProbe(kind, isAnswered(kind) ? latencyMs : null))
    }
  }
  return tallies
}

const comparable = ({ outcomes, latency }: ProbeTally) => ({
  outcomes: Object.fromEntries(
    OUTCOME_KINDS.flatMap((kind) => (outcomes[kind] ? [[kind, outcomes[kind]]] : [])),
  ),
  latency: Buffer.from(latency.toBytes()).toString('hex'),
})
const inOrder = (tallies: Iterable<readonly [string, ProbeTally]>) =>
  [...tallies].map(([key, tally]) => [key, comparable(tally)] as const).sort(([a], [b]) => (a < b ? -1 : 1))

async function rowsOf(store: ProbeRollUps, level: Level) {
  const rows: [string, ProbeTally][] = []
  for (let after = null, isMore = true; isMore; ) {
    const page = await store.readRollUps({ level, from: 0, to: 1e14 }, { after, limit: 100 })
    for (const { at, subject, tally } of page.rows) rows.push([`${at} ${subject.kind} ${subject.key}`, tally])
    if (page.next) after = page.next
    isMore = page.next !== null
  }
  return inOrder(rows)
}

async function expectRows(store: Store, asked: readonly AskedProbe[], lastStartedAt: number): Promise<void> {
  const progress = await store.readRollUpProgress()
  // All that is over by the start of the last sweep, but for buckets in which nobody was asked.
  const closed = Math.floor(lastStartedAt / FIVE) * FIVE
  expect(inOrder(expected(asked, '5m', closed))).toEqual(await rowsOf(store, '5m'))
  for (const level of ['1h', '1d'] as const) {
    const doneUntil = progress[level] ?? 0
    expect(inOrder(expected(asked, level, doneUntil))).toEqual(await rowsOf(store, level))
  }
}

test('five minutes, hours and days are what counting every question by itself makes, whatever the sweeps are', async () => {
  const random = seededRandom('roll-ups')
  for (const gapMs of [40_000, 8 * 60_000, 3 * HOUR]) {
    const store = open(`gap-${gapMs}`)
    const { asked, lastStartedAt } = await writeSweeps(store, random, START + 1.4 * DAY, gapMs)
    await rollUpProbes(store, options())
    const progress = await store.readRollUpProgress()
    expect(progress['1d']).toBe(START + DAY)
    expect(progress['5m']).toBeGreaterThan(START + DAY)
    await expectRows(store, asked, lastStartedAt)
    const before = await rowsOf(store, '5m')
    await rollUpProbes(store, options())
    expect(await rowsOf(store, '5m')).toEqual(before)
  }
})

test('what is broken off after any number of steps and taken up by another process comes to the same rows', async () => {
  const random = seededRandom('killed')
  const whole = open('whole')
  const { asked, lastStartedAt } = await writeSweeps(
    whole,
    seededRandom('sweeps'),
    START + 1.1 * DAY,
    30 * 60_000,
  )
  await rollUpProbes(whole, options())

  const killed = open('killed')
  await writeSweeps(killed, seededRandom('sweeps'), START + 1.1 * DAY, 30 * 60_000)
  let attempts = 0
  for (let isDone = false; !isDone; attempts++) {
    const store = open('killed')
    let left = random.int(1, 60)
    const rest = async () => {
      if (left-- <= 0) throw new Error('killed')
    }
    isDone = await rollUpProbes(store, options({ slices: { rest } })).then(
      () => true,
      (error: unknown) => {
        expect(error).toEqual(new Error('killed'))
        return false
      },
    )
  }
  expect(attempts).toBeGreaterThan(10)
  for (const level of LEVELS) expect(await rowsOf(killed, level)).toEqual(await rowsOf(whole, level))
  await expectRows(killed, asked, lastStartedAt)
})

test('a bucket that is only begun is not read, and is made anew from nothing', async () => {
  const store = open()
  const { asked, lastStartedAt } = await writeSweeps(store, seededRandom('begun'), START + 3 * HOUR, 60_000)
  const stale = new ProbeTallyMaker().addProbe('dns', null)
  const node: Subject = { kind: 'node', key: 'https://gone.example:8935' }
  const begun = { level: '5m', at: Math.floor(START / FIVE) * FIVE, isFirst: true, isLast: false } as const
  await store.writeRollUps([{ subject: node, tally: stale }], { ...begun, holder: undefined })
  const spans = coverSpan({ from: START, to: START + DAY }, await store.readRollUpProgress())
  expect(spans).toEqual([])
  await rollUpProbes(store, options())
  await expectRows(store, asked, lastStartedAt)
})

test('whoever does not hold the lease writes nothing', async () => {
  const store = open()
  await writeSweeps(store, seededRandom('lease'), START + HOUR, 60_000)
  await store.takeLease('another', { now: START, expiresAt: START + 1e12 })
  await expect(rollUpProbes(store, options({ holder: 'me' }))).rejects.toThrow(LeaseLost)
  expect(await rowsOf(store, '5m')).toEqual([])
  await rollUpProbes(store, options({ holder: 'another' }))
  expect((await rowsOf(store, '5m')).length).toBeGreaterThan(0)
})

test('each level is kept for its time, and nothing goes that is not in the next one yet', async () => {
  const store = open()
  await writeSweeps(store, seededRandom('retention'), START + 2.5 * DAY + 40 * 60_000, 60_000)
  const now = START + 2.5 * DAY
  await rollUpProbes(store, options({ now, keepMs: { '5m': 6 * HOUR, '1h': DAY, '1d': 1.6 * DAY } }))
  const startsOf = async (level: Level) =>
    (await rowsOf(store, level)).map(([key]) => Number(key.split(' ')[0]))
  const first = async (level: Level) => Math.min(...(await startsOf(level)))
  expect(await first('5m')).toBeGreaterThanOrEqual(now - 6 * HOUR)
  expect(await first('1h')).toBeGreaterThanOrEqual(now - DAY)
  expect(await startsOf('1d')).toEqual((await startsOf('1d')).map(() => START + DAY))
  // Five minutes of the hour that is not over stay, however little is to be kept.
  const none = { '5m': 0, '1h': 0, '1d': 0 }
  await rollUpProbes(store, options({ now: now + DAY, keepMs: none }))
  const { '1h': hoursUntil, '1d': daysUntil } = await store.readRollUpProgress()
  expect(await first('5m')).toBeGreaterThanOrEqual(hoursUntil ?? 0)
  expect(await startsOf('5m')).not.toEqual([])
  expect(await first('1h')).toBeGreaterThanOrEqual(daysUntil ?? 0)
  expect(await startsOf('1h')).not.toEqual([])
  expect(await startsOf('1d')).toEqual([])
})

test('subjects that are in no row any more are forgotten, and no others', async () => {
  const store = open()
  const { lastStartedAt } = await writeSweeps(
    store,
    seededRandom('subjects'),
    START + 2 * DAY + HOUR,
    5 * 60_000,
  )
  const keepMs = { '5m': 0, '1h': 0, '1d': 1 }
  await rollUpProbes(store, options({ now: START + DAY, keepMs }))
  const all = await rowsOf(store, '1d')
  expect(all.length).toBeGreaterThan(5)
  // Each is in a row that is made later.
  const later = Math.floor(lastStartedAt / DAY) * DAY
  expect(await store.deleteSubjects({ before: later, limit: 500 })).toBe(0)
  expect(await store.deleteSubjects({ before: later + DAY, limit: 500 })).toBe(8)
})

test('of names that strangers invent those of most nodes are counted', async () => {
  const store = open()
  const uris = Array.from({ length: 3 }, (_, i) => `https://n${i}.example:8935`)
  const invented = uris.flatMap((nodeUri, i) =>
    Array.from({ length: 450 }, (_, j): StandingChange => {
      const model = j === 0 ? 'shared' : `model-${i}-${j}`
      return {
        kind: 'terms',
        nodeUri,
        offering: { id: `${nodeUri} ${model}`, kind: 'ai', pipeline: 'text-to-image' },
        terms: {
          model,
          orchestrator: null,
          gpu: null,
          state: 'warm',
          price: { kind: 'missing' },
          unit: 'pixel',
          capacity: null,
        },
      }
    }),
  )
  let previous: number | null = null
  for (const startedAt of [START, START + FIVE]) {
    const nodes = uris.map((uri) => toObservation({ uri, askedAt: startedAt, kind: 'ok', latencyMs: 5 }))
    const about = { startedAt, endedAt: startedAt + 1_000, cadenceMs: 60_000, vantage: 'here', sources: [] }
    const since: ChangesSince = {
      snapshotId: previous,
      changes: [],
      standing: previous === null ? invented : [],
    }
    previous = (await store.writeSnapshot({ ...about, nodes }, { since })).id
  }
  await rollUpProbes(store, options())
  const models = (await rowsOf(store, '5m')).filter(([key]) => key.includes(' model '))
  expect(models).toHaveLength(1_000)
  const shared = models.find(([key]) => key.endsWith(' model shared'))
  expect(shared?.[1].outcomes).toEqual({ ok: 3 })
})
