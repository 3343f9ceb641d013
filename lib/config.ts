import type { Hex } from 'viem'
import { z } from 'zod'
import { type OrchestratorNames, parseNames } from '@/lib/catalog/parse-names'
import type { HistoryLimits } from '@/lib/discovery/retention'
import { AppError } from '@/lib/domain/app-error'
import { exactFraction } from '@/lib/domain/exact-fraction'
import { IDENTITY_KINDS } from '@/lib/domain/identity-kind'
import type { FileBoardSettings } from '@/lib/files/file-board'
import type { ByLevel } from '@/lib/history/history-window'
import { isPrivateKey } from '@/lib/identity/ephemeral-key'
import { ROUTING_AUTHS, type RoutingAuth } from '@/lib/keys/gate'
import { isCidr, isHostPattern } from '@/lib/net/dial-policy'
import { parseMaxPricePerUnit } from '@/lib/pricing/parse-max-price-per-unit'
import { type MaxPriceDefaults, parseMaxPrices } from '@/lib/pricing/parse-max-prices'
import { parsePricing } from '@/lib/pricing/parse-pricing'
import type { Pricing } from '@/lib/pricing/pricing'
import type { RateSettings } from '@/lib/rates/rate-board'
import type { RegionSettings } from '@/lib/regions/region-board'
import type { AppSessionsOptions } from '@/lib/routing/apps/app-sessions'
import type { LiveTimes } from '@/lib/routing/live/live-session'
import { parseLimits } from '@/lib/routing/parse-limits'
import type { LimitOverrides } from '@/lib/routing/route-limits'
import { type BreakerSettings, DEFAULT_BREAKER_SETTINGS, MAX_SAMPLES } from '@/lib/selection/breaker-settings'
import type { Ceiling, PriceCeilings } from '@/lib/selection/price-ceilings'
import {
  HEADER_NAME,
  HEADER_VALUE,
  httpUrl,
  parseSourceFile,
  type SourceSettings,
} from '@/lib/sources/source-settings'

/** Everything the environment decides, read and checked once. Each key is explained in `.env.example`. */
export interface Config {
  readonly gatewayPort: number
  /** Where the lean door listens; null: at all addresses. */
  readonly gatewayHost: string | null
  readonly dataDir: string
  /** Where service URIs come from: the environment's, then the file's. Each name once. */
  readonly sources: readonly SourceSettings[]
  readonly allowCidrs: readonly string[]
  readonly allowHosts: readonly string[]
  readonly extraNodes: number
  /** Addresses that any node's live runners may be at. */
  readonly runnersSpeakFor: readonly string[]
  readonly sweepIntervalMs: number
  readonly probeTimeoutMs: number
  readonly probeConcurrency: number
  readonly keep: HistoryLimits
  /** How long counts of probes are kept, by the length of their buckets (ms). */
  readonly keepCountsMs: ByLevel<number>
  readonly vantage: string
  /** When whoever runs jobs is suspended, and for how long. */
  readonly breaker: BreakerSettings
  readonly identity: IdentitySettings
  readonly routing: RoutingSettings
  readonly rates: RateSettings
  readonly regions: RegionSettings
  /** Null: orchestrators are called by their addresses. */
  readonly names: FileBoardSettings<OrchestratorNames> | null
  /** Null: this gateway sells nothing. */
  readonly pricing: PricingSettings | null
  /** The most that a job may cost where whoever asks for it says nothing of it. */
  readonly maxPrices: MaxPriceSettings
  /** Whose scores of orchestrators are shown under their own name; null: nobody's. */
  readonly leaderboardUrl: string | null
  /** Who bears it may do what changes something; null: nobody may. */
  readonly operatorKey: string | null
  /** Whose jobs are carried. */
  readonly routingAuth: RoutingAuth
  /** What all jobs of a day (UTC) may cost together; null: as much as they like. */
  readonly routingSpendWeiPerDay: bigint | null
  readonly logLevel: string
  /** We end the process ourselves, after closing what is open. */
  readonly handlesSignals: boolean
}

/** The file of prices, and what it says at start. */
export interface PricingSettings {
  readonly path: string
  readonly initial: Pricing
}

/** go-livepeer's flags `-maxPricePerUnit` and `-maxPricePerCapability`. */
export interface MaxPriceSettings {
  readonly perUnit: Ceiling | null
  /** Null: there is no file of them. */
  readonly file: FileBoardSettings<PriceCeilings> | null
}

