import { execFile } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { connect as connectHttp2 } from 'node:http2'
import { get } from 'node:https'
import { createServer } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { promisify } from 'node:util'
import { status } from '@grpc/grpc-js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addressToBytes } from '@/lib/domain/eth-address'
import { decode, encode } from '@/lib/livepeer/message-codec'
import { AuthToken } from '@/lib/livepeer/messages'
import { Devnet } from './devnet'
import { generateFleet } from './generate-fleet'
import { scenario } from './scenario'
import { standingFleet } from './standing-fleet'
import { answerOf, ask, askingFor, call } from './test-client'

const NODE = {
  name: 'plain-1',
  basePrice: 9n,
  cards: ['L4'],
  models: [
    { pipeline: 'text-to-image', model: 'image', price: 500n, cards: [0] },
    { pipeline: 'live-video-to-video', model: 'live', price: 2n, capacity: 0, inUse: 1 },
  ],
  nodes: ['plain-2', 'https://elsewhere.localhost:8935'],
} as const

let devnet: Devnet
beforeAll(async () => {
  const fleet = [
    NODE,
    { name: 'plain-2' },
    { name: 'pointer', transcoder: 'plain-1' },
    { name: 'literal', host: '127.0.0.1' },
    { name: 'no-recipient', operator: null },
  ]
  devnet = await Devnet.start({ fleet: fleet.map(scenario) })
})
afterAll(() => devnet.stop())

const plain = () => devnet.orchestrator('plain-1')

test('an inventory over real TLS and gRPC is what the scenario says', async () => {
  const info = await answerOf(plain())
  const { key, recipient } = plain().scenario
  expect(info.transcoder).toBe(plain().uri)
  expect(info.address).toEqual(addressToBytes(key))
  expect(info.ticketParams?.recipient).toEqual(recipient && addressToBytes(recipient))
  expect(info.priceInfo).toMatchObject({ pricePerUnit: 9n, pixelsPerUnit: 1n })
  expect(info.capabilities).toMatchObject({
    version: '0.8.10',
    bitstring: [67_133_439n | (1n << 27n) | (1n << 35n)],
  })
  expect(info.hardware[0]?.gpuInfo.get('0')?.name).toBe('NVIDIA L4')
  expect(info.capabilitiesPrices).toHaveLength(2)
  expect(info.nodes).toEqual([devnet.orchestrator('plain-2').uri, 'https://elsewhere.localhost:8935'])
})

test('a quote has the price of what is asked and no lists', async () => {
  const info = await answerOf(plain(), { capabilities: askingFor([[27, 'image']]) })
  expect(info.priceInfo).toMatchObject({ pricePerUnit: 500n, pixelsPerUnit: 1n })
  expect(info.hardware).toEqual([])
  expect(info.capabilitiesPrices).toEqual([])
})

test('a live model without an idle container is capped until the check is waived', async () => {
  const capabilities = askingFor([[35, 'live']])
  expect(await ask(plain(), { capabilities })).toMatchObject({
    code: status.UNKNOWN,
    details: 'Invalid orchestrator request: OrchestratorCapped',
  })
  expect((await ask(plain(), { capabilities, ignoreCapacityCheck: true })).code).toBe(status.OK)
})

test('every answer owns up to being simulated, errors too', async () => {
  expect((await ask(plain())).simulatedNetwork).toBe('devnet')
  const unsigned = await ask(plain(), { address: new Uint8Array(20).fill(1) })
  expect(unsigned).toMatchObject({ code: status.UNKNOWN, simulatedNetwork: 'devnet' })
  expect(unsigned.details).toBe('Invalid orchestrator request: orchestrator req sig check failed')
})

test('a node may advertise another one, or have no recipient', async () => {
  expect((await answerOf(devnet.orchestrator('pointer'))).transcoder).toBe(plain().uri)
  expect((await answerOf(devnet.orchestrator('literal'))).transcoder).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
  expect((await answerOf(devnet.orchestrator('no-recipient'))).ticketParams).toBeNull()
})

test('ping is answered; other methods are not implemented; what is no request is said to be none', async () => {
  const ping = await call(plain(), new Uint8Array(0), { path: '/net.Orchestrator/Ping' })
  // One field of bytes: AuthToken's first is one, too.
  expect(decode(AuthToken, ping.bytes ?? new Uint8Array(0)).token).toHaveLength(65)
  expect(await call(plain(), new Uint8Array(0), { path: '/net.Orchestrator/Dance' })).toMatchObject({
    code: status.UNIMPLEMENTED,
    details: 'unknown method Dance for service net.Orchestrator',
  })
  expect((await call(plain(), new Uint8Array(0), { path: '/other.Service/X' })).details).toBe(
    'unknown service other.Service',
  )
  expect(await call(plain(), encode(AuthToken, { token: Uint8Array.of(1) }))).toMatchObject({
    code: status.UNKNOWN,
  })
  expect(await call(plain(), Uint8Array.of(0x0f))).toMatchObject({ code: status.INTERNAL })
})

test('the same port speaks HTTP/1.1: no live runners, and nothing else', async () => {
  expect(await getText(plain().port, '/discovery')).toEqual({
    status: 404,
    body: 'live runners are not supported\n',
  })
  expect(await getText(plain().port, '/')).toEqual({ status: 404, body: '404 page not found\n' })
})

test('and plain HTTP/2, told from gRPC by its content type', async () => {
  const session = connectHttp2(`https://127.0.0.1:${plain().port}`, { rejectUnauthorized: false })
  const stream = session.request({ ':path': '/discovery' })
  const body = new Promise<string>((resolve) => {
    let text = ''
    stream
      .setEncoding('utf8')
      .on('data', (chunk) => (text += chunk))
      .on('end', () => resolve(text))
  })
  expect(await body).toBe('live runners are not supported\n')
  session.close()
})

