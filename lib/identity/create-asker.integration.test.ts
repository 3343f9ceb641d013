import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { bytesToHex } from 'viem'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { identityOfKey } from '@/lib/livepeer/asker-identity'
import { createDialPolicy } from '@/lib/net/dial-policy'
import { createKeyAsker, createNobody, createSignerAsker } from './create-asker'

let server: Server
let answer: RequestListener
let requests: number
let url: string
beforeEach(async () => {
  requests = 0
  server = createServer((request, response) => {
    requests += 1
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})
const { signal } = new AbortController()
const net = { lookup: async () => [], policy: createDialPolicy({}) }

test('nobody has no address and no signature', async () => {
  const asker = createNobody()
  expect(asker).toMatchObject({ kind: 'none', address: null })
  expect(await asker.identity(signal)).toEqual({
    ok: true,
    identity: { address: new Uint8Array(20), signature: new Uint8Array(0) },
  })
})

test('a key asks in its own name', async () => {
  const key = generatePrivateKey()
  const asker = await createKeyAsker('keystore', key)
  expect(asker).toMatchObject({ kind: 'keystore', address: privateKeyToAddress(key) })
  expect(await asker.identity(signal)).toEqual({ ok: true, identity: await identityOfKey(key) })
})

test('a remote signer is asked until it has answered, then never again; credentials are for it alone', async () => {
  const key = generatePrivateKey()
  const { signature } = await identityOfKey(key)
  const seen: unknown[] = []
  const headers = { 'x-team': 'a' }
  const asker = createSignerAsker({ url: url.replace('http://', 'http://me:hunter2@'), headers }, net)
  answer = (_, response) => response.writeHead(500).end('{"error":{"message":"hunter2"}}')
  const failed = await asker.identity(signal)
  expect(failed).toEqual({
    ok: false,
    problem: 'The remote signer gave us no identity, so nobody is asked: it answered 500.',
  })
  expect(asker.address).toBeNull()

  answer = (request, response) => {
    seen.push([request.method, request.url, request.headers.authorization, request.headers['x-team']])
    response.end(JSON.stringify({ address: privateKeyToAddress(key), signature: bytesToHex(signature) }))
  }
  const identity = { ok: true, identity: await identityOfKey(key) }
  expect(await asker.identity(signal)).toEqual(identity)
  expect(await asker.identity(signal)).toEqual(identity)
  expect(asker.address).toBe(privateKeyToAddress(key))
  expect(requests).toBe(2)
  const basic = `Basic ${Buffer.from('me:hunter2').toString('base64')}`
  expect(seen).toEqual([['POST', '/sign-orchestrator-info', basic, 'a']])
})

test('a signer that cannot be reached is said so without its URL', async () => {
  server.close()
  const asker = createSignerAsker({ url: `${url}/s3cret?token=s3cret`, headers: {} }, net)
  const failed = await asker.identity(signal)
  expect(failed).toMatchObject({ ok: false, problem: expect.stringContaining('ECONNREFUSED') })
  expect(JSON.stringify(failed)).not.toContain('s3cret')
})
