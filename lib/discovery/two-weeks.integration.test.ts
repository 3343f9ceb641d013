import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SnapshotDiffs } from '@/lib/api/changes/snapshot-diffs'
import { type Ask, asking } from '@/lib/api/testdata/asking'
import { LIST_NAMES } from '@/lib/api/testdata/list-doc-of'
import { Devnet } from '@/lib/devnet/devnet'
import { scenario } from '@/lib/devnet/scenario'
import type { ScenarioPatchInput } from '@/lib/devnet/scenario-patch'
import type { Change, StatedAmount } from '@/lib/domain/change'
import { createNobody } from '@/lib/identity/create-asker'
import { createLog } from '@/lib/log'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import type { Store } from '@/lib/store/store'
import { ClockedConductor } from './clocked-conductor'
import { conductingOptions } from './testdata/conducting'
import { loopbackProbe } from './testdata/loopback-probe'

/**
 * Two weeks in which things happen to a network, told hour by hour: what the feed, the incidents and the diff say of them
 * is exactly that, and any moment of them can be asked for afterwards. Real sockets, a clock that is set.
 */
const START = Date.UTC(2026, 0, 5)
const MINUTE_MS = 60_000
const CADENCE_MS = 60 * MINUTE_MS
/** A little less than the cadence, so that no age lies on the edge of a state. */
const EVERY_MS = 58 * MINUTE_MS
const SWEEPS = 348
const at = (sweep: number): number => START + sweep * EVERY_MS

const flux = { pipeline: 'text-to-image', model: 'flux' } as const
const llama = { pipeline: 'llm', model: 'llama' } as const
const flows = (price: string): ScenarioPatchInput => ({ models: [{ ...flux, price }] })
const fleet = ['ada', 'bob', 'cleo', 'dora', 'emil', 'finn', 'gus', 'newton'].map((name) =>
  scenario({
    name,
    version: '0.8.9',
    cards: ['RTX 4090', 'RTX 4090'],
    models: [
      { ...flux, price: 1_000n, cards: [0, 1] },
      ...(name === 'gus' ? [{ ...llama, price: 50n, capacity: 2 }] : []),
    ],
  }),
)

/** What happens just before a sweep. */
const STORY: Readonly<
  Record<number, readonly [name: string, patch: ScenarioPatchInput | 'listed' | 'unlisted' | 'moves'][]>
> = {
  0: [['newton', 'unlisted']],
  25: [['newton', 'listed']],
  // A price war; the same price in another spelling is none.
  50: [['ada', flows('900')]],
  52: [['bob', flows('850')]],
  53: [['ada', flows('849.5')]],
  54: [['ada', flows('1698/2')]],
  75: [['cleo', { models: [{ ...flux, isWarm: false }] }]],
  83: [['cleo', { models: [{ ...flux, isWarm: true }] }]],
  // One card is swapped for another kind.
  100: [
    [
      'dora',
      {
        gpus: {
          remove: 'all',
          add: [
            { card: 'H100 80GB', ...flux },
            { card: 'H100 80GB', ...flux },
          ],
        },
      },
    ],
  ],
  125: [['finn', { version: '0.8.10' }]],
  // An outage of five sweeps, then one of twelve, after which it is asked once a day.
  150: [['cleo', { fault: 'refuse' }]],
  155: [['cleo', { fault: 'none' }]],
  175: [['dora', { fault: 'refuse' }]],
  187: [['dora', { fault: 'none' }]],
  // A node that fails every other time.
  ...Object.fromEntries(
    Array.from({ length: 12 }, (_, i) => [
      225 + i,
      [['emil', { fault: i % 2 === 0 ? 'internal-error' : 'none' }]],
    ]),
  ),
  275: [['finn', 'unlisted']],
  290: [['finn', 'listed']],
  300: [['gus', 'moves']],
  325: [['gus', { models: [{ ...llama, capacity: 5 }] }]],
  330: [['gus', { models: [{ ...llama, isAdvertised: false, price: null }] }]],
}

