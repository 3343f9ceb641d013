import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ControlServer } from '../control-server'
import { Devnet } from '../devnet'
import type { RunningOrchestrator } from '../running-orchestrator'
import { scenario } from '../scenario'
import { answerOf } from '../test-client'
import { FAULT_STATUSES, JOB_FAULTS } from './job-behaviour'
import type { Reply } from './testdata/job-client'
import { sendWith, TestGateway } from './testdata/test-gateway'

const IMAGE = { pipeline: 'text-to-image', model: 'org/model' } as const
const WORDS = { pipeline: 'llm', model: 'org/model' } as const
const PICTURE = { json: { model_id: 'org/model', prompt: 'a', width: 16, height: 16 } }
const STREAM = {
  json: { model: 'org/model', messages: [{ role: 'user', content: 'hi' }], max_tokens: 50, stream: true },
}
let devnet: Devnet
let control: ControlServer
let node: RunningOrchestrator
const gateway = TestGateway.offChain()
beforeAll(async () => {
  const models = [IMAGE, WORDS].map((model) => ({ ...model, price: 5n, capacity: 50 }))
  devnet = await Devnet.start({ fleet: [scenario({ name: 'n', jobMs: 0, models })] })
  control = await ControlServer.start(devnet)
  node = devnet.orchestrator('n')
})
beforeEach(() => devnet.reset())
afterAll(async () => {
  await control.stop()
  await devnet.stop()
})

type Options = Parameters<TestGateway['send']>[3]
const picture = (options: Options = {}) => gateway.send(node, IMAGE, PICTURE, options)
const words = (options: Options = {}) => gateway.send(node, WORDS, STREAM, options)

/** A job that is given up as soon as that is so. */
async function givenUp(
  job: (options: Options) => Promise<Reply>,
  isSo: () => boolean,
  options: Options = {},
): Promise<Reply> {
  const patience = new AbortController()
  const reply = job({ ...options, signal: patience.signal })
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5))
  patience.abort()
  return reply
}

const isUnderWay = () => node.jobs.log.report().inFlight === 1

describe.each([...JOB_FAULTS])('%s', (kind) => {
  test('is of jobs alone: inventory and lists are well, from the same address', async () => {
    const { hardware, ...before } = await answerOf(node)
    await node.change({ jobFault: kind })
    const during = await answerOf(node)
    expect(during.transcoder).toBe(before.transcoder)
    expect(during.capabilities).toEqual(before.capabilities)
    expect(during.priceInfo).toEqual(before.priceInfo)
    expect(during.hardware).toEqual(hardware)
  })

  test('is gone when it is taken back, also for whoever has a quote of before', async () => {
    await node.change({ jobFault: kind })
    const papers = await gateway.papers(node, IMAGE)
    await node.change({ jobFault: 'none' })
    expect((await sendWith(papers, 'text-to-image', PICTURE)).status).toBe(200)
    expect((await picture()).status).toBe(200)
  })
})

test('refuse: the port that the quote names is closed', async () => {
  await node.change({ jobFault: 'refuse' })
  const { quote } = await gateway.papers(node, IMAGE)
  expect(quote.transcoder).not.toBe(node.uri)
  expect(await picture()).toMatchObject({ status: null, error: 'ECONNREFUSED' })
})

test('tls-failure: the handshake ends in an alert', async () => {
  await node.change({ jobFault: 'tls-failure' })
  expect(await picture()).toMatchObject({ status: null, error: expect.stringMatching(/SSL|TLS|EPROTO/) })
  expect(node.seen.jobConnections).toBeGreaterThan(0)
})

test('black-hole: accepted, and no more is heard', async () => {
  const connections = node.seen.jobConnections
  await node.change({ jobFault: 'black-hole' })
  const reply = await givenUp(picture, () => node.seen.jobConnections === connections + 1)
  expect(reply.status).toBeNull()
})

test('whoever comes with a quote of before meets these three as well, at the usual port', async () => {
  const papers = await gateway.papers(node, IMAGE)
  for (const jobFault of ['refuse', 'tls-failure'] as const) {
    await node.change({ jobFault })
    const reply = await sendWith(papers, 'text-to-image', PICTURE)
    expect(reply).toMatchObject({ status: null, error: 'ECONNRESET' })
  }
  await node.change({ jobFault: 'black-hole' })
  const faults = () => node.jobs.log.report().ended.fault ?? 0
  const before = faults()
  const job = (options: Options = {}) => sendWith(papers, 'text-to-image', PICTURE, options)
  expect(await givenUp(job, () => faults() > before)).toMatchObject({ status: null, error: 'ABORT_ERR' })
})

