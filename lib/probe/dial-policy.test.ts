import { describe, expect, test } from 'vitest'
import { createDialPolicy, isCidr } from './dial-policy'

describe('only the public internet may be dialled', () => {
  const policy = createDialPolicy([])
  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:10.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'ff02::1',
    '::127.0.0.1',
    'not an address',
    '',
  ])('%s is refused', (address) => expect(policy.allows(address)).toBe(false))
  test.each(['8.8.8.8', '172.32.0.1', '2606:4700::1', '::ffff:8.8.8.8'])('%s is allowed', (address) =>
    expect(policy.allows(address)).toBe(true),
  )
})

test('a range that the operator names is allowed, and only that one', () => {
  const policy = createDialPolicy(['127.0.0.0/8', 'fd00::/8'])
  expect(policy.allows('127.9.9.9')).toBe(true)
  expect(policy.allows('::ffff:127.0.0.1')).toBe(true)
  expect(policy.allows('fd12::1')).toBe(true)
  expect(policy.allows('10.0.0.1')).toBe(false)
})

test('a range is an address and as many bits as it may have', () => {
  for (const text of ['127.0.0.0/8', '10.0.0.1/32', '::1/128', 'fd00::/8']) expect(isCidr(text)).toBe(true)
  for (const text of ['127.0.0.1', '10.0.0.0/33', '::1/129', 'x/8', '10.0.0.0/8/8', '10.0.0.0/-1', ''])
    expect(isCidr(text)).toBe(false)
})
