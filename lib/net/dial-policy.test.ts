import { describe, expect, test } from 'vitest'
import { allowingPlace, createDialPolicy, type DialAllowances, isCidr, isHostPattern } from './dial-policy'

const PORT = 8935
const isAllowed = (address: string, about: DialAllowances & { host?: string; port?: number } = {}): boolean =>
  createDialPolicy(about).refusal({ host: about.host ?? address, address, port: about.port ?? PORT }) === null

describe('only the public internet may be dialled', () => {
  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '100.100.100.200',
    '168.63.129.16',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fe80::1%eth0',
    'fd00::1',
    'fd00:ec2::254',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '0:0:0:0:0:ffff:7f00:1',
    '::FFFF:10.0.0.1',
    '::ffff:0:7f00:1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'ff02::1',
    '::127.0.0.1',
    'not an address',
    '',
  ])('%s is refused', (address) => expect(isAllowed(address)).toBe(false))
  test.each(['8.8.8.8', '172.32.0.1', '2606:4700::1', '::ffff:8.8.8.8'])('%s is allowed', (address) =>
    expect(isAllowed(address)).toBe(true),
  )
})

test('a range that the operator names is allowed, and only that one', () => {
  const cidrs = ['127.0.0.0/8', 'fd00::/8']
  expect(isAllowed('127.9.9.9', { cidrs })).toBe(true)
  expect(isAllowed('::ffff:127.0.0.1', { cidrs })).toBe(true)
  expect(isAllowed('fd12::1', { cidrs })).toBe(true)
  expect(isAllowed('10.0.0.1', { cidrs })).toBe(false)
})

test('a host that the operator names is allowed wherever it is, and no other one at its address', () => {
  const hosts = ['orch.internal', '*.lan:9000']
  expect(isAllowed('10.0.0.1', { hosts, host: 'orch.internal' })).toBe(true)
  expect(isAllowed('10.0.0.1', { hosts, host: 'evil.example' })).toBe(false)
  expect(isAllowed('10.0.0.1', { hosts, host: 'not-orch.internal' })).toBe(false)
  expect(isAllowed('10.0.0.1', { hosts, host: 'a.lan', port: 9000 })).toBe(true)
  expect(isAllowed('10.0.0.1', { hosts, host: 'a.lan', port: 9001 })).toBe(false)
  expect(isAllowed('10.0.0.1', { hosts, host: 'lan', port: 9000 })).toBe(false)
  for (const both of [
    ['*.lan', 'old.lan:25'],
    ['old.lan:25', '*.lan'],
  ])
    expect(isAllowed('10.0.0.1', { hosts: both, host: 'old.lan', port: 25 })).toBe(true)
})

describe('ports on which orchestrators do not serve', () => {
  test.each([0, 1, 22, 25, 53, 110, 143, 445, 587, 993, 1023, 5060, 6000, 6379, 6667, 10_080, 11_211])(
    '%d is refused, on any address',
    (port) => {
      expect(isAllowed('8.8.8.8', { port })).toBe(false)
      expect(isAllowed('127.0.0.1', { port, cidrs: ['127.0.0.0/8'] })).toBe(false)
      expect(isAllowed('8.8.8.8', { port, host: 'o.example', hosts: ['o.example'] })).toBe(false)
      expect(isAllowed('8.8.8.8', { port, host: 'o.example', hosts: [`o.example:${port}`] })).toBe(true)
    },
  )
  test.each([80, 443, 1024, 3000, 8080, 8935, 18_935, 65_535])('%d is allowed', (port) =>
    expect(isAllowed('8.8.8.8', { port })).toBe(true),
  )
})

test('a URL of the configuration may be dialled wherever it is, and nothing else with it', () => {
  const policy = allowingPlace(createDialPolicy({}), { host: 'lists.internal', port: 25 })
  expect(policy.refusal({ host: 'lists.internal', address: '10.0.0.1', port: 25 })).toBeNull()
  expect(policy.refusal({ host: 'lists.internal', address: '10.0.0.1', port: 80 })).not.toBeNull()
  expect(policy.refusal({ host: 'other.internal', address: '10.0.0.1', port: 25 })).not.toBeNull()
})

test('a range is an address and as many bits as it may have', () => {
  for (const text of ['127.0.0.0/8', '10.0.0.1/32', '::1/128', 'fd00::/8']) expect(isCidr(text)).toBe(true)
  for (const text of ['127.0.0.1', '10.0.0.0/33', '::1/129', 'x/8', '10.0.0.0/8/8', '10.0.0.0/-1', ''])
    expect(isCidr(text)).toBe(false)
})

test('a host is a name, with all names below it where it says so, and one port or any', () => {
  for (const text of ['a', 'orch.internal', '*.lan', 'a-b.example:8935', '10.0.0.1'])
    expect(isHostPattern(text)).toBe(true)
  for (const text of [
    '',
    '*',
    'a b',
    'https://a',
    'a/b',
    'a:b',
    '*.*.lan',
    'a..b',
    '-a',
    'a:0',
    'a:025',
    'a:99999',
    'a:1:2',
  ])
    expect(isHostPattern(text)).toBe(false)
})
