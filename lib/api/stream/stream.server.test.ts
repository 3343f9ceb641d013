import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { eventually, type RunningApp, startApp } from '@/e2e/support/start-app'
import { Devnet } from '@/lib/devnet/devnet'
import { scenario } from '@/lib/devnet/scenario'
import type { ChangeDto } from '../contract/change'
import { offeringsDto } from '../contract/offering-list'
import { statusDto } from '../contract/status'
import { EventClient, type ReceivedEvent } from './testdata/event-client'

/** The built application and a network whose prices change under its eyes. */
const MODEL = { pipeline: 'text-to-image', model: 'flux' } as const
let devnet: Devnet
let dataDir: string
let apps: RunningApp[]
let clients: EventClient[]
beforeAll(async () => {
  const models = [{ ...MODEL, price: 1n, isWarm: true }]
  devnet = await Devnet.start({ fleet: [scenario({ name: 'one-1', models }), scenario({ name: 'two-1' })] })
})
afterAll(() => devnet.stop())
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'offerings-stream-'))
  apps = []
  clients = []
  await setPrice(1)
})
afterEach(async () => {
  for (const client of clients) client.cut()
  for (const app of apps) await app.stop()
  rmSync(dataDir, { recursive: true })
})

const setPrice = (wei: number) =>
  devnet.orchestrator('one-1').change({ models: [{ ...MODEL, price: String(wei) }] })

/** Resolves when something was collected. */
async function start(): Promise<RunningApp> {
  const app = await startApp({
    env: { ORCH_ADDRS: devnet.serviceUris().join(','), SWEEP_INTERVAL_MS: '1000' },
    dataDir,
  })
  apps.push(app)
  await eventually(
    async () => statusDto.parse(await (await fetch(`${app.gatewayUrl}/api/v1/status`)).json()),
    ({ snapshot }) => snapshot !== null,
  )
  return app
}
async function listen(door: string, lastId: string | null = null): Promise<EventClient> {
  const headers = { 'accept-encoding': 'gzip, br', ...(lastId !== null && { 'last-event-id': lastId }) }
  const client = await EventClient.connect(`${door}/api/v1/stream`, headers)
  clients.push(client)
  return client
}

const isPrice = ({ data }: ReceivedEvent): boolean =>
  data.kind === 'price-changed' && data.offering.model === MODEL.model
/** `1>2` for a price that went from 1 wei to 2. */
const pricesOf = (events: readonly ReceivedEvent[]): string[] =>
  events.flatMap(({ data }) => (data.kind === 'price-changed' ? [stepOf(data)] : []))
const stepOf = ({ before, after }: Extract<ChangeDto, { kind: 'price-changed' }>): string =>
  `${before.price?.wei}>${after.price?.wei}`

test('a price that changes is told on both doors at once, uncompressed, and stands in the list that is read then', async () => {
  const app = await start()
  const doors = [await listen(app.url), await listen(app.gatewayUrl)]
  for (const client of doors) {
    expect(client.response.headers['content-encoding']).toBeUndefined()
    expect(client.response.headers['content-type']).toBe('text/event-stream')
    expect((await client.next())?.data).toMatchObject({
      kind: 'hello',
      snapshot: { network: 'simulated' },
    })
  }
  await setPrice(5)
  for (const client of doors) {
    const events = await client.until(isPrice)
    expect(pricesOf(events)).toEqual(['1>5'])
    const [complete] = (await client.until(({ event }) => event === 'snapshot')).slice(-1)
    const list = offeringsDto.parse(await (await fetch(`${app.gatewayUrl}/api/v1/offerings`)).json())
    expect(list.snapshot.last_event_id).toBeGreaterThanOrEqual(Number(complete?.id))
    expect(list.offerings.find(({ model }) => model === MODEL.model)?.price?.wei).toBe('5')
  }
})

test('whoever comes back after a restart has missed nothing, on either door, and hears nothing twice', async () => {
  const app = await start()
  const client = await listen(app.url)
  const whole = [...(await client.until(({ event }) => event === 'hello'))]
  const from = client.lastId
  await setPrice(2)
  whole.push(...(await client.until(isPrice)))
  // The end of the process ends its streams, and they do not hold it up.
  expect(await app.stop('SIGTERM')).toBe(0)
  for (let event = await client.next(); event; event = await client.next()) whole.push(event)
  await setPrice(3)
  const again = await start()
  const resumed = await listen(again.gatewayUrl, client.lastId)
  whole.push(...(await resumed.until(isPrice)))
  expect(await again.stop('SIGKILL')).toBe('SIGKILL')
  await setPrice(4)
  const third = await start()
  const last = await listen(third.url, resumed.lastId)
  whole.push(...(await last.until(isPrice)))
  expect(pricesOf(whole)).toEqual(['1>2', '2>3', '3>4'])

  // The same as somebody hears who asks for all of it at once.
  const [, ...told] = whole
  const replay = await (await listen(third.gatewayUrl, from)).until(({ id }) => id === told.at(-1)?.id)
  expect(replay).toEqual(told)
  for (const { output } of apps) expect(output()).not.toMatch(/"level":[456]0|Error/)
})

test('clients that come and go leave no place taken on either door', async () => {
  const app = await start()
  for (const door of [app.url, app.gatewayUrl])
    for (let i = 0; i < 600; i++) {
      const client = await EventClient.connect(`${door}/api/v1/stream`)
      expect((await client.next())?.event).toBe('hello')
      client.cut()
    }
})
