import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import { SnapshotDiffs } from '@/lib/api/changes/snapshot-diffs'
import { answerRequest } from '@/lib/api/endpoints'
import { finishAnswer } from '@/lib/api/finish-answer'
import { createReader } from '@/lib/api/reader'
import { answerDeps } from '@/lib/api/testdata/answer-deps'
import { stateOf } from '@/lib/api/testdata/asking'
import { diffSnapshots } from '@/lib/catalog/diff-snapshots'
import { standingChanges } from '@/lib/catalog/standing-changes'
import { rollUpProbes } from '@/lib/discovery/roll-up-probes'
import { createTimeSlices } from '@/lib/discovery/time-slices'
import { seededRandom } from '@/lib/domain/seeded-random'
import type { FoldedSnapshot, Snapshot } from '@/lib/snapshot/snapshot'
import { simulatedHistory } from '@/lib/snapshot/testdata/simulated-history'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'

/**
 * What months of history cost: a network that sweeps once a minute and changes like the public one, the counting and
 * forgetting of every day, and questions to the API in the end. Three steps, of which each needs the one before:
 * `npm run bench:history -- --nodes 1000 --days 90 --dir data/bench-history --only fill,count,ask`. The first takes about
 * half a minute a day.
 */
const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '1000' },
    days: { type: 'string', default: '90' },
    dir: { type: 'string', default: 'data/bench-history' },
    only: { type: 'string', default: 'fill,count,ask' },
  },
})
const EVERY_MS = 60_000
const DAY_MS = 86_400_000
const KEEP = { sweepsMs: 7 * DAY_MS, hourlyMs: 92 * DAY_MS, changesMs: 400 * DAY_MS }
const KEEP_COUNTS_MS = { '5m': 14 * DAY_MS, '1h': 92 * DAY_MS, '1d': 1_100 * DAY_MS }
const [nodes, days] = [Number(values.nodes), Number(values.days)]
const START = Date.UTC(2026, 5, 1) - days * DAY_MS
const steps = values.only.split(',')
const file = join(values.dir, 'offerings.db')
mkdirSync(values.dir, { recursive: true })
const store = openSqliteStore(file, { migrationsFolder: 'drizzle/migrations' })

if (steps.includes('fill')) await fill()
if (steps.includes('count')) await count()
if (steps.includes('ask')) await ask()
store.close()

/** Goes on where it was broken off. */
async function fill(): Promise<void> {
  let before: Snapshot | null = await store.readLatestSnapshot()
  const doneUntil = before?.startedAt ?? 0
  let tookMs: number[] = []
  for (const { folded, changed } of simulatedHistory({
    nodes,
    startAt: START,
    sweeps: days * 1_440,
    everyMs: EVERY_MS,
  })) {
    if (folded.startedAt <= doneUntil) continue
    // Nodes of which nothing changed make no difference, and comparing them all is what takes a conductor's time.
    const wanted = before ? changed : new Set(folded.nodes.map(({ uri }) => uri))
    const [was, is] = [before && only(before, wanted), only(folded, wanted)]
    const since = {
      snapshotId: before?.id ?? null,
      changes: diffSnapshots(was, is),
      standing: standingChanges(was, is),
    }
    const startedMs = performance.now()
    before = await store.writeSnapshot(folded, { since })
    tookMs.push(performance.now() - startedMs)
    if (tookMs.length < 1_440) continue
    console.log(
      `day ${Math.ceil((folded.endedAt - START) / DAY_MS)}: a sweep is stored in ${quantiles(tookMs)}`,
    )
    tookMs = []
  }
}

function only<T extends Pick<FoldedSnapshot, 'nodes'>>(look: T, uris: ReadonlySet<string>): T {
  return { ...look, nodes: look.nodes.filter(({ uri }) => uris.has(uri)) }
}

