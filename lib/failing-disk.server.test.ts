import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { eventually, type RunningApp, startApp } from '@/e2e/support/start-app'
import { healthDto } from './api/contract/health'
import { offeringsDto } from './api/contract/offering-list'
import { statusDto } from './api/contract/status'
import { Devnet } from './devnet/devnet'
import { scenario } from './devnet/scenario'
import { mountSmallDisk, type SmallDisk } from './store/testdata/small-disk'

const OPERATOR_KEY = 'a key for tests alone'
const probe = mountSmallDisk(64)
const noDisk = typeof probe === 'string' ? probe : null
if (typeof probe !== 'string') probe.remove()
if (noDisk) console.warn(`Tests on a disk of their own are skipped: ${noDisk}`)

describe.skipIf(noDisk)('the built application on a disk of its own', () => {
  let devnet: Devnet
  beforeAll(async () => {
    devnet = await Devnet.start({ fleet: [scenario({ name: 'one-1' }), scenario({ name: 'two-1' })] })
  })
  afterAll(() => devnet.stop())

  let disk: SmallDisk
  let dataDir: string
  let app: RunningApp | null = null
  beforeEach(() => {
    const mounted = mountSmallDisk(8_192)
    if (typeof mounted === 'string') throw new Error(mounted)
    disk = mounted
    dataDir = join(disk.folder, 'data')
    mkdirSync(dataDir)
  })
  afterEach(async () => {
    await app?.stop()
    app = null
    disk.remove()
  })
  const start = async () => {
    app = await startApp({
      env: { ORCH_ADDRS: devnet.serviceUris().join(','), SWEEP_INTERVAL_MS: '1000', OPERATOR_KEY },
      dataDir,
    })
    return app
  }
  const of = (running: RunningApp) => {
    const json = async (path: string): Promise<unknown> =>
      (await fetch(`${running.gatewayUrl}${path}`)).json()
    return {
      health: async () => healthDto.parse(await json('/healthz')),
      status: async () => statusDto.parse(await json('/api/v1/status')),
      offerings: async () => offeringsDto.partial().parse(await json('/api/v1/offerings')),
      put: () =>
        fetch(`${running.gatewayUrl}/api/v1/policies/mine`, {
          method: 'PUT',
          headers: { authorization: `Bearer ${OPERATOR_KEY}` },
          body: '{"filters":{"state":"warm"}}',
        }),
    }
  }

  test('a start on a read-only disk serves what is stored, says why nothing is stored, and recovers', async () => {
    const first = await start()
    const { snapshot } = await eventually(of(first).status, (status) => status.snapshot !== null)
    await first.stop()
    app = null
    disk.remount('ro')

    const asked = of(await start())
    expect((await asked.health()).reasons[0]).toEqual({
      code: 'store-read-only',
      detail: 'offerings.db is read-only: its disk or its permissions allow no writing.',
    })
    expect((await asked.offerings()).count).toBeGreaterThan(0)
    const { store } = await asked.status()
    expect(store).toMatchObject({ state: 'read-only', last_write_at: null })
    expect(store.size_bytes).toBeGreaterThan(0)
    const later = await eventually(asked.status, (status) => (status.snapshot?.id ?? 0) > (snapshot?.id ?? 0))
    expect(later.snapshot?.nodes_answered).toBe(2)
    const refused = await asked.put()
    expect(refused.status).toBe(503)
    const body = await refused.text()
    expect(body).toContain('/problems#store-read-only')
    expect(body).not.toContain(disk.folder)

    disk.remount('rw')
    await eventually(asked.health, ({ status }) => status === 'ok')
    expect((await asked.put()).status).toBe(201)
  }, 60_000)

  test('a start on a full disk serves what is stored, and stores again when there is room', async () => {
    const first = await start()
    await eventually(of(first).status, (status) => status.snapshot !== null)
    await first.stop()
    app = null
    disk.fill()

    const second = await start()
    const asked = of(second)
    await eventually(asked.status, ({ snapshot }) => snapshot !== null)
    expect((await asked.health()).reasons.map(({ code }) => code)).toContain('store-full')
    expect((await asked.put()).status).toBe(507)
    disk.empty()
    await eventually(asked.health, ({ status }) => status === 'ok')
    expect((await asked.put()).status).toBe(201)
    // Once for what went wrong, and once that it does no more.
    const said = second.output().match(/The disk of offerings\.db is full|can be written again/g)
    expect(said).toEqual(['The disk of offerings.db is full', 'can be written again'])
  }, 60_000)
})
