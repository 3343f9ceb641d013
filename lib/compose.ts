import { randomUUID } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import { join } from 'node:path'
import { type Config, readConfig } from './config'
import { Discovery } from './discovery/discovery'
import { ephemeralKey } from './identity/ephemeral-key'
import { type AskerIdentity, identityOfKey, NO_IDENTITY } from './livepeer/asker-identity'
import { createLog, type Logger } from './log'
import { createDialPolicy } from './probe/dial-policy'
import { ARBITRUM_ONE } from './sources/chain/chain-network'
import { createChainSource } from './sources/chain-source'
import { createListSource } from './sources/list-source'
import { readEvery } from './sources/read-every'
import type { Source } from './sources/source'
import { createWebhookSource } from './sources/webhook-source'
import { openSqliteStore } from './store/sqlite/sqlite-store'
import type { Store } from './store/store'

/** The parts of the application that work without anybody looking, put together and not yet started. */
export interface Application {
  readonly config: Config
  readonly log: Logger
  readonly store: Store
  readonly discovery: Discovery
}

const HOUR_MS = 3_600_000

/** Throws AppError `bad-configuration` or `store-unusable`. */
export async function composeApplication(
  env: Readonly<Record<string, string | undefined>>,
): Promise<Application> {
  const config = readConfig(env)
  const log = createLog(config.logLevel)
  const store = openSqliteStore(join(config.dataDir, 'offerings.db'), {
    migrationsFolder: join(process.cwd(), 'drizzle', 'migrations'),
  })
  const now = Date.now
  const discovery = new Discovery(
    {
      sources: createSources(config, now),
      store,
      log,
      random: Math.random,
      holder: randomUUID(),
      probe: {
        lookup: (host) => lookup(host, { all: true }),
        policy: createDialPolicy(config.allowCidrs),
        identity: await askerIdentity(config),
        now,
        monotonicMs: () => performance.now(),
      },
    },
    { ...config, retentionMs: config.retentionHours * HOUR_MS },
  )
  return { config, log, store, discovery }
}

async function askerIdentity({ identity, dataDir }: Config): Promise<AskerIdentity> {
  switch (identity.kind) {
    case 'none':
      return NO_IDENTITY
    case 'ephemeral':
      return identityOfKey(ephemeralKey(join(dataDir, 'identity.key')))
    case 'private-key':
      return identityOfKey(identity.key)
  }
}

/** Machines of strangers, on a list that changes slowly: both are asked at a gentler pace. */
const CHAIN_CADENCE_MS = 5 * 60_000

function chainSource(url: string, now: () => number): Source {
  return readEvery(createChainSource({ network: ARBITRUM_ONE, url, fetch }, { now }), CHAIN_CADENCE_MS, {
    now,
  })
}

function createSources(config: Config, now: () => number): Source[] {
  return [
    ...(config.orchAddrs === null ? [] : [createListSource(config.orchAddrs, { now })]),
    ...(config.orchWebhookUrl === null ? [] : [createWebhookSource(config.orchWebhookUrl, { fetch, now })]),
    ...(config.ethRpcUrl === null ? [] : [chainSource(config.ethRpcUrl, now)]),
  ]
}
