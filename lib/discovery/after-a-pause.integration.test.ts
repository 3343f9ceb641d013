import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { asking } from '@/lib/api/testdata/asking'
import { Devnet } from '@/lib/devnet/devnet'
import { scenario } from '@/lib/devnet/scenario'
import type { Change } from '@/lib/domain/change'
import { createNobody } from '@/lib/identity/create-asker'
import { createLog } from '@/lib/log'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import type { Store } from '@/lib/store/store'
import { ClockedConductor } from './clocked-conductor'
import { conductingOptions } from './testdata/conducting'
import { loopbackProbe } from './testdata/loopback-probe'

/**
 * A server that was stopped for an hour goes on with a sweep of every minute, over a network in which one node, with live
 * runners, is known only because another one advertises it. Real sockets, a clock that is set.
 */
const MINUTE_MS = 60_000
const START = Date.UTC(2026, 4, 17, 12)
const PAUSE_MS = 60 * MINUTE_MS
const AFTERWARDS = START + 2 * MINUTE_MS + PAUSE_MS
const flux = { pipeline: 'text-to-image', model: 'flux', price: 1_000n } as const

let folder: string
let store: Store
let devnet: Devnet
let conductor: ClockedConductor
/** What the source names. */
let listed: string[]
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-pause-'))
  store = openSqliteStore(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
  devnet = await Devnet.start({
    fleet: [
      scenario({ name: 'names-one', models: [flux], nodes: ['is-named'] }),
      scenario({
        name: 'is-named',
        models: [flux],
        runners: [{ app: 'bob/scope', price: [5n, 'seconds'], capacity: 2 }],
      }),
      scenario({ name: 'stands-alone', models: [flux] }),
    ],
  })
  listed = [uriOf('names-one'), uriOf('stands-alone')]
  await start()
  for (const minute of [0, 1, 2]) await conductor.sweepAt(START + minute * MINUTE_MS)
  expect(conductor.snapshot?.nodes).toHaveLength(3)
  await news()
  await conductor.stop()
  await start()
})
afterEach(async () => {
  await conductor.stop()
  await devnet.stop()
  store.close()
  rmSync(folder, { recursive: true })
})

/** As a process does that finds what an earlier one stored. */
async function start(): Promise<void> {
  conductor = new ClockedConductor(
    {
      store,
      net: loopbackProbe,
      asker: createNobody(),
      locate: () => null,
      ethUsd: () => null,
      log: createLog('silent'),
      source: { name: 'list', kind: 'list' },
      list: () => listed,
      monotonicMs: () => performance.now(),
    },
    conductingOptions({ sweepIntervalMs: MINUTE_MS }),
  )
  await conductor.takeUp()
}
const uriOf = (name: string): string => devnet.orchestrator(name).uri

/** What was told since the last question: node, kind and whatever else tells it from others. */
let seen = 0
beforeEach(() => {
  seen = 0
})
async function news(): Promise<string[]> {
  const all = (await store.readChangesAfter(seen, { upTo: Number.MAX_SAFE_INTEGER, limit: 1_000 })) ?? []
  seen = all.at(-1)?.id ?? seen
  return all.flatMap(({ change }) => (change.kind === 'snapshot' ? [] : told(change))).toSorted()
}
function told(change: Exclude<Change, { kind: 'snapshot' }>): string {
  const name = devnet.orchestrators.find(({ uri }) => uri === change.nodeUri)?.name
  const what = 'offering' in change ? [change.offering?.pipeline] : []
  const reason = change.kind === 'offering-gone' ? [change.reason] : []
  return [name, change.kind, ...what, ...reason].join(' ')
}
/** How many offerings of a node count, as whoever asks later for that moment is told. */
async function offeringsOf(name: string, { asOf }: { asOf: number }): Promise<number> {
  const ask = asking({ nodes: [], store, now: asOf + 1_000 })
  const about = `node_uri=${encodeURIComponent(uriOf(name))}&as_of=${new Date(asOf).toISOString()}`
  const { status, text } = await ask(`/api/v1/offerings?${about}&format=ndjson`)
  expect(status).toBe(200)
  return text.split('\n').filter(Boolean).length
}
const askedAt = (name: string) => conductor.snapshot?.nodes.find(({ uri }) => uri === uriOf(name))?.askedAt
const incidents = () =>
  store.readIncidents({
    state: null,
    nodeUris: null,
    orchestrators: null,
    from: null,
    to: null,
    before: null,
    limit: 10,
  })

test('where nothing happened meanwhile nothing is told, and whom only others advertise is asked like everybody', async () => {
  await conductor.sweepAt(AFTERWARDS)
  expect(await news()).toEqual([])
  for (const { name } of devnet.orchestrators) expect(askedAt(name)).toBeGreaterThanOrEqual(AFTERWARDS)
  // The moment at which the sweep ended, and later ones, are answered with what it found.
  for (const asOf of [conductor.snapshot?.endedAt ?? 0, AFTERWARDS + 10_000])
    expect(await offeringsOf('is-named', { asOf })).toBe(3)
  await conductor.sweepAt(AFTERWARDS + MINUTE_MS)
  expect(await news()).toEqual([])
  expect(await incidents()).toEqual([])
})

test('what has really gone is told with the first sweep', async () => {
  await devnet.orchestrator('is-named').change({ fault: 'refuse' })
  listed = [uriOf('names-one')]
  await conductor.sweepAt(AFTERWARDS)
  expect(await news()).toEqual(
    [
      'is-named node-silent',
      'is-named health-changed',
      'is-named node-stale',
      'is-named offering-gone text-to-image expired',
      'is-named offering-gone transcoding expired',
      'is-named offering-gone bob/scope expired',
      'stands-alone node-left',
      'stands-alone offering-gone text-to-image node-left',
      'stands-alone offering-gone transcoding node-left',
    ].toSorted(),
  )
})

test('who is silent in the first sweep takes nobody along that it advertised', async () => {
  await devnet.orchestrator('names-one').change({ fault: 'internal-error' })
  await conductor.sweepAt(AFTERWARDS)
  const first = await news()
  expect(first).toContain('names-one node-silent')
  expect(first.filter((text) => text.startsWith('is-named'))).toEqual([])
  // Heard again, it still advertises them.
  await devnet.orchestrator('names-one').change({ fault: 'none' })
  await conductor.sweepAt(AFTERWARDS + MINUTE_MS)
  const second = await news()
  expect(second).toContain('names-one node-back')
  expect(askedAt('is-named')).toBeGreaterThanOrEqual(AFTERWARDS + MINUTE_MS)
  expect(second.filter((text) => text.startsWith('is-named'))).toEqual([])
})

test('who is silent on is forgotten with the next sweep, together with those that nobody else names', async () => {
  await devnet.orchestrator('names-one').change({ fault: 'internal-error' })
  await conductor.sweepAt(AFTERWARDS)
  await news()
  await conductor.sweepAt(AFTERWARDS + MINUTE_MS)
  expect(await news()).toContain('is-named node-left')
})
