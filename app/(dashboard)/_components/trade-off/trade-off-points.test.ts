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

test('colours tell regions or cards, and say where there are none', () => {
  const points = [point('1'), point('2', { region: null, gpu: 'H100' })]
  expect(tradeOff(points, 'region')).toMatchObject({ names: [{ name: 'us-east' }], hasUnnamed: true })
  expect(tradeOff(points, 'gpu')).toMatchObject({ names: [{ name: 'H100' }], hasOthers: false })
})