/** How clients' jobs are carried. */
export interface RoutingSettings {
  /** By pipeline; what is not named is as usual. */
  readonly limits: LimitOverrides
  /** For one connection to an orchestrator. */
  readonly connectMs: number
  readonly maxUploadBytes: number
  /** How long files that jobs made can be had, and of how many bytes together. */
  readonly mediaKeepMs: number
  readonly mediaMaxBytes: number
  /** Without a slash at its end; null: as clients call it. */
  readonly publicUrl: string | null
  readonly live: LiveSettings
  readonly sessions: AppSessionsOptions
}

/** How live video is carried. Durations are ms. */
export interface LiveSettings extends LiveTimes {
  /** Under way at once. */
  readonly maxStreams: number
}

/** Who we are toward orchestrators. */
export type IdentitySettings =
  | { readonly kind: 'none' | 'ephemeral' }
  | { readonly kind: 'private-key'; readonly key: Hex }
  | { readonly kind: 'keystore'; readonly file: string; readonly passwordFile: string }
  | {
      readonly kind: 'remote-signer'
      readonly url: string
      readonly headers: Readonly<Record<string, string>>
    }

const DAY_MS = 86_400_000
const MIB = 1024 * 1024

const integer = (fallback: number, min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `is not a whole number, such as ${fallback}`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, `is not between ${min} and ${max}`)
    .default(fallback)

const list = (isItem: (text: string) => boolean, problem: string) =>
  z
    .string()
    .transform((text) => splitList(text))
    .refine((items) => items.every(isItem), problem)
    .default([])

const headers = z
  .string()
  .transform((text, context): Readonly<Record<string, string>> => {
    const pairs = splitList(text).map((item) => /^([^:]*):\s*(.*)$/.exec(item))
    if (pairs.every((pair) => pair && HEADER_NAME.test(pair[1] ?? '') && HEADER_VALUE.test(pair[2] ?? '')))
      return Object.fromEntries(pairs.map((pair) => [pair?.[1], pair?.[2]]))
    context.addIssue('is not a comma list of Name:value')
    return z.NEVER
  })
  .default({})

