import { CAPABILITY_NAMES } from '@/lib/domain/capability'
import type { DiscoverableOrchestrator } from '@/lib/domain/discoverable-orchestrator'
import type { LiveRunner, RunnersOfAddress } from '@/lib/domain/live-runner'
import type { OrchestratorAnswer } from '@/lib/domain/orchestrator-answer'
import { pipelineOf } from '@/lib/domain/pipeline'
import { comparePrice, type Price } from '@/lib/domain/price'
import { parseServiceUri } from '@/lib/domain/service-uri'
import { compareCodePoints } from './compare-code-points'

/** A node as it is handed on: under which address, what it offers, and what its `/discovery` listed. */
export interface DiscoverableNode {
  /** Advertised, or else asked. */
  readonly orchUri: string
  readonly answer: OrchestratorAnswer | null
  readonly runners: readonly RunnersOfAddress[]
  /** Which of the answer's `pipeline/model` are meant; left out: all of them. */
  readonly meant?: ReadonlySet<string>
}

/** What a unit may cost. */
export interface PriceLimits {
  /** For everything without a limit of its own, and for every live runner whatever its unit; null is no limit. */
  readonly global: Price | null
  /** By capability, then by model; `default` is for the capability's other models. A limit of zero is none. */
  readonly byCapability: ReadonlyMap<number, ReadonlyMap<string, Price>>
}

export const NO_LIMITS: PriceLimits = { global: null, byCapability: new Map() }

/**
 * Who can be worked with under these limits, as go-livepeer's remote signer lists them: nodes with an eligible
 * capability in their order, then addresses that only have runners. An address is listed once, in the first spelling.
 * None at all is a 503 there. Source: go-livepeer server/remote_discovery.go, refresh.
 */
export function discoverableOrchestrators(
  nodes: readonly DiscoverableNode[],
  limits: PriceLimits,
): DiscoverableOrchestrator[] {
  const entries = new Map<string, Entry>()
  const entryOf = (stated: string): Entry | null => {
    const listed = listedAddress(stated)
    if (listed === null) return null
    const entry = entries.get(listed.key) ?? {
      address: listed.address,
      capabilities: new Set(),
      runners: new Map(),
    }
    entries.set(listed.key, entry)
    return entry
  }

  for (const { orchUri, answer, meant } of nodes) {
    const all = answer ? eligibleCapabilities(answer, limits) : []
    const eligible = meant ? all.filter((capability) => meant.has(capability)) : all
    const entry = eligible.length > 0 ? entryOf(orchUri) : null
    for (const capability of eligible) entry?.capabilities.add(capability)
  }
  for (const { address, runners } of nodes.flatMap((node) => node.runners)) {
    const entry = entryOf(address)
    for (const runner of runners) {
      if (!isAffordable(runner, limits)) continue
      entry?.capabilities.add(runner.app)
      if (!entry?.runners.has(runner.url)) entry?.runners.set(runner.url, runner)
    }
  }
  return [...entries.values()]
    .filter(({ capabilities }) => capabilities.size > 0)
    .map(({ address, capabilities, runners }) => ({
      address,
      capabilities: [...capabilities].sort(compareCodePoints),
      runners: [...runners.values()],
    }))
}

interface Entry {
  readonly address: string
  readonly capabilities: Set<string>
  readonly runners: Map<string, LiveRunner>
}

/**
 * Addresses are listed as stated when a gateway can dial them so; one without a scheme would be a URL without a host
 * to it, and gets ours. Spellings of one address are one entry. Null where nobody should dial: credentials, queries,
 * other schemes.
 */
function listedAddress(stated: string): { key: string; address: string } | null {
  const result = parseServiceUri(stated)
  if (!result.ok) return null
  const isDialable = /^https?:\/\/[^\s\\\p{Cc}]+$/u.test(stated)
  return { key: result.uri, address: isDialable ? stated : result.uri }
}

/** `pipeline/model` of everything advertised and priced within the limits; what is only priced (BYOC) is not listed. */
function eligibleCapabilities(answer: OrchestratorAnswer, limits: PriceLimits): string[] {
  return [...(answer.capabilities?.constraints?.perCapability ?? [])].flatMap(([capability, models]) =>
    NAMED.has(capability)
      ? [...models.keys()]
          .filter((model) => model !== '' && isEligible(answer, capability, model, limits))
          .map((model) => `${pipelineOf(capability)}/${model}`)
      : [],
  )
}

const NAMED: ReadonlySet<number> = new Set(CAPABILITY_NAMES.map(([id]) => id))

function isEligible(
  answer: OrchestratorAnswer,
  capability: number,
  model: string,
  limits: PriceLimits,
): boolean {
  const price = priceOf(answer, capability, model)
  const limit = limitOf(limits, capability, model)
  return price !== null && (limit === null || comparePrice(price, limit) <= 0)
}

/** The first price for the very model, else the base price. A negative amount is cheap here, as it is to a gateway. */
function priceOf(answer: OrchestratorAnswer, capability: number, model: string): Price | null {
  const own = answer.capabilitiesPrices.find(
    (price) => price.capability === capability && price.constraint === model && price.pixelsPerUnit > 0n,
  )
  const stated = own ?? answer.priceInfo
  return stated && stated.pixelsPerUnit > 0n
    ? { wei: stated.pricePerUnit, perUnits: stated.pixelsPerUnit }
    : null
}

/** As go-livepeer sums it up for one model (server/broadcast.go, GetCapabilitiesMaxPrice): a sum of zero is unset. */
function limitOf({ global, byCapability }: PriceLimits, capability: number, model: string): Price | null {
  const models = byCapability.get(capability)
  const limit = models?.get(model) ?? models?.get('default')
  return limit && limit.wei !== 0n ? limit : global
}

const isAffordable = ({ price }: LiveRunner, { global }: PriceLimits): boolean =>
  price !== null && (global === null || comparePrice(price, global) <= 0)
