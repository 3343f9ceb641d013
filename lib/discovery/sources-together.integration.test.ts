import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createReader } from '@/lib/api/reader'
import { NO_FILTERS } from '@/lib/api/search-params'
import { Devnet } from '@/lib/devnet/devnet'
import { scenario } from '@/lib/devnet/scenario'
import { parseServiceUri } from '@/lib/domain/service-uri'
import type { Asker } from '@/lib/identity/asker'
import { createNobody } from '@/lib/identity/create-asker'
import { askRunners } from '@/lib/probe/ask-runners'
import { createSource } from '@/lib/sources/create-source'
import type { SourceSettings } from '@/lib/sources/source-settings'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import type { Store } from '@/lib/store/store'
import { Discovery, type DiscoveryOptions } from './discovery'
import { conducting, conductingOptions } from './testdata/conducting'
import { loopbackProbe } from './testdata/loopback-probe'

/** Real sources on real servers, a real network behind them, and everything that is kept read back from SQLite. */
let folder: string
let store: Store
let devnet: Devnet
const servers: Server[] = []
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-together-'))
  store = openSqliteStore(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
  devnet = await Devnet.start({
    fleet: [
      scenario({ name: 'one-1', operator: 'ada', nodes: ['two-1', 'https://10.0.0.1:8935', 'no uri'] }),
      scenario({ name: 'two-1', operator: 'ada', nodes: ['three-1'] }),
      scenario({
        name: 'three-1',
        operator: 'bob',
        runners: [
          { app: 'bob/scope', price: [5n, 'seconds'], capacity: 2, capacityUsed: 1 },
          { app: 'bob/free', price: [0n, 'seconds'] },
        ],
      }),
    ],
  })
})
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
  await devnet.stop()
  store.close()
  rmSync(folder, { recursive: true })
})

