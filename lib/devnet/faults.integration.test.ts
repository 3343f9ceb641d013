import { connect as connectHttp2 } from 'node:http2'
import { connect } from 'node:net'
import { status } from '@grpc/grpc-js'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { decode, encode, WireFormatError } from '@/lib/livepeer/message-codec'
import { OrchestratorInfo, OrchestratorRequest } from '@/lib/livepeer/messages'
import { ANSWER_FAULTS, PORT_FAULTS } from './behaviour'
import { Devnet } from './devnet'
import { grpcFrame } from './grpc-stream'
import type { RunningOrchestrator } from './running-orchestrator'
import { scenario } from './scenario'
import { answerOf, ask } from './test-client'

/** For faults that show in waiting only. */
const SHORT_MS = 500

let devnet: Devnet
let node: RunningOrchestrator
beforeAll(async () => {
  devnet = await Devnet.start({ fleet: [scenario({ name: 'n' })] })
  node = devnet.orchestrator('n')
})
beforeEach(() => devnet.reset())
afterAll(() => devnet.stop())

test.each([...PORT_FAULTS, ...ANSWER_FAULTS])('%s is gone at once when it is taken back', async (kind) => {
  await node.change({ fault: kind })
  expect(node.behaviour.fault?.kind).toBe(kind)
  await node.change({ fault: 'none' })
  expect((await answerOf(node)).transcoder).toBe(node.uri)
})

test('refuse: nothing listens, kept connections end, and the port is the same afterwards', async () => {
  const { port } = node
  const kept = connect(port, '127.0.0.1')
  await new Promise((resolve) => kept.once('connect', resolve))
  const ended = new Promise((resolve) => kept.once('close', resolve))
  await node.change({ fault: 'refuse' })
  await ended
  expect(await ask(node)).toMatchObject({
    code: status.UNAVAILABLE,
    details: expect.stringContaining('ECONNREFUSED'),
  })
  await node.change({ fault: 'none' })
  expect(node.port).toBe(port)
  expect((await ask(node)).code).toBe(status.OK)
})

test('black-hole: TCP is accepted, TLS never answers', async () => {
  await node.change({ fault: 'black-hole' })
  const socket = connect(node.port, '127.0.0.1')
  await new Promise((resolve) => socket.once('connect', resolve))
  socket.destroy()
  expect((await ask(node, {}, { deadlineMs: SHORT_MS })).code).toBe(status.DEADLINE_EXCEEDED)
})

test('reset: the connection is reset before TLS', async () => {
  await node.change({ fault: 'reset' })
  expect(await ask(node)).toMatchObject({
    code: status.UNAVAILABLE,
    details: expect.stringContaining('ECONNRESET'),
  })
})

test('not-tls: the port speaks plain text', async () => {
  await node.change({ fault: 'not-tls' })
  const text = await new Promise<string>((resolve) => {
    connect(node.port, '127.0.0.1').once('data', (data) => resolve(data.toString()))
  })
  expect(text).toContain('does not speak TLS')
  expect((await ask(node)).code).toBe(status.UNAVAILABLE)
})

test('hang: TLS and HTTP/2 stand, no question is answered', async () => {
  await node.change({ fault: 'hang' })
  const session = connectHttp2(`https://127.0.0.1:${node.port}`, { rejectUnauthorized: false })
  await new Promise((resolve) => session.once('remoteSettings', resolve))
  session.destroy()
  expect((await ask(node, {}, { deadlineMs: SHORT_MS })).code).toBe(status.DEADLINE_EXCEEDED)
})

test('reset-mid-answer: half an answer, then a cut', async () => {
  await node.change({ fault: 'reset-mid-answer' })
  const { chunks, trailers } = await rawAnswer(node, () => false)
  const received = Buffer.concat(chunks)
  expect(received.length).toBeLessThan(5 + received.readUInt32BE(1))
  expect(trailers).toEqual({})
  expect((await ask(node)).code).toBe(status.UNAVAILABLE)
})

test('slow-drip: byte by byte', async () => {
  await node.change({ fault: 'slow-drip' })
  const { chunks } = await rawAnswer(node, (received) => received.length >= 3)
  expect(chunks.map(({ length }) => length)).toEqual([1, 1, 1])
  expect((await ask(node, {}, { deadlineMs: SHORT_MS })).code).toBe(status.DEADLINE_EXCEEDED)
})

test('endless: more than any limit, and no end', async () => {
  await node.change({ fault: 'endless' })
  const size = (chunks: readonly Buffer[]) => chunks.reduce((sum, { length }) => sum + length, 0)
  const { chunks, error } = await rawAnswer(node, (received) => size(received) > 5_000_000)
  expect(size(chunks)).toBeGreaterThan(5_000_000)
  expect(error).toBeNull()
  expect((await ask(node, {}, { deadlineMs: SHORT_MS })).code).not.toBe(status.OK)
})

test('html: a proxy page instead of gRPC, marked as simulated on HTTP too', async () => {
  await node.change({ fault: 'html' })
  const { headers } = await rawAnswer(node, () => false)
  expect(headers).toMatchObject({
    ':status': 502,
    'content-type': 'text/html; charset=utf-8',
    'x-simulated-network': 'devnet',
  })
  expect(await ask(node)).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringContaining('502') })
})

test('oversized: an honest message of 8 MiB, too large for a gateway', async () => {
  await node.change({ fault: 'oversized' })
  expect(await ask(node)).toMatchObject({
    code: status.RESOURCE_EXHAUSTED,
    details: expect.stringContaining('8388608'),
  })
  const { chunks } = await rawAnswer(node, () => false)
  expect(decode(OrchestratorInfo, Buffer.concat(chunks).subarray(5)).transcoder).toBe(node.uri)
})

