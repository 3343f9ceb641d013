import { describe, expect, test } from 'vitest'
import type { HistoryAmountDto, HistoryDto } from '@/lib/api/contract/history'
import type { OfferingDto } from '@/lib/api/contract/offering'
import { OFFERING_STATES, type OfferingState } from '@/lib/domain/facet'
import { priceTrend } from '../../../_components/history/price-trend'
import { modelFinding } from './model-finding'

const DAY = 86_400_000
const NOW = Date.parse('2026-11-30T08:00:00Z')

const amount = (wei: string): HistoryAmountDto => ({
  wei,
  per_units: '3',
  wei_per_unit: wei,
  usd_per_unit: null,
  task_usd: null,
})
const history = (medians: readonly (string | null)[], series = 1): HistoryDto => ({
  metric: 'price',
  subject: { kind: 'model', id: 'org/flux' },
  from: new Date(NOW - medians.length * DAY).toISOString(),
  to: new Date(NOW).toISOString(),
  as_of: new Date(NOW).toISOString(),
  step: '1d',
  vantage: null,
  eth_usd: null,
  series_left_out: 0,
  series: Array.from({ length: series }, () => ({
    pipeline: 'text-to-image',
    model: 'org/flux',
    unit: 'pixel' as const,
    offerings: 1,
    implausible: 0,
    tasks: [],
    points: medians.map((wei, at) => {
      const price = wei === null ? null : amount(wei)
      return {
        at: new Date(NOW - (medians.length - at) * DAY).toISOString(),
        min: price,
        p25: price,
        median: price,
        p75: price,
        max: price,
      }
    }),
  })),
})

const SINCE = new Date(NOW).toISOString()
const offering = (state: OfferingState, node_uri: string): OfferingDto => ({
  id: node_uri,
  node_uri,
  advertised_uri: null,
  orchestrator: null,
  orchestrator_name: null,
  kind: 'ai',
  pipeline: 'text-to-image',
  category: 'image',
  model: 'org/flux',
  model_name: 'flux',
  state,
  price: null,
  price_state: 'missing',
  other_prices: [],
  capacity: null,
  capacity_in_use: null,
  capacity_free: null,
  capacity_is_implausible: false,
  gpus: [],
  region: null,
  node_version: null,
  runner_version: null,
  latency_ms: null,
  observed_at: SINCE,
  fresh_until: SINCE,
  stale_after: SINCE,
  expires_at: SINCE,
  cadence_ms: 1,
  reliability: { health: 'up', since: SINCE, reached: 1, asked: 1 },
  node_outcome: 'ok',
})
const detail = (states: Partial<Record<OfferingState, number>>) => ({
  name: 'flux',
  offerings: OFFERING_STATES.flatMap((state) =>
    Array.from({ length: states[state] ?? 0 }, (_, at) => offering(state, `https://${state}-${at}.example`)),
  ),
})

describe('how a price went', () => {
  test.each([
    [['300', '246'], '-18'],
    [[null, '100', '150', null], '50'],
    [['100', '100'], '0'],
  ])('%j', (medians, percent) => expect(priceTrend(history(medians))?.percent).toBe(percent))
  test.each([
    ['nothing is known', history([null, null])],
    ['one price is no comparison', history([null, '5'])],
    ['from zero there is no percentage', history(['0', '5'])],
    ['unlike units do not come together', history(['5', '6'], 2)],
    ['there is no history', null],
  ])('%s', (_, asked) => expect(priceTrend(asked)).toBeNull())
})

describe('what the heading finds', () => {
  const trendOf = (medians: readonly string[]) => priceTrend(history(medians))
  test('a price that went', () => {
    expect(modelFinding(detail({ warm: 4 }), trendOf(['300', '246']))).toBe(
      'flux is 18\u00a0% cheaper than 2 days ago',
    )
    expect(modelFinding(detail({ warm: 4 }), trendOf(['100', '150']))).toBe(
      'flux is 50\u00a0% dearer than 2 days ago',
    )
  })
  test('a price that hardly went is no news', () =>
    expect(modelFinding(detail({ warm: 3, cold: 1 }), trendOf(['1000', '1009']))).toBe(
      '4 nodes have flux, 3 of them warm',
    ))
  test('a node that has it in two ways counts once', () => {
    const { name, offerings } = detail({ warm: 1 })
    expect(modelFinding({ name, offerings: [...offerings, ...offerings] }, null)).toBe(
      '1 node has flux, 1 of them warm',
    )
  })
  test('that nobody has it loaded comes first', () =>
    expect(modelFinding(detail({ cold: 2 }), trendOf(['300', '246']))).toBe('No node has flux loaded'))
  test('where nobody can know that, nothing is said of it', () =>
    expect(modelFinding(detail({ unknown: 1 }), null)).toBe('1 node has flux'))
})