/** In the words of `told`: sweep, node, what. */
const FEED: readonly string[] = [
  ...comes(25, 'newton'),
  '50 ada price-changed flux 1000 → 900',
  '52 bob price-changed flux 1000 → 850',
  // Half a wei is floored by the node itself, as go-livepeer does in inventories.
  '53 ada price-changed flux 900 → 849',
  '75 cleo cooled flux warm → cold',
  '83 cleo warmed flux cold → warm',
  '100 dora gpu-gone RTX 4090 2 → 0',
  '100 dora gpu-added H100 80GB HBM3 0 → 2',
  '125 finn version-changed 0.8.9 → 0.8.10',
  // Down with the third failure, stale after three cadences, up with the second answer.
  '150 cleo node-silent ok → refused',
  '150 cleo health-changed up → degraded',
  '152 cleo health-changed degraded → down',
  '153 cleo node-stale',
  '155 cleo node-back refused → ok',
  '156 cleo health-changed down → up',
  // After eight cadences nothing of it counts; with the sixth failure it is asked once a day.
  '175 dora node-silent ok → refused',
  '175 dora health-changed up → degraded',
  '177 dora health-changed degraded → down',
  '178 dora node-stale',
  '183 dora offering-gone flux expired',
  '183 dora offering-gone transcoding expired',
  '205 dora node-back refused → ok',
  '205 dora offering-added flux warm 1000',
  '205 dora offering-added transcoding unknown 1200',
  '206 dora health-changed down → up',
  // Five failures of ten take it down, however often it answers in between.
  ...Array.from({ length: 6 }, (_, i) => [
    `${225 + 2 * i} emil node-silent ok → error`,
    ...(i === 0 ? ['225 emil health-changed up → degraded'] : []),
    ...(i === 5 ? ['235 emil health-changed degraded → down'] : []),
    `${226 + 2 * i} emil node-back error → ok`,
  ]).flat(),
  '237 emil health-changed down → up',
  '275 finn node-left ok',
  '275 finn offering-gone flux node-left',
  '275 finn offering-gone transcoding node-left',
  ...comes(290, 'finn'),
  '300 gus region-changed us-east → eu-west',
  '325 gus capacity-changed llama 2 → 5',
  '330 gus offering-gone llama withdrawn',
]

function comes(sweep: number, name: string): string[] {
  return [
    `${sweep} ${name} node-joined ok`,
    `${sweep} ${name} offering-added flux warm 1000`,
    `${sweep} ${name} offering-added transcoding unknown 1200`,
  ]
}

let folder: string
let store: Store
let devnet: Devnet
let names: Map<string, string>
/** Answers of the application as it was asked meanwhile, by sweep. */
const meanwhile = new Map<number, { readonly now: number; readonly answers: readonly string[] }>()
/** Sweeps after which it was asked. */
const MOMENTS = [0, 24, 54, 79, 101, 152, 184, 230, 280, 333]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-two-weeks-'))
  store = openSqliteStore(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
  devnet = await Devnet.start({ fleet })
  names = new Map(devnet.orchestrators.map(({ uri, name }) => [uri, name]))
  const listed = new Set(devnet.orchestrators.map(({ uri }) => uri))
  let regionOfGus = 'us-east'
  const conductor = new ClockedConductor(
    {
      store,
      asker: createNobody(),
      log: createLog('silent'),
      net: loopbackProbe,
      source: { name: 'list', kind: 'list' },
      list: () => [...listed],
      locate: ({ uri }) => (names.get(uri) === 'gus' ? { name: regionOfGus, from: 'operator' } : null),
      ethUsd: () => null,
      monotonicMs: () => performance.now(),
    },
    conductingOptions({
      sweepIntervalMs: CADENCE_MS,
      keep: {
        sweepsMs: 30 * 24 * CADENCE_MS,
        hourlyMs: 30 * 24 * CADENCE_MS,
        changesMs: 30 * 24 * CADENCE_MS,
        requestsMs: 30 * 24 * CADENCE_MS,
        decisionsMs: 30 * 24 * CADENCE_MS,
      },
    }),
  )
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const [name, what] of STORY[sweep] ?? []) {
      const orchestrator = devnet.orchestrator(name)
      if (what === 'listed') listed.add(orchestrator.uri)
      else if (what === 'unlisted') listed.delete(orchestrator.uri)
      else if (what === 'moves') regionOfGus = 'eu-west'
      else await orchestrator.change(what)
    }
    await conductor.sweepAt(at(sweep))
    if (MOMENTS.includes(sweep)) {
      const { snapshot } = conductor
      if (snapshot === null) throw new Error('the sweep left no snapshot')
      const now = conductor.now() + sweep
      meanwhile.set(sweep, { now, answers: await bodies(asking({ nodes: null, snapshot, now })) })
    }
  }
  await conductor.stop()
}, 180_000)

afterAll(async () => {
  await devnet.stop()
  store.close()
  rmSync(folder, { recursive: true })
})

const PATHS = [
  ...LIST_NAMES.map((name) => `/api/v1/${name}`),
  '/api/v1/facets',
  '/api/v1/nodes',
  '/api/v1/network/summary',
  '/api/v1/models/flux',
  '/api/v1/offerings?include=provenance&format=ndjson',
]
const bodies = (ask: Ask, query = ''): Promise<string[]> =>
  Promise.all(
    PATHS.map(async (path) => {
      const { status, text } = await ask(`${path}${query && `${path.includes('?') ? '&' : '?'}${query}`}`)
      return `${path} ${status} ${text}`
    }),
  )