describe.each(['http/1.1', 'h2'] as const)('over %s', (protocol) => {
  test('reset-before-headers: the request arrives, the connection is reset', async () => {
    await node.change({ jobFault: 'reset-before-headers' })
    const reply = await picture({ protocol })
    expect(reply.status).toBeNull()
    expect(reply.error).not.toBeNull()
  })

  test('reset-after-headers: the answer begins, and is reset', async () => {
    await node.change({ jobFault: 'reset-after-headers' })
    for (const job of [picture, words]) {
      const reply = await job({ protocol })
      expect(reply.status).toBe(200)
      expect(reply.error).not.toBeNull()
    }
  })

  test('slow-first-byte: a good answer, which is not there for a while', async () => {
    await node.change({ jobFault: { kind: 'slow-first-byte', ms: 600_000 } })
    expect((await givenUp(picture, isUnderWay, { protocol })).status).toBeNull()
    await node.change({ jobFault: { kind: 'slow-first-byte', ms: 1 } })
    expect(JSON.parse((await picture({ protocol })).text).images).toHaveLength(1)
  })

  test('slow-chunks: a good answer in pieces with pauses, which begins at once', async () => {
    await node.change({ jobFault: { kind: 'slow-chunks', ms: 10 } })
    const reply = await picture({ protocol })
    expect(JSON.parse(reply.text).images).toHaveLength(1)
    expect(reply.chunks.length).toBeGreaterThan(1)
    expect((await words({ protocol })).text).toContain('"finish_reason":"stop"')
    await node.change({ jobFault: { kind: 'slow-chunks', ms: 600_000 } })
    const begun = await words({ protocol, isEnough: (bytes) => bytes > 0 })
    expect(begun.text).toMatch(/^data: \{/)
    expect(begun.text).not.toContain('finish_reason')
  })

  test('truncated: less than was announced; of a stream all but its end', async () => {
    await node.change({ jobFault: 'truncated' })
    const reply = await picture({ protocol })
    expect(reply.status).toBe(200)
    expect(reply.error).not.toBeNull()
    expect(reply.body.length).toBeLessThan(Number(reply.headers['content-length']))
    const stream = await words({ protocol })
    expect(stream).toMatchObject({ status: 200, error: null })
    expect(stream.text).toContain('data: ')
    expect(stream.text).not.toContain('finish_reason')
  })

  test('html-200: a page that says it is fine', async () => {
    await node.change({ jobFault: 'html-200' })
    const { status, headers, text } = await picture({ protocol })
    expect({ status, type: headers['content-type'] }).toEqual({
      status: 200,
      type: 'text/html; charset=utf-8',
    })
    expect(text).toMatch(/^<html>/)
  })

  test.each([...FAULT_STATUSES])('status %d, in plain text', async (status) => {
    await node.change({ jobFault: { kind: 'status', status } })
    const reply = await picture({ protocol })
    expect(reply.status).toBe(status)
    expect(reply.headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(reply.text).not.toBe('')
    await node.change({ jobFault: { kind: 'status', status, text: 'as I say' } })
    expect((await picture({ protocol })).text).toBe('as I say')
  })

  test('oversized: it does not end', async () => {
    await node.change({ jobFault: 'oversized' })
    const isEnough = (bytes: number) => bytes > 3_000_000
    const reply = await picture({ protocol, isEnough })
    expect(reply).toMatchObject({
      status: 200,
      error: 'ENOUGH',
      headers: { 'content-type': 'application/json' },
    })
    const stream = await words({ protocol, isEnough })
    expect(stream).toMatchObject({ error: 'ENOUGH', headers: { 'content-type': 'text/event-stream' } })
    expect(
      stream.text
        .split('\n\n')
        .slice(0, -1)
        .every((frame) => frame.startsWith('data: {')),
    ).toBe(true)
  })

  test('wrong-content-type: a good answer under a name that is not its own', async () => {
    await node.change({ jobFault: 'wrong-content-type' })
    const reply = await picture({ protocol })
    expect(reply.headers['content-type']).toBe('application/octet-stream')
    expect(JSON.parse(reply.text).images).toHaveLength(1)
  })
})

test('a fault with a probability strikes now and then, in the same way for the same seed', async () => {
  const outcomes = async (seed: string) => {
    const fleet = [scenario({ name: 'n', jobMs: 0, models: [{ ...IMAGE, price: 5n }] })]
    const flapping = await Devnet.start({ fleet, seed })
    const orchestrator = flapping.orchestrator('n')
    await orchestrator.change({ jobFault: { kind: 'status', status: 503, probability: 0.5 } })
    const seen: (number | null)[] = []
    for (let i = 0; i < 16; i++) seen.push((await gateway.send(orchestrator, IMAGE, PICTURE)).status)
    await flapping.stop()
    return seen
  }
  const first = await outcomes('s')
  expect(new Set(first)).toEqual(new Set([200, 503]))
  expect(await outcomes('s')).toEqual(first)
})

describe('the control server', () => {
  const at = async (path: string, init?: RequestInit) => {
    const response = await fetch(`${control.url}/orchestrators/n${path}`, init)
    return { status: response.status, body: await response.json() }
  }
  const patch = (body: unknown) => at('', { method: 'PATCH', body: JSON.stringify(body) })

  test('sets a fault of jobs, and tells it', async () => {
    const { body } = await patch({
      jobFault: { kind: 'status', status: 503, probability: 0.5 },
      jobMs: 40,
      jobJitterMs: 7,
      payment: 'verify',
      tokenLifeMs: 5_000,
    })
    expect(body.behaviour).toMatchObject({
      jobFault: { kind: 'status', status: 503, probability: 0.5 },
      jobMs: 40,
      jobJitterMs: 7,
      payment: 'verify',
      tokenLifeMs: 5_000,
    })
    expect((await patch({ jobFault: 'none' })).body.behaviour.jobFault).toBe('none')
  })

  test.each([
    { jobFault: 'explode' },
    { jobFault: { kind: 'status', status: 418 } },
    { jobFault: { kind: 'refuse', probability: 0.5 } },
    { jobFault: { kind: 'slow-chunks', ms: -1 } },
    { payment: 'maybe' },
  ])('refuses %j', async (body) => expect((await patch(body)).status).toBe(400))

  test('tells what came of the jobs, and keeps their secrets', async () => {
    const { begun, ended, statuses } = (await at('/jobs')).body
    await picture()
    await words({ protocol: 'h2' })
    await patch({ jobFault: 'reset-before-headers' })
    await picture()
    await patch({ jobFault: 'none' })
    await gateway.send(node, IMAGE, { json: { model_id: 'org/absent' } })
    const { body } = await at('/jobs')
    expect(body).toMatchObject({
      begun: begun + 4,
      inFlight: 0,
      ended: { done: ended.done + 2, fault: ended.fault + 1, refused: ended.refused + 1 },
    })
    expect(body.statuses[200] - statuses[200]).toBe(2)
    const [drawn, said, cut, refused] = body.last.slice(-4)
    expect(drawn).toMatchObject({
      pipeline: 'text-to-image',
      model: 'org/model',
      status: 200,
      end: 'done',
      protocol: 'http/1.1',
    })
    expect(drawn.bytesIn).toBe(JSON.stringify(PICTURE.json).length)
    expect(drawn.bytesOut).toBeGreaterThan(0)
    expect(said).toMatchObject({ pipeline: 'llm', protocol: 'h2', status: 200 })
    expect(cut).toMatchObject({ status: null, end: 'fault', detail: 'reset-before-headers' })
    expect(refused).toMatchObject({ status: 503, end: 'refused', detail: 'insufficient capacity' })
    expect(drawn.headers).toMatchObject({
      'content-type': 'application/json',
      authorization: 'Livepeer-AI-Worker-1.0',
      'livepeer-segment': expect.stringMatching(/^\(\d+ bytes\)$/),
      'livepeer-payment': '(0 bytes)',
    })
    await picture({ headers: { authorization: 'Bearer secret' } })
    expect(JSON.stringify((await at('/jobs')).body)).not.toContain('secret')
  })

  test('knows nobody by another name, and takes no changes there', async () => {
    expect((await fetch(`${control.url}/orchestrators/nobody/jobs`)).status).toBe(404)
    expect((await at('/jobs', { method: 'PATCH', body: '{}' })).status).toBe(405)
  })
})
