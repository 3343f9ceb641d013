import { expect, test } from 'vitest'
import { CHANGE_KINDS, type Change, type StatedAmount } from '@/lib/domain/change'
import { addressFromBytes } from '@/lib/domain/eth-address'
import { changeDto } from '../contract/change'
import { changeToDto } from './change-to-dto'

const about = {
  nodeUri: 'https://a.example:8935',
  orchestrator: addressFromBytes(Uint8Array.of(7)),
  observedAt: 1_500.75,
}
const offering = { id: 'x', kind: 'byoc', pipeline: 'chat', model: null, gpu: null } as const
const outcome = { outcome: 'ok', detail: null } as const
const price = { kind: 'stated', price: { wei: 2n ** 63n - 1n, perUnits: 3n }, unit: 'unit' } as const
const terms = { state: 'unknown', price, capacity: null } as const
const none = { kind: 'missing' } as const

const CHANGES: readonly Change[] = [
  { ...about, kind: 'node-joined', after: outcome },
  { ...about, kind: 'node-left', before: outcome },
  { ...about, kind: 'node-silent', before: outcome, after: { outcome: 'dns', detail: 'no such name' } },
  { ...about, kind: 'node-back', before: { outcome: 'busy', detail: null }, after: outcome },
  { ...about, kind: 'node-stale', lastAnswerAt: 1_200.5 },
  { ...about, kind: 'health-changed', before: 'up', after: 'degraded' },
  { ...about, kind: 'version-changed', before: null, after: '0.9.1' },
  { ...about, kind: 'region-changed', before: null, after: { name: 'eu-central', from: 'geoip' } },
  { ...about, kind: 'gpu-added', gpu: 'RTX 4090', before: 0, after: 2 },
  { ...about, kind: 'gpu-gone', gpu: 'RTX 4090', before: 2, after: 1 },
  { ...about, kind: 'offering-added', offering, after: terms },
  { ...about, kind: 'offering-gone', offering, before: { ...terms, price: none }, reason: 'expired' },
  { ...about, kind: 'price-changed', offering, before: price, after: none },
  { ...about, kind: 'warmed', offering, before: 'cold', after: 'warm' },
  { ...about, kind: 'cooled', offering, before: 'warm', after: 'priced-only' },
  { ...about, kind: 'state-changed', offering, before: 'cold', after: 'unknown' },
  { ...about, kind: 'capacity-changed', offering, before: 4, after: null },
  { ...about, kind: 'suspended', offering, cause: '5 jobs failed', isByHand: false, reopensAt: 3_000 },
  { ...about, kind: 'resumed', offering: null, suspendedAt: 1_000 },
  { ...about, kind: 'many-changes', leftOut: 12 },
  {
    kind: 'snapshot',
    observedAt: 2_000,
    startedAt: 1_000,
    nodesListed: 3,
    nodesAsked: null,
    nodesAnswered: 2,
  },
]

test('there is an example of every kind', () =>
  expect(CHANGES.map(({ kind }) => kind)).toEqual([...CHANGE_KINDS]))

test.each(CHANGES)('$kind keeps to the contract, with nothing beside it', (change) => {
  const dto = changeToDto({ id: 1_795_568_198_982_000, snapshotId: 7, foundAt: 2_000, change })
  expect(changeDto.parse(dto)).toEqual(dto)
  expect(dto).toMatchObject({ kind: change.kind, id: 1_795_568_198_982_000, snapshot_id: 7 })
})

test('amounts are exact, and say by how much they changed where that can be said', () => {
  const changed = (before: StatedAmount, after: StatedAmount) =>
    changeToDto({
      id: 1,
      snapshotId: 1,
      foundAt: 2_000,
      change: { ...about, kind: 'price-changed', offering, before, after },
    })
  expect(changed(price, { ...price, price: { ...price.price, perUnits: 2n } })).toMatchObject({
    before: { price: { wei: '9223372036854775807', per_units: '3', unit: 'unit' }, price_problem: null },
    after: { price: { per_units: '2' } },
    change_percent: '50',
  })
  expect(changed(price, { ...price, unit: 'second' })).toMatchObject({ change_percent: null })
  expect(changed(price, none)).toMatchObject({
    after: { price: null, price_problem: 'missing' },
    change_percent: null,
  })
})