/** Day by day, as a conductor does it five minutes by five minutes. */
async function count(): Promise<void> {
  const last = (await store.readLatestSnapshot())?.startedAt ?? 0
  const counted: number[] = []
  const forgot: number[] = []
  const stalls = { counting: [] as number[], forgetting: [] as number[] }
  for (let until = START + DAY_MS; until <= last + DAY_MS; until += DAY_MS) {
    const ofDay = {
      ...store,
      // The first one of the next day.
      readLastSweep: async () =>
        (await store.readSweepAfter({ endedAt: until, snapshotId: 0 })) ?? store.readLastSweep(),
    }
    const countingStalls = meterStalls()
    const { signal } = new AbortController()
    const slices = createTimeSlices({ sliceMs: 5, monotonicMs: () => performance.now(), signal })
    const countingMs = performance.now()
    await rollUpProbes(ofDay, { holder: undefined, slices, keepMs: KEEP_COUNTS_MS, now: until })
    counted.push(performance.now() - countingMs)
    stalls.counting.push(...countingStalls.end())
    const forgettingStalls = meterStalls()
    const forgettingMs = performance.now()
    await store.forgetSnapshots({ thinBefore: until - KEEP.sweepsMs, before: until - KEEP.hourlyMs })
    await store.deleteChanges({ before: until - KEEP.changesMs, keep: 1_000_000 })
    await store.forgetStanding(until - KEEP.changesMs)
    await store.forgetIncidents(until - KEEP.changesMs)
    forgot.push(performance.now() - forgettingMs)
    stalls.forgetting.push(...forgettingStalls.end())
  }
  console.log(`counting of a whole day at once: ${quantiles(counted)}; forgetting: ${quantiles(forgot)}`)
  console.log(
    `longest stall of a day's counting: ${quantiles(stalls.counting)}; forgetting: ${quantiles(stalls.forgetting)}`,
  )
  const day = await timeDailyRollUp()
  console.log(
    `the last day from its hours: ${day.tookMs.toFixed(0)} ms, longest stall ${day.stallMs.toFixed(1)} ms`,
  )
  sayWhatIsUsed()
}

/** The last step of a day alone: its rows from those of its hours. */
async function timeDailyRollUp(): Promise<{ tookMs: number; stallMs: number }> {
  const db = new Database(file)
  db.exec(`update rollup_progress set done_until = done_until - ${DAY_MS} where level = 2`)
  db.close()
  const meter = meterStalls()
  const { signal } = new AbortController()
  const slices = createTimeSlices({ sliceMs: 5, monotonicMs: () => performance.now(), signal })
  const startedMs = performance.now()
  await rollUpProbes(store, { holder: undefined, slices, keepMs: KEEP_COUNTS_MS, now: START + days * DAY_MS })
  return { tookMs: performance.now() - startedMs, stallMs: Math.max(...meter.end()) }
}

/** How long the event loop was held up at most. */
function meterStalls(): { end(): number[] } {
  let [lastMs, longestMs] = [performance.now(), 0]
  const timer = setInterval(() => {
    const nowMs = performance.now()
    longestMs = Math.max(longestMs, nowMs - lastMs - 1)
    lastMs = nowMs
  }, 1)
  return {
    end() {
      clearInterval(timer)
      return [Math.max(longestMs, performance.now() - lastMs - 1)]
    },
  }
}

function sayWhatIsUsed(): void {
  const db = new Database(file, { readonly: true })
  const pragma = (name: string) => Number(db.pragma(name, { simple: true }))
  const usedMb = ((pragma('page_count') - pragma('freelist_count')) * pragma('page_size')) / 1e6
  const tables = db
    .prepare<[], { name: string; mb: number }>(
      'select name, round(sum(pgsize) / 1e6, 1) mb from dbstat group by name order by 2 desc limit 8',
    )
    .all()
  db.close()
  console.log(`in use: ${usedMb.toFixed(0)} MB (file ${(statSync(file).size / 1e6).toFixed(0)} MB)`)
  console.log(tables.map(({ name, mb }) => `  ${name} ${mb} MB`).join('\n'))
}

