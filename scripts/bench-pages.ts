/**
 * What pages cost in a browser whose processor is slowed down, beside a page of text of the same server: time to the
 * largest paint, from input to the next paint, tasks that hold the page up, and scripts sent. On a network of many nodes
 * with months of history, which is written first (some minutes) and kept in --dir for the next run.
 * Needs `npm run build`. `npm run bench:pages -- --nodes 1000 --days 90 --slowdown 4 --rounds 5`
 */
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test'
import { forkDevnet } from '@/e2e/support/fork-devnet'
import { eventually, startApp } from '@/e2e/support/start-app'
import { diffSnapshots } from '@/lib/catalog/diff-snapshots'
import { standingChanges } from '@/lib/catalog/standing-changes'
import { rollUpProbes } from '@/lib/discovery/roll-up-probes'
import { createTimeSlices } from '@/lib/discovery/time-slices'
import { parseAddress } from '@/lib/domain/eth-address'
import type { Snapshot } from '@/lib/snapshot/snapshot'
import { simulatedHistory } from '@/lib/snapshot/testdata/simulated-history'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import { benchFleet } from './lib/bench-fleet'
import { findChromium } from './lib/find-chromium.mjs'

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '1000' },
    days: { type: 'string', default: '90' },
    'every-minutes': { type: 'string', default: '30' },
    slowdown: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '5' },
    'base-port': { type: 'string', default: '21000' },
    dir: { type: 'string', default: 'data/bench-pages' },
  },
})
const [nodes, days, slowdown, rounds] = [values.nodes, values.days, values.slowdown, values.rounds].map(
  Number,
) as [number, number, number, number]
const DAY_MS = 86_400_000
const OPERATOR_KEY = 'the key of this trial alone'
const KEEP_MS = { '5m': 14 * DAY_MS, '1h': 92 * DAY_MS, '1d': 1_100 * DAY_MS }

/** A page, and what somebody does on it whose answer is waited for. */
interface Measured {
  readonly name: string
  readonly path: string
  readonly act?: (page: Page) => Promise<unknown>
}
const PAGES: readonly Measured[] = [
  {
    name: 'text alone (baseline)',
    path: '/problems',
    // What any click costs here: a box of the browser's own, of which no script knows.
    act: async (page) => {
      await page.evaluate(() => {
        const box = Object.assign(document.createElement('input'), { type: 'checkbox', ariaLabel: 'Nothing' })
        document.querySelector('h1')?.append(box)
      })
      await page.getByRole('checkbox', { name: 'Nothing' }).click()
    },
  },
  { name: 'overview', path: '/' },
  {
    name: 'offerings',
    path: '/offerings',
    act: (page) =>
      page
        .getByRole('checkbox', { name: /text-to-image/ })
        .first()
        .click(),
  },
  {
    name: 'offerings, state',
    path: '/offerings',
    act: (page) => page.getByRole('checkbox', { name: /^Warm/ }).first().click(),
  },
  {
    name: 'models',
    path: '/models',
    act: (page) => page.getByRole('columnheader', { name: 'Nodes' }).getByRole('button').click(),
  },
  { name: 'model', path: `/models/${encodeURIComponent('org-6')}/model-7` },
  {
    name: 'orchestrators',
    path: '/orchestrators',
    act: (page) => page.getByRole('columnheader', { name: 'Offerings' }).getByRole('button').click(),
  },
  { name: 'orchestrator', path: `/orchestrators/0x${'1'.padStart(40, '0')}` },
]

