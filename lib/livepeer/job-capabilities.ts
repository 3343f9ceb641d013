import { DEFAULT_FEATURES, featureBits } from '@/lib/domain/feature-bits'
import type { CapabilitiesMessage } from './messages'

/**
 * What a go-livepeer gateway says it needs of a node for one model, both when it asks for a quote and when it sends the
 * job (server/ai_session.go): its default features and the pipeline, one of each, and never that the model is warm. A
 * node quotes for the capabilities that are given a capacity, so that without one it would be its price for transcoding.
 */
export function jobCapabilities(
  { capability, model }: { readonly capability: number; readonly model: string },
  {
    version = '',
    minVersion = '',
    minRunnerVersion = '',
  }: { version?: string; minVersion?: string; minRunnerVersion?: string } = {},
): CapabilitiesMessage {
  const features = [...DEFAULT_FEATURES, capability]
  const constraint = { warm: false, capacity: 0, runnerVersion: minRunnerVersion, capacityInUse: 0 }
  return {
    bitstring: featureBits(features),
    mandatories: [],
    capacities: new Map(features.map((id) => [id, 1])),
    version,
    constraints: {
      minVersion,
      perCapability: new Map([[capability, { models: new Map([[model, constraint]]) }]]),
    },
  }
}
