import { expect, test } from 'vitest'
import { createDialPolicy } from './dial-policy'
import { resolveHost } from './resolve-host'

const policy = createDialPolicy({})
const answering = (...addresses: string[]) => ({
  policy,
  lookup: async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
})

test('a name with one permitted address among others is dialled there', async () =>
  expect(await resolveHost({ host: 'o.example', port: 8935 }, answering('10.0.0.1', '8.8.8.8'))).toEqual({
    kind: 'resolved',
    address: '8.8.8.8',
  }))

test('a public name that points inward is blocked, with what it points to', async () =>
  expect(await resolveHost({ host: 'o.example', port: 8935 }, answering('169.254.169.254'))).toMatchObject({
    kind: 'blocked',
    detail: expect.stringContaining('169.254.169.254'),
  }))

test('names under localhost are loopback and never asked of a resolver', async () => {
  const lookup = async () => {
    throw new Error('asked')
  }
  expect(await resolveHost({ host: 'node-1.localhost', port: 8935 }, { lookup, policy })).toMatchObject({
    kind: 'blocked',
  })
  expect(
    await resolveHost(
      { host: 'node-1.localhost', port: 8935 },
      { lookup, policy: createDialPolicy({ cidrs: ['127.0.0.0/8'] }) },
    ),
  ).toEqual({
    kind: 'resolved',
    address: '127.0.0.1',
  })
})

test('a name that does not resolve says so in the words of the resolver', async () => {
  const lookup = async () => {
    throw new Error('getaddrinfo ENOTFOUND o.example')
  }
  expect(await resolveHost({ host: 'o.example', port: 8935 }, { lookup, policy })).toEqual({
    kind: 'dns',
    detail: 'getaddrinfo ENOTFOUND o.example',
  })
  expect(await resolveHost({ host: 'o.example', port: 8935 }, answering())).toMatchObject({ kind: 'dns' })
})
