import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { Devnet } from '@/lib/devnet/devnet'
import { scenario } from '@/lib/devnet/scenario'
import type { SourceReading } from '@/lib/domain/source-reading'
import { observation } from '@/lib/snapshot/testdata/observation'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import type { Store } from '@/lib/store/store'
import { Discovery } from './discovery'
import { conducting, conductingOptions } from './testdata/conducting'
import { loopbackProbe } from './testdata/loopback-probe'

let devnet: Devnet
beforeAll(async () => {
  devnet = await Devnet.start({ fleet: [scenario({ name: 'one-1' }), scenario({ name: 'two-1' })] })
})
afterAll(() => devnet.stop())

let folder: string
let store: Store
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-discovery-'))
  store = openSqliteStore(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

/** A conductor over sources whose readings the test decides. */
function conductor(
  readings: Record<string, () => SourceReading | Promise<SourceReading>>,
  over: Partial<Store> = {},
  sweepIntervalMs = 60_000,
) {
  const sources = Object.entries(readings).map(([name, read]) => ({
    name,
    kind: 'list' as const,
    read: async () => read(),
  }))
  return new Discovery(
    conducting({ sources, store: { ...store, ...over } }),
    conductingOptions({ sweepIntervalMs, probeConcurrency: 10 }),
  )
}
const list = (...uris: string[]): SourceReading => ({
  entries: uris.map((uri) => ({ uri })),
  readAt: 1,
  error: null,
  facts: null,
})
const broken = (): SourceReading => ({
  entries: [],
  readAt: null,
  error: 'It failed.',
  facts: null,
})
const askedAt = (discovery: Discovery) => discovery.snapshot?.nodes.map((node) => node.askedAt) ?? []

test('a list that becomes empty erases nothing: the nodes known last are asked on, and it is said', async () => {
  let reading = list(...devnet.serviceUris())
  const discovery = conductor({ webhook: () => reading })
  await discovery.sweepOnce()
  const before = askedAt(discovery)
  reading = list()
  await discovery.sweepOnce({ asksAll: true })
  expect(discovery.snapshot?.nodes.map(({ kind }) => kind)).toEqual(['ok', 'ok'])
  for (const [i, at] of askedAt(discovery).entries())
    expect(at).toBeGreaterThan(before[i] ?? Number.POSITIVE_INFINITY)
  expect(discovery.status.lastError).toBe('No source names a single node.')
})

test('a source that cannot be read after a restart still names whom it named before', async () => {
  const [first = '', second = ''] = devnet.serviceUris()
  await conductor({ list: () => list(first), webhook: () => list(second) }).sweepOnce()
  const restarted = conductor({ list: () => list(first), webhook: broken })
  await restarted.start()
  await restarted.stop()
  const again = conductor({ list: () => list(first), webhook: broken })
  await again.start()
  await again.stop()
  expect(again.snapshot?.nodes.map(({ uri }) => uri).sort()).toEqual([first, second].sort())
})

test('with sources that fail and that return garbage the sweep completes, says which, and loses no good row', async () => {
  const discovery = conductor({
    list: () => list(...devnet.serviceUris()),
    webhook: broken,
    other: () => list('not a uri at all', 'https://user:s3cret@h.example'),
  })
  await discovery.sweepOnce()
  const kinds = discovery.snapshot?.nodes.map(({ kind }) => kind).sort()
  expect(kinds).toEqual(['invalid-uri', 'invalid-uri', 'ok', 'ok'])
  expect(discovery.snapshot?.sources.map(({ name, error }) => [name, error])).toEqual([
    ['list', null],
    ['webhook', 'It failed.'],
    ['other', null],
    ['nodes', null],
  ])
  expect(JSON.stringify(await store.readLatestSnapshotId())).not.toContain('s3cret')
})

test('what a sweep changed is stored with it, and what could not be stored is told with the next one', async () => {
  let isFull = false
  const over: Partial<Store> = {
    writeSnapshot: (snapshot, options) =>
      isFull ? Promise.reject(new Error('database or disk is full')) : store.writeSnapshot(snapshot, options),
  }
  const [first = '', second = ''] = devnet.serviceUris()
  let reading = list(first)
  const discovery = conductor({ webhook: () => reading }, over)
  const heard: (number | null)[] = []
  const stop = discovery.onSnapshot(() => heard.push(discovery.snapshot?.lastChangeId ?? null))
  await discovery.sweepOnce()
  const { lastChangeId } = discovery.snapshot ?? {}
  isFull = true
  reading = list(first, second)
  await discovery.sweepOnce()
  // It is served, and a client that goes on from it will hear of it.
  expect(discovery.snapshot?.nodes).toHaveLength(2)
  expect(discovery.snapshot?.lastChangeId).toBe(lastChangeId)
  isFull = false
  await discovery.sweepOnce({ asksAll: true })
  stop()
  await discovery.sweepOnce({ asksAll: true })

  const changes = await store.readChangesAfter(0, { upTo: Number.MAX_SAFE_INTEGER, limit: 1_000 })
  const joined = changes?.flatMap(({ change }) => (change.kind === 'node-joined' ? change.nodeUri : []))
  expect(joined).toEqual([second])
  const complete = changes?.filter(({ change }) => change.kind === 'snapshot').map(({ id }) => id)
  expect(heard).toEqual([complete?.[0], complete?.[0], complete?.[1]])
  expect(complete).toHaveLength(3)
})

test('a conductor that another process stood in for tells changes from what that one wrote', async () => {
  const [first = ''] = devnet.serviceUris()
  const halted = conductor({ webhook: () => list(first) }, {}, 50)
  await halted.start()
  while (halted.snapshot === null) await new Promise((resolve) => setTimeout(resolve, 10))
  // As a process does that took the lease while this one was halted, and gave it back.
  const { nodes, sources } = halted.snapshot
  const about = { startedAt: 1, endedAt: Date.now(), cadenceMs: 50, vantage: 'other', sources }
  await store.writeSnapshot({ ...about, nodes: [...nodes, observation({ uri: 'https://theirs.example' })] })
  const left = async () =>
    (await store.readChangesAfter(0, { upTo: Number.MAX_SAFE_INTEGER, limit: 1_000 }))?.flatMap(
      ({ change }) => (change.kind === 'node-left' ? change.nodeUri : []),
    ) ?? []
  while ((await left()).length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
  expect(await left()).toEqual(['https://theirs.example'])
  await halted.stop()
})

test('a node that was asked is asked again when its turn comes, not in every sweep', async () => {
  const discovery = conductor({ list: () => list(...devnet.serviceUris()) })
  await discovery.sweepOnce()
  const { id } = discovery.snapshot ?? { id: 0 }
  await discovery.sweepOnce()
  expect(discovery.snapshot?.id).toBe(id)
})

test('a clock that is set back puts nobody off: the next sweep asks as if time had gone on', async () => {
  let time = Date.UTC(2026, 0, 1, 12)
  const sources = [{ name: 'list', kind: 'list' as const, read: async () => list(...devnet.serviceUris()) }]
  const discovery = new Discovery(
    conducting({ sources, store, probe: { ...loopbackProbe, now: () => time } }),
    conductingOptions(),
  )
  await discovery.sweepOnce()
  time -= 3_600_000
  await discovery.sweepOnce()
  expect(askedAt(discovery)).toEqual([time, time])
  expect(discovery.snapshot?.endedAt).toBe(time)
})
