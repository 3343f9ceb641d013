import { isLosslessNumber, LosslessNumber, parse, stringify } from 'lossless-json'
import { z } from 'zod'
import type { PriceLimits } from '@/lib/catalog/discoverable-orchestrators'
import { parseCapabilitiesDocument } from '@/lib/devnet/capabilities-document'
import type { Price } from '@/lib/domain/price'
import { parseRunnerDiscovery } from '@/lib/livepeer/parse-runner-discovery'
import type { NodeObservation } from '@/lib/snapshot/snapshot'
import { answerRequest } from '../endpoints'
import { createReader } from '../reader'
import { answerDeps } from './answer-deps'
import { stateOf } from './asking'
import { observedRow } from './observed-row'

/** One question to go-livepeer's remote signer, and what it answered. */
export type GoldenDiscover = z.output<typeof Line>

export const parseGoldenDiscover = (jsonLines: string): readonly GoldenDiscover[] =>
  jsonLines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Line.parse(parse(line)))

/** Status and body with every number as written and keys in one order. A refusal is in words of each one's own. */
export const goldenAnswer = ({ out }: GoldenDiscover) => comparable(Number(out.status), out.body)

const comparable = (status: number, body: unknown) => ({
  status,
  body: status === 200 ? exact(body) : Refusal.parse(body) && 'refused',
})

const Refusal = z.object({ error: z.object({ message: z.string().min(1) }) })

/**
 * What we answer on the network of the case, over the endpoint itself. `trusting` lets every node speak for all
 * addresses and hosts that the case names, as go-livepeer does; `strict` is what a node may do by itself.
 */
export async function ourAnswer(golden: GoldenDiscover, trust: 'trusting' | 'strict') {
  const orchestrators = golden.in.orchestrators ?? []
  const speaksFor = trust === 'trusting' ? orchestrators.flatMap(({ discovery }) => namedIn(discovery)) : []
  const nodes = rowsOf(orchestrators).map((row, i): NodeObservation => {
    const discovery = orchestrators[i]?.discovery
    const parsed =
      discovery === undefined
        ? null
        : parseRunnerDiscovery(stringify(discovery) ?? '', { ownAddresses: [row.orch_uri], speaksFor })
    return observedRow(row, {
      runners: parsed?.ok
        ? {
            kind: 'listed',
            detail: null,
            askedAt: 1_000,
            readAt: 1_000,
            listings: parsed.listings,
            refused: [],
          }
        : null,
    })
  })
  const { status, body } = await answerRequest(
    {
      method: 'GET',
      url: new URL(`http://localhost/discover-orchestrators${golden.in.query ? `?${golden.in.query}` : ''}`),
      header: () => null,
    },
    {
      ...answerDeps(
        createReader(stateOf(nodes), { now: () => 1_000, version: 'test', limits: limitsOf(golden) }),
      ),
      onError: (error) => {
        throw error
      },
    },
  )
  const text = body === null ? '' : 'identity' in body ? body.identity.toString() : body.toString()
  return comparable(status, parse(text))
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