const folder = mkdtempSync(join(tmpdir(), 'bench-pages-'))
const fleetFile = join(folder, 'fleet.json')
writeFileSync(fleetFile, benchFleet(nodes))
const devnet = await forkDevnet(['--replay', fleetFile, '--base-port', values['base-port']])
await writePast()
const app = await startApp({
  dataDir: values.dir,
  env: {
    ORCH_WEBHOOK_URL: `${devnet.controlUrl}/webhook`,
    SWEEP_INTERVAL_MS: '3600000',
    OPERATOR_KEY,
    PROBE_TIMEOUT_MS: '30000',
    ETH_USD: '2500.50',
    LOG_LEVEL: 'warn',
  },
})
// Of all at once: a sweep whose turn it is spreads over a quarter of an hour.
await fetch(`${app.gatewayUrl}/api/v1/sweeps`, {
  method: 'POST',
  headers: { authorization: `Bearer ${OPERATOR_KEY}` },
})
const started = Date.now()
const { offerings } = await eventually(
  async () => (await (await fetch(`${app.gatewayUrl}/api/v1/network/summary`)).json()) as Summary,
  (summary) => summary.snapshot !== undefined && Date.parse(summary.snapshot.started_at) > started - 60_000,
)
devnet.stop()
console.log(
  `${nodes} nodes, ${offerings.total} offerings, ${days} days; processor ${slowdown} times slower; medians of ${rounds} loads, each in a browser that has seen nothing`,
)

interface Summary {
  readonly snapshot: { readonly started_at: string }
  readonly offerings: { readonly total: number }
}

const found = await findChromium({ log: console.error })
const browser = await chromium.launch({
  executablePath: found.executablePath,
  env: { ...process.env, ...found.env },
  args: process.getuid?.() === 0 ? ['--no-sandbox', '--disable-dev-shm-usage'] : [],
})
const results: Record<string, Record<string, string>> = {}
for (const measured of PAGES) {
  const loads: Load[] = []
  for (let round = 0; round < rounds; round++) loads.push(await load(browser, measured))
  const median = (of: (one: Load) => number | null): string => {
    const known = loads.flatMap((one) => of(one) ?? []).sort((a, b) => a - b)
    return known.length === 0 ? '—' : String(Math.round(known[Math.floor(known.length / 2)] ?? 0))
  }
  results[measured.name] = {
    'first byte ms': median(({ firstByteMs }) => firstByteMs),
    'largest paint ms': median(({ largestPaintMs }) => largestPaintMs),
    'interaction ms': median(({ interactionMs }) => interactionMs),
    'longest task after load ms': median(({ longestTaskMs }) => longestTaskMs),
    'scripts kB': median(({ scriptKb }) => scriptKb),
    'document kB': median(({ documentKb }) => documentKb),
    'shift ×1000': median(({ shift }) => 1_000 * shift),
  }
}
console.table(results)
await browser.close()
await app.stop()

interface Load {
  readonly firstByteMs: number
  readonly largestPaintMs: number
  readonly interactionMs: number | null
  /** After the page had loaded and whoever looks at it could begin. */
  readonly longestTaskMs: number
  readonly scriptKb: number
  readonly documentKb: number
  readonly shift: number
}

async function load(from: Browser, { path, act }: Measured): Promise<Load> {
  const context = await from.newContext({ viewport: { width: 1_440, height: 900 } })
  const page = await context.newPage()
  // What compiles this script wraps its functions in one that the page does not have.
  await page.addInitScript({ content: 'globalThis.__name ??= (named) => named' })
  await page.addInitScript(observe)
  const session = await context.newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  const sent = await countBytes(session)
  await page.goto(`${app.url}${path}`, { waitUntil: 'load' })
  await page.getByRole('heading', { level: 1 }).waitFor()
  // Until nothing has happened for a while: hydration is done, and what comes after has come.
  await page.waitForLoadState('networkidle')
  await page.waitForTimeout(1_000)
  if (act) {
    await act(page)
    await page.waitForLoadState('networkidle')
    await page.waitForTimeout(1_000)
  }
  const seen = await page.evaluate(() => window.measured)
  const { firstByteMs, loadedMs } = await page.evaluate(() => {
    const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
    return { firstByteMs: entry?.responseStart ?? 0, loadedMs: entry?.loadEventEnd ?? 0 }
  })
  await context.close()
  return {
    firstByteMs,
    largestPaintMs: seen.paints.at(-1) ?? 0,
    interactionMs: act ? Math.max(0, ...seen.interactions) : null,
    longestTaskMs: Math.max(
      0,
      ...seen.tasks.filter(({ startMs }) => startMs >= loadedMs).map(({ ms }) => ms),
    ),
    scriptKb: sent.scripts() / 1_000,
    documentKb: sent.documents() / 1_000,
    shift: seen.shift,
  }
}

