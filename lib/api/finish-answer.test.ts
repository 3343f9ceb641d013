import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { jsonAnswer, type ReadRequest } from './answer'
import { createKeptDocument } from './document'
import { finishAnswer } from './finish-answer'
import { problem } from './problem'

const JSON_TEXT = JSON.stringify({ text: 'x'.repeat(5_000) })
const document = createKeptDocument(JSON_TEXT)
beforeAll(async () => {
  while (!document.gzip || !document.br) await new Promise((resolve) => setImmediate(resolve))
})

const request = (headers: Record<string, string> = {}, method = 'GET'): ReadRequest => ({
  method,
  url: new URL('http://localhost/'),
  header: (name) => headers[name] ?? null,
})
const finish = (headers: Record<string, string>, method?: string) =>
  finishAnswer(jsonAnswer(document), request(headers, method), { canEncode: true })

describe('the encoding the client likes best', () => {
  test.each([
    [undefined, undefined],
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0.1, gzip;q=0.9', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['*', 'br'],
    ['identity', undefined],
    ['gzip;q=nonsense', undefined],
  ])('accept-encoding: %s → %s', (accept, encoding) =>
    expect(
      finish(accept === undefined ? {} : { 'accept-encoding': accept }).headers['content-encoding'],
    ).toBe(encoding),
  )

  test('and it decodes to the very same bytes', () => {
    const [br, gz] = [finish({ 'accept-encoding': 'br' }), finish({ 'accept-encoding': 'gzip' })]
    expect(br.bytes && brotliDecompressSync(br.bytes).toString()).toBe(JSON_TEXT)
    expect(gz.bytes && gunzipSync(gz.bytes).toString()).toBe(JSON_TEXT)
    expect(br.headers['content-length']).toBe(String(br.bytes?.length))
  })
})

test('a client that has the document already gets 304 and no bytes, in any list and either strength of tag', () => {
  const { etag } = document
  for (const known of [etag, `"other", ${etag}`, etag.slice(2), '*'])
    expect(finish({ 'if-none-match': known })).toMatchObject({ status: 304, bytes: null, headers: { etag } })
  expect(finish({ 'if-none-match': '"other"' }).status).toBe(200)
})

test('HEAD has the headers of GET and no body', () => {
  const { bytes, headers } = finish({}, 'HEAD')
  expect(bytes).toBeNull()
  expect(headers['content-length']).toBe(String(JSON_TEXT.length))
})

test('a problem is never cached nor tagged', () => {
  const { headers, status } = finishAnswer(
    problem('bad-request', 'no'),
    request({ 'accept-encoding': 'br' }),
    {
      canEncode: true,
    },
  )
  expect(status).toBe(400)
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': 'application/problem+json' })
  expect(headers.etag).toBeUndefined()
})
