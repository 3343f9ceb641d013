import { hasFeatures } from '@/lib/domain/feature-bits'
import type { Capabilities } from '@/lib/domain/orchestrator-answer'
import type { CapabilitiesMessage } from '@/lib/livepeer/messages'

/**
 * Whether a node can do what a job says it needs (go-livepeer core/capabilities.go CompatibleWith). A capability that the
 * node has no constraints for is offered with any model. A job that says nothing needs nothing, and lacks whatever the
 * node makes mandatory.
 */
export function compatibleWith(job: CapabilitiesMessage | null, node: Capabilities | null): boolean {
  if (!isVersionAtLeast(node?.version ?? '', job?.constraints?.minVersion ?? '')) return false
  if (!hasFeatures(job?.bitstring ?? [], node?.mandatories ?? [])) return false
  for (const [capability, { models }] of job?.constraints?.perCapability ?? []) {
    const offered = node?.constraints?.perCapability.get(capability)
    if (!offered) continue
    for (const [name, wish] of models) {
      const model = offered.get(name)
      if (!model || (wish.warm && !model.warm)) return false
      if (!isVersionAtLeast(model.runnerVersion, wish.runnerVersion)) return false
    }
  }
  return hasFeatures(node?.bitstring ?? [], job?.bitstring ?? [])
}

/** By the first three numbers; a minimum that is no version asks for nothing. */
function isVersionAtLeast(version: string, minimum: string): boolean {
  const wanted = numbersOf(minimum)
  if (!wanted) return true
  const given = numbersOf(version)
  if (!given) return false
  const place = given.findIndex((number, i) => number !== wanted[i])
  return place === -1 || (given[place] ?? 0) > (wanted[place] ?? 0)
}

function numbersOf(version: string): number[] | null {
  const match = /^v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?:[-+].*)?$/s.exec(version)
  return match && [match[1], match[2], match[3]].map((digits) => Number(digits ?? 0))
}