/** In a few words. */
function told(change: Change): string {
  if (change.kind === 'snapshot') return 'snapshot'
  const sweep = Math.floor((change.observedAt - START) / EVERY_MS)
  return [sweep, names.get(change.nodeUri), change.kind, ...detailOf(change)].join(' ')
}

function detailOf(change: Exclude<Change, { kind: 'snapshot' }>): (string | number)[] {
  const what =
    'offering' in change && change.offering ? [change.offering.model ?? change.offering.pipeline] : []
  switch (change.kind) {
    case 'node-joined':
      return [change.after.outcome]
    case 'node-left':
      return [change.before.outcome]
    case 'node-silent':
    case 'node-back':
      return [change.before.outcome, '→', change.after.outcome]
    case 'node-stale':
      return []
    case 'version-changed':
    case 'health-changed':
      return [String(change.before), '→', String(change.after)]
    case 'region-changed':
      return [String(change.before?.name), '→', String(change.after?.name)]
    case 'gpu-added':
    case 'gpu-gone':
      return [change.gpu, change.before, '→', change.after]
    case 'suspended':
      return [...what, change.cause]
    case 'resumed':
      return what
    case 'many-changes':
      return [change.leftOut]
    case 'offering-added':
      return [...what, change.after.state, wei(change.after.price)]
    case 'offering-gone':
      return [...what, change.reason]
    case 'price-changed':
      return [...what, wei(change.before), '→', wei(change.after)]
    default:
      return [...what, String(change.before), '→', String(change.after)]
  }
}

const wei = (amount: StatedAmount): string =>
  amount.kind === 'stated' ? formatFraction(amount.price.wei, amount.price.perUnits) : amount.kind
const formatFraction = (numerator: bigint, denominator: bigint): string =>
  denominator === 1n ? String(numerator) : `${numerator}/${denominator}`

test('the feed tells what happened, when, in order, and nothing else', async () => {
  const changes = (await store.readChangesAfter(0, { upTo: Number.MAX_SAFE_INTEGER, limit: 10_000 })) ?? []
  const feed = changes.map(({ change }) => told(change)).filter((text) => text !== 'snapshot')
  expect(feed.toSorted(inOrder)).toEqual(FEED.toSorted(inOrder))
  // Sweep by sweep.
  const sweeps = feed.map((text) => Number.parseInt(text, 10))
  expect(sweeps).toEqual(sweeps.toSorted((a, b) => a - b))
})

/** Within a sweep nodes stand in the order of their addresses, which chance decides. */
const inOrder = (a: string, b: string): number =>
  Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1)

test('ten moments are answered afterwards as they were then, byte for byte', async () => {
  expect(meanwhile.size).toBe(10)
  const ask = asking({ nodes: [], store, now: at(SWEEPS) })
  for (const { now, answers } of meanwhile.values())
    expect(await bodies(ask, `as_of=${new Date(now).toISOString()}`)).toEqual(answers)
})

test('incidents are what they were: since the first failure, found when it went down, over when it was up again', async () => {
  const incidents = await store.readIncidents({
    state: null,
    nodeUris: null,
    orchestrators: null,
    from: null,
    to: null,
    before: null,
    limit: 100,
  })
  const sweepOf = (moment: number | null) => moment && Math.floor((moment - START) / EVERY_MS)
  expect(
    incidents.map(({ nodeUri, openedAt, detectedAt, closedAt, failedProbes, outcomes }) =>
      [names.get(nodeUri), ...[openedAt, detectedAt, closedAt].map(sweepOf), failedProbes, ...outcomes].join(
        ' ',
      ),
    ),
  ).toEqual(['emil 225 235 237 6 error', 'dora 175 177 206 6 refused', 'cleo 150 152 156 5 refused'])
})

test('the difference of the first look and the last is what remained of it all', async () => {
  const filter = {
    kinds: null,
    nodeUris: null,
    orchestrators: null,
    pipelines: null,
    models: null,
    gpus: null,
    hasEverySnapshot: false,
  }
  const diff = await new SnapshotDiffs(store).between(at(0) + CADENCE_MS / 2, at(SWEEPS), filter)
  const remained = diff?.changes.map((change) => told(change).replace(/^\d+ /, '')) ?? []
  expect(remained.toSorted()).toEqual(
    [
      'ada price-changed flux 1000 → 849',
      'bob price-changed flux 1000 → 850',
      'dora gpu-gone RTX 4090 2 → 0',
      'dora gpu-added H100 80GB HBM3 0 → 2',
      'finn version-changed 0.8.9 → 0.8.10',
      'gus offering-gone llama withdrawn',
      'gus region-changed us-east → eu-west',
      'newton node-joined ok',
      'newton offering-added flux warm 1000',
      'newton offering-added transcoding unknown 1200',
    ].toSorted(),
  )
})
