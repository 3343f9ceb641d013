import { createSocket, type Socket } from 'node:dgram'
import { Resolver } from 'node:dns/promises'
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLookup } from './create-lookup'
import type { Lookup } from './resolve-host'

/** A name server on loopback that knows a few names, is silent about others, and says of the rest that there are none. */
let server: Socket
let resolver: Resolver
const A = 1
const AAAA = 28
const ADDRESSES: Readonly<Record<string, readonly { type: number; bytes: readonly number[] }[]>> = {
  'four.silent-28.example': [{ type: A, bytes: [192, 0, 2, 9] }],
  'good.example': [{ type: A, bytes: [192, 0, 2, 7] }],
  'six.example': [{ type: AAAA, bytes: [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7] }],
  'both.example': [
    { type: AAAA, bytes: [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8] },
    { type: A, bytes: [192, 0, 2, 8] },
  ],
}

beforeEach(async () => {
  server = createSocket('udp4')
  server.on('message', (query, { port, address }) => {
    const { name, end, type } = questionOf(query)
    if (name.endsWith('.silent.example') || name.endsWith(`.silent-${type}.example`)) return
    const records = (ADDRESSES[name] ?? []).filter((record) => record.type === type)
    // Header: the query's id, a response, with code 0 or "no such name" (3).
    const header = Buffer.alloc(12)
    query.copy(header, 0, 0, 2)
    header.writeUInt16BE(ADDRESSES[name] ? 0x8180 : 0x8183, 2)
    header.writeUInt16BE(1, 4)
    header.writeUInt16BE(records.length, 6)
    const answers = records.map(({ bytes }) => {
      const fixed = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, bytes.length])
      return Buffer.concat([fixed, Buffer.from(bytes)])
    })
    server.send(Buffer.concat([header, query.subarray(12, end), ...answers]), port, address)
  })
  await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', () => resolve()))
  resolver = new Resolver({ timeout: 500, tries: 1 })
  resolver.setServers([`127.0.0.1:${server.address().port}`])
})
afterEach(() => {
  server.close()
})

/** The name and type of a query's one question, and where it ends. */
function questionOf(query: Buffer): { name: string; end: number; type: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 }
}

/** Whatever this machine's hosts file says. */
const alone = { hostsFile: '/nowhere/hosts' }
const nowhere: Lookup = async (host) => {
  throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' })
}

test('addresses of both kinds are found, IPv4 first', async () => {
  const lookup = createLookup({ ...alone, makeResolver: () => resolver, system: nowhere })
  expect(await lookup('good.example')).toEqual([{ address: '192.0.2.7', family: 4 }])
  expect(await lookup('six.example')).toEqual([{ address: '2001:db8::7', family: 6 }])
  expect((await lookup('both.example')).map(({ address }) => address)).toEqual(['192.0.2.8', '2001:db8::8'])
})

test('a name that DNS does not know may be one that the system knows', async () => {
  const system: Lookup = async () => [{ address: '10.0.0.9', family: 4 }]
  expect(await createLookup({ ...alone, makeResolver: () => resolver, system })('orch.internal')).toEqual([
    { address: '10.0.0.9', family: 4 },
  ])
  await expect(
    createLookup({ ...alone, makeResolver: () => resolver, system: nowhere })('orch.internal'),
  ).rejects.toThrow('ENOTFOUND')
})

test('a hundred names of silent servers hold up nobody, and the system is not asked about them', async () => {
  let isSystemAsked = false
  const system: Lookup = async (host) => {
    isSystemAsked = true
    return nowhere(host)
  }
  const lookup = createLookup({ ...alone, makeResolver: () => resolver, system })
  let silent = 100
  const hanging = Array.from({ length: silent }, (_, i) =>
    lookup(`n${i}.silent.example`).then(
      () => 'found',
      ({ code }: { code: string }) => {
        silent -= 1
        return code
      },
    ),
  )
  expect(await lookup('good.example')).toEqual([{ address: '192.0.2.7', family: 4 }])
  // They are all still being waited for.
  expect(silent).toBe(100)
  expect(new Set(await Promise.all(hanging))).toEqual(new Set(['ETIMEOUT']))
  expect(isSystemAsked).toBe(false)
})

test('of the system’s lookups two run at once, and the others follow', async () => {
  let running = 0
  let most = 0
  const system: Lookup = async () => {
    running += 1
    most = Math.max(most, running)
    await new Promise((resolve) => setTimeout(resolve, 5))
    running -= 1
    return [{ address: '10.0.0.9', family: 4 }]
  }
  const lookup = createLookup({ ...alone, makeResolver: () => resolver, system })
  const found = await Promise.all(Array.from({ length: 20 }, (_, i) => lookup(`n${i}.internal`)))
  expect(found).toHaveLength(20)
  expect(most).toBe(2)
})

test('a name server that is silent about one kind does not hold up the other, and its silence is not "no such name"', async () => {
  let isSystemAsked = false
  const system: Lookup = async (host) => {
    isSystemAsked = true
    return nowhere(host)
  }
  const lookup = createLookup({ ...alone, makeResolver: () => resolver, system })
  expect(await lookup('four.silent-28.example')).toEqual([{ address: '192.0.2.9', family: 4 }])
  await expect(lookup('none.silent-28.example')).rejects.toThrow('ETIMEOUT')
  await expect(lookup('none.silent-1.example')).rejects.toThrow('ETIMEOUT')
  expect(isSystemAsked).toBe(false)
})

test('the hosts file stands before DNS, and is read again when it changes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'offerings-hosts-'))
  const hostsFile = join(folder, 'hosts')
  writeFileSync(
    hostsFile,
    '10.0.0.1 Good.example other # a comment\n::7 good.example\nnonsense good.example\n',
  )
  const lookup = createLookup({ hostsFile, makeResolver: () => resolver, system: nowhere })
  expect(await lookup('good.example')).toEqual([
    { address: '10.0.0.1', family: 4 },
    { address: '::7', family: 6 },
  ])
  writeFileSync(hostsFile, '10.0.0.2 other\n')
  utimesSync(hostsFile, 1, 1)
  expect(await lookup('good.example')).toEqual([{ address: '192.0.2.7', family: 4 }])
  rmSync(folder, { recursive: true })
})
