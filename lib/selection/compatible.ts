import { DEFAULT_FEATURES, featureBits, hasFeatures, LEGACY_FEATURES } from '@/lib/domain/feature-bits'
import type { Capabilities } from '@/lib/domain/orchestrator-answer'
import { isVersionAtLeast } from './version-at-least'

/** What a gateway wants of a node. */
export interface Wish {
  /** In words of 64 bits, as on the wire. */
  readonly features: readonly bigint[]
  /** Of the node's version; empty: any. */
  readonly minVersion: string
  /** By capability; a node must offer all of them. */
  readonly models: ReadonlyMap<number, ReadonlyMap<string, ModelWish>>
}

export interface ModelWish {
  readonly warm: boolean
  /** Of the runner's version; empty: any. */
  readonly minRunnerVersion: string
}

/** In the order in which they are looked at. */
export const INCOMPATIBILITIES = [
  'no-capabilities',
  'node-version',
  'mandatory-feature',
  'model',
  'warm',
  'runner-version',
  'feature',
] as const
export type Incompatibility = (typeof INCOMPATIBILITIES)[number]

/** Whether a go-livepeer gateway with that wish would work with a node that says this of itself. */
export const isCompatible = (wish: Wish, capabilities: Capabilities | null): boolean =>
  findIncompatibility(wish, capabilities) === null

/**
 * What speaks against it first; null: nothing. As go-livepeer's CompatibleWith decides (core/capabilities.go), and
 * discovery.go for a node that says nothing: it is one of before there were capabilities. A capability that a node has no
 * constraints for is offered with any model, and how much of it is in use plays no part.
 */
export function findIncompatibility(wish: Wish, capabilities: Capabilities | null): Incompatibility | null {
  if (!capabilities) return hasFeatures(LEGACY, wish.features) ? null : 'no-capabilities'
  if (!isVersionAtLeast(capabilities.version, wish.minVersion)) return 'node-version'
  if (!hasFeatures(wish.features, capabilities.mandatories)) return 'mandatory-feature'
  for (const [capability, wished] of wish.models) {
    const offered = capabilities.constraints?.perCapability.get(capability)
    if (!offered) continue
    for (const [name, { warm, minRunnerVersion }] of wished) {
      const model = offered.get(name)
      if (!model) return 'model'
      if (warm && !model.warm) return 'warm'
      if (!isVersionAtLeast(model.runnerVersion, minRunnerVersion)) return 'runner-version'
    }
  }
  return hasFeatures(capabilities.bitstring, wish.features) ? null : 'feature'
}

const LEGACY = featureBits(LEGACY_FEATURES)

/**
 * What a go-livepeer gateway asks for when it needs a model: also its default features, and never that the model is warm,
 * which it tells apart later (server/ai_session.go).
 */
export const wishForModel = (
  { capability, model }: { readonly capability: number; readonly model: string },
  { minVersion = '', minRunnerVersion = '' }: { minVersion?: string; minRunnerVersion?: string } = {},
): Wish => ({
  features: featureBits([...DEFAULT_FEATURES, capability]),
  minVersion,
  models: new Map([[capability, new Map([[model, { warm: false, minRunnerVersion }]])]]),
})
