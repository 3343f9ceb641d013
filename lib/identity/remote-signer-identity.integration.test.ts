import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { bytesToHex } from 'viem'
import { privateKeyToAddress } from 'viem/accounts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { identityOfKey } from '@/lib/livepeer/asker-identity'
import { createDialPolicy } from '@/lib/net/dial-policy'
import { guardedRequest } from '@/lib/net/guarded-request'
import { fetchSignerIdentity, type PostJson } from './remote-signer-identity'

const KEY = `0x${'11'.repeat(32)}` as const
const ADDRESS = privateKeyToAddress(KEY)
const IDENTITY = await identityOfKey(KEY)
const SIGNATURE = bytesToHex(IDENTITY.signature)
const HIGH_S = highS(SIGNATURE)

let server: Server
let answer: RequestListener
let url: string
beforeEach(async () => {
  server = createServer((request, response) => answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${addressOf(server).port}`
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})
const addressOf = (of: Server): AddressInfo => {
  const address = of.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on TCP')
  return address
}

/** The transport of the product. */
const net = { lookup: async () => [], policy: createDialPolicy({ cidrs: ['127.0.0.0/8'] }) }
const limits = { timeoutMs: 5_000, maxBytes: 64_000, maxRedirects: 0, verifiesTls: true }
const post: PostJson = (url, request) => guardedRequest(url, { ...request, ...limits, method: 'POST' }, net)
const { signal } = new AbortController()
const ask = (signer = { url, headers: {} }) => fetchSignerIdentity(signer, { post, signal })
const answering =
  (body: unknown, status = 200): RequestListener =>
  (_, response) =>
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body))

/** The other signature of the same message: s is the order of secp256k1 less s, and v the other one. */
function highS(signature: string): string {
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
  const s = order - BigInt(`0x${signature.slice(66, 130)}`)
  return `${signature.slice(0, 66)}${s.toString(16).padStart(64, '0')}${signature.endsWith('1b') ? '1c' : '1b'}`
}

describe('a signer’s answer becomes the very identity of its key', () => {
  const v = SIGNATURE.endsWith('1b') ? '00' : '01'
  test.each([
    ['as go-livepeer writes it', { address: ADDRESS, signature: SIGNATURE }],
    ['with a recovery id from 0', { address: ADDRESS, signature: `${SIGNATURE.slice(0, -2)}${v}` }],
    ['without 0x', { address: ADDRESS.slice(2), signature: SIGNATURE.slice(2) }],
    ['in small letters', { address: ADDRESS.toLowerCase(), signature: SIGNATURE, more: 1 }],
  ])('%s', async (_name, body) => {
    answer = answering(body)
    expect(await ask()).toEqual({ ok: true, identity: IDENTITY, address: ADDRESS })
  })
})

test.each([
  ['', '/sign-orchestrator-info'],
  ['/', '/sign-orchestrator-info'],
  ['/base/path/', '/base/path/sign-orchestrator-info'],
  ['/base?token=1', '/base/sign-orchestrator-info?token=1'],
])('at a URL that ends with "%s" it is asked at %s, with {} and the headers', async (suffix, path) => {
  const seen: { request: IncomingMessage; body: string }[] = []
  answer = async (request, response) => {
    seen.push({ request, body: await text(request) })
    response.end()
  }
  await ask({ url: `${url}${suffix}`, headers: { authorization: 'Bearer x' } })
  expect(seen).toMatchObject([
    { body: '{}', request: { method: 'POST', url: path, headers: { authorization: 'Bearer x' } } },
  ])
})

describe('an answer that orchestrators would not take is a problem', () => {
  const prefix = SIGNATURE.slice(0, -2)
  test.each([
    ['500', answering('{"error":{"message":"no key"}}', 500), 'it answered 500'],
    ['not JSON', answering('<html>'), /is not \{/],
    ['null', answering('null'), /is not \{/],
    ['no signature', answering({ address: ADDRESS }), /is not \{/],
    ['a short signature', answering({ address: ADDRESS, signature: prefix }), /is not \{/],
    ['a short address', answering({ address: ADDRESS.slice(0, -2), signature: SIGNATURE }), /is not \{/],
    [
      'an address that did not sign',
      answering({ address: `0x${'22'.repeat(20)}`, signature: SIGNATURE }),
      /does not prove/,
    ],
    ['an s too high', answering({ address: ADDRESS, signature: HIGH_S }), /does not prove/],
    ['another v', answering({ address: ADDRESS, signature: `${prefix}1d` }), /does not prove/],
    [
      'numbers that no key makes',
      answering({ address: ADDRESS, signature: `0x${'00'.repeat(64)}1b` }),
      /does not prove/,
    ],
    ['a cut connection', ((request) => request.socket.destroy()) satisfies RequestListener, /not be asked/],
  ])('%s', async (_name, answers, problem) => {
    answer = answers
    expect(await ask()).toEqual({ ok: false, problem: expect.stringMatching(problem) })
  })

  test('no answer in time, in the words of the transport', async () => {
    const late: PostJson = async () => ({ ok: false, detail: 'no complete answer came within 5000 ms' })
    expect(await fetchSignerIdentity({ url, headers: {} }, { post: late, signal })).toEqual({
      ok: false,
      problem: 'it could not be asked: no complete answer came within 5000 ms',
    })
  })
})

test('an abort while the signer is silent rejects with its reason', async () => {
  const controller = new AbortController()
  answer = () => controller.abort(new Error('stopping'))
  const asking = fetchSignerIdentity({ url, headers: {} }, { post, signal: controller.signal })
  await expect(asking).rejects.toThrow('stopping')
})

test('no problem shows credentials, query, headers or signature', async () => {
  answer = answering({ address: ADDRESS, signature: HIGH_S })
  const secrets = /hunter2|swordfish|open-sesame/
  const { host } = new URL(url)
  const signers = [
    { url: `http://operator:hunter2@${host}/?token=swordfish`, headers: {} },
    { url: `${url}/?token=swordfish`, headers: { authorization: 'open-sesame' } },
  ]
  for (const signer of signers) {
    const answered = await ask(signer)
    expect(answered).toMatchObject({ ok: false, problem: expect.not.stringMatching(secrets) })
    expect(JSON.stringify(answered)).not.toContain(HIGH_S.slice(2, 66))
  }
})
