import type { RouteAttempt, RoutedRequest } from '../routed-request'

/** One that was served at the first attempt, but for what a test is about. */
export function routedRequest(about: Partial<RoutedRequest> = {}): RoutedRequest {
  const { startedAt = 1_000, totalMs = 800 } = about
  return {
    id: `request-${startedAt}`,
    startedAt,
    endedAt: startedAt + totalMs,
    route: '/text-to-image',
    keyId: null,
    kind: 'ai',
    pipeline: 'text-to-image',
    model: 'flux',
    outcome: 'served',
    status: 200,
    problem: null,
    attempts: [routeAttempt({ startedAt, totalMs: totalMs - 5 })],
    decision: null,
    bytesIn: 120,
    bytesOut: 48_000,
    units: 1_048_576n,
    costWei: 5_242_880n,
    paidWei: 5_300_000n,
    usdPerEth: '2500',
    chargeUsd: null,
    overheadMs: 4.5,
    firstByteMs: totalMs - 10,
    totalMs,
    ...about,
  }
}

export const routeAttempt = (about: Partial<RouteAttempt> = {}): RouteAttempt => ({
  offeringId: 'halcyon-flux',
  nodeUri: 'https://halcyon-1.example:8935',
  orchestrator: '0x00000000000000000000000000000000000000A1',
  model: 'flux',
  startedAt: 1_000,
  quoteMs: 40,
  firstByteMs: 700,
  totalMs: 795,
  outcome: 'ok',
  status: 200,
  detail: null,
  paidWei: 5_300_000n,
  ...about,
})
