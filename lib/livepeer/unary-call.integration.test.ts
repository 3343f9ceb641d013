import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttp2Server } from 'node:http2'
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net'
import { Server as GrpcServer, ServerCredentials, status } from '@grpc/grpc-js'
import { generate } from 'selfsigned'
import { afterEach, describe, expect, test } from 'vitest'
import { CallError, type CallFailure } from './call-error'
import { callUnary } from './unary-call'

/** Peers that are not ours: the plain gRPC library with and without TLS, and servers that speak no gRPC. */
const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

const PATH = '/net.Orchestrator/GetOrchestrator'
const bytes = (value: Buffer) => value
const echo = {
  GetOrchestrator: {
    path: PATH,
    requestStream: false,
    responseStream: false,
    requestSerialize: bytes,
    requestDeserialize: bytes,
    responseSerialize: bytes,
    responseDeserialize: bytes,
  },
}

type Handler = Parameters<GrpcServer['addService']>[1][string]
async function grpcServer(
  handler: Handler,
  credentials = ServerCredentials.createInsecure(),
): Promise<number> {
  const server = new GrpcServer()
  server.addService(echo, { GetOrchestrator: handler })
  ends.push(() => server.forceShutdown())
  return new Promise((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', credentials, (error, port) => (error ? reject(error) : resolve(port))),
  )
}
const echoing: Handler = (call: { request: Buffer }, callback: (error: null, value: Buffer) => void) =>
  callback(null, call.request)

async function listening(server: TcpServer): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  ends.push(() => server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on TCP')
  return address.port
}

const call = (
  port: number,
  about: { isTls?: boolean; message?: Uint8Array; timeoutMs?: number; maxAnswerBytes?: number } = {},
) =>
  callUnary(
    { host: 'node.example', address: '127.0.0.1', port, isTls: about.isTls ?? false },
    PATH,
    about.message ?? Buffer.from('hello'),
    {
      timeoutMs: about.timeoutMs ?? 10_000,
      maxAnswerBytes: about.maxAnswerBytes ?? 1024,
      signal: new AbortController().signal,
      monotonicMs: () => performance.now(),
    },
  )

const failureOf = (work: Promise<unknown>): Promise<CallFailure> =>
  work.then(
    () => {
      throw new Error('the call succeeded')
    },
    (error: unknown) => {
      if (error instanceof CallError) return error.failure
      throw error
    },
  )

describe('a plain gRPC server', () => {
  test('without TLS: the question arrives and the answer comes back, with what each step took', async () => {
    const { message, timings } = await call(await grpcServer(echoing))
    expect(Buffer.from(message).toString()).toBe('hello')
    expect(timings).toEqual({ connectMs: expect.any(Number), tlsMs: null, answerMs: expect.any(Number) })
  })

  test('with a self-signed certificate for another name', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'other.example' }], {
      keyType: 'ec',
    })
    const credentials = ServerCredentials.createSsl(null, [
      { private_key: Buffer.from(key), cert_chain: Buffer.from(cert) },
    ])
    const { message, timings } = await call(await grpcServer(echoing, credentials), { isTls: true })
    expect(Buffer.from(message).toString()).toBe('hello')
    expect(timings.tlsMs).toEqual(expect.any(Number))
  })

  test('an empty message is a message; a large one comes in many pieces', async () => {
    const port = await grpcServer(echoing)
    expect((await call(port, { message: new Uint8Array(0) })).message).toHaveLength(0)
    const large = Buffer.alloc(3_000_000, 7)
    expect((await call(port, { message: large, maxAnswerBytes: 4_000_000 })).message).toHaveLength(3_000_000)
  })

  test('its refusal is told with its code and its text, percent signs decoded', async () => {
    const refusing: Handler = (_: unknown, callback: (error: { code: status; details: string }) => void) =>
      callback({ code: status.UNKNOWN, details: 'ümlaut: 100 % capped' })
    expect(await failureOf(call(await grpcServer(refusing)))).toEqual({
      kind: 'status',
      code: status.UNKNOWN,
      text: 'ümlaut: 100 % capped',
    })
  })

  test('an answer over the limit is refused by its announcement', async () => {
    const port = await grpcServer(echoing)
    expect(await failureOf(call(port, { message: Buffer.alloc(1025) }))).toMatchObject({ kind: 'too-large' })
    expect((await call(port, { message: Buffer.alloc(1024) })).message).toHaveLength(1024)
  })

  test('a method it does not have', async () => {
    const server = new GrpcServer()
    ends.push(() => server.forceShutdown())
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    )
    expect(await failureOf(call(port))).toMatchObject({ kind: 'status', code: status.UNIMPLEMENTED })
  })
})

describe('peers that are none', () => {
  test('a web server of the older protocol', async () => {
    const port = await listening(createHttpServer((_, response) => response.end('hello')))
    expect(['protocol', 'network']).toContain((await failureOf(call(port))).kind)
  })

  test('HTTP/2 that answers a page', async () => {
    const server = createHttp2Server((_, response) => response.end('<html>'))
    expect(await failureOf(call(await listening(server)))).toMatchObject({
      kind: 'protocol',
      text: expect.stringContaining('content of type'),
    })
  })

  test('a peer that closes at once', async () => {
    const port = await listening(createTcpServer((socket) => socket.end()))
    expect(await failureOf(call(port))).toMatchObject({ kind: 'network' })
  })

  test('a peer that says nothing is given up in time, in the step where it fell silent', async () => {
    const port = await listening(createTcpServer(() => {}))
    expect(await failureOf(call(port, { isTls: true, timeoutMs: 50 }))).toEqual({
      kind: 'timed-out',
      step: 'tls',
    })
    expect(await failureOf(call(port, { timeoutMs: 50 }))).toEqual({ kind: 'timed-out', step: 'answer' })
  })

  test('nobody', async () => {
    const server = createTcpServer()
    const port = await listening(server)
    await new Promise((resolve) => server.close(resolve))
    expect(await failureOf(call(port))).toMatchObject({
      kind: 'network',
      step: 'connect',
      code: 'ECONNREFUSED',
    })
  })
})