async function ask(): Promise<void> {
  const snapshot = await store.readLatestSnapshot()
  const oldestAt = await store.readOldestSnapshotAt()
  if (snapshot === null || oldestAt === null) throw new Error('there is no history to ask for')
  const now = snapshot.endedAt + 5_000
  const reader = createReader({ ...stateOf(null), snapshot }, { now: () => now, version: 'bench', store })
  const deps = {
    ...answerDeps(reader),
    sweeps: store,
    changes: store,
    history: store,
    incidents: store,
    diffs: new SnapshotDiffs(store),
    now: () => now,
    onError: (error: unknown) => {
      throw error
    },
  }
  const askOnce = async (path: string): Promise<number> => {
    const request = { method: 'GET', url: new URL(`http://bench.example${path}`), header: () => null }
    const startedMs = performance.now()
    const { status } = finishAnswer(await answerRequest(request, deps), request, { canEncode: false })
    if (status !== 200) throw new Error(`${path} was answered with ${status}`)
    return performance.now() - startedMs
  }
  const random = seededRandom('questions')
  const moment = (fromAt = oldestAt, toAt = snapshot.endedAt) =>
    new Date(random.int(fromAt, toAt)).toISOString()
  const node = () => `bench-${random.int(0, nodes - 1)}.example:8935`
  const some = () => {
    const { lastAnswer } = snapshot.nodes[random.int(0, snapshot.nodes.length - 1)] ?? {}
    return lastAnswer?.answer.recipient ?? ''
  }
  const model = () => `org-${random.int(0, 6)}/model-${random.int(0, 19)}`
  const models = new Set(
    snapshot.nodes.flatMap(
      ({ lastAnswer }) => lastAnswer?.answer.capabilitiesPrices.map(({ constraint }) => constraint) ?? [],
    ),
  )
  const known = (): string => {
    for (;;) {
      const id = model()
      if (models.has(id)) return id
    }
  }
  const offerings = await offeringIds()
  const offering = () => offerings[random.int(0, offerings.length - 1)] ?? ''
  const windows = ['24h', '7d', '30d', '90d'] as const
  const window = () => random.pick(windows)
  const gpu = () => encodeURIComponent(random.pick(['RTX 4090', 'RTX 5090', 'H100 80GB HBM3']))
  const QUESTIONS: Readonly<Record<string, () => string>> = {
    'changes, the latest': () => `/api/v1/changes?to=${moment()}`,
    'changes of a model': () => `/api/v1/changes?model=${known()}`,
    'changes of an orchestrator, a day': () => `/api/v1/changes?orchestrator=${some()}&from=${moment()}`,
    'diff of two moments of the last week': () =>
      between(moment(snapshot.endedAt - 7 * DAY_MS), moment(snapshot.endedAt - 7 * DAY_MS)),
    'diff of any two moments': () => between(moment(), moment()),
    'history of an offering: price': () =>
      `/api/v1/offerings/${offering()}/history?metric=price&window=${window()}`,
    'history of a model: price': () => `/api/v1/models/${known()}/history?metric=price&window=${window()}`,
    'history of a model: latency': () =>
      `/api/v1/models/${known()}/history?metric=latency&window=${window()}`,
    'history of a model: capacity': () =>
      `/api/v1/models/${known()}/history?metric=capacity&window=${window()}`,
    'history of a node: latency': () => `/api/v1/nodes/${node()}/history?metric=latency&window=${window()}`,
    'history of a node: availability': () =>
      `/api/v1/nodes/${node()}/history?metric=availability&window=${window()}`,
    'history of an orchestrator: latency': () =>
      `/api/v1/orchestrators/${some()}/history?metric=latency&window=${window()}`,
    'history of cards: how many': () => `/api/v1/gpus/${gpu()}/history?metric=gpus&window=${window()}`,
    'history of the network: latency': () => `/api/v1/network/history?metric=latency&window=${window()}`,
    'history of the network: price': () => `/api/v1/network/history?metric=price&window=${window()}`,
    'history of the network: capacity': () => `/api/v1/network/history?metric=capacity&window=${window()}`,
    'history of the network: cards': () => `/api/v1/network/history?metric=gpus&window=${window()}`,
    'reliability of a node': () => `/api/v1/nodes/${node()}/reliability`,
    'as_of: 50 offerings, a moment of the last week': () =>
      `/api/v1/offerings?limit=50&as_of=${moment(snapshot.endedAt - 7 * DAY_MS)}`,
    'as_of: 50 offerings, any moment': () => `/api/v1/offerings?limit=50&as_of=${moment()}`,
    'as_of: models, any moment': () => `/api/v1/models?limit=50&as_of=${moment()}`,
    'as_of: the summary, any moment': () => `/api/v1/network/summary?as_of=${moment()}`,
  }
  for (const [what, path] of Object.entries(QUESTIONS)) {
    const meter = meterStalls()
    const tookMs: number[] = []
    for (let i = 0; i < 60; i++) {
      tookMs.push(await askOnce(path()))
      await new Promise((resolve) => setImmediate(resolve))
    }
    // The first ones meet what nobody has asked for since the start.
    console.log(
      `${what}: ${quantiles(tookMs.slice(5))}; longest stall ${Math.max(...meter.end()).toFixed(0)} ms`,
    )
  }
}

function between(a: string, b: string): string {
  const [from, to] = a < b ? [a, b] : [b, a]
  return `/api/v1/diff?from=${from}&to=${to}`
}

async function offeringIds(): Promise<string[]> {
  const db = new Database(file, { readonly: true })
  const ids = db.prepare<[], { key: string }>('select key from offerings').all()
  db.close()
  return ids.map(({ key }) => key)
}

/** Median, 95th percentile and the most, in ms. */
function quantiles(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1)
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, most ${at(1)} ms`
}
