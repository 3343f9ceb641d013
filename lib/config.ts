import type { Hex } from 'viem'
import { z } from 'zod'
import { AppError } from '@/lib/domain/app-error'
import { isPrivateKey } from '@/lib/identity/ephemeral-key'
import { isCidr } from '@/lib/probe/dial-policy'

/** Everything the environment decides, read and checked once. Each key is explained in `.env.example`. */
export interface Config {
  readonly gatewayPort: number
  readonly dataDir: string
  readonly orchAddrs: string | null
  readonly orchWebhookUrl: string | null
  /** JSON-RPC of Arbitrum One; null: the chain is not read. May hold a key. */
  readonly ethRpcUrl: string | null
  readonly allowCidrs: readonly string[]
  readonly sweepIntervalMs: number
  readonly probeTimeoutMs: number
  readonly probeConcurrency: number
  readonly retentionHours: number
  readonly vantage: string
  /** Who we are toward orchestrators. `private-key` is the operator's own, from ETH_PRIVATE_KEY. */
  readonly identity:
    | { readonly kind: 'none' | 'ephemeral' }
    | { readonly kind: 'private-key'; readonly key: Hex }
  /** Who bears it may do what changes something; null: nobody may. */
  readonly operatorKey: string | null
  readonly logLevel: string
  /** We end the process ourselves, after closing what is open. */
  readonly handlesSignals: boolean
}

const integer = (fallback: number, min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `is not a whole number, such as ${fallback}`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, `is not between ${min} and ${max}`)
    .default(fallback)

const cidrs = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  )
  .refine((list) => list.every(isCidr), 'is not a comma list of ranges, such as 127.0.0.0/8,::1/128')
  .default([])

const httpUrl = z.string().refine((text) => /^https?:$/.test(protocolOf(text)), 'is not an http or https URL')

const environment = z.object({
  GATEWAY_PORT: integer(9935, 0, 65_535),
  DATA_DIR: z.string().default('./data'),
  ORCH_ADDRS: z.string().optional(),
  ORCH_WEBHOOK_URL: httpUrl.optional(),
  ETH_RPC_URL: httpUrl.optional(),
  ORCH_ALLOW_CIDRS: cidrs,
  SWEEP_INTERVAL_MS: integer(60_000, 1_000, 86_400_000),
  PROBE_TIMEOUT_MS: integer(3_000, 100, 60_000),
  PROBE_CONCURRENCY: integer(100, 1, 1_000),
  RETENTION_HOURS: integer(24, 1, 8_760),
  VANTAGE: z.string().max(64, 'has more than 64 characters').default('this server'),
  IDENTITY: z.enum(['none', 'ephemeral'], 'is not one of none, ephemeral').default('ephemeral'),
  ETH_PRIVATE_KEY: z.string().refine(isPrivateKey, 'is not 0x and 64 hexadecimal digits').optional(),
  OPERATOR_KEY: z.string().min(16, 'has less than 16 characters').optional(),
  LOG_LEVEL: z
    .enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
      'is not one of trace, debug, info, warn, error, silent',
    )
    .default('info'),
  NEXT_MANUAL_SIG_HANDLE: z.string().optional(),
})

/** Environment → Config. A variable set to the empty text counts as unset. Throws AppError `bad-configuration`. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()))
  const parsed = environment.safeParse(present)
  if (!parsed.success) {
    // The value of a URL may hold a secret: names and what is wrong are enough.
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`)
    throw new AppError('bad-configuration', `${problems.join('; ')}. See .env.example.`)
  }
  const set = parsed.data
  return {
    gatewayPort: set.GATEWAY_PORT,
    dataDir: set.DATA_DIR,
    orchAddrs: set.ORCH_ADDRS ?? null,
    orchWebhookUrl: set.ORCH_WEBHOOK_URL ?? null,
    ethRpcUrl: set.ETH_RPC_URL ?? null,
    allowCidrs: set.ORCH_ALLOW_CIDRS,
    sweepIntervalMs: set.SWEEP_INTERVAL_MS,
    probeTimeoutMs: set.PROBE_TIMEOUT_MS,
    probeConcurrency: set.PROBE_CONCURRENCY,
    retentionHours: set.RETENTION_HOURS,
    vantage: set.VANTAGE,
    identity: set.ETH_PRIVATE_KEY
      ? { kind: 'private-key', key: set.ETH_PRIVATE_KEY }
      : { kind: set.IDENTITY },
    operatorKey: set.OPERATOR_KEY ?? null,
    logLevel: set.LOG_LEVEL,
    handlesSignals: set.NEXT_MANUAL_SIG_HANDLE !== undefined,
  }
}

function protocolOf(text: string): string {
  return URL.canParse(text) ? new URL(text).protocol : ''
}
