import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { Devnet } from '@/lib/devnet/devnet'
import { scenario } from '@/lib/devnet/scenario'
import { NO_IDENTITY } from '@/lib/livepeer/asker-identity'
import { createDialPolicy, type DialAllowances } from '@/lib/net/dial-policy'
import { guardedRequest } from '@/lib/net/guarded-request'
import { HOSTILE_LITERALS, HOSTILE_NAMES, LOOPBACK_NAMES } from '@/lib/net/testdata/hostile-hosts'
import { askRunners } from '@/lib/probe/ask-runners'
import type { ProbeDeps } from '@/lib/probe/probe-node'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import { Discovery } from './discovery'
import { sweepNodes } from './sweep'
import { conducting, conductingOptions } from './testdata/conducting'
import { listOf } from './testdata/list-of'

/**
 * What strangers write into lists, chains, answers and redirects leads nowhere inside. Two things count what is sent:
 * a listener on every interface of this machine, and every socket of this process that is told to connect.
 */
let trap: ReturnType<typeof createTcpServer>
let trapPort: number
let trapped = 0
const attempts = vi.spyOn(Socket.prototype, 'connect')

beforeAll(async () => {
  trap = createTcpServer((socket) => {
    trapped += 1
    socket.destroy()
  })
  await new Promise<void>((resolve) => trap.listen(0, () => resolve()))
  trapPort = portOf(trap)
})
afterAll(() => {
  attempts.mockRestore()
  trap.close()
})
beforeEach(() => {
  trapped = 0
  attempts.mockClear()
})

const portOf = (server: Pick<Server, 'address'>): number => (server.address() as AddressInfo).port
const { signal } = new AbortController()

const PUBLIC_NAME = 'orchestrator.example'
/** A resolver that knows the hostile names, and one good one that is served here. */
let lookups: string[] = []
const lookup: ProbeDeps['lookup'] = async (host) => {
  lookups.push(host)
  const addresses = host === PUBLIC_NAME ? ['127.0.0.1'] : HOSTILE_NAMES[host.replace(/\.$/, '')]
  const known = addresses ?? HOSTILE_NAMES[host]
  if (!known) throw new Error(`getaddrinfo ENOTFOUND ${host}`)
  return known.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
}
beforeEach(() => {
  lookups = []
})
const deps = (allowances: DialAllowances = {}): ProbeDeps => ({
  lookup,
  policy: createDialPolicy(allowances),
  identity: NO_IDENTITY,
  now: Date.now,
  monotonicMs: () => performance.now(),
})

const hostileHosts = [...HOSTILE_LITERALS, ...Object.keys(HOSTILE_NAMES), ...LOOPBACK_NAMES]
const hostileUrls = () =>
  hostileHosts.flatMap((host) => ['https', 'http'].map((scheme) => `${scheme}://${host}:${trapPort}`))

test('the table is long enough to mean something, and the trap does count', async () => {
  expect(new Set(hostileHosts).size).toBeGreaterThanOrEqual(90)
  const [node] = await sweep([`http://127.0.0.1:${trapPort}`], { cidrs: ['127.0.0.0/8'] })
  expect(node?.result.kind).not.toBe('blocked')
  expect([trapped, attempts.mock.calls.length]).toEqual([1, 1])
})

const sweep = (uris: readonly string[], allowances: DialAllowances = {}) =>
  sweepNodes(listOf(uris), deps(allowances), {
    probeTimeoutMs: 5_000,
    probeConcurrency: 50,
    wantsRunners: () => true,
    signal,
    onSettled: () => {},
  })

test('as service URIs each ends as blocked, and no packet is sent', async () => {
  const settled = await sweep(hostileUrls())
  const dialled = settled.filter(({ result }) => result.kind !== 'blocked').map(({ uri }) => uri)
  expect(dialled).toEqual([])
  // Many spellings are one address.
  expect(settled.length).toBeGreaterThan(120)
  expect([trapped, attempts.mock.calls.length]).toEqual([0, 0])
})

test('a URI that carries credentials is none, and one with another scheme neither', async () => {
  const uris = [
    `https://user:pw@127.0.0.1:${trapPort}`,
    `https://orchestrator.example@127.0.0.1:${trapPort}`,
    `https://127.0.0.1:${trapPort}#@orchestrator.example`,
    'gopher://127.0.0.1:70/_x',
    'file:///etc/passwd',
    `https:\\\\user@127.0.0.1:${trapPort}`,
  ]
  for (const { uri, result } of await sweep(uris)) expect([uri, result.kind]).toEqual([uri, 'invalid-uri'])
  expect([trapped, attempts.mock.calls.length]).toEqual([0, 0])
})

test('a public address is not dialled on a port of another service', async () => {
  const uris = [22, 25, 53, 110, 445, 6379, 6667, 11_211].map((port) => `http://8.8.8.8:${port}`)
  for (const { result } of await sweep(uris))
    expect(result).toMatchObject({ kind: 'blocked', detail: /port \d+/ })
  expect(attempts).not.toHaveBeenCalled()
})

test('of a name that answers with a good address and then with one inside, the good one is dialled, resolved once', async () => {
  let asked = 0
  const rebinding: ProbeDeps['lookup'] = async () => {
    asked += 1
    return [{ address: asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }]
  }
  const ask = () =>
    sweepNodes(
      listOf([`http://rebinding.example:${trapPort}`]),
      { ...deps({ cidrs: ['127.0.0.0/8'] }), lookup: rebinding },
      { probeTimeoutMs: 5_000, probeConcurrency: 1, signal, onSettled: () => {} },
    )
  await ask()
  expect([asked, trapped, attempts.mock.calls.length]).toEqual([1, 1, 1])
  const [second] = await ask()
  expect(second?.result).toMatchObject({ kind: 'blocked', detail: expect.stringContaining('10.0.0.1') })
  expect([asked, trapped, attempts.mock.calls.length]).toEqual([2, 1, 1])
})

