import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDialPolicy } from '@/lib/net/dial-policy'
import { createGatewaySource } from './gateway-source'
import { createSignerSource } from './signer-source'

/** The sources behind a URL beyond the webhook; what they share is tested there. */
let server: Server
let answer: RequestListener
let url: string
beforeEach(async () => {
  server = createServer((request, response) => answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})
const { signal } = new AbortController()
const deps = { net: { lookup: async () => [], policy: createDialPolicy({}) }, now: () => 123 }

test('a signer is asked under its base, with its headers; capabilities and runners beside the addresses are ignored', async () => {
  const seen: unknown[] = []
  answer = (request, response) => {
    seen.push([request.method, request.url, request.headers.authorization])
    response.end(
      '[{"address":"https://a:1","score":1,"capabilities":["llm/x"],"runners":[{"url":"http://10.0.0.1"}]}]',
    )
  }
  const headers = { authorization: 'Bearer x' }
  const source = createSignerSource({ name: 'signer', url: `${url}/base/`, headers }, deps)
  expect(await source.read(signal)).toEqual({
    entries: [{ uri: 'https://a:1', score: 1 }],
    readAt: 123,
    error: null,
    facts: null,
  })
  expect(seen).toEqual([['GET', '/base/discover-orchestrators', 'Bearer x']])
})

test('a signer whose pool is empty answers 503, and its last list stays', async () => {
  const source = createSignerSource({ name: 'signer', url, headers: {} }, deps)
  answer = (_, response) => response.end('[{"address":"https://a:1"}]')
  await source.read(signal)
  answer = (_, response) => response.writeHead(503).end('{"error":{"message":"Service Unavailable Error"}}')
  expect(await source.read(signal)).toMatchObject({
    entries: [{ uri: 'https://a:1' }],
    error: 'The remote signer’s list could not be read: it answered 503.',
  })
})

const ADDRESS = '0x5AeD0Dda5B8cAB6393aE8d5A3f1A8BcfB0D6D1A2'
const row = (about: object) => ({
  address: ADDRESS,
  local_address: ADDRESS,
  orch_uri: 'https://a.example:8935',
  capabilities: null,
  price_info: { pricePerUnit: 1_200, pixelsPerUnit: 1 },
  capabilities_prices: null,
  hardware: null,
  ...about,
})

test('another gateway’s rows are its report, whole; their URIs are entries with whose they are', async () => {
  const rows = [
    row({}),
    row({ orch_uri: '' }),
    row({ orch_uri: 'https://b.example', address: '' }),
    { address: 5 },
  ]
  answer = (_, response) => response.end(JSON.stringify({ capabilities_names: {}, orchestrators: rows }))
  const reading = await createGatewaySource({ name: 'gateway', url, headers: {} }, deps).read(signal)
  expect(reading).toMatchObject({
    error: null,
    readAt: 123,
    facts: { kind: 'gateway', refused: [{ place: 'orchestrators[3]' }] },
  })
  expect(reading.entries.map(({ uri }) => uri)).toEqual(['https://a.example:8935', 'https://b.example'])
  expect(reading.entries.map(({ orchestrator }) => orchestrator?.toLowerCase())).toEqual([
    ADDRESS.toLowerCase(),
    undefined,
  ])
  expect(reading.facts?.kind === 'gateway' && reading.facts.rows.map(({ uri }) => uri)).toEqual([
    'https://a.example:8935',
    '',
    'https://b.example',
  ])
})

test.each([
  ['{"capabilities_names":{},"orchestrators":null}', 200, /has no list of orchestrators yet/],
  ['network capabilities not available\n{"capabilities_names":{},"orchestrators":null}', 500, /answered 500/],
  ['Node must be gateway node to get network capabilities', 400, /answered 400/],
  ['<html>', 200, /is not JSON/],
  ['{"orchestrators":[{"address":5},{"address":6}]}', 200, /none of the 2 rows of its document can be read/],
])('a gateway that answers %s has no report', async (body, status, message) => {
  answer = (_, response) => response.writeHead(status).end(body)
  const reading = await createGatewaySource({ name: 'gateway', url, headers: {} }, deps).read(signal)
  expect(reading).toMatchObject({
    entries: [],
    facts: null,
    readAt: null,
    error: expect.stringMatching(message),
  })
})
