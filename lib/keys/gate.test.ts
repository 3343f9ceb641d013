import { describe, expect, test } from 'vitest'
import type { KeyScope } from '@/lib/domain/api-key'
import { createGate, type GateRefusal, type RoutingAuth } from './gate'
import type { FoundKey } from './key-board'
import { apiKey } from './testdata/api-key'

const ROUTE = apiKey({ id: 'key_route' })
const READ = apiKey({ id: 'key_read', scopes: ['read-requests'] })
const KEYS: Readonly<Record<string, FoundKey>> = {
  route: { kind: 'known', key: ROUTE },
  read: { kind: 'known', key: READ },
  revoked: { kind: 'revoked' },
  expired: { kind: 'expired' },
}
const keys = { find: (secret: string): FoundKey => KEYS[secret] ?? { kind: 'unknown' } }

interface Sent {
  readonly headers?: Readonly<Record<string, string>>
  readonly peer?: string | null
}

/** The id of the key, nobody, or why not. */
function ask(
  auth: RoutingAuth,
  { headers = {}, peer = null }: Sent,
  scope: KeyScope = 'route',
): string | GateRefusal {
  const request = { header: (name: string) => headers[name] ?? null, peer }
  const admittance = createGate({ keys, auth })(request, scope)
  return admittance.kind === 'admitted' ? (admittance.key?.id ?? 'nobody') : admittance.reason
}

const bearing = (key: string) => ({ headers: { authorization: `Bearer ${key}` } })
const here = (headers: Readonly<Record<string, string>> = {}, peer = '127.0.0.1'): Sent => ({
  headers: { host: 'localhost:9935', ...headers },
  peer,
})

describe('whoever shows a key is judged by it, however open the gate is', () => {
  test.each<[string, string, Record<RoutingAuth, string>]>([
    ['one that holds', 'route', { keys: 'key_route', open: 'key_route', 'open-to-anyone': 'key_route' }],
    ['one for something else', 'read', { keys: 'scope', open: 'scope', 'open-to-anyone': 'scope' }],
    ['a revoked one', 'revoked', { keys: 'revoked', open: 'revoked', 'open-to-anyone': 'revoked' }],
    ['an expired one', 'expired', { keys: 'expired', open: 'expired', 'open-to-anyone': 'expired' }],
    // Where nobody needs one, programs that cannot do without send anything.
    ['an unknown one', 'x', { keys: 'unknown', open: 'unknown', 'open-to-anyone': 'nobody' }],
  ])('%s', (_, key, expected) => {
    for (const auth of ['keys', 'open', 'open-to-anyone'] as const) {
      expect(ask(auth, { ...here(), ...bearing(key), peer: '127.0.0.1' })).toBe(expected[auth])
      expect(ask(auth, { ...bearing(key), peer: '203.0.113.7' })).toBe(expected[auth])
    }
  })
})

test('a key may stand in either header, and the first of them counts', () => {
  expect(ask('keys', { headers: { 'x-api-key': 'route' } })).toBe('key_route')
  expect(ask('keys', { headers: { authorization: 'bearer   route' } })).toBe('key_route')
  expect(ask('keys', { headers: { authorization: 'Bearer x', 'x-api-key': 'route' } })).toBe('unknown')
  expect(ask('keys', { headers: { authorization: 'Basic eDp5', 'x-api-key': 'route' } })).toBe('key_route')
  expect(ask('keys', { headers: { authorization: 'Bearer ' } })).toBe('missing')
})

test('without a key nobody is let in, but where that is said', () => {
  expect(ask('keys', here())).toBe('missing')
  expect(ask('open', here())).toBe('nobody')
  expect(ask('open-to-anyone', { peer: '203.0.113.7' })).toBe('nobody')
  expect(ask('open-to-anyone', {})).toBe('nobody')
})

test('only jobs are carried for nobody: whatever else needs a key belongs to somebody', () => {
  for (const auth of ['keys', 'open', 'open-to-anyone'] as const)
    for (const scope of ['operator', 'read-requests'] as const) {
      expect(ask(auth, here(), scope)).toBe('missing')
      expect(ask(auth, { ...here(), ...bearing('x') }, scope)).toBe('unknown')
    }
  expect(ask('open', bearing('read'), 'read-requests')).toBe('key_read')
})

describe('open is to this machine alone', () => {
  test.each<[string, Sent, string]>([
    ['over IPv4', here(), 'nobody'],
    ['over IPv6', here({ host: '[::1]:9935' }, '::1'), 'nobody'],
    ['over IPv4 on a socket of both', here({ host: '127.0.0.1' }, '::ffff:127.0.0.1'), 'nobody'],
    ['from elsewhere', here({}, '203.0.113.7'), 'missing'],
    ['from the local network', here({}, '192.168.1.4'), 'missing'],
    ['from what looks like it', here({}, '::ffff:10.127.0.1'), 'missing'],
    ['by a door that does not know', { headers: { host: 'localhost' }, peer: null }, 'missing'],
    ['passed on', here({ 'x-forwarded-for': '127.0.0.1' }), 'missing'],
    ['passed on by the book', here({ forwarded: 'for=127.0.0.1' }), 'missing'],
    ['passed on by a cache', here({ via: '1.1 cache' }), 'missing'],
    ['without a host', { peer: '127.0.0.1' }, 'missing'],
    ['by the name of a stranger', here({ host: 'rebound.example:9935' }), 'foreign-page'],
    ['by a name that begins alike', here({ host: 'localhost.example' }), 'foreign-page'],
    ['by an address that begins alike', here({ host: '127.0.0.1.example' }), 'foreign-page'],
    ['by an address of elsewhere', here({ host: '0.0.0.0:9935' }), 'foreign-page'],
    ['by a page of this machine', here({ origin: 'http://localhost:3000' }), 'nobody'],
    [
      'by one that was called otherwise',
      here({ origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'cross-site' }),
      'nobody',
    ],
    ['by a page of a stranger', here({ origin: 'https://evil.example' }), 'foreign-page'],
    ['by a page with a name that ends alike', here({ origin: 'https://evil-localhost' }), 'foreign-page'],
    ['by a page of nobody', here({ origin: 'null' }), 'foreign-page'],
    ['by a picture on a page of a stranger', here({ 'sec-fetch-site': 'cross-site' }), 'foreign-page'],
  ])('%s', (_, sent, expected) => expect(ask('open', sent)).toBe(expected))
})

test('a refusal says what would do, and repeats nothing of what was sent', () => {
  const gate = createGate({ keys, auth: 'open' })
  const header = (name: string) => ({ authorization: 'Bearer lpo_secret', host: '<script>' })[name] ?? null
  expect(gate({ header }, 'route')).toEqual({
    kind: 'refused',
    reason: 'unknown',
    detail: 'There is no such key here.',
  })
  expect(gate({ header: () => null }, 'route')).toMatchObject({
    detail: expect.stringContaining('authorization: Bearer KEY'),
  })
})