describe('redirects', () => {
  let server: Server
  let location = ''
  let served = 0
  beforeAll(async () => {
    server = createServer((_, response) => {
      served += 1
      response.writeHead(302, { location }).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  })
  afterAll(() => {
    server.close()
  })
  beforeEach(() => {
    served = 0
  })
  const origin = () => `http://${PUBLIC_NAME}:${portOf(server)}`
  /** The one place that may be dialled is the redirecting one. */
  const own = () => deps({ hosts: [`${PUBLIC_NAME}:${portOf(server)}`] })

  test('into anything of the table are refused as blocked; what was sent went to the first place alone', async () => {
    for (const url of hostileUrls()) {
      // Header bytes are read as Latin-1.
      location = Buffer.from(url).toString('latin1')
      const answer = await guardedRequest(
        `${origin()}/discovery`,
        { timeoutMs: 5_000, maxBytes: 1_000, maxRedirects: 3, verifiesTls: false, signal },
        own(),
      )
      expect([url, answer.ok ? 'answered' : answer.kind]).toEqual([url, 'blocked'])
    }
    expect([trapped, attempts.mock.calls.length, served]).toEqual([
      0,
      hostileUrls().length,
      hostileUrls().length,
    ])
  })

  test.each([
    ['without end', () => '/again', 'bad-answer'],
    ['to another scheme', () => 'ftp://orchestrator.example/', 'blocked'],
    ['to credentials', () => `http://user:pw@${PUBLIC_NAME}:${portOf(server)}/`, 'blocked'],
    ['to nothing that is a URL', () => 'http://[', 'blocked'],
    ['to a port of mail', () => `http://${PUBLIC_NAME}:25/`, 'blocked'],
  ])('%s are not followed', async (_name, to, kind) => {
    location = to()
    const answer = await guardedRequest(
      `${origin()}/discovery`,
      { timeoutMs: 5_000, maxBytes: 1_000, maxRedirects: 3, verifiesTls: false, signal },
      own(),
    )
    expect(answer).toMatchObject({ ok: false, kind })
    expect(served).toBeLessThanOrEqual(4)
  })
})

describe('what a node says', () => {
  let devnet: Devnet
  let folder: string
  afterEach(async () => {
    await devnet.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'offerings-hostile-'))
  })

  test('nodes that it advertises are asked like any stranger: each that leads inside is blocked', async () => {
    const wanted = hostileHosts.map((host) => `https://${host}:${trapPort}`).slice(0, 100)
    devnet = await Devnet.start({ fleet: [scenario({ name: 'liar-1', host: PUBLIC_NAME, nodes: wanted })] })
    const { port } = devnet.orchestrator('liar-1')
    const store = openSqliteStore(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
    const entries = [{ uri: `https://${PUBLIC_NAME}:${port}` }]
    const list = {
      name: 'list',
      kind: 'list' as const,
      read: async () => ({ entries, readAt: 1, error: null, facts: null }),
    }
    const { identity: _, ...probe } = deps({ hosts: [`${PUBLIC_NAME}:${port}`] })
    const discovery = new Discovery(
      conducting({ sources: [list], store, probe }),
      conductingOptions({ extraNodes: 100 }),
    )
    await discovery.sweepOnce()
    store.close()
    const nodes = discovery.snapshot?.nodes ?? []
    expect(nodes.find(({ uri }) => uri.includes(PUBLIC_NAME))?.kind).toBe('ok')
    const extra = nodes.filter(({ uri }) => !uri.includes(PUBLIC_NAME))
    expect(extra.length).toBeGreaterThan(60)
    expect(new Set(extra.map(({ kind }) => kind))).toEqual(new Set(['blocked']))
    // One call and one question for runners to the liar itself.
    expect([trapped, attempts.mock.calls.length]).toEqual([0, 2])
  })

  test('runners that lead inside are left out as blocked, whatever the operator lets nodes speak for', async () => {
    devnet = await Devnet.start({ fleet: [] })
    const names = Object.keys(HOSTILE_NAMES).filter((name) => !name.endsWith('.'))
    const server = createServer((_, response) =>
      response.end(
        JSON.stringify([
          {
            address: `http://${PUBLIC_NAME}:${portOf(server)}`,
            runners: [
              ...names.map((name) => `http://${name}:${trapPort}/apps/x/session`),
              `http://${PUBLIC_NAME}:25/`,
            ].map((url, i) => ({
              url,
              app: `app-${i}`,
              price_info: { price: 1, currency: 'wei', unit: 'seconds' },
            })),
          },
        ]),
      ),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
    const own = `http://${PUBLIC_NAME}:${portOf(server)}`
    const [target] = listOf([own])
    if (target?.problem !== null) throw new Error('no service URI')
    const reading = await askRunners(
      target.uri,
      { ownAddresses: [own], speaksFor: names, signal },
      deps({ hosts: [`${PUBLIC_NAME}:${portOf(server)}`] }),
    )
    server.close()
    expect(reading).toMatchObject({ kind: 'listed', listings: [{ runners: [] }] })
    expect(reading.refused.map(({ kind }) => kind)).toEqual(new Array(names.length + 1).fill('blocked'))
    expect([trapped, attempts.mock.calls.length]).toEqual([0, 1])
  })
})
