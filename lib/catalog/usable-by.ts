import { DEFAULT_FEATURES, featureBits, hasFeatures } from '@/lib/domain/feature-bits'
import type { OrchestratorAnswer } from '@/lib/domain/orchestrator-answer'

export const GATEWAY_KINDS = ['go-livepeer'] as const
export type GatewayKind = (typeof GATEWAY_KINDS)[number]

const GO_LIVEPEER_DEMANDS = featureBits(DEFAULT_FEATURES)

/**
 * Which gateways would work with a node that gave this answer, whatever it offers. One that advertises no address takes
 * no work from any.
 */
export function gatewaysThatUse({ capabilities, transcoder }: OrchestratorAnswer): readonly GatewayKind[] {
  const isUsable = transcoder !== '' && hasFeatures(capabilities?.bitstring ?? [], GO_LIVEPEER_DEMANDS)
  return isUsable ? GATEWAY_KINDS : []
}
