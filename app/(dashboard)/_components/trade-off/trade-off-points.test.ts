import { expect, test } from 'vitest'
import type { PriceLatencyPointDto } from '@/lib/api/contract/price-latency'
import { tradeOff } from './trade-off-points'

const point = (wei: string, about: Partial<PriceLatencyPointDto> = {}): PriceLatencyPointDto => ({
  offering_id: wei,
  node_uri: 'https://a.example:8935',
  orchestrator: null,
  orchestrator_name: null,
  model: 'flux',
  state: 'warm',
  price: { wei, per_units: '1', wei_per_unit: wei, usd_per_unit: null },
  latency_ms: 20,
  region: 'us-east',
  gpu: null,
  node_outcome: 'ok',
  on_front: false,
  ...about,
})

test('an axis is logarithmic from a spread of a hundred on, and never where something is free', () => {
  expect(tradeOff([point('1'), point('100')], 'region').price.isLog).toBe(false)
  expect(tradeOff([point('1'), point('101')], 'region').price.isLog).toBe(true)
  expect(tradeOff([point('0'), point('101')], 'region').price.isLog).toBe(false)
})

test('what all have in common leaves room around it', () => {
  const { domain } = tradeOff([point('5')], 'region').price
  expect(domain[0]).toBeLessThan(5)
  expect(domain[1]).toBeGreaterThan(5)
})

test('colours tell regions or cards, and say where there are none', () => {
  const points = [point('1'), point('2', { region: null, gpu: 'H100' })]
  expect(tradeOff(points, 'region')).toMatchObject({ names: [{ name: 'us-east' }], hasUnnamed: true })
  expect(tradeOff(points, 'gpu')).toMatchObject({ names: [{ name: 'H100' }], hasOthers: false })
})
