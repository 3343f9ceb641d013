import { expect, test } from 'vitest'
import type { ComparisonDto, FleetDto } from '@/lib/api/contract/comparison'
import { comparisonCsv, comparisonGroups } from './comparison-rows'

const fleet = (about: Partial<FleetDto>): FleetDto => ({
  address: '0x01',
  label: null,
  is_known: true,
  nodes: { listed: 2, answered: 2 },
  versions: [],
  regions: [],
  cards: { total: 0, nodes_reporting: 0 },
  memory: { total_bytes: '0', cards: 0 },
  offerings: 1,
  models: 1,
  states: { warm: 1, cold: 0, priced_only: 0, unknown: 0 },
  warm_share: 1,
  slots: null,
  latency: { n: 1, min_ms: 40, p50_ms: null, p95_ms: null },
  ...about,
})
const comparison = (...fleets: FleetDto[]): ComparisonDto => ({
  snapshot: {
    id: 1,
    started_at: '2026-01-01T00:00:00.000Z',
    as_of: '2026-01-01T00:00:01.000Z',
    cadence_ms: 60_000,
    vantage: 'test',
    network: 'live',
    nodes_listed: 2,
    nodes_asked: 2,
    nodes_answered: 2,
    last_event_id: null,
  },
  eth_usd: null,
  fleets,
  cards: [],
  models: [],
})
const rowOf = (label: string, ...fleets: FleetDto[]) => {
  const rows = comparisonGroups(
    comparison(...fleets),
    fleets.map(() => undefined),
  ).flatMap((one) => one.rows)
  const found = rows.find((one) => one.label === label)
  if (!found) throw new Error(`there is no row ${label}`)
  return found
}
const bests = (label: string, ...fleets: FleetDto[]) =>
  rowOf(label, ...fleets).cells.map((cell) => cell.kind === 'told' && cell.isBest)

test('the best is marked where there is one, and nobody where all are alike or alone', () => {
  const slow = fleet({ latency: { n: 1, min_ms: 90, p50_ms: null, p95_ms: null } })
  expect(bests('Discovery latency', fleet({}), slow)).toEqual([true, false])
  expect(bests('Discovery latency', fleet({}), fleet({}))).toEqual([false, false])
  expect(bests('Discovery latency', fleet({}))).toEqual([false])
})

test('what is not known is said with its reason, is no zero, and is nobody’s best', () => {
  const row = rowOf('Cards', fleet({}), fleet({ cards: { total: 3, nodes_reporting: 1 } }))
  expect(row.differs).toBe(true)
  expect(row.cells).toMatchObject([
    { kind: 'unknown', reason: expect.stringContaining('reports its hardware') },
    { kind: 'told', text: '3', isBest: false },
  ])
})

test('a card that a fleet does not have is a zero, and unknown where a fleet reports no hardware at all', () => {
  const card = {
    name: 'L4',
    memory_total_bytes: null,
    vram_gb: null,
    fleets: [{ cards: 0, models: 0 }, null],
  }
  const [, cards] = comparisonGroups({ ...comparison(fleet({}), fleet({})), cards: [card] }, [])
  expect(cards?.rows[0]?.cells).toMatchObject([
    { kind: 'told', text: '0' },
    { kind: 'unknown', reason: expect.stringContaining('reports its hardware') },
  ])
})

test('a file has every digit, and runs nothing in a spreadsheet', () => {
  const data = comparison(fleet({ label: '=SUM(A1)' }), fleet({ warm_share: 1 / 3 }))
  const csv = comparisonCsv(data, comparisonGroups(data, [undefined, undefined]))
  expect(csv.split('\r\n')[1]).toBe("group,row,'=SUM(A1),")
  expect(csv).toContain('Fleet,Warm (% of those that say),1,0.3333333333333333\r\n')
})
