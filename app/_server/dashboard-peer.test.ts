import { expect, test } from 'vitest'
import { dashboardPeer } from './dashboard-peer'

const NEXT = ['/usr/bin/node', 'next', 'start', '-p', '3000']
const knownFrom = (argv: readonly string[], forwardedFor: string | null = null) => {
  const header = (name: string) => (name === 'x-forwarded-for' ? forwardedFor : null)
  const { peer, header: seen } = dashboardPeer(header, { argv: [...NEXT, ...argv] })
  return [peer, seen('x-forwarded-for')]
}

test('who asks is known only where the dashboard listens to this machine alone', () => {
  expect(knownFrom([])).toEqual([null, null])
  for (const host of ['127.0.0.1', 'localhost', '::1'])
    expect(knownFrom(['-H', host])).toEqual(['127.0.0.1', null])
  expect(knownFrom(['--hostname=127.0.0.1'])).toEqual(['127.0.0.1', null])
  expect(knownFrom(['--hostname', '0.0.0.0'])).toEqual([null, null])
  expect(knownFrom(['-H', '127.0.0.1', '-H', '0.0.0.0'])).toEqual([null, null])
  expect(knownFrom(['-H'])).toEqual([null, null])
})

test('what Next itself says of the connection is no passing on; what anybody else says is', () => {
  expect(knownFrom(['-H', '127.0.0.1'], '::ffff:127.0.0.1')).toEqual(['127.0.0.1', null])
  for (const others of ['203.0.113.7', '127.0.0.1, 203.0.113.7', '127.0.0.1, 127.0.0.1'])
    expect(knownFrom(['-H', '127.0.0.1'], others)).toEqual(['127.0.0.1', others])
  expect(knownFrom([], '127.0.0.1')).toEqual([null, '127.0.0.1'])
})
