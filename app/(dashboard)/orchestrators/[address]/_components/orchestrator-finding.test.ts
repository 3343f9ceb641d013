import { expect, test } from 'vitest'
import type { NodeDto } from '@/lib/api/contract/node'
import { orchestratorFinding } from './orchestrator-finding'

const SINCE = '2026-11-30T08:00:00.000Z'
const node = (outcome: NodeDto['outcome']): NodeDto => ({
  uri: 'https://a.example:8935',
  advertised_uri: null,
  orchestrator: null,
  orchestrator_name: null,
  local_address: null,
  version: null,
  sources: [],
  conflicts: [],
  health: { state: 'up', since: SINCE, failures_in_a_row: 0 },
  outcome,
  detail: null,
  asked_at: SINCE,
  region: null,
  address: null,
  latency_ms: null,
  round_trip: null,
  next_ask_at: SINCE,
  answered_at: null,
  failing_since: null,
  runners: null,
  base_price: null,
  offerings: 0,
  gpus: [],
})

test.each([
  [['ok'], 'Ada: its node was reached'],
  [['ok', 'busy'], 'Ada: both nodes were reached'],
  [['tls'], 'Ada: its node could not be reached'],
  [['tls', 'dns'], 'Ada: none of 2 nodes could be reached'],
  [['ok', 'timed-out', 'ok'], 'Ada: 1 of 3 nodes could not be reached'],
] satisfies [NodeDto['outcome'][], string][])('%j', (outcomes, words) =>
  expect(orchestratorFinding('Ada', outcomes.map(node))).toBe(words),
)