async function serving(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const webhook = (name: string, url: string): SourceSettings => ({ kind: 'webhook', name, url, headers: {} })
const uriOf = (name: string) => devnet.orchestrator(name).uri

function conductor(
  settings: readonly SourceSettings[],
  { asker = createNobody(), ...options }: Partial<DiscoveryOptions> & { asker?: Asker } = {},
): Discovery {
  const sources = settings.map((one) => createSource(one, { fetch, net: loopbackProbe, now: Date.now }))
  return new Discovery(conducting({ sources, store, asker }), conductingOptions(options))
}
const outcomes = async () => {
  const snapshot = await store.readLatestSnapshot()
  return Object.fromEntries(snapshot?.nodes.map(({ uri, kind }) => [uri, kind]) ?? [])
}

test('with one source failing, one hanging and one of garbage the sweep completes, says which, and loses no row', async () => {
  let isBroken = false
  const listing =
    (name: string): RequestListener =>
    (_, response) =>
      response.end(JSON.stringify([{ address: uriOf(name) }]))
  const whenBroken =
    (good: RequestListener, bad: RequestListener): RequestListener =>
    (request, response) =>
      (isBroken ? bad : good)(request, response)
  const discovery = conductor([
    webhook(
      'fails',
      await serving(whenBroken(listing('one-1'), (_, response) => response.writeHead(500).end())),
    ),
    webhook('hangs', await serving(whenBroken(listing('two-1'), () => {}))),
    webhook(
      'garbage',
      await serving(whenBroken(listing('three-1'), (_, response) => response.end('<html>'))),
    ),
  ])
  const all = { [uriOf('one-1')]: 'ok', [uriOf('two-1')]: 'ok', [uriOf('three-1')]: 'ok' }
  await discovery.sweepOnce()
  expect(await outcomes()).toMatchObject(all)

  isBroken = true
  await discovery.sweepOnce({ asksAll: true })
  expect(await outcomes()).toMatchObject(all)
  const snapshot = await store.readLatestSnapshot()
  expect(snapshot?.sources.map(({ name, error }) => [name, error])).toEqual([
    ['fails', 'The webhook could not be read: it answered 500.'],
    ['hangs', 'The webhook could not be read: no complete answer came within 3000 ms.'],
    ['garbage', 'The webhook could not be read: its body is not JSON.'],
    ['nodes', null],
  ])

  // After a restart as well, when none of them can be read at all.
  const restarted = conductor([
    webhook('fails', await serving((_, response) => response.writeHead(500).end())),
    webhook('hangs', await serving(() => {})),
    webhook('garbage', await serving((_, response) => response.end('<html>'))),
  ])
  await restarted.start()
  await restarted.requestSweep()
  const before = snapshot?.id ?? 0
  while (((await store.readLatestSnapshotId()) ?? 0) <= before) await new Promise((go) => setTimeout(go, 50))
  await restarted.stop()
  expect(await outcomes()).toMatchObject(all)
}, 60_000)

test('nodes that an orchestrator advertises are asked in the same sweep, one level deep, with who advertised them', async () => {
  const discovery = conductor([{ kind: 'list', name: 'list', addresses: [uriOf('one-1')] }])
  await discovery.sweepOnce()
  expect(await outcomes()).toEqual({
    [uriOf('one-1')]: 'ok',
    [uriOf('two-1')]: 'ok',
    'https://10.0.0.1:8935': 'blocked',
    'no uri': 'invalid-uri',
  })
  const two = (await store.readLatestSnapshot())?.nodes.find(({ uri }) => uri === uriOf('two-1'))
  expect(two?.sources).toMatchObject([
    { name: 'nodes', orchestrators: [devnet.orchestrator('one-1').scenario.recipient] },
  ])
  expect(discovery.sources).toMatchObject([
    { name: 'list', count: 1 },
    { name: 'nodes', kind: 'nodes', count: 3, invalid: 1 },
  ])
  // From then on they are asked with the others.
  const questions = devnet.orchestrator('two-1').seen.questions
  await discovery.sweepOnce({ asksAll: true })
  expect(devnet.orchestrator('two-1').seen.questions).toBe(questions + 1)
})

test('no further nodes are asked where the operator wants none', async () => {
  const list: SourceSettings = { kind: 'list', name: 'list', addresses: [uriOf('one-1')] }
  await conductor([list], { extraNodes: 0 }).sweepOnce()
  expect(await outcomes()).toEqual({ [uriOf('one-1')]: 'ok' })
})

test('a node keeps every source that named it, in whatever spelling, and what they say is recorded where they disagree', async () => {
  const spelling = uriOf('three-1').replace('https://', '').toUpperCase()
  const gateway = await serving((_, response) =>
    response.end(
      JSON.stringify({
        orchestrators: [
          {
            address: devnet.orchestrator('one-1').scenario.recipient,
            orch_uri: uriOf('three-1'),
            price_info: { pixelsPerUnit: 1 },
          },
        ],
      }),
    ),
  )
  const discovery = conductor([
    { kind: 'list', name: 'list', addresses: [uriOf('three-1'), spelling] },
    webhook(
      'webhook',
      await serving((_, response) => response.end(JSON.stringify([{ address: spelling, score: 0.5 }]))),
    ),
    { kind: 'gateway', name: 'gateway', url: gateway, headers: {} },
  ])
  await discovery.sweepOnce()
  const [node, ...others] = (await store.readLatestSnapshot())?.nodes ?? []
  expect(others).toEqual([])
  expect(node?.sources.map(({ name, times, score }) => [name, times, score])).toEqual([
    ['list', 2, null],
    ['webhook', 1, 0.5],
    ['gateway', 1, null],
  ])

  const read = createReader(discovery, { now: Date.now, version: 'test' })
  expect(read.sources().conflicts).toEqual([
    {
      node_uri: uriOf('three-1'),
      kind: 'other-payee',
      payee: devnet.orchestrator('three-1').scenario.recipient,
      claims: [{ source: 'gateway', orchestrator: devnet.orchestrator('one-1').scenario.recipient }],
      scores: [],
    },
  ])
  expect(read.sources().sources).toMatchObject([
    { name: 'list', count: 2, duplicates: 1, nodes: 1, nodes_answered: 1 },
    { name: 'webhook', count: 1 },
    { name: 'gateway', count: 1, error: null },
    { name: 'nodes', count: 0 },
  ])
  expect(read.source('gateway')?.gateway?.rows).toMatchObject([
    { uri: uriOf('three-1'), offers: [], probed: { node_uri: uriOf('three-1'), outcome: 'ok' } },
  ])
  expect(read.source('list')?.entries.map(({ is_duplicate }) => is_duplicate)).toEqual([false, true])
  expect(read.source('nobody')).toBeNull()
  // What that gateway reports is in no answer about the network: all that is left is the node's own runner.
  expect(read.offerings(NO_FILTERS)?.offerings).toMatchObject([
    { kind: 'live-runner', pipeline: 'bob/scope' },
    { kind: 'transcoding', pipeline: 'transcoding' },
  ])
})

test('a process that only follows shows what the conductor read', async () => {
  const discovery = conductor([{ kind: 'list', name: 'list', addresses: [uriOf('one-1')] }])
  await discovery.start()
  while (discovery.snapshot === null) await new Promise((go) => setTimeout(go, 20))
  const follower = new Discovery(
    { ...conducting({ sources: [], store }), holder: 'another' },
    conductingOptions(),
  )
  await follower.start()
  while (!follower.sources.some(({ name }) => name === 'list')) await new Promise((go) => setTimeout(go, 20))
  expect(follower.isConductor).toBe(false)
  expect(follower.readings.get('list')?.entries).toEqual([{ uri: uriOf('one-1') }])
  await follower.stop()
  await discovery.stop()
})

test('while there is no identity nobody is asked, and the reason is said; with one the sweep goes on', async () => {
  let isSilent = true
  const nobody = createNobody()
  const asker: Asker = {
    kind: 'remote-signer',
    address: null,
    signer: null,
    identity: async (signal) =>
      isSilent ? { ok: false, problem: 'The remote signer gave us no identity.' } : nobody.identity(signal),
  }
  const discovery = conductor([{ kind: 'list', name: 'list', addresses: [uriOf('one-1')] }], { asker })
  await discovery.sweepOnce()
  expect(discovery.snapshot).toBeNull()
  expect(discovery.status.lastError).toBe('The remote signer gave us no identity.')
  expect(devnet.orchestrator('one-1').seen.connections).toBe(0)
  isSilent = false
  await discovery.sweepOnce()
  expect(discovery.status.lastError).toBeNull()
  expect(await outcomes()).toMatchObject({ [uriOf('one-1')]: 'ok' })
})

test('live runners are listed with what was left out, kept while the question for them fails, and gone when they are', async () => {
  const three = devnet.orchestrator('three-1')
  const discovery = conductor([{ kind: 'list', name: 'list', addresses: [three.uri, uriOf('two-1')] }], {
    extraNodes: 0,
  })
  const sweep = async () => {
    await discovery.sweepOnce({ asksAll: true })
    const nodes = (await store.readLatestSnapshot())?.nodes ?? []
    return nodes.find(({ uri }) => uri === three.uri)?.runners
  }
  const apps = async () => {
    const read = createReader(discovery, { now: Date.now, version: 'test' })
    const document = read.discoverable({ caps: [], apps: [], gpus: [] })
    if (document === null || document === 'nobody') return document
    const list: { runners?: { app: string }[] }[] = JSON.parse(document.identity.toString())
    return list.flatMap(({ runners = [] }) => runners.map(({ app }) => app))
  }

  expect(await sweep()).toMatchObject({
    kind: 'listed',
    listings: [{ address: three.uri, runners: [{ app: 'bob/scope', capacityAvailable: 1 }] }],
    refused: [{ place: '[0].runners[1]', kind: 'invalid' }],
  })
  expect(discovery.snapshot?.nodes.find(({ uri }) => uri === uriOf('two-1'))?.runners?.kind).toBe('none')
  expect(await apps()).toEqual(['bob/scope'])

  for (const [fault, kind] of [
    ['garbage', 'bad-answer'],
    ['oversized', 'too-large'],
    ['error', 'error'],
    ['redirect-inward', 'blocked'],
    ['hang', 'timed-out'],
  ] as const) {
    await three.change({ discovery: fault })
    expect(await sweep()).toMatchObject({ kind, listings: [{ runners: [{ app: 'bob/scope' }] }] })
    expect(await apps()).toEqual(['bob/scope'])
  }

  await three.change({ discovery: 'ok', runners: [{ app: 'bob/scope', remove: true }] })
  expect(await sweep()).toMatchObject({ kind: 'listed', listings: [{ runners: [] }] })
  await three.change({ runners: [{ app: 'bob/free', remove: true }] })
  expect(await sweep()).toMatchObject({ kind: 'none', listings: [] })
  expect(await apps()).toBe('nobody')
}, 60_000)

test('names of runners that no name server answers for hold up nobody', async () => {
  const address = 'http://runner.test'
  const body = JSON.stringify([
    {
      address: `${address}:8935`,
      runners: Array.from({ length: 100 }, (_, i) => ({
        url: `http://n${i}.runner.test:8935/`,
        app: `app-${i}`,
        price_info: { price: 1, currency: 'wei', unit: 'seconds' },
      })),
    },
  ])
  const url = new URL(await serving((_, response) => response.end(body)))
  const parsed = parseServiceUri(`${address}:${url.port}`)
  if (!parsed.ok) throw new Error(parsed.problem)
  const reading = await askRunners(
    parsed.uri,
    { ownAddresses: [`${address}:8935`], speaksFor: [], signal: new AbortController().signal },
    {
      ...loopbackProbe,
      lookup: (host) =>
        host === 'runner.test'
          ? Promise.resolve([{ address: '127.0.0.1', family: 4 }])
          : new Promise(() => {}),
    },
  )
  expect(reading.kind).toBe('listed')
  expect(reading.listings[0]?.runners).toHaveLength(20)
  expect(new Set(reading.refused.map(({ reason }) => reason))).toEqual(
    new Set(['its runners are at too many places']),
  )
})
