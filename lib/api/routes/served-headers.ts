import type { Served } from '@/lib/routing/carriage'

/** How an answer came about, in its headers. */
export function servedHeaders(
  { candidate: { offering }, attempts, costWei, paidWei, reason, waitedMs }: Served,
  about: {
    readonly requestId: string
    readonly totalMs: number
    readonly explanation: string | null
  },
): Record<string, string> {
  const overheadMs = Math.max(0, about.totalMs - waitedMs)
  return {
    'access-control-expose-headers': EXPOSED,
    'x-request-id': about.requestId,
    'livepeer-orchestrator': offering.orchestrator ?? '',
    'livepeer-node': offering.nodeUri,
    'livepeer-offering': offering.id,
    ...(offering.model !== null && { 'livepeer-model': plain(offering.model) }),
    'livepeer-attempts': String(attempts),
    'livepeer-reason': reason,
    ...(costWei !== null && { 'livepeer-cost-wei': String(costWei) }),
    ...(paidWei > 0n && { 'livepeer-paid-wei': String(paidWei) }),
    'livepeer-overhead-ms': overheadMs.toFixed(2),
    'server-timing': `gateway;dur=${overheadMs.toFixed(2)}, orchestrator;dur=${waitedMs.toFixed(2)}`,
    ...(about.explanation !== null && { 'livepeer-explanation': plain(about.explanation) }),
  }
}

/** Pages of other origins may read them. */
const EXPOSED =
  'x-request-id, livepeer-orchestrator, livepeer-node, livepeer-offering, livepeer-model, livepeer-attempts, livepeer-reason, livepeer-cost-wei, livepeer-paid-wei, livepeer-overhead-ms, livepeer-explanation'

/** What a header can carry. */
const plain = (text: string): string =>
  text
    .replaceAll('→', '>')
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, 1_000)
