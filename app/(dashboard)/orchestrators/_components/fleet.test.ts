import { describe, expect, test } from 'vitest'
import type { NodeDto } from '@/lib/api/contract/node'
import { fleetsOf, floorsOf } from './fleet'

const SINCE = '2026-11-30T08:00:00.000Z'
const node = (uri: string, about: Partial<NodeDto> = {}): NodeDto => ({
  uri,
  advertised_uri: null,
  orchestrator: '0xA',
  orchestrator_name: null,
  local_address: null,
  version: null,
  sources: [],
  conflicts: [],
  health: { state: 'up', since: SINCE, failures_in_a_row: 0 },
  outcome: 'ok',
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
  offerings: 1,
  gpus: [],
  ...about,
})
const claim = (orchestrator: string): NodeDto['sources'][number] => ({
  name: 'list',
  times: 1,
  orchestrators: [orchestrator],
  score: null,
  first_at: SINCE,
  last_at: SINCE,
})

describe('a fleet', () => {
  test('is as healthy as its worst node, and a refusal is an answer', () => {
    const fleets = fleetsOf([
      node('1', { outcome: 'busy', orchestrator_name: 'Ada' }),
      node('2', {
        outcome: 'timed-out',
        health: { state: 'down', since: '2026-11-30T07:00:00.000Z', failures_in_a_row: 3 },
      }),
      node('3', { health: { state: 'degraded', since: SINCE, failures_in_a_row: 1 } }),
    ])
    expect(fleets.get('0xa')).toEqual({
      address: '0xA',
      name: 'Ada',
      nodes: 3,
      reached: 2,
      reporting: 0,
      offerings: 3,
      health: { state: 'down', since: '2026-11-30T07:00:00.000Z' },
    })
  })
  test('of nodes that never answered is whose a source says it is, once', () => {
    const silent = node('1', { orchestrator: null, sources: [claim('0xB'), claim('0xb')] })
    expect([...fleetsOf([silent]).keys()]).toEqual(['0xb'])
    expect(fleetsOf([silent]).get('0xb')?.nodes).toBe(1)
  })
  test('nobody’s nodes are in none', () => expect(fleetsOf([node('1', { orchestrator: null })]).size).toBe(0))
})

test('the lowest price of a model counts once for whoever asks it, also at several nodes', () => {
  const row = (...addresses: (string | null)[]) => ({
    kind: 'ai' as const,
    pipeline: 'llm',
    model: 'm',
    unit: 'token' as const,
    n: 1,
    min: null,
    p25: null,
    median: null,
    p75: null,
    max: null,
    spread: null,
    zero: 0,
    missing: 0,
    implausible: 0,
    cheapest: addresses.map((orchestrator) => ({
      offering_id: 'x',
      node_uri: 'u',
      orchestrator,
      orchestrator_name: null,
    })),
  })
  const floors = floorsOf([row('0xA', '0xa', null), row('0xB'), row('0xA')])
  expect([floors.get('0xa'), floors.get('0xb')]).toEqual([2, 1])
})
