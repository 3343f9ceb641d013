import { expect, test } from 'vitest'
import type { ReadRequest } from '../answer'
import { requestAddress, requestOrigin } from './request-address'

const request = (
  headers: Readonly<Record<string, string>>,
  url = 'http://localhost/api/v1/changes',
): ReadRequest => ({
  method: 'GET',
  url: new URL(url),
  header: (name) => headers[name] ?? null,
})

test.each([
  [{ host: 'offerings.example' }, 'http://offerings.example'],
  [{ host: '127.0.0.1:9935' }, 'http://127.0.0.1:9935'],
  [{ host: '[::1]:3000' }, 'http://[::1]:3000'],
  [{ host: 'offerings.example', 'x-forwarded-proto': 'https' }, 'https://offerings.example'],
  [{ host: 'offerings.example', 'x-forwarded-proto': 'https, http' }, 'https://offerings.example'],
  [{ host: 'offerings.example', 'x-forwarded-proto': 'javascript' }, 'http://offerings.example'],
  [{}, 'http://localhost'],
  [{ host: 'a.example/x?y#z' }, 'http://localhost'],
  [{ host: 'user@a.example' }, 'http://localhost'],
  [{ host: '"><script>' }, 'http://localhost'],
  [{ host: 'a.example:99999' }, 'http://localhost'],
])('%j is asked at %s', (headers, origin) => expect(requestOrigin(request(headers))).toBe(origin))

test('a page is the same address with another cursor', () => {
  const asked = request({ host: 'a.example' }, 'http://localhost/api/v1/changes?model=a%2Cb&cursor=5')
  expect(requestAddress(asked, ['cursor', '7'])).toBe('http://a.example/api/v1/changes?model=a%2Cb&cursor=7')
  expect(requestAddress(asked, ['cursor', null])).toBe('http://a.example/api/v1/changes?model=a%2Cb')
})

test('a path of two slashes does not become another host', () =>
  expect(
    requestAddress(request({ host: 'a.example' }, 'http://localhost//evil.example/x'), ['cursor', null]),
  ).toMatch(/^http:\/\/a\.example\//))
