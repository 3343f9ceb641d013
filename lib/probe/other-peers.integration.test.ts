import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Server, ServerCredentials, status } from '@grpc/grpc-js'
import { generate } from 'selfsigned'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { parseServiceUri } from '@/lib/domain/service-uri'
import { NO_IDENTITY } from '@/lib/livepeer/asker-identity'
import { decodeAnswer } from '@/lib/livepeer/decode-answer'
import { orchestratorJson } from '@/lib/livepeer/go-json'
import vectors from '@/lib/livepeer/testdata/orchestrator-info-vectors.json'
import { createDialPolicy } from '@/lib/net/dial-policy'
import { canonicalAnswer } from './canonical-answer'
import { probeNode } from './probe-node'

/** Orchestrators that are not of our making: two other gRPC libraries, with TLS and without. */
const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})
let certificate: { key: string; cert: string }
beforeAll(async () => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'orchestrator.example' }], {
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'orchestrator.example' }] }],
  })
  certificate = { key, cert }
})

/** What the peer answers: a message in hexadecimal, no message at all, or a refusal as go-livepeer gives it. */
type Reply = { readonly hex: string } | 'refuse'
type Peer = (reply: Reply, isTls: boolean) => Promise<number>

const REFUSAL = 'insufficient sender reserve for Ünter 100 %'
const bytes = (value: Buffer) => value

const grpcJs: Peer = async (reply, isTls) => {
  const server = new Server()
  ends.push(() => server.forceShutdown())
  const serialize = {
    requestSerialize: bytes,
    requestDeserialize: bytes,
    responseSerialize: bytes,
    responseDeserialize: bytes,
  }
  server.addService(
    {
      GetOrchestrator: {
        path: '/net.Orchestrator/GetOrchestrator',
        requestStream: false,
        responseStream: false,
        ...serialize,
      },
    },
    {
      GetOrchestrator: (_: unknown, callback: (error: object | null, value?: Buffer) => void) =>
        reply === 'refuse'
          ? callback({ code: status.UNKNOWN, details: REFUSAL })
          : callback(null, Buffer.from(reply.hex, 'hex')),
    },
  )
  const pair = { private_key: Buffer.from(certificate.key), cert_chain: Buffer.from(certificate.cert) }
  const credentials = isTls ? ServerCredentials.createSsl(null, [pair]) : ServerCredentials.createInsecure()
  return new Promise((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', credentials, (error, port) => (error ? reject(error) : resolve(port))),
  )
}

/** The C core is what Python's stacks are built on. It comes with the system (python3-grpcio), not from npm. */
const python = ['python3', '/usr/bin/python3'].find(
  (program) => spawnSync(program, ['-c', 'import grpc'], { stdio: 'ignore' }).status === 0,
)

const cCore: Peer = async (reply, isTls) => {
  const folder = mkdtempSync(join(tmpdir(), 'offerings-c-core-'))
  const [chain, key] = [join(folder, 'chain.pem'), join(folder, 'key.pem')]
  writeFileSync(chain, certificate.cert)
  writeFileSync(key, certificate.key)
  const child = spawn(
    python ?? 'python3',
    ['lib/livepeer/testdata/c-core-orchestrator.py', ...(isTls ? [chain, key] : [])],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  ends.push(() => {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true })
  })
  child.stdin?.write(`${reply === 'refuse' ? 'refuse' : reply.hex || 'empty'}\n`)
  return printedPort(child)
}

async function printedPort(child: ChildProcess): Promise<number> {
  if (!child.stdout) throw new Error('the peer has no output')
  const [chunk]: unknown[] = await once(child.stdout, 'data')
  return Number(String(chunk))
}

const probe = (port: number, isTls: boolean) => {
  const parsed = parseServiceUri(`${isTls ? 'https' : 'http'}://orchestrator.example:${port}`)
  if (!parsed.ok) throw new Error(parsed.problem)
  return probeNode(
    parsed.uri,
    {
      lookup: async () => [{ address: '127.0.0.1', family: 4 }],
      policy: createDialPolicy({ cidrs: ['127.0.0.0/8'] }),
      identity: NO_IDENTITY,
      now: Date.now,
      monotonicMs: () => performance.now(),
    },
    { timeoutMs: 10_000, signal: new AbortController().signal },
  )
}

const PEERS: readonly { name: string; peer: Peer; isTls: boolean; isHere: boolean }[] = [
  { name: '@grpc/grpc-js over TLS', peer: grpcJs, isTls: true, isHere: true },
  { name: '@grpc/grpc-js without TLS', peer: grpcJs, isTls: false, isHere: true },
  { name: 'the C core over TLS', peer: cCore, isTls: true, isHere: python !== undefined },
  { name: 'the C core without TLS', peer: cCore, isTls: false, isHere: python !== undefined },
]

for (const { name, peer, isTls, isHere } of PEERS)
  describe.runIf(isHere)(name, () => {
    test.each(
      vectors.filter(({ name }) => ['01-full', '03-price-edge', '05-unicode-model-ids'].includes(name)),
    )('answers $name and is understood, with what each step took', async ({ hex }) => {
      const result = await probe(await peer({ hex }, isTls), isTls)
      if (!('answer' in result)) throw new Error(`${result.kind}: ${result.detail}`)
      const stated = canonicalAnswer(decodeAnswer(Buffer.from(hex, 'hex')))
      expect(orchestratorJson(result.answer)).toBe(orchestratorJson(stated))
      const { connectMs, tlsMs, answerMs } = result.roundTrip
      expect([connectMs > 0, tlsMs !== null, answerMs > 0]).toEqual([true, isTls, true])
    })

    test('answers an empty message, which says nothing but is one', async () =>
      expect(await probe(await peer({ hex: '' }, isTls), isTls)).toMatchObject({ kind: 'no-address' }))

    test('refuses for lack of reserve, in words of any characters', async () =>
      expect(await probe(await peer('refuse', isTls), isTls)).toEqual({
        kind: 'reserve-needed',
        detail: REFUSAL,
      }))
  })
