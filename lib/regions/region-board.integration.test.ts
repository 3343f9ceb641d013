import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { LocatedNode } from '@/lib/domain/region'
import { liveRunner } from '@/lib/livepeer/testdata/runner'
import { RegionBoard } from './region-board'
import { makeGeoipDatabase } from './testdata/make-geoip-database'

let folder: string
let problems: string[]
let boards: RegionBoard[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-regions-'))
  problems = []
  boards = []
})
afterEach(() => {
  for (const board of boards) board.stop()
  rmSync(folder, { recursive: true })
})

const place = (iso_code: string, code: string, latitude: number, longitude: number) => ({
  country: { iso_code },
  continent: { code },
  location: { latitude, longitude },
})
const database = makeGeoipDatabase([
  { network: ['198.51.100.0', 24], record: place('DE', 'EU', 50.1, 8.7) },
  { network: ['203.0.113.0', 25], record: place('US', 'NA', 37.4, -122.1) },
  { network: ['203.0.113.128', 25], record: place('US', 'NA', 39.0, -77.5) },
  { network: ['192.0.2.0', 24], record: { continent: { code: 'AS' } } },
])

async function board(files: { overrides?: object | string; geoip?: Buffer | string }): Promise<RegionBoard> {
  const [overridesFile, geoipFile] = [join(folder, 'regions.json'), join(folder, 'geo.mmdb')]
  const { overrides, geoip } = files
  if (overrides !== undefined)
    writeFileSync(overridesFile, typeof overrides === 'string' ? overrides : JSON.stringify(overrides))
  if (geoip !== undefined) writeFileSync(geoipFile, geoip)
  const one = new RegionBoard(
    {
      overridesFile: overrides === undefined ? null : overridesFile,
      geoipFile: geoip === undefined ? null : geoipFile,
      pollMs: 20,
    },
    (problem) => problems.push(problem),
  )
  boards.push(one)
  await one.start()
  return one
}
async function until(fits: () => boolean): Promise<void> {
  while (!fits()) await new Promise((resolve) => setTimeout(resolve, 5))
}
const node = (about: Partial<LocatedNode> = {}): LocatedNode => ({
  uri: 'https://a.example:8935',
  address: '198.51.100.7',
  runners: [],
  ...about,
})
const stating = (metadata: string): LocatedNode['runners'] => [
  { address: 'a', runners: [liveRunner({ metadata })] },
]

test('the database tells by the address that was dialled; an address it does not know, and no address, are nowhere', async () => {
  const { locate } = await board({ geoip: database }).then((one) => ({
    locate: (address: string | null) => one.locate(node({ address }))?.name ?? null,
  }))
  expect(locate('198.51.100.7')).toBe('eu-central')
  expect(locate('203.0.113.7')).toBe('us-west')
  expect(locate('203.0.113.200')).toBe('us-east')
  expect(locate('192.0.2.1')).toBeNull()
  expect(locate('8.8.8.8')).toBeNull()
  expect(locate('2001:db8::1')).toBeNull()
  expect(locate(null)).toBeNull()
})

test('the operator stands before the node, the node before the database, and each is said', async () => {
  const one = await board({
    geoip: database,
    overrides: {
      regions: {
        'b.example': 'SA-East',
        'b.example:9000': 'sa-west',
        '203.0.113.0/24': 'ap-south',
        '2001:db8::/32': 'eu-north',
      },
    },
  })
  expect(one.locate(node())).toEqual({ name: 'eu-central', from: 'geoip' })
  const runners = stating('{"region":"US-West-2"}')
  expect(one.locate(node({ runners }))).toEqual({ name: 'us-west-2', from: 'node' })
  const at = (uri: string, address: string | null = null) => one.locate(node({ uri, address, runners }))
  expect(at('https://b.example:8935')).toEqual({ name: 'sa-east', from: 'operator' })
  expect(at('https://b.example:9000')).toEqual({ name: 'sa-west', from: 'operator' })
  expect(at('https://c.example:8935', '203.0.113.9')).toEqual({ name: 'ap-south', from: 'operator' })
  expect(at('https://c.example:8935', '2001:db8::9')).toEqual({ name: 'eu-north', from: 'operator' })
  expect(at('https://c.example:8935', null)).toEqual({ name: 'us-west-2', from: 'node' })
})

describe('what a node states is any text', () => {
  test.each([
    'us-east',
    '{"region":5}',
    '{"region":"somewhere nice"}',
    '{"region":"<script>"}',
    '{"region":""}',
    '{',
    'null',
    '[]',
    `{"region":"${'a'.repeat(40)}"}`,
  ])('%s is no region', async (metadata) => {
    const one = await board({})
    expect(one.locate(node({ runners: stating(metadata) }))).toBeNull()
  })
})

test('a file that is replaced is read anew; one that breaks leaves what was read before, and says so', async () => {
  const one = await board({ overrides: { regions: { 'a.example': 'us-east' } }, geoip: database })
  const replace = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, 'next'), content)
    renameSync(join(folder, 'next'), join(folder, name))
  }
  const name = () => one.locate(node())?.name
  expect(name()).toBe('us-east')
  replace('regions.json', '{"regions":{"a.example":"us-west"}}')
  await until(() => name() === 'us-west')
  replace('regions.json', '{"regions":{"a.example":"!"}}')
  await until(() => problems.length > 0)
  expect(problems[0]).toMatch(/regions\.json cannot be used: .*no name of a region/)
  expect(name()).toBe('us-west')
  replace('regions.json', '{"regions":{}}')
  await until(() => name() === 'eu-central')
  replace('geo.mmdb', 'not a database at all')
  await until(() => problems.length > 1)
  expect(name()).toBe('eu-central')
  replace(
    'geo.mmdb',
    makeGeoipDatabase([{ network: ['198.51.100.0', 24], record: place('SE', 'EU', 59, 18) }]),
  )
  await until(() => name() === 'eu-north')
})

test('files that are not there are said, and nothing is known', async () => {
  const one = new RegionBoard(
    { overridesFile: join(folder, 'none.json'), geoipFile: join(folder, 'none.mmdb'), pollMs: 20 },
    (problem) => problems.push(problem),
  )
  boards.push(one)
  one.start()
  await until(() => problems.length === 2)
  expect(problems.join()).toContain('ENOENT')
  expect(one.locate(node())).toBeNull()
})