const environment = z.object({
  GATEWAY_PORT: integer(9935, 0, 65_535),
  GATEWAY_HOST: z
    .string()
    .trim()
    .regex(/^[0-9A-Za-z.:-]+$/, 'is not an address or a name of this machine, such as 127.0.0.1')
    .optional(),
  DATA_DIR: z.string().default('./data'),
  ORCH_ADDRS: z.string().optional(),
  ORCH_WEBHOOK_URL: httpUrl.optional(),
  ORCH_WEBHOOK_HEADERS: headers,
  GATEWAY_IMPORT_URL: httpUrl.optional(),
  GATEWAY_IMPORT_HEADERS: headers,
  REMOTE_SIGNER_URL: httpUrl.optional(),
  REMOTE_SIGNER_HEADERS: headers,
  ETH_RPC_URL: httpUrl.optional(),
  REGIONS_FILE: z.string().optional(),
  GEOIP_DB: z.string().optional(),
  NAMES_FILE: z.string().optional(),
  PRICING_FILE: z.string().optional(),
  MAX_PRICE_PER_UNIT: z
    .string()
    .transform((text, context): Ceiling | null => {
      const parsed = parseMaxPricePerUnit(text)
      if (parsed.ok) return parsed.ceiling
      context.addIssue(parsed.problem)
      return z.NEVER
    })
    .optional(),
  MAX_PRICES_FILE: z.string().optional(),
  ETH_USD: z
    .string()
    .transform((text, context) => {
      const rate = exactFraction(text.trim())
      if (rate !== null && rate.numerator > 0n) return rate
      context.addIssue('is not a number of dollars above zero, such as 2500.50')
      return z.NEVER
    })
    .optional(),
  ETH_USD_URL: httpUrl.optional(),
  LEADERBOARD_URL: httpUrl.optional(),
  ETH_USD_PATH: z.string().optional(),
  CHAIN_DISCOVERY: z.enum(['auto', 'on', 'off'], 'is not one of auto, on, off').default('auto'),
  SOURCES_FILE: z.string().optional(),
  ORCH_ALLOW_CIDRS: list(isCidr, 'is not a comma list of ranges, such as 127.0.0.0/8,::1/128'),
  ORCH_ALLOW_HOSTS: list(isHostPattern, 'is not a comma list of names, such as orch.internal or *.lan:8935'),
  EXTRA_NODES: integer(8, 0, 100),
  RUNNER_HOSTS: list(
    (text) => !text.startsWith('*') && isHostPattern(text),
    'is not a comma list of names, such as runners.example.com',
  ),
  SWEEP_INTERVAL_MS: integer(60_000, 1_000, 86_400_000),
  PROBE_TIMEOUT_MS: integer(3_000, 100, 60_000),
  PROBE_CONCURRENCY: integer(100, 1, 1_000),
  // Whoever set it wants less kept than the settings that took its place do by default.
  RETENTION_HOURS: z
    .undefined(
      'is no setting any more; HISTORY_SWEEPS_DAYS, HISTORY_1H_DAYS and HISTORY_CHANGES_DAYS took its place',
    )
    .optional(),
  HISTORY_SWEEPS_DAYS: integer(7, 1, 3_650),
  HISTORY_5M_DAYS: integer(14, 1, 3_650),
  HISTORY_1H_DAYS: integer(92, 1, 3_650),
  HISTORY_1D_DAYS: integer(1_100, 1, 3_650),
  HISTORY_CHANGES_DAYS: integer(400, 1, 3_650),
  HISTORY_REQUESTS_DAYS: integer(30, 1, 3_650),
  HISTORY_DECISIONS_DAYS: integer(3, 1, 3_650),
  BREAKER_CONSECUTIVE: integer(DEFAULT_BREAKER_SETTINGS.consecutive, 1, MAX_SAMPLES),
  BREAKER_RATIO: z
    .string()
    .regex(/^(0?\.\d{1,6}|[01](\.0{1,6})?)$/, 'is not a share above 0 and up to 1, such as 0.5')
    .transform(Number)
    .refine((share) => share > 0, 'is not a share above 0 and up to 1, such as 0.5')
    .default(DEFAULT_BREAKER_SETTINGS.ratio),
  BREAKER_MIN_SAMPLES: integer(DEFAULT_BREAKER_SETTINGS.minSamples, 1, MAX_SAMPLES),
  BREAKER_WINDOW_MS: integer(DEFAULT_BREAKER_SETTINGS.windowMs, 1_000, 3_600_000),
  BREAKER_OPEN_MS: integer(DEFAULT_BREAKER_SETTINGS.openMs, 100, 86_400_000),
  BREAKER_MAX_OPEN_MS: integer(DEFAULT_BREAKER_SETTINGS.maxOpenMs, 100, 86_400_000),
  BREAKER_SLOW_START_MS: integer(DEFAULT_BREAKER_SETTINGS.slowStartMs, 0, 3_600_000),
  ROUTING_LIMITS: z
    .string()
    .transform((text, context): LimitOverrides => {
      const parsed = parseLimits(text)
      if (parsed.ok) return parsed.limits
      context.addIssue(parsed.problem)
      return z.NEVER
    })
    .optional(),
  ROUTING_CONNECT_MS: integer(2_000, 50, 60_000),
  ROUTING_MAX_UPLOAD_MB: integer(256, 1, 4_096),
  ROUTING_MAX_STREAMS: integer(200, 1, 10_000),
  ROUTING_LIVE_IDLE_MS: integer(60_000, 100, 3_600_000),
  ROUTING_LIVE_SILENCE_MS: integer(30_000, 100, 3_600_000),
  ROUTING_LIVE_PAY_MS: integer(5_000, 100, 60_000),
  ROUTING_SESSION_IDLE_MS: integer(300_000, 1_000, 86_400_000),
  ROUTING_SESSION_PAY_MS: integer(10_000, 100, 60_000),
  ROUTING_SESSIONS: integer(200, 0, 100_000),
  MEDIA_KEEP_MINUTES: integer(60, 1, 10_080),
  MEDIA_MAX_MB: integer(1_024, 1, 1_000_000),
  PUBLIC_URL: httpUrl.optional(),
  VANTAGE: z.string().max(64, 'has more than 64 characters').default('this server'),
  IDENTITY: z.enum(IDENTITY_KINDS, `is not one of ${IDENTITY_KINDS.join(', ')}`).optional(),
  ETH_PRIVATE_KEY: z.string().refine(isPrivateKey, 'is not 0x and 64 hexadecimal digits of a key').optional(),
  ETH_KEYSTORE_FILE: z.string().optional(),
  ETH_PASSWORD_FILE: z.string().optional(),
  OPERATOR_KEY: z
    .string()
    .min(16, 'has less than 16 characters')
    // What a header can carry.
    .regex(
      /^[\x21-\x7e]+(?: +[\x21-\x7e]+)*$/,
      'has other characters than letters, digits and signs of ASCII',
    )
    .optional(),
  ROUTING_AUTH: z.enum(ROUTING_AUTHS, `is not one of ${ROUTING_AUTHS.join(', ')}`).default('keys'),
  ROUTING_SPEND_WEI_PER_DAY: z
    .string()
    .regex(/^\d{1,30}$/, 'is not a whole number of wei, such as 50000000000000000')
    .transform(BigInt)
    .optional(),
  LOG_LEVEL: z
    .enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
      'is not one of trace, debug, info, warn, error, silent',
    )
    .default('info'),
  NEXT_MANUAL_SIG_HANDLE: z.string().optional(),
})

