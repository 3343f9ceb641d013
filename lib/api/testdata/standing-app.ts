import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually, type RunningApp, startApp } from '@/e2e/support/start-app'
import { Devnet } from '@/lib/devnet/devnet'
import { regionsFile } from '@/lib/devnet/regions-file'
import { standingFleet } from '@/lib/devnet/standing-fleet'
import { inventedRequests } from '@/lib/requests/testdata/invented-requests'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import { statusDto } from '../contract/status'

export interface StandingApp {
  readonly app: RunningApp
  readonly devnet: Devnet
  /** A folder that goes with it. */
  readonly folder: string
  stop(): Promise<void>
}

export const OPERATOR_KEY = 'a key for tests alone'

/** The built application on the network that the demo shows, after its one sweep, with some requests that it carried. */
export async function startStandingApp(): Promise<StandingApp> {
  const devnet = await Devnet.start({ fleet: standingFleet() })
  const folder = mkdtempSync(join(tmpdir(), 'offerings-standing-'))
  const regions = join(folder, 'regions.json')
  writeFileSync(regions, regionsFile(devnet))
  const app = await startApp({
    env: {
      ORCH_ADDRS: devnet.serviceUris().join(','),
      PROBE_TIMEOUT_MS: '6000',
      SWEEP_INTERVAL_MS: '3600000',
      ETH_USD: '2500',
      REGIONS_FILE: regions,
      PRICING_FILE: 'docs/pricing.example.jsonc',
      OPERATOR_KEY,
      ROUTING_AUTH: 'open-to-anyone',
    },
  })
  await eventually(
    async () => statusDto.parse(await (await fetch(`${app.gatewayUrl}/api/v1/status`)).json()),
    ({ snapshot }) => snapshot !== null,
  )
  await writeRequests(join(app.dataDir, 'offerings.db'))
  return {
    app,
    devnet,
    folder,
    async stop() {
      await app.stop()
      await devnet.stop()
      rmSync(folder, { recursive: true })
    },
  }
}

async function writeRequests(file: string): Promise<void> {
  const store = openSqliteStore(file, { migrationsFolder: 'drizzle/migrations' })
  await store.writeRequests(inventedRequests(Date.now()))
  store.close()
}
