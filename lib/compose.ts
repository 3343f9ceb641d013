import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type OrchestratorNames, parseNames } from './catalog/parse-names'
import { type Config, maxPriceDefaults, readConfig } from './config'
import { Discovery } from './discovery/discovery'
import type { EthUsdReading } from './domain/eth-usd'
import { FileBoard } from './files/file-board'
import type { Asker } from './identity/asker'
import { createKeyAsker, createNobody, createSignerAsker } from './identity/create-asker'
import { ephemeralKey } from './identity/ephemeral-key'
import { keystoreKey } from './identity/keystore-key'
import { LeaderboardBoard } from './leaderboard/leaderboard-board'
import { createLog, type Logger } from './log'
import { createLookup } from './net/create-lookup'
import { createDialPolicy } from './net/dial-policy'
import type { GuardedDeps } from './net/guarded-request'
import { parseMaxPrices } from './pricing/parse-max-prices'
import { parsePricing } from './pricing/parse-pricing'
import type { Pricing } from './pricing/pricing'
import { RateBoard } from './rates/rate-board'
import { RegionBoard } from './regions/region-board'
import type { Ceiling, PriceCeilings } from './selection/price-ceilings'
import { PUBLIC_RPC_URL } from './sources/chain/chain-network'
import { createSource } from './sources/create-source'
import { openWatchedStore } from './store/sqlite/open-watched-store'
import type { WatchedStore } from './store/watched-store'

/** The parts of the application that work without anybody looking, put together and not yet started. */
export interface Application {
  readonly config: Config
  readonly log: Logger
  readonly store: WatchedStore
  readonly discovery: Discovery
  readonly rates: RateBoard
  readonly regions: RegionBoard
  /** Null: nobody else's scores are shown. */
  readonly leaderboard: LeaderboardBoard | null
  /** Null: this gateway sells nothing. */
  readonly names: FileBoard<OrchestratorNames> | null
  readonly pricing: FileBoard<Pricing> | null
  /** Null: there is no file of highest prices. */
  readonly maxPrices: FileBoard<PriceCeilings> | null
  /** How strangers' places are dialled, and who we are toward them. */
  readonly net: GuardedDeps
  readonly asker: Asker
}

/** Throws AppError `bad-configuration` or `store-unusable`. */
export async function composeApplication(
  env: Readonly<Record<string, string | undefined>>,
): Promise<Application> {
  const config = readConfig(env, {
    readFile: (path) => readFileSync(path, 'utf8'),
    publicRpcUrl: PUBLIC_RPC_URL,
  })
  const log = createLog(config.logLevel)
  const now = Date.now
  const store = openWatchedStore(join(config.dataDir, 'offerings.db'), {
    migrationsFolder: join(process.cwd(), 'drizzle', 'migrations'),
    now,
    onTurn: ({ detail }) =>
      detail === null
        ? log.info({ subject: 'store' }, 'The database can be written again.')
        : log.warn({ subject: 'store' }, `${detail} What is known is served; nothing new is stored.`),
  })
  const net: GuardedDeps = {
    lookup: createLookup(),
    policy: createDialPolicy({ cidrs: config.allowCidrs, hosts: config.allowHosts }),
  }
  const regions = new RegionBoard(config.regions, (problem) => log.warn({ subject: 'regions' }, problem))
  const asker = await createAsker(config, net)
  const discovery: Discovery = new Discovery(
    {
      sources: config.sources.map((settings) => createSource(settings, { fetch, net, now })),
      store,
      locate: (node) => regions.locate(node),
      ethUsd: () => rates.current(),
      log,
      random: Math.random,
      holder: randomUUID(),
      asker,
      probe: { ...net, now, monotonicMs: () => performance.now() },
    },
    config,
  )
  const rates = new RateBoard(config.rates, {
    net,
    now,
    chain: () => chainRate(discovery.readings),
    onProblem: (problem) => log.warn({ subject: 'rates' }, problem),
  })
  const pricing =
    config.pricing &&
    new FileBoard(config.pricing, {
      parse: pricingOfBytes,
      onProblem: (problem) =>
        log.warn({ subject: 'pricing' }, `${problem}. The prices before it stay in use.`),
    })
  const { perUnit, file: maxPricesFile } = config.maxPrices
  const maxPrices =
    maxPricesFile &&
    new FileBoard(maxPricesFile, {
      parse: (bytes) => maxPricesOfBytes(bytes, perUnit),
      onProblem: (problem) =>
        log.warn({ subject: 'max-prices' }, `${problem}. The highest prices before it stay in use.`),
    })
  const names =
    config.names &&
    new FileBoard(config.names, {
      parse: namesOfBytes,
      onProblem: (problem) => log.warn({ subject: 'names' }, `${problem}. The names before it stay in use.`),
    })
  const leaderboard =
    config.leaderboardUrl === null
      ? null
      : new LeaderboardBoard(config.leaderboardUrl, {
          net,
          now,
          onProblem: (problem) => log.warn({ subject: 'leaderboard' }, problem),
        })
  return { config, log, store, discovery, leaderboard, rates, regions, names, pricing, maxPrices, net, asker }
}

function namesOfBytes(bytes: Buffer): OrchestratorNames {
  const file = parseNames(bytes.toString('utf8'))
  if (file.ok) return file.names
  throw new Error(file.problems.join('; '))
}

function maxPricesOfBytes(bytes: Buffer, perUnit: Ceiling | null): PriceCeilings {
  const file = parseMaxPrices(bytes.toString('utf8'), maxPriceDefaults(perUnit))
  if (file.ok) return file.ceilings
  throw new Error(file.problems.join('; '))
}

function pricingOfBytes(bytes: Buffer): Pricing {
  const file = parsePricing(bytes.toString('utf8'))
  if (file.ok) return file.pricing
  throw new Error(file.problems.join('; '))
}

/** Of the chains that are read there is one at most. */
function chainRate(readings: Discovery['readings']): EthUsdReading | null {
  for (const { facts } of readings.values()) if (facts?.kind === 'chain') return facts.ethUsd
  return null
}

async function createAsker({ identity, dataDir }: Config, net: GuardedDeps): Promise<Asker> {
  switch (identity.kind) {
    case 'none':
      return createNobody()
    case 'ephemeral':
      return createKeyAsker(identity.kind, ephemeralKey(join(dataDir, 'identity.key')))
    case 'private-key':
      return createKeyAsker(identity.kind, identity.key)
    case 'keystore':
      return createKeyAsker(identity.kind, await keystoreKey(identity.file, identity.passwordFile))
    case 'remote-signer':
      return createSignerAsker(identity, net)
  }
}