interface Seen {
  paints: number[]
  tasks: { startMs: number; ms: number }[]
  interactions: number[]
  shift: number
}
declare global {
  interface Window {
    measured: Seen
  }
}

/** Runs in the page before anything else. */
function observe(): void {
  const seen: Seen = { paints: [], tasks: [], interactions: [], shift: 0 }
  window.measured = seen
  const on = (type: string, take: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({
      type,
      buffered: true,
      durationThreshold: 16,
    } as PerformanceObserverInit)
  on('largest-contentful-paint', ({ startTime }) => seen.paints.push(startTime))
  on('longtask', ({ startTime, duration }) => seen.tasks.push({ startMs: startTime, ms: duration }))
  on('event', (entry) => {
    if ('interactionId' in entry && entry.interactionId) seen.interactions.push(entry.duration)
  })
  on('layout-shift', (entry) => {
    if (
      'value' in entry &&
      typeof entry.value === 'number' &&
      !('hadRecentInput' in entry && entry.hadRecentInput)
    )
      seen.shift += entry.value
  })
}

/** Bytes as they came over the wire, compressed. */
async function countBytes(session: CDPSession) {
  const kinds = new Map<string, string>()
  const bytes = new Map<string, number>()
  await session.send('Network.enable')
  session.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type))
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId) ?? ''
    bytes.set(kind, (bytes.get(kind) ?? 0) + encodedDataLength)
  })
  return { scripts: () => bytes.get('Script') ?? 0, documents: () => bytes.get('Document') ?? 0 }
}

/** Months of sweeps of the very nodes that will be asked, up to an hour ago. */
async function writePast(): Promise<void> {
  const file = join(values.dir, 'offerings.db')
  if (existsSync(file)) return
  mkdirSync(values.dir, { recursive: true })
  const everyMs = Number(values['every-minutes']) * 60_000
  const sweeps = Math.round((days * DAY_MS) / everyMs)
  const startAt = Date.now() - 3_600_000 - sweeps * everyMs
  const uris = new Map(devnet.orchestrators.map(({ name, uri }) => [name, uri]))
  const store = openSqliteStore(file, { migrationsFolder: 'drizzle/migrations' })
  let before: Snapshot | null = null
  let done = 0
  const nodeOf = (i: number) => {
    const uri = uris.get(`replay-${i + 1}`)
    const recipient = parseAddress(`0x${(i + 1).toString(16).padStart(40, '0')}`)
    if (!uri || !recipient) throw new Error(`the devnet has no node ${i + 1}`)
    return { uri, recipient }
  }
  for (const { folded, changed } of simulatedHistory({ nodes, startAt, sweeps, everyMs, nodeOf })) {
    // Nodes of which nothing changed make no difference.
    const wanted = before ? changed : new Set(folded.nodes.map(({ uri }) => uri))
    const only = <T extends Pick<Snapshot, 'nodes'>>(look: T): T => ({
      ...look,
      nodes: look.nodes.filter(({ uri }) => wanted.has(uri)),
    })
    const [was, is]: [Snapshot | null, typeof folded] = [before && only(before), only(folded)]
    before = await store.writeSnapshot(folded, {
      since: {
        snapshotId: before?.id ?? null,
        changes: diffSnapshots(was, is),
        standing: standingChanges(was, is),
      },
    })
    done += 1
    if (done % 480 === 0) console.error(`the past: ${done} of ${sweeps} sweeps`)
  }
  const { signal } = new AbortController()
  const slices = createTimeSlices({ sliceMs: 50, monotonicMs: () => performance.now(), signal })
  await rollUpProbes(store, { holder: undefined, slices, keepMs: KEEP_MS, now: Date.now() })
  store.close()
}