test('no-message: a status of OK and nothing with it', async () => {
  await node.change({ fault: 'no-message' })
  const { chunks, trailers } = await rawAnswer(node, () => false)
  expect(chunks).toEqual([])
  expect(trailers).toMatchObject({ 'grpc-status': '0' })
  expect((await ask(node)).bytes).toBeNull()
})

test('many-parts: within the size limit, of more parts than an honest answer has', async () => {
  await node.change({ fault: 'many-parts' })
  const { code, bytes } = await ask(node)
  expect(code).toBe(status.OK)
  expect(bytes?.length).toBeGreaterThan(3.8 * 1024 * 1024)
  expect(bytes?.length).toBeLessThan(4 * 1024 * 1024)
  expect(() => decode(OrchestratorInfo, bytes ?? new Uint8Array(0))).toThrow(WireFormatError)
})

test('huge-trailer: a status text of more than 64 KiB', async () => {
  await node.change({ fault: 'huge-trailer' })
  const { code, details } = await ask(node)
  expect(code).not.toBe(status.OK)
  // A client that accepts it at all has all of it.
  if (code === status.UNKNOWN) expect(details.length).toBeGreaterThan(64 * 1024)
})

test.each([
  ['no-capacity', 'Invalid orchestrator request: OrchestratorCapped'],
  ['reserve-needed', 'insufficient sender reserve'],
  ['denied', /^authentication failed: /],
  ['internal-error', /nil pointer/],
] as const)('%s: an error in the words of a node, as UNKNOWN', async (fault, text) => {
  await node.change({ fault })
  const { code, details, simulatedNetwork } = await ask(node)
  expect(code).toBe(status.UNKNOWN)
  expect(details).toMatch(text)
  expect(simulatedNetwork).toBe('devnet')
})

test('garbage and bad-utf8: a good frame around bytes that are no message', async () => {
  for (const fault of ['garbage', 'bad-utf8'] as const) {
    await node.change({ fault })
    const { code, bytes, simulatedNetwork } = await ask(node)
    expect(code).toBe(status.OK)
    expect(simulatedNetwork).toBe('devnet')
    expect(() => decode(OrchestratorInfo, bytes ?? new Uint8Array(0))).toThrow(WireFormatError)
  }
})

test('no-price, no-address, wrong-address: a good answer but for that', async () => {
  await node.change({ fault: 'no-price' })
  expect((await answerOf(node)).priceInfo).toBeNull()
  await node.change({ fault: 'no-address' })
  expect((await answerOf(node)).address).toHaveLength(0)
  await node.change({ fault: 'wrong-address' })
  expect((await answerOf(node)).address).toHaveLength(19)
})

test('a fault with a probability makes the node flap, in the same way for the same seed', async () => {
  const outcomes = async (seed: string) => {
    const flapping = await Devnet.start({ fleet: [scenario({ name: 'n' })], seed })
    await flapping.orchestrator('n').change({ fault: { kind: 'no-capacity', probability: 0.5 } })
    const codes: status[] = []
    for (let i = 0; i < 20; i++) codes.push((await ask(flapping.orchestrator('n'))).code)
    await flapping.stop()
    return codes
  }
  const first = await outcomes('s')
  expect(new Set(first)).toEqual(new Set([status.OK, status.UNKNOWN]))
  expect(await outcomes('s')).toEqual(first)
  expect(await outcomes('t')).not.toEqual(first)
})

test('a change of what is offered is in the next answer, and gone with a reset', async () => {
  await node.change({ basePrice: '77', version: '9.9.9', transcoder: 'https://wrong.localhost:1' })
  const changed = await answerOf(node)
  expect(changed).toMatchObject({ transcoder: 'https://wrong.localhost:1', priceInfo: { pricePerUnit: 77n } })
  expect(changed.capabilities?.version).toBe('9.9.9')
  await devnet.reset()
  expect((await answerOf(node)).transcoder).toBe(node.uri)
})

test('changes in quick succession end in the last one', async () => {
  await Promise.all([
    node.change({ fault: 'refuse' }),
    node.change({ fault: 'none' }),
    node.change({ fault: 'refuse' }),
  ])
  expect((await ask(node)).code).toBe(status.UNAVAILABLE)
  await Promise.all([
    node.change({ fault: 'none' }),
    node.change({ fault: 'refuse' }),
    node.change({ fault: 'none' }),
  ])
  expect((await ask(node)).code).toBe(status.OK)
})

interface RawAnswer {
  readonly headers: Record<string, unknown>
  readonly trailers: Record<string, unknown>
  readonly chunks: readonly Buffer[]
  readonly error: Error | null
}

/** The same question below gRPC: what arrives, until its end, an error, or enough. */
function rawAnswer(
  orchestrator: RunningOrchestrator,
  isEnough: (chunks: readonly Buffer[]) => boolean,
): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const session = connectHttp2(`https://127.0.0.1:${orchestrator.port}`, { rejectUnauthorized: false })
    const chunks: Buffer[] = []
    let headers: Record<string, unknown> = {}
    let trailers: Record<string, unknown> = {}
    const finish = (error: Error | null) => {
      resolve({ headers, trailers, chunks, error })
      session.destroy()
    }
    session.on('error', finish)
    const stream = session.request({
      ':method': 'POST',
      ':path': '/net.Orchestrator/GetOrchestrator',
      'content-type': 'application/grpc',
      te: 'trailers',
    })
    stream
      .on('response', (received) => {
        headers = received
      })
      .on('trailers', (received) => {
        trailers = received
      })
      .on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        if (isEnough(chunks)) finish(null)
      })
      .on('error', finish)
      .on('end', () => finish(stream.aborted ? new Error('aborted') : null))
    stream.end(grpcFrame(encode(OrchestratorRequest, { address: new Uint8Array(20) })))
  })
}