test('certificates are self-signed P-256, name the host as DNS, and are fresh at every start', async () => {
  const certificate = await peerCertificate(plain().port)
  expect(certificate.subjectAltName).toBe('DNS:plain-1.localhost')
  expect(certificate.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1')
  expect(certificate.verify(certificate.publicKey)).toBe(true)
  expect((await peerCertificate(devnet.orchestrator('literal').port)).subjectAltName).toBe('DNS:127.0.0.1')
  const again = await Devnet.start({ fleet: [scenario(NODE)] })
  expect((await peerCertificate(again.orchestrator('plain-1').port)).fingerprint256).not.toBe(
    certificate.fingerprint256,
  )
  await again.stop()
})

test('a wanted port that is taken is replaced, the others are as wanted', async () => {
  const squatter = createServer()
  const taken = await new Promise<number>((resolve) =>
    squatter.listen(0, '127.0.0.1', () => {
      const address = squatter.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    }),
  )
  const other = await Devnet.start({ fleet: [scenario({ name: 'a' })], firstPort: taken })
  expect(other.orchestrator('a').port).not.toBe(taken)
  expect((await answerOf(other.orchestrator('a'))).transcoder).toBe(other.serviceUris()[0])
  await other.stop()
  squatter.close()
})

test('two of one name are refused before anything is opened', async () => {
  await expect(Devnet.start({ fleet: [scenario({ name: 'a' }), scenario({ name: 'a' })] })).rejects.toThrow(
    /two orchestrators .* named a/,
  )
})

test('the standing fleet answers, but for those that fail from the start', async () => {
  const standing = await Devnet.start({ fleet: standingFleet() })
  const quick = standing.orchestrators.filter(({ behaviour }) => !behaviour.fault)
  await Promise.all(quick.map((orchestrator) => orchestrator.change({ latencyMs: 0, jitterMs: 0 })))
  const answers = await Promise.all(quick.map((orchestrator) => answerOf(orchestrator)))
  expect(answers.filter(({ priceInfo }) => priceInfo === null)).toHaveLength(1)
  expect(
    answers.filter(({ transcoder }) => !standing.orchestrators.some(({ uri }) => uri === transcoder)),
  ).toEqual([])
  await standing.stop()
})

test('nodes that are in no list are named by a sibling that is', async () => {
  const fleet = [
    { name: 'a', nodes: ['b', 'c'] },
    { name: 'b', isListed: false },
    { name: 'c', isListed: false },
  ]
  const hidden = await Devnet.start({ fleet: fleet.map(scenario) })
  const [a, b, c] = ['a', 'b', 'c'].map((name) => hidden.orchestrator(name).uri)
  expect(hidden.serviceUris()).toEqual([a])
  expect((await answerOf(hidden.orchestrator('a'))).nodes).toEqual([b, c])
  expect((await answerOf(hidden.orchestrator('b'))).transcoder).toBe(b)
  await hidden.stop()
})

test('2,000 orchestrators start, and any of them answers', async () => {
  const large = await Devnet.start({ fleet: generateFleet({ count: 2_000, seed: 'large' }) })
  expect(new Set(large.serviceUris()).size).toBe(2_000)
  for (const i of [0, 999, 1_999]) {
    const orchestrator = large.orchestrators[i]
    if (!orchestrator) throw new Error(`there is no orchestrator ${i}`)
    await orchestrator.change({ latencyMs: 0, jitterMs: 0 })
    expect((await answerOf(orchestrator)).transcoder).toBe(orchestrator.uri)
    const certificate = await peerCertificate(orchestrator.port)
    expect(certificate.subjectAltName?.split(', ')).toContain(`DNS:${orchestrator.scenario.host}`)
  }
  await large.stop()
})

test('stopped in the middle of everything, it leaves nothing that keeps a process alive', async () => {
  const program = `
    import { Devnet } from './lib/devnet/devnet.ts'
    import { scenario } from './lib/devnet/scenario.ts'
    import { ask } from './lib/devnet/test-client.ts'
    const faults = ['hang', 'slow-drip', 'endless', 'black-hole', 'refuse', undefined]
    const devnet = await Devnet.start({ fleet: faults.map((fault, i) => scenario({ name: 'n' + i, ...(fault && { fault }), latencyMs: fault ? 0 : 60_000 })) })
    const calls = devnet.orchestrators.map((orchestrator) => ask(orchestrator, {}, { deadlineMs: 60_000 }))
    const inTheMiddle = () => devnet.orchestrators.filter(({ seen }) => seen.connections > 0).length === 5
    while (!inTheMiddle()) await new Promise(setImmediate)
    await devnet.stop()
    await Promise.all(calls)
    console.log('stopped')
  `
  const run = promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', program],
    { timeout: 50_000 },
  )
  // It resolves only when the process has ended by itself.
  expect((await run).stdout).toBe('stopped\n')
})

function getText(port: number, path: string): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, rejectUnauthorized: false, agent: false }, (response) => {
      let body = ''
      response
        .setEncoding('utf8')
        .on('data', (chunk) => (body += chunk))
        .on('end', () => resolve({ status: response.statusCode, body }))
    }).on('error', reject)
  })
}

function peerCertificate(port: number): Promise<X509Certificate> {
  return new Promise((resolve, reject) => {
    const socket = connectTls(
      { host: '127.0.0.1', port, rejectUnauthorized: false, ALPNProtocols: ['h2'] },
      () => {
        const { raw } = socket.getPeerCertificate()
        socket.destroy()
        resolve(new X509Certificate(raw))
      },
    )
    socket.on('error', reject)
  })
}
