import { mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { Devnet } from '@/lib/devnet/devnet'
import { KNOWN_MODELS } from '@/lib/devnet/known-models'
import { standingFleet } from '@/lib/devnet/standing-fleet'
import { Discovery } from '@/lib/discovery/discovery'
import { conducting, conductingOptions } from '@/lib/discovery/testdata/conducting'
import { PolicyBook } from '@/lib/policies/policy-book'
import { createListSource } from '@/lib/sources/list-source'
import { parseWebhookList } from '@/lib/sources/parse-webhook-list'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import type { Store } from '@/lib/store/store'
import { offeringsDto } from './contract/offering-list'
import { answerRequest } from './endpoints'
import { openLeanDoor } from './lean-door'
import { createReader } from './reader'
import { answerDeps } from './testdata/answer-deps'
import {
  GoLivepeerGateway,
  goDialTarget,
  inspect,
  isPythonDialable,
  pythonAddresses,
  pythonDiscoveryPath,
  pythonRunners,
  toolsUiDocument,
} from './testdata/consumers'

/** The standing fleet, asked over the real protocol and handed on over a real door to programs of others. */
let folder: string
let devnet: Devnet
let store: Store
let door: Server
let base: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-drop-in-'))
  devnet = await Devnet.start({ fleet: standingFleet() })
  store = openSqliteStore(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
  const list = createListSource(devnet.serviceUris(), { name: 'list', now: Date.now })
  const discovery = new Discovery(
    conducting({ sources: [list], store }),
    conductingOptions({ probeTimeoutMs: 1_500 }),
  )
  await discovery.sweepOnce()
  const policies = new PolicyBook({ store, now: Date.now })
  await policies.write(
    'cheap-images',
    {
      description: '',
      filters: new Map([
        ['pipeline', ['text-to-image']],
        ['state', ['warm']],
        ['unit', ['pixel']],
        ['sort', ['price']],
        ['limit', ['3']],
      ]),
      selection: null,
      isPrivate: false,
    },
    () => true,
  )
  const reader = createReader(discovery, { now: Date.now, version: 'test' })
  const deps = {
    ...answerDeps(reader),
    policies,
    onError: (error: unknown) => {
      throw error
    },
  }
  door = await openLeanDoor((request) => answerRequest(request, deps), { port: 0, host: '127.0.0.1' })
  const { port } = z.object({ port: z.number() }).parse(door.address())
  base = `http://127.0.0.1:${port}`
})
afterAll(async () => {
  door.close()
  store.close()
  await devnet.stop()
  rmSync(folder, { recursive: true })
})

const ask = async (path: string) => {
  const response = await fetch(`${base}${path}`)
  return { status: response.status, text: await response.text() }
}
const listed = async (query: string) => {
  const gateway = new GoLivepeerGateway()
  gateway.refresh(await ask(`/orchestrators.json${query}`))
  return gateway.addresses
}
const offerings = async (query: string) =>
  offeringsDto.parse(JSON.parse((await ask(`/api/v1/offerings${query}`)).text)).offerings

test('a go-livepeer gateway can dial everybody on its list, and everybody on it was asked by us', async () => {
  const addresses = await listed('')
  expect(addresses.length).toBeGreaterThan(30)
  expect(new Set(addresses).size).toBe(addresses.length)
  expect(addresses.filter((address) => goDialTarget(address) === null)).toEqual([])
  const asked = devnet.orchestrators.map(({ uri }) => String(uri))
  expect(addresses.filter((address) => !asked.includes(address))).toEqual([])
})

test('a list of the list reads it as a source of its own', async () => {
  const { text } = await ask('/orchestrators.json')
  const parsed = parseWebhookList(text)
  expect(parsed.ok && parsed.entries.map(({ uri }) => uri)).toEqual(await listed(''))
})

test('a choice has exactly the nodes of the offerings that fit, cheapest first, as a policy too', async () => {
  const question = 'pipeline=text-to-image&state=warm&unit=pixel&sort=price'
  // Of equal prices the lower address comes first.
  const expected = [...new Set((await offerings(`?${question},node_uri`)).map(({ node_uri }) => node_uri))]
  expect(expected.length).toBeGreaterThan(5)
  expect(await listed(`?${question}`)).toEqual(expected)
  expect(await listed('?policy=cheap-images')).toEqual(expected.slice(0, 3))
  const [dearest] = await listed('?policy=cheap-images&sort=-price')
  expect(dearest).toBe((await listed(`?${question.replace('=price', '=-price')}`))[0])
})

test('every node of the fleet that advertises what gateways demand is usable by one', async () => {
  const usable = await listed('?usable_by=go-livepeer')
  const all = new Set((await offerings('')).map(({ node_uri }) => node_uri))
  expect(usable.length).toBeGreaterThan(20)
  expect(usable.filter((uri) => !all.has(uri))).toEqual([])
})

test('readers of /getNetworkCapabilities take it whole and in part', async () => {
  const whole = (await ask('/getNetworkCapabilities')).text
  const part = (await ask(`/getNetworkCapabilities?model=${KNOWN_MODELS.fluxDev.model}&state=warm`)).text
  for (const text of [whole, part]) {
    const { orchestrators } = toolsUiDocument.parse(JSON.parse(text))
    expect(orchestrators.length).toBeGreaterThan(0)
    expect(inspect(text)).toHaveLength(orchestrators.length)
  }
  for (const { models } of inspect(part)) expect(models).toContain(KNOWN_MODELS.fluxDev.model)
  expect(inspect(part).length).toBeLessThan(inspect(whole).length)
})

test('the Python gateway finds whom it can call, by capability, beside a policy of the operator', async () => {
  const cap = `text-to-image/${KNOWN_MODELS.realVis.model}`
  const all = pythonAddresses(await ask(pythonDiscoveryPath('/discover-orchestrators', [cap])))
  const some = pythonAddresses(
    await ask(pythonDiscoveryPath('/discover-orchestrators?policy=cheap-images', [cap])),
  )
  expect(all.length).toBeGreaterThan(some.length)
  expect(all.filter((address) => !isPythonDialable(address))).toEqual([])
  expect(some.filter((address) => !all.includes(address))).toEqual([])
})

test('its newer versions find runners by app', async () => {
  const runners = pythonRunners((await ask('/discover-orchestrators?app=foxglove/agent-voice')).text)
  expect(runners.map(({ app }) => app)).toEqual(['foxglove/agent-voice'])
})
