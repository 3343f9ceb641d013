import { isLosslessNumber, LosslessNumber, parse, stringify } from 'lossless-json'
import { z } from 'zod'
import { parseCapabilitiesDocument } from '@/lib/devnet/capabilities-document'
import { ZERO_ADDRESS } from '@/lib/domain/eth-address'
import type { Price } from '@/lib/domain/price'
import { discoverJson } from '@/lib/livepeer/discover-json'
import { parseRunnerDiscovery } from '@/lib/livepeer/parse-runner-discovery'
import {
  type DiscoverableNode,
  discoverableOrchestrators,
  type PriceLimits,
} from '../discoverable-orchestrators'
import { filterDiscoverable } from '../filter-discoverable'
import { parseDiscoverQuery } from '../parse-discover-query'

/** One question to go-livepeer's remote signer, and what it answered. */
export type GoldenDiscover = z.output<typeof Line>

export const parseGoldenDiscover = (jsonLines: string): readonly GoldenDiscover[] =>
  jsonLines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Line.parse(parse(line)))

/** Status and body with every number as written and keys in one order. */
export const goldenAnswer = ({ out }: GoldenDiscover) => ({
  status: Number(out.status),
  body: exact(out.body),
})

/**
 * What we answer. `trusting` lets every node speak for all addresses and hosts that the case names, as go-livepeer
 * does; `strict` is what a node may do by itself.
 */
export function ourAnswer(golden: GoldenDiscover, trust: 'trusting' | 'strict') {
  const orchestrators = golden.in.orchestrators ?? []
  const speaksFor = trust === 'trusting' ? orchestrators.flatMap(({ discovery }) => namedIn(discovery)) : []
  const nodes = rowsOf(orchestrators).map((row, i): DiscoverableNode => {
    const discovery = orchestrators[i]?.discovery
    const parsed =
      discovery === undefined
        ? null
        : parseRunnerDiscovery(stringify(discovery) ?? '', { ownAddresses: [row.orch_uri], speaksFor })
    return {
      orchUri: row.orch_uri,
      answer: {
        transcoder: row.orch_uri,
        recipient: row.address,
        localAddress: ZERO_ADDRESS,
        addressLength: 20,
        capabilities: row.capabilities,
        priceInfo: row.price_info,
        capabilitiesPrices: row.capabilities_prices,
        hardware: row.hardware,
        nodes: [],
      },
      runners: parsed?.ok ? parsed.listings : [],
    }
  })
  const pool = discoverableOrchestrators(nodes, limitsOf(golden))
  if (pool.length === 0)
    return { status: 503, body: exact({ error: { message: 'Service Unavailable Error' } }) }
  const result = parseDiscoverQuery(golden.in.query ?? '')
  if (!result.ok) return { status: 400, body: exact(result.problem) }
  return { status: 200, body: exact(parse(discoverJson(filterDiscoverable(pool, result.query)))) }
}

const number = z.instanceof(LosslessNumber)

const Line = z.object({
  name: z.string(),
  in: z.object({
    orchestrators: z.array(z.looseObject({ discovery: z.unknown().optional() })).optional(),
    orchestrators_from: z.string().optional(),
    max_price: z.string().optional(),
    cap_max_prices: z
      .array(z.object({ capability: number, model: z.string(), price: z.string() }))
      .optional(),
    query: z.string().optional(),
  }),
  out: z.object({ status: number, body: z.unknown() }),
})

/** A recording has at least one row, a golden line may have none. */
const rowsOf = (orchestrators: readonly Record<string, unknown>[]) =>
  orchestrators.length === 0 ? [] : parseCapabilitiesDocument(stringify({ orchestrators }) ?? '')

function limitsOf({ in: { max_price, cap_max_prices = [] } }: GoldenDiscover): PriceLimits {
  const byCapability = new Map<number, Map<string, Price>>()
  for (const { capability, model, price } of cap_max_prices) {
    const models = byCapability.get(Number(capability)) ?? new Map<string, Price>()
    byCapability.set(Number(capability), models.set(model, rational(price)))
  }
  return { global: max_price === undefined ? null : rational(max_price), byCapability }
}

function rational(text: string): Price {
  const [wei = '', perUnits = '1'] = text.split('/')
  return { wei: BigInt(wei), perUnits: BigInt(perUnits) }
}

const Named = z.array(
  z
    .object({ address: z.string(), runners: z.array(z.object({ url: z.string() })) })
    .transform(({ address, runners }) => [address, ...runners.map(({ url }) => url)]),
)

/** Addresses of a `/discovery` document and its runners' URLs. */
const namedIn = (discovery: unknown): string[] => Named.safeParse(discovery).data?.flat() ?? []

type Exact = null | boolean | string | Exact[] | { [key: string]: Exact }

function exact(value: unknown): Exact {
  if (isLosslessNumber(value)) return { number: value.value }
  if (Array.isArray(value)) return value.map(exact)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, item]) => [key, exact(item)]),
    )
  return typeof value === 'string' || typeof value === 'boolean' ? value : null
}
