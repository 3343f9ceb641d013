import type { OrchestratorAnswer } from '@/lib/domain/orchestrator-answer'

export const GATEWAY_KINDS = ['go-livepeer'] as const
export type GatewayKind = (typeof GATEWAY_KINDS)[number]

/**
 * Features 0 to 12, 14 and 26: a go-livepeer gateway asks for them beside whatever it needs, and passes over a node that
 * lacks one (core/capabilities.go, DefaultCapabilities and CompatibleWith).
 */
const GO_LIVEPEER_DEMANDS = (1n << 26n) | (1n << 14n) | ((1n << 13n) - 1n)

/**
 * Which gateways would work with a node that gave this answer, whatever it offers. One that advertises no address takes
 * no work from any.
 */
export function gatewaysThatUse({ capabilities, transcoder }: OrchestratorAnswer): readonly GatewayKind[] {
  const [features = 0n] = capabilities?.bitstring ?? []
  const isUsable = transcoder !== '' && (features & GO_LIVEPEER_DEMANDS) === GO_LIVEPEER_DEMANDS
  return isUsable ? GATEWAY_KINDS : []
}