export interface ConfigDeps {
  /** The text of a file. */
  readonly readFile: (path: string) => string
  /** A keyless RPC of Arbitrum One, for those who name none. */
  readonly publicRpcUrl: string
}

/** Environment → Config. A variable set to the empty text counts as unset. Throws AppError `bad-configuration`. */
export function readConfig(env: Readonly<Record<string, string | undefined>>, deps: ConfigDeps): Config {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()))
  const parsed = environment.safeParse(present)
  // The value of a URL may hold a secret: names and what is wrong are enough.
  if (!parsed.success)
    throw wrong(parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`))
  const set = parsed.data
  return {
    gatewayPort: set.GATEWAY_PORT,
    gatewayHost: set.GATEWAY_HOST ?? null,
    dataDir: set.DATA_DIR,
    sources: sourcesOf(set, env, deps),
    allowCidrs: set.ORCH_ALLOW_CIDRS,
    allowHosts: set.ORCH_ALLOW_HOSTS,
    extraNodes: set.EXTRA_NODES,
    runnersSpeakFor: set.RUNNER_HOSTS,
    sweepIntervalMs: set.SWEEP_INTERVAL_MS,
    probeTimeoutMs: set.PROBE_TIMEOUT_MS,
    probeConcurrency: set.PROBE_CONCURRENCY,
    keep: {
      sweepsMs: set.HISTORY_SWEEPS_DAYS * DAY_MS,
      hourlyMs: set.HISTORY_1H_DAYS * DAY_MS,
      changesMs: set.HISTORY_CHANGES_DAYS * DAY_MS,
      requestsMs: set.HISTORY_REQUESTS_DAYS * DAY_MS,
      decisionsMs: set.HISTORY_DECISIONS_DAYS * DAY_MS,
    },
    keepCountsMs: {
      '5m': set.HISTORY_5M_DAYS * DAY_MS,
      '1h': set.HISTORY_1H_DAYS * DAY_MS,
      '1d': set.HISTORY_1D_DAYS * DAY_MS,
    },
    vantage: set.VANTAGE,
    routing: {
      limits: set.ROUTING_LIMITS ?? new Map(),
      connectMs: set.ROUTING_CONNECT_MS,
      maxUploadBytes: set.ROUTING_MAX_UPLOAD_MB * MIB,
      mediaKeepMs: set.MEDIA_KEEP_MINUTES * 60_000,
      mediaMaxBytes: set.MEDIA_MAX_MB * MIB,
      publicUrl: set.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
      sessions: {
        idleMs: set.ROUTING_SESSION_IDLE_MS,
        payEveryMs: set.ROUTING_SESSION_PAY_MS,
        maxCount: set.ROUTING_SESSIONS,
      },
      live: {
        maxStreams: set.ROUTING_MAX_STREAMS,
        idleMs: set.ROUTING_LIVE_IDLE_MS,
        silenceMs: set.ROUTING_LIVE_SILENCE_MS,
        payEveryMs: set.ROUTING_LIVE_PAY_MS,
      },
    },
    breaker: breakerOf(set),
    identity: identityOf(set),
    rates: ratesOf(set),
    regions: { overridesFile: set.REGIONS_FILE ?? null, geoipFile: set.GEOIP_DB ?? null },
    names: set.NAMES_FILE === undefined ? null : namesOf(set.NAMES_FILE, deps),
    pricing: set.PRICING_FILE === undefined ? null : pricingOf(set.PRICING_FILE, deps),
    maxPrices: maxPricesOf(set, deps),
    leaderboardUrl: set.LEADERBOARD_URL ?? null,
    operatorKey: set.OPERATOR_KEY ?? null,
    routingAuth: set.ROUTING_AUTH,
    routingSpendWeiPerDay: set.ROUTING_SPEND_WEI_PER_DAY ?? null,
    logLevel: set.LOG_LEVEL,
    handlesSignals: set.NEXT_MANUAL_SIG_HANDLE !== undefined,
  }
}

type Environment = z.output<typeof environment>

/** With nothing configured the chain is read: it names the public network. */
function sourcesOf(
  set: Environment,
  env: Readonly<Record<string, string | undefined>>,
  deps: ConfigDeps,
): readonly SourceSettings[] {
  const web = (
    kind: 'webhook' | 'signer' | 'gateway',
    url: string | undefined,
    own: Record<string, string>,
  ) => (url === undefined ? [] : [{ kind, name: kind, url, headers: own }])
  const named: SourceSettings[] = [
    ...(set.ORCH_ADDRS === undefined
      ? []
      : [{ kind: 'list', name: 'list', addresses: set.ORCH_ADDRS.split(',') } as const]),
    ...web('webhook', set.ORCH_WEBHOOK_URL, set.ORCH_WEBHOOK_HEADERS),
    ...web('signer', set.REMOTE_SIGNER_URL, set.REMOTE_SIGNER_HEADERS),
    ...web('gateway', set.GATEWAY_IMPORT_URL, set.GATEWAY_IMPORT_HEADERS),
    ...(set.SOURCES_FILE === undefined
      ? []
      : fileSources(set.SOURCES_FILE, env, {
          ...deps,
          publicRpcUrl: set.ETH_RPC_URL ?? deps.publicRpcUrl,
        })),
  ]
  const isChainNamed = named.some(({ kind }) => kind === 'chain')
  if (isChainNamed && set.CHAIN_DISCOVERY === 'off')
    throw wrong(['CHAIN_DISCOVERY is off, and SOURCES_FILE names the chain; take one of them away'])
  const isChainWanted =
    set.CHAIN_DISCOVERY === 'on' ||
    (set.CHAIN_DISCOVERY === 'auto' && (set.ETH_RPC_URL !== undefined || named.length === 0))
  const sources: readonly SourceSettings[] =
    isChainWanted && !isChainNamed
      ? [...named, { kind: 'chain', name: 'chain', rpcUrl: set.ETH_RPC_URL ?? deps.publicRpcUrl }]
      : named
  const names = sources.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined)
    throw wrong([`two sources are called ${twice}; give one of them another "name" in SOURCES_FILE`])
  if (names.includes('nodes'))
    throw wrong(['"nodes" is what orchestrators advertise; call the source otherwise'])
  return sources
}

function fileSources(
  path: string,
  env: Readonly<Record<string, string | undefined>>,
  { readFile, publicRpcUrl }: ConfigDeps,
): readonly SourceSettings[] {
  const file = parseSourceFile(textOf('SOURCES_FILE', path, readFile), { env, publicRpcUrl })
  if (!file.ok)
    throw wrong(
      file.problems.map((problem) => `SOURCES_FILE ${path}: ${problem}`),
      'README has an example',
    )
  return file.sources
}

function pricingOf(path: string, { readFile }: ConfigDeps): PricingSettings {
  const file = parsePricing(textOf('PRICING_FILE', path, readFile))
  if (file.ok) return { path, initial: file.pricing }
  throw wrong(
    file.problems.map((problem, i) => (i === 0 ? `PRICING_FILE ${path} ${problem}` : problem)),
    'README has an example',
  )
}

function maxPricesOf(
  { MAX_PRICE_PER_UNIT: perUnit = null, MAX_PRICES_FILE: path }: Environment,
  { readFile }: ConfigDeps,
): MaxPriceSettings {
  if (path === undefined) return { perUnit, file: null }
  const read = parseMaxPrices(textOf('MAX_PRICES_FILE', path, readFile), maxPriceDefaults(perUnit))
  if (read.ok) return { perUnit, file: { path, initial: read.ceilings } }
  throw wrong(read.problems.map((problem, i) => (i === 0 ? `MAX_PRICES_FILE ${path} ${problem}` : problem)))
}

/** Prices of `MAX_PRICE_PER_UNIT` are for one unit. */
export const maxPriceDefaults = (maxPricePerUnit: Ceiling | null): MaxPriceDefaults => ({
  maxPricePerUnit,
  pixelsPerUnit: 1n,
})

function namesOf(path: string, { readFile }: ConfigDeps): FileBoardSettings<OrchestratorNames> {
  const file = parseNames(textOf('NAMES_FILE', path, readFile))
  if (file.ok) return { path, initial: file.names }
  throw wrong(file.problems.map((problem, i) => (i === 0 ? `NAMES_FILE ${path} ${problem}` : problem)))
}

function textOf(setting: string, path: string, readFile: ConfigDeps['readFile']): string {
  try {
    return readFile(path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    throw wrong([`${setting} ${path} cannot be read (${code})`])
  }
}

/** What is set says who we are; IDENTITY decides where more than one could be meant. */
function identityOf(set: Environment): IdentitySettings {
  const { ETH_PRIVATE_KEY: key, ETH_KEYSTORE_FILE: file, ETH_PASSWORD_FILE: passwordFile } = set
  const { REMOTE_SIGNER_URL: url } = set
  if (set.IDENTITY === undefined && key !== undefined && file !== undefined)
    throw wrong(['ETH_PRIVATE_KEY and ETH_KEYSTORE_FILE are both set; IDENTITY says which one is meant'])
  if (passwordFile !== undefined && file === undefined)
    throw wrong(['ETH_PASSWORD_FILE is set, and ETH_KEYSTORE_FILE is not'])
  const implied = key ? 'private-key' : file ? 'keystore' : url ? 'remote-signer' : 'ephemeral'
  const kind = set.IDENTITY ?? implied
  const needed = (name: string) => wrong([`IDENTITY is ${kind}, which needs ${name}`])
  switch (kind) {
    case 'none':
    case 'ephemeral':
      return { kind }
    case 'private-key':
      if (key === undefined) throw needed('ETH_PRIVATE_KEY')
      return { kind, key }
    case 'keystore':
      if (file === undefined) throw needed('ETH_KEYSTORE_FILE')
      if (passwordFile === undefined) throw needed('ETH_PASSWORD_FILE')
      return { kind, file, passwordFile }
    case 'remote-signer':
      if (url === undefined) throw needed('REMOTE_SIGNER_URL')
      return { kind, url, headers: set.REMOTE_SIGNER_HEADERS }
  }
}

function breakerOf(set: Environment): BreakerSettings {
  const { BREAKER_OPEN_MS: openMs, BREAKER_MAX_OPEN_MS: maxOpenMs } = set
  if (openMs > maxOpenMs)
    throw wrong([
      `BREAKER_OPEN_MS is ${openMs}, and BREAKER_MAX_OPEN_MS only ${maxOpenMs}; it is the longest`,
    ])
  return {
    ...DEFAULT_BREAKER_SETTINGS,
    consecutive: set.BREAKER_CONSECUTIVE,
    ratio: set.BREAKER_RATIO,
    minSamples: set.BREAKER_MIN_SAMPLES,
    windowMs: set.BREAKER_WINDOW_MS,
    openMs,
    maxOpenMs,
    slowStartMs: set.BREAKER_SLOW_START_MS,
  }
}

function ratesOf({ ETH_USD, ETH_USD_URL: url, ETH_USD_PATH: path }: Environment): RateSettings {
  if (url === undefined) return { fixed: ETH_USD ?? null, http: null }
  if (path === undefined)
    throw wrong([
      'ETH_USD_URL needs ETH_USD_PATH, where in its answer the number stands, such as data.rates.USD',
    ])
  return { fixed: ETH_USD ?? null, http: { url, path } }
}

const wrong = (problems: readonly string[], help = 'See .env.example'): AppError =>
  new AppError('bad-configuration', `${problems.join('; ')}. ${help}.`)

const splitList = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
