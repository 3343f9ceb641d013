import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { type ClientRequest, request as openRequest } from 'node:http'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Devnet } from '@/lib/devnet/devnet'
import { scenario } from '@/lib/devnet/scenario'
import type { RequestFilter } from '@/lib/domain/request-filter'
import type { StoredRequest } from '@/lib/store/kept-requests'
import { type StandingServer, startServer } from '@/lib/testdata/standing-server'

/** Clients go at any time. Whoever works for them is told at once, and nothing is held against anybody. */
const MODEL = 'org/model'
const NAMES = ['one', 'two'] as const
const MIB = 1024 * 1024

let devnet: Devnet
let standing: StandingServer
beforeAll(async () => {
  const models = (['text-to-image', 'image-to-image', 'llm'] as const).map((pipeline) => ({
    pipeline,
    model: MODEL,
    price: 5n,
  }))
  devnet = await Devnet.start({ fleet: NAMES.map((name) => scenario({ name, jobMs: 0, models })) })
  standing = await startServer(devnet, {
    BREAKER_CONSECUTIVE: '1',
    BREAKER_MIN_SAMPLES: '1',
    ROUTING_MAX_UPLOAD_MB: '5',
  })
})
let before: readonly string[]
beforeEach(async () => {
  before = await ids()
})
afterEach(async () => {
  expect(await (await fetch(`${standing.url}/api/v1/suspensions`)).json()).toMatchObject({ total: 0 })
  await expect.poll(() => standing.server.upstream.underWay).toBe(0)
  for (const { jobs } of devnet.orchestrators) await expect.poll(() => jobs.log.report().inFlight).toBe(0)
  await expect.poll(() => readdirSync(join(standing.folder, 'uploads'))).toEqual([])
  await devnet.reset()
})
afterAll(async () => {
  await standing.stop()
  await devnet.stop()
})

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
const LATEST = { filter: EVERYTHING, since: null, until: null, before: null, limit: 100 }
const ids = async () => (await standing.server.store.readRequests(LATEST)).requests.map(({ id }) => id)
const fresh = async () => (await ids()).filter((id) => !before.includes(id))

/** The one record that came of what a test did. */
async function record(): Promise<StoredRequest> {
  await expect.poll(fresh, { timeout: 5_000 }).toHaveLength(1)
  const [id = ''] = await fresh()
  const stored = await standing.server.store.readRequest(id)
  if (!stored) throw new Error(`${id} has no record`)
  return stored
}

const everywhere = (jobFault: Parameters<Devnet['orchestrators'][number]['change']>[0]['jobFault']) =>
  Promise.all(devnet.orchestrators.map((one) => one.change({ jobFault })))
const sum = (of: (report: ReturnType<typeof reportOf>) => number) =>
  devnet.orchestrators.reduce((all, one) => all + of(reportOf(one)), 0)
const reportOf = ({ jobs }: Devnet['orchestrators'][number]) => jobs.log.report()

function open(path: string, headers: Record<string, string | number>): ClientRequest {
  const asked = openRequest(`${standing.url}${path}`, { method: 'POST', headers, agent: false })
  // It is ended by whoever goes.
  asked.on('error', () => undefined)
  return asked
}

const askJson = (path: string, body: object): ClientRequest => {
  const asked = open(path, { 'content-type': 'application/json' })
  asked.end(JSON.stringify(body))
  return asked
}
const PICTURE = { prompt: 'a', model_id: MODEL, width: 32, height: 32 }
const WORDS = { model: MODEL, messages: [{ role: 'user', content: 'hi' }], max_tokens: 200 }

describe('while it sends', () => {
  const START = Buffer.from(
    '--b\r\ncontent-disposition: form-data; name="image"; filename="a.png"\r\ncontent-type: image/png\r\n\r\n',
  )
  test.each([
    ['JSON', '/text-to-image', 'application/json', Buffer.from('{"prompt":"a')],
    ['a small form', '/image-to-image', 'multipart/form-data; boundary=b', START],
    [
      'a large form',
      '/image-to-image',
      'multipart/form-data; boundary=b',
      Buffer.concat([START, Buffer.alloc(4 * MIB)]),
    ],
  ])('%s', async (_, path, type, body) => {
    const begun = sum((report) => report.begun)
    const asked = open(path, { 'content-type': type, 'content-length': 10 * MIB })
    await new Promise<void>((resolve) => asked.write(body, () => resolve()))
    asked.destroy()
    const { summary, attempts } = await record()
    expect(summary).toMatchObject({ outcome: 'client-gone', status: 499, problem: null, bytesOut: 0 })
    expect(attempts).toEqual([])
    expect(sum((report) => report.begun)).toBe(begun)
  })
})

test.each([
  ['text-to-image', PICTURE],
  ['llm', WORDS],
  ['llm', { ...WORDS, stream: true }],
])('before the first byte: %s', async (pipeline, body) => {
  await everywhere({ kind: 'slow-first-byte', ms: 60_000 })
  const [gone, begun] = [sum(({ ended }) => ended['client-gone'] ?? 0), sum((report) => report.begun)]
  const asked = askJson(`/${pipeline}`, body)
  await expect.poll(() => sum((report) => report.inFlight)).toBe(1)
  asked.destroy()
  await expect.poll(() => sum(({ ended }) => ended['client-gone'] ?? 0)).toBe(gone + 1)
  const { summary, attempts } = await record()
  expect(summary).toMatchObject({ outcome: 'client-gone', status: 499, firstByteMs: null })
  expect(attempts.map(({ outcome }) => outcome)).toEqual(['client-gone'])
  expect(sum((report) => report.begun)).toBe(begun + 1)
})

test('in the middle of a stream', async () => {
  await everywhere({ kind: 'slow-chunks', ms: 200 })
  const gone = sum(({ ended }) => ended['client-gone'] ?? 0)
  const asked = askJson('/llm', { ...WORDS, stream: true })
  const [response] = await once(asked, 'response')
  await once(response, 'data')
  asked.destroy()
  await expect.poll(() => sum(({ ended }) => ended['client-gone'] ?? 0)).toBe(gone + 1)
  const { summary, attempts } = await record()
  expect(summary).toMatchObject({ outcome: 'client-gone', status: 200 })
  expect(summary.bytesOut).toBeGreaterThan(0)
  expect(attempts.map(({ outcome }) => outcome)).toEqual(['client-gone'])
})

test('a form that is too large is told so, while it is still being sent', async () => {
  const body = new FormData()
  body.set('image', new Blob([new Uint8Array(6 * MIB)]), 'in.png')
  const response = await fetch(`${standing.url}/image-to-image`, { method: 'POST', body })
  expect(response.status).toBe(413)
  expect((await response.json()).error.code).toBe('input-too-large')
  await expect.poll(fresh).toHaveLength(1)
})

test('with the connection kept, those before and after it are well', async () => {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(PICTURE),
  }
  for (let i = 0; i < 2; i++) {
    const response = await fetch(`${standing.url}/text-to-image`, init)
    expect(response.status, await response.text()).toBe(200)
  }
  await expect.poll(fresh).toHaveLength(2)
})
