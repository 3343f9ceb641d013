import { EXAMPLE_REQUEST_ID } from '@/lib/api/endpoints/requests'
import type { RouteAttempt, RoutedRequest } from '@/lib/domain/routed-request'
import { routeAttempt, routedRequest } from '@/lib/domain/testdata/routed-request'
import type { WrittenRequest } from '@/lib/store/kept-requests'

/** One of each kind that there is to show, all of the last quarter of an hour. */
export function inventedRequests(now: number): WrittenRequest[] {
  const ago = (minutes: number) => now - minutes * 60_000
  const attempt = (startedAt: number, about: Partial<RouteAttempt> = {}) =>
    routeAttempt({ startedAt, ...about })
  const served = (id: string, startedAt: number, about: Partial<RoutedRequest> = {}) =>
    routedRequest({ id, startedAt, attempts: [attempt(startedAt)], ...about })
  const requests: readonly RoutedRequest[] = [
    served(EXAMPLE_REQUEST_ID, ago(14), {
      keyId: 'key-studio',
      chargeUsd: '0.0125',
      attempts: [
        attempt(ago(14), {
          offeringId: 'tern-flux',
          nodeUri: 'https://tern-2.example:8935',
          orchestrator: '0x00000000000000000000000000000000000000b2',
          outcome: 'server-error',
          status: 500,
          quoteMs: 31,
          firstByteMs: 204,
          totalMs: 205,
          detail: 'CUDA out of memory',
        }),
        attempt(ago(14) + 210),
      ],
      totalMs: 1_020,
      decision: {
        chosen: { offering: { id: 'tern-flux' }, reasons: ['cheapest of those that are trusted'] },
        rejected: [{ offering: { id: 'skua-flux' }, rules: ['suspended'] }],
      },
    }),
    served('0197c4f3-0001-7000-8000-000000000001', ago(12), {
      route: '/v1/chat/completions',
      pipeline: 'llm',
      model: 'meta-llama/Llama-3.1-8B-Instruct',
      firstByteMs: 120,
      totalMs: 6_400,
      units: 812n,
    }),
    served('0197c4f3-0002-7000-8000-000000000002', ago(9), {
      outcome: 'nobody',
      status: 503,
      problem: 'nobody-known',
      attempts: [],
      bytesOut: 310,
      units: null,
      costWei: null,
      paidWei: 0n,
      overheadMs: null,
      totalMs: 2,
      firstByteMs: 2,
    }),
    served('0197c4f3-0003-7000-8000-000000000003', ago(6), {
      outcome: 'refused',
      status: 400,
      problem: 'bad-body',
      attempts: [],
      units: null,
      costWei: null,
      paidWei: 0n,
      overheadMs: null,
      totalMs: 1,
      firstByteMs: 1,
    }),
    served('0197c4f3-0004-7000-8000-000000000004', ago(3), {
      outcome: 'cut',
      keyId: 'key-studio',
      attempts: [attempt(ago(3), { outcome: 'truncated', totalMs: 2_400 })],
      units: null,
      costWei: null,
      totalMs: 2_410,
    }),
  ]
  return requests.map(({ decision, ...request }) => ({
    request,
    decision: decision === null ? null : JSON.stringify(decision),
  }))
}
