import { expect, test } from 'vitest'
import type { NodeDto } from '@/lib/api/contract/node'
import { latencyFinding, slowestFirst } from './latency-finding'

const node = (uri: string, latency_ms: number | null): NodeDto => ({
  uri: `https://${uri}.example:8935`,
  advertised_uri: null,
  orchestrator: null,
  orchestrator_name: null,
  local_address: null,
  version: null,
  sources: [],
  conflicts: [],
  health: { state: 'up', since: '2026-01-01T00:00:00.000Z', failures_in_a_row: 0 },
  outcome: 'ok',
  detail: null,
  asked_at: '2026-01-01T00:00:00.000Z',
  region: null,
  address: null,
  latency_ms,
  round_trip: null,
  next_ask_at: '2026-01-01T00:00:00.000Z',
  answered_at: null,
  failing_since: null,
  runners: null,
  base_price: null,
  offerings: 0,
  gpus: [],
})
const finding = (...latencies: (number | null)[]) =>
  latencyFinding(slowestFirst(latencies.map((ms, at) => node(`n${at}`, ms))))

test('half of the nodes answer within the upper of the two middle ones, and only a slow one is named', () => {
  expect(finding(30, 10, 20, null)).toBe('Half of 3 nodes answer within 20\u00a0ms')
  expect(finding(10, 20)).toBe('Half of 2 nodes answer within 10\u00a0ms')
  expect(finding(10, 20, 60)).toBe('Half of 3 nodes answer within 20\u00a0ms; n2.example took 60\u00a0ms')
})

test('with one answer, or none, there is no half', () => {
  expect(finding(1_500)).toBe('One node answered, in 1.5\u00a0s')
  expect(finding(null)).toBe('No node answered when it was last asked')
})
