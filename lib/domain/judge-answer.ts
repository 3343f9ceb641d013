import { ADDRESS_BYTES } from './eth-address'
import type { OrchestratorAnswer } from './orchestrator-answer'
import type { AnsweredKind } from './outcome'
import { parsePrice } from './price'

/** Whether a gateway's poll would list this answer at all, and if not, why (go-livepeer discovery/db_discovery.go). */
export function judgeAnswer({ addressLength, priceInfo }: OrchestratorAnswer): {
  kind: AnsweredKind
  detail: string | null
} {
  if (addressLength !== ADDRESS_BYTES)
    return {
      kind: 'no-address',
      detail: `the address has ${addressLength} bytes instead of ${ADDRESS_BYTES}`,
    }
  if (priceInfo === null) return { kind: 'no-price', detail: 'states no base price' }
  const { pricePerUnit, pixelsPerUnit } = priceInfo
  if (parsePrice(pricePerUnit, pixelsPerUnit) === null)
    return { kind: 'no-price', detail: `states ${pricePerUnit} wei for ${pixelsPerUnit} pixels` }
  return { kind: 'ok', detail: null }
}
