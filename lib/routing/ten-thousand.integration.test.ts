import { readdirSync } from 'node:fs'
import { Agent, type IncomingMessage, request as openRequest, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { getHeapCodeStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { openLeanDoor } from '@/lib/api/lean-door'
import { Devnet } from '@/lib/devnet/devnet'
import type { JobFault } from '@/lib/devnet/jobs/job-behaviour'
import { makePng } from '@/lib/devnet/jobs/png'
import { makeWav } from '@/lib/devnet/jobs/wav'
import { scenario } from '@/lib/devnet/scenario'
import type { RequestFilter } from '@/lib/domain/request-filter'
import { type SeededRandom, seededRandom } from '@/lib/domain/seeded-random'
import { type StandingServer, startServer } from '@/lib/testdata/standing-server'

/** A long day in two minutes: nothing is lost, told twice, left open or kept. */
const WARM_UP = 1_000
const TOTAL = 10_000
const AT_ONCE = 32
const GONE_SHARE = 0.07
/** How often those that fail do so in another way. */
const CHANGE_EVERY = 250
/** For one answer; far more than all of its deadlines. */
const PATIENCE_MS = 60_000
const MODEL = 'org/model'
const PIPELINES = [
  'text-to-image',
  'image-to-image',
  'upscale',
  'audio-to-text',
  'segment-anything-2',
  'llm',
  'image-to-text',
  'text-to-speech',
] as const
const NODES = Array.from({ length: 10 }, (_, i) => `node-${i}`)
const FAILING = NODES.slice(0, 3)
const STATUSES = [200, 400, 413, 422, 429, 499, 502, 503, 504]

const FAULTS: readonly (Pick<JobFault, 'kind'> & Partial<JobFault>)[] = [
  { kind: 'black-hole', probability: 0.5 },
  { kind: 'tls-failure', probability: 0.7 },
  { kind: 'refuse' },
  { kind: 'reset-before-headers', probability: 0.7 },
  { kind: 'reset-after-headers', probability: 0.7 },
  { kind: 'slow-first-byte', ms: 2_000, probability: 0.3 },
  { kind: 'slow-chunks', ms: 400, probability: 0.3 },
  { kind: 'truncated', probability: 0.7 },
  { kind: 'html-200', probability: 0.7 },
  { kind: 'wrong-content-type', probability: 0.7 },
  { kind: 'status', status: 400 },
  { kind: 'status', status: 400, text: 'container returned 400: too odd', probability: 0.3 },
  { kind: 'status', status: 403, probability: 0.7 },
  { kind: 'status', status: 500, probability: 0.7 },
  { kind: 'status', status: 503, probability: 0.7 },
  { kind: 'oversized', probability: 0.2 },
]

interface Order {
  readonly path: string
  readonly contentType: string
  readonly body: Buffer
}

const json = (path: string, body: object): Order => ({
  path,
  contentType: 'application/json',
  body: Buffer.from(JSON.stringify(body)),
})
function form(path: string, fields: Record<string, string>, [name, file]: readonly [string, Buffer]): Order {
  const texts = Object.entries(fields).map(
    ([key, value]) => `--b\r\ncontent-disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`,
  )
  const start = `${texts.join('')}--b\r\ncontent-disposition: form-data; name="${name}"; filename="in"\r\n\r\n`
  const body = Buffer.concat([Buffer.from(start), file, Buffer.from('\r\n--b--\r\n')])
  return { path, contentType: 'multipart/form-data; boundary=b', body }
}
const IMAGE = ['image', makePng({ width: 40, height: 30 }, 'in')] as const
const SOUND = ['audio', makeWav(2_000, 'in')] as const
/** It goes to the disk. */
const LARGE = ['image', Buffer.concat([IMAGE[1], Buffer.alloc(1_200_000)])] as const
const words = { model: MODEL, messages: [{ role: 'user', content: 'say something' }], max_tokens: 30 }

const ORDERS: readonly Order[] = [
  json('/text-to-image', { prompt: 'a', model_id: MODEL, width: 32, height: 32 }),
  json('/text-to-image', { prompt: 'a', width: 32, height: 32 }),
  json('/text-to-speech', { text: 'good morning' }),
  json('/llm', words),
  json('/llm', { ...words, stream: true }),
  json('/v1/chat/completions', words),
  json('/v1/chat/completions', { ...words, stream: true }),
  form('/image-to-image', { prompt: 'a', model_id: MODEL }, IMAGE),
  form('/upscale', { prompt: 'a' }, IMAGE),
  form('/audio-to-text', {}, SOUND),
  form('/segment-anything-2', { model_id: MODEL }, IMAGE),
  form('/image-to-text', {}, IMAGE),
  form('/upscale', { prompt: 'a' }, LARGE),
  // The client's own mistakes.
  json('/text-to-image', {}),
  json('/llm', { ...words, max_tokens: 'many' }),
  { path: '/llm', contentType: 'application/json', body: Buffer.from('{') },
  form('/image-to-image', { prompt: 'a' }, ['image', Buffer.from('no image')]),
  form('/upscale', { prompt: 'a' }, ['image', Buffer.alloc(2_200_000)]),
]

type Leaving = 'stays' | 'while it sends' | 'before the answer' | 'in the answer'
const LEAVINGS: readonly Leaving[] = ['while it sends', 'before the answer', 'in the answer']

interface Answered {
  readonly status: number
  readonly id: string
}

/** Null: it went. Rejects where one that stays has no whole answer. */
function ask(
  base: string,
  { path, contentType, body }: Order,
  { agent, leaving, afterMs }: { readonly agent: Agent; readonly leaving: Leaving; readonly afterMs: number },
): Promise<Answered | null> {
  return new Promise((resolve, reject) => {
    const asked = openRequest(`${base}${path}`, {
      method: 'POST',
      agent,
      headers: { 'content-type': contentType, 'content-length': body.length, 'livepeer-media': 'data' },
    })
    const patience = setTimeout(
      () => reject(new Error(`nothing came of ${path}, whose client ${leaving}`)),
      PATIENCE_MS,
    )
    const settle = (answer: Answered | null) => {
      clearTimeout(patience)
      resolve(answer)
    }
    const fail = (cause: unknown) => {
      clearTimeout(patience)
      if (leaving === 'stays') reject(new Error(`the answer of ${path} broke off`, { cause }))
      else resolve(null)
    }
    const go = () => {
      asked.destroy()
      settle(null)
    }
    asked.on('response', (response: IncomingMessage) => {
      if (leaving === 'in the answer') return go()
      const id = String(response.headers['x-request-id'])
      response.resume()
      response.once('close', () =>
        response.complete ? settle({ status: response.statusCode ?? 0, id }) : fail('no end came'),
      )
    })
    asked.on('error', fail)
    if (leaving === 'while it sends')
      asked.write(body.subarray(0, body.length >> 1), () => setTimeout(go, afterMs))
    else asked.end(body)
    if (leaving === 'before the answer') setTimeout(go, afterMs)
  })
}

const pick = <T>(random: SeededRandom, among: readonly T[]): T => {
  const one = among[Math.floor(random.next() * among.length)]
  if (one === undefined) throw new Error('nothing to pick from')
  return one
}

/** What is in use, but for code: more of it is compiled as long as the test goes on. */
function collectGarbage(): number {
  setFlagsFromString('--expose-gc')
  const gc: () => void = runInNewContext('gc')
  for (let i = 0; i < 6; i++) gc()
  const { code_and_metadata_size, bytecode_and_metadata_size } = getHeapCodeStatistics()
  return process.memoryUsage().heapUsed - code_and_metadata_size - bytecode_and_metadata_size
}

const mib = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MiB`

function countResources(): Map<string, number> {
  const counts = new Map<string, number>()
  for (const name of process.getActiveResourcesInfo()) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

const EVERYTHING: RequestFilter = {
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
async function* storedRequests({ server: { store } }: StandingServer) {
  let before: number | null = null
  do {
    const page = await store.readRequests({
      filter: EVERYTHING,
      since: null,
      until: null,
      before,
      limit: 500,
    })
    yield* page.requests
    before = page.next
  } while (before !== null)
}
async function countStored(standing: StandingServer): Promise<number> {
  let count = 0
  for await (const _ of storedRequests(standing)) count += 1
  return count
}

const ID_LENGTH = 36

test('10,000 requests, some with clients that go, on a network of which a third fails', async () => {
  const resources = countResources()
  const random = seededRandom('ten thousand')
  const models = PIPELINES.map((pipeline) => ({ pipeline, model: MODEL, price: 5n, capacity: 8 }))
  const devnet = await Devnet.start({
    fleet: NODES.map((name) => scenario({ name, jobMs: 1, models })),
  })
  const standing = await startServer(devnet, {
    ROUTING_LIMITS: JSON.stringify({
      '*': { first_byte_ms: 600, gap_ms: 300, total_ms: 5_000, max_answer_bytes: 400_000 },
    }),
    ROUTING_CONNECT_MS: '300',
    ROUTING_MAX_UPLOAD_MB: '2',
    BREAKER_OPEN_MS: '200',
    BREAKER_MAX_OPEN_MS: '1000',
    // What is remembered of jobs is soon over.
    BREAKER_WINDOW_MS: '1000',
  })
  // Whoever went before its request arrived has none.
  let arrived = 0
  const door: Server = await openLeanDoor(
    (request) => {
      arrived += 1
      return standing.server.answer(request)
    },
    { port: 0, host: '127.0.0.1' },
  )
  const base = `http://127.0.0.1:${(door.address() as AddressInfo).port}`
  const statuses = new Map<number, number>()
  // Beside the heap that is measured.
  const ids = Buffer.alloc(TOTAL * ID_LENGTH)
  let asked = 0
  let answered = 0

  const carry = async (upTo: number, agent: Agent): Promise<void> => {
    while (asked < upTo) {
      asked += 1
      if (asked % CHANGE_EVERY === 1)
        for (const name of FAILING) await devnet.orchestrator(name).change({ jobFault: pick(random, FAULTS) })
      const leaving = random.next() < GONE_SHARE ? pick(random, LEAVINGS) : 'stays'
      const order = pick(random, ORDERS)
      const answer = await ask(base, order, { agent, leaving, afterMs: random.next() * 20 })
      if (answer === null) continue
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
      ids.write(answer.id, answered * ID_LENGTH, 'latin1')
      answered += 1
    }
  }
  const carryAll = async (upTo: number): Promise<number> => {
    const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
    await Promise.all(Array.from({ length: AT_ONCE }, () => carry(upTo, agent)))
    agent.destroy()
    // Everything has ended, and what waited to be written is.
    await expect.poll(() => countStored(standing), { timeout: 20_000, interval: 500 }).toBe(arrived)
    await expect.poll(() => standing.server.upstream.underWay).toBe(0)
    return collectGarbage()
  }

  const heapBefore = await carryAll(WARM_UP)
  let heapAfter = await carryAll(TOTAL)
  const growth = () => heapAfter / heapBefore - 1
  const tell = () => `heap ${mib(heapBefore)} → ${mib(heapAfter)} (${(growth() * 100).toFixed(1)} %)`
  console.log(
    `${arrived} of ${TOTAL} arrived, ${answered} were answered: ${[...statuses].map(([status, count]) => `${count} × ${status}`).join(', ')}; ${tell()}`,
  )
  // What is remembered of jobs is tidied twice a minute.
  await expect
    .poll(
      () => {
        heapAfter = collectGarbage()
        return growth()
      },
      { timeout: 60_000, interval: 5_000 },
    )
    .toBeLessThan(0.05)
  console.log(tell())

  // Each has one record, with one end.
  const stored = new Set<string>()
  let rows = 0
  for await (const { id, status } of storedRequests(standing)) {
    rows += 1
    stored.add(id)
    expect(STATUSES).toContain(status)
  }
  expect(rows).toBe(arrived)
  expect(stored.size).toBe(arrived)
  const told = new Set(
    Array.from({ length: answered }, (_, i) => ids.toString('latin1', i * ID_LENGTH, (i + 1) * ID_LENGTH)),
  )
  expect(told.size).toBe(answered)
  for (const id of told) expect(stored.has(id), id).toBe(true)
  for (const status of statuses.keys()) expect(STATUSES).toContain(status)
  expect(statuses.get(200)).toBeGreaterThan(TOTAL / 2)
  expect(arrived).toBeGreaterThan(TOTAL * 0.9)

  // Nothing is left, neither here nor there.
  for (const { jobs } of devnet.orchestrators) await expect.poll(() => jobs.log.report().inFlight).toBe(0)
  await expect.poll(() => readdirSync(join(standing.folder, 'uploads'))).toEqual([])
  door.close()
  door.closeAllConnections()
  await standing.stop()
  await devnet.stop()
  await expect
    .poll(() => [...countResources()].filter(([name, count]) => count > (resources.get(name) ?? 0)), {
      timeout: 10_000,
    })
    .toEqual([])
}, 600_000)
