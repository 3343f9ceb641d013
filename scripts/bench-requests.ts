/**
 * What the record of requests costs: on the hot path, in batches, and asked over a million rows.
 * `npm run bench:requests -- --rows 1000000`
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { Registry } from 'prom-client'
import { summariseRequests } from '@/lib/api/requests/summarise-requests'
import { percentile } from '@/lib/catalog/percentile'
import type { RequestFilter } from '@/lib/domain/request-filter'
import { ROUTE_OUTCOMES } from '@/lib/domain/routed-request'
import { seededRandom } from '@/lib/domain/seeded-random'
import { routeAttempt, routedRequest } from '@/lib/domain/testdata/routed-request'
import { createRequestMetrics } from '@/lib/request-metrics'
import { RequestJournal } from '@/lib/requests/request-journal'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import type { Store } from '@/lib/store/store'
import { turnOfOthers } from '@/lib/turn-of-others'

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } })
const ROWS = Number(values.rows)
const NOW = Date.UTC(2026, 5, 30)
const DAYS_MS = 30 * 86_400_000
const HOT_ROUNDS = 200_000
const ROUNDS = 21

const folder = mkdtempSync(join(tmpdir(), 'offerings-bench-requests-'))
const file = join(folder, 'offerings.db')
const store = openSqliteStore(file, { migrationsFolder: 'drizzle/migrations' })
const random = seededRandom('requests')
const say = (name: string, text: string) => console.log(`${name.padEnd(58)} ${text}`)
const ms = (value: number) => `${value.toFixed(value < 1 ? 4 : 1)} ms`

const ADDRESSES = Array.from({ length: 80 }, (_, i) => `0x${String(i).padStart(40, '0')}`)
const MODELS = Array.from({ length: 60 }, (_, i) => `some-organisation/some-model-${i}`)
const PIPELINES = ['text-to-image', 'llm', 'image-to-image', 'audio-to-text', 'live-video-to-video']
const decision = {
  rejected: Array.from({ length: 60 }, (_, i) => ({
    offering: { id: `offering-${i}`, node_uri: `https://node-${i}.example:8935`, model: MODELS[i] },
    rules: [{ rule: 'max_price', value: '12000', wanted: '8000' }],
  })),
}

const oneOf = <T>(items: readonly T[]): T => {
  const item = items[random.int(0, items.length - 1)]
  if (item === undefined) throw new Error('there is none')
  return item
}

function record(i: number, startedAt: number) {
  const node = Math.floor(random.next() ** 2 * 80)
  const outcome = random.next() < 0.95 ? 'served' : oneOf(ROUTE_OUTCOMES)
  const totalMs = 200 + random.next() ** 4 * 60_000
  const attempt = routeAttempt({
    startedAt,
    totalMs,
    offeringId: `offering-${node}`,
    nodeUri: `https://node-${node}.example:8935`,
    orchestrator: ADDRESSES[node] ?? null,
    outcome: outcome === 'served' ? 'ok' : 'timed-out',
  })
  return routedRequest({
    id: `0197c4f2-5b1e-7c30-${String(i).padStart(12, '0')}`,
    startedAt,
    totalMs,
    endedAt: startedAt + Math.round(totalMs),
    pipeline: oneOf(PIPELINES),
    model: oneOf(MODELS),
    keyId: random.next() < 0.3 ? null : `key-${random.int(0, 40)}`,
    outcome,
    status: outcome === 'served' ? 200 : 502,
    attempts: random.next() < 0.1 ? [attempt, attempt] : [attempt],
  })
}

const journalOf = (writes: Pick<Store, 'writeRequests'>) =>
  new RequestJournal({
    store: writes,
    every: () => () => {},
    turn: turnOfOthers,
    monotonicMs: () => performance.now(),
    onError: (error) => {
      throw error
    },
  })

// The hot path: nothing is written meanwhile.
{
  const journal = journalOf({ writeRequests: async () => 0 })
  const some = record(0, NOW)
  const began = performance.now()
  for (let i = 0; i < HOT_ROUNDS; i++) journal.begin(some).end(some)
  say('begin and end', `${(((performance.now() - began) / HOT_ROUNDS) * 1_000).toFixed(2)} µs`)
  const tell = createRequestMetrics(new Registry(), { prefix: 'x_', requests: journal })
  const before = performance.now()
  for (let i = 0; i < HOT_ROUNDS; i++) tell(some)
  say('metrics of it, off its turn', `${(((performance.now() - before) / HOT_ROUNDS) * 1_000).toFixed(2)} µs`)
}

// Batches as they are at 1,000 requests a second, each with a decision of some 12 kB.
{
  const journal = journalOf(store)
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const times: number[] = []
  for (let beat = 0; beat < 60; beat++) {
    const at = NOW - DAYS_MS - 3_600_000 + beat * 250
    for (let i = 0; i < 250; i++) {
      const some = { ...record(beat * 250 + i + ROWS, at), decision }
      journal.begin(some).end(some)
    }
    if (beat === 10) delay.enable()
    const began = performance.now()
    await journal.settle()
    times.push(performance.now() - began)
    await turnOfOthers()
  }
  delay.disable()
  say('250 records written, all in all, median', ms(percentile(times, 50) ?? 0))
  say(
    'of that the event loop was held at once, p99 and most',
    `${ms(delay.percentile(99) / 1e6)}, ${ms(delay.max / 1e6)}`,
  )
}

const began = performance.now()
for (let from = 0; from < ROWS; from += 500)
  await store.writeRequests(
    Array.from({ length: Math.min(500, ROWS - from) }, (_, i) => ({
      request: record(from + i, NOW - DAYS_MS + Math.floor(((from + i) / ROWS) * DAYS_MS)),
      decision: null,
    })),
  )
const took = performance.now() - began
say(`${ROWS} rows written`, `${(took / 1_000).toFixed(0)} s, ${((took / ROWS) * 1_000).toFixed(0)} µs a row`)
say('file', `${(statSync(file).size / 2 ** 20).toFixed(0)} MiB`)

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
async function timed(name: string, question: () => Promise<unknown>) {
  await question()
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const times: number[] = []
  for (let i = 0; i < ROUNDS; i++) {
    const before = performance.now()
    await question()
    times.push(performance.now() - before)
  }
  delay.disable()
  const median = percentile(times, 50) ?? 0
  say(name, `${ms(median)}; event loop held at most ${ms(delay.max / 1e6)}`)
}
const page = (filter: Partial<RequestFilter>) => () =>
  store.readRequests({ filter: { ...ALL, ...filter }, since: null, until: null, before: null, limit: 100 })
await timed('newest 100', page({}))
await timed('100 of one key', page({ keys: new Set(['key-7']) }))
await timed(
  '100 of one orchestrator that failed',
  page({ orchestrators: new Set([ADDRESSES[60] ?? '']), statuses: new Set(['5xx']) }),
)
await timed('100 answered with 5xx', page({ statuses: new Set(['5xx']) }))
await timed('a status that nobody was answered with (all rows)', page({ statuses: new Set(['418']) }))
await timed('one by its id', () => store.readRequest('0197c4f2-5b1e-7c30-000000000500'))
for (const window of ['1h', '24h', '7d'] as const) {
  await timed(`summary of ${window}`, () => summariseRequests(window, { store, by: null, now: NOW }))
  await timed(`summary of ${window} by model`, () =>
    summariseRequests(window, { store, by: 'model', now: NOW }),
  )
}
await timed('jobs of a node in 30 days', () =>
  store.readJobCounts(['https://node-1.example:8935'], { from: NOW - DAYS_MS, to: NOW }),
)
await timed('times of 20,000 jobs, at start', () =>
  store.readTimedJobs({ since: NOW - 86_400_000, limit: 20_000 }),
)
{
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const before = performance.now()
  const gone = await store.forgetRequests({
    before: NOW - DAYS_MS + 3_600_000,
    decisionsBefore: NOW,
    keep: 1_000_000,
    keepDecisions: 50_000,
    now: NOW,
  })
  delay.disable()
  say(
    `an hour forgotten (${gone} rows, and old decisions)`,
    `${ms(performance.now() - before)}; event loop held at most ${ms(delay.max / 1e6)}`,
  )
}
store.close()
rmSync(folder, { recursive: true })
