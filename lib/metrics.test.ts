import { expect, test } from 'vitest'
import { createReader } from './api/reader'
import { stateOf } from './api/testdata/asking'
import { selling } from './api/testdata/selling-nodes'
import { routeAttempt, routedRequest } from './domain/testdata/routed-request'
import { createMetrics, type MetricsDeps } from './metrics'
import { observation } from './snapshot/testdata/observation'
import type { StoreHealth } from './store/store-health'
import { noSuspensions } from './suspension/testdata/no-suspensions'

const WELL: StoreHealth = {
  state: 'ok',
  since: null,
  detail: null,
  lastWriteAt: null,
  sizeBytes: 4_096,
  freeBytes: null,
}

function metricsOf(nodes: Parameters<typeof stateOf>[0], about: Partial<MetricsDeps> = {}) {
  const state = stateOf(nodes)
  return createMetrics({
    snapshot: () => state.snapshot,
    isConductor: () => state.isConductor,
    reader: createReader(state, { now: () => 5_000, version: 'test' }),
    suspensions: noSuspensions(),
    storeHealth: () => WELL,
    requests: { inFlight: 3, waiting: 2, dropped: 1 },
    liveStreams: () => 4,
    version: '1.2.3',
    now: () => 5_000,
    ...about,
  })
}

/** The lines of one metric, without its help. */
const linesOf = (text: string, name: string): string[] =>
  text.split('\n').filter((line) => line.startsWith(`livepeer_offerings_${name}`))

test('what is known is told in labels of closed sets', async () => {
  const down = observation({ uri: 'https://down.example:8935', kind: 'refused', lastAnswer: null })
  const suspensions = noSuspensions()
  for (let i = 0; i < 5; i++)
    suspensions.record({
      offeringId: 'x',
      nodeUri: 'y',
      startedAt: 0,
      at: 0,
      result: { kind: 'fault', cause: 'bad-answer' },
    })
  const text = await metricsOf([selling('a', { flux: 9n, sdxl: 2n }), down], { suspensions }).text()
  expect(linesOf(text, 'build_info')).toEqual(['livepeer_offerings_build_info{version="1.2.3"} 1'])
  expect(linesOf(text, 'live_streams')).toEqual(['livepeer_offerings_live_streams 4'])
  expect(linesOf(text, 'conducts')).toEqual(['livepeer_offerings_conducts 1'])
  expect(linesOf(text, 'sweep_age_seconds')).toEqual(['livepeer_offerings_sweep_age_seconds 4'])
  expect(linesOf(text, 'nodes{')).toContain('livepeer_offerings_nodes{outcome="refused"} 1')
  expect(linesOf(text, 'nodes{')).toContain('livepeer_offerings_nodes{outcome="ok"} 1')
  expect(linesOf(text, 'nodes{')).toContain('livepeer_offerings_nodes{outcome="tls"} 0')
  expect(linesOf(text, 'offerings{')).toContain('livepeer_offerings_offerings{state="warm"} 2')
  expect(linesOf(text, 'suspensions{')).toContain(
    'livepeer_offerings_suspensions{scope="offering",state="suspended"} 1',
  )
  expect(linesOf(text, 'suspensions{')).toHaveLength(6)
  expect(linesOf(text, 'store_state{')).toContain('livepeer_offerings_store_state{state="ok"} 1')
  expect(linesOf(text, 'store_state{')).toContain('livepeer_offerings_store_state{state="full"} 0')
  expect(linesOf(text, 'store_size_bytes')).toEqual(['livepeer_offerings_store_size_bytes 4096'])
})

test('what is not known is left out, never zero', async () => {
  const text = await metricsOf(null).text()
  expect(linesOf(text, 'sweep_age_seconds')).toEqual([])
  expect(linesOf(text, 'offerings{')).toEqual([])
  expect(linesOf(text, 'store_free_bytes')).toEqual([])
})

test('requests are counted by pipelines of the protocol; what clients and operators invent is another', async () => {
  const metrics = metricsOf([])
  metrics.record(routedRequest({ totalMs: 800, firstByteMs: 400, overheadMs: 2, paidWei: 10n ** 15n }))
  metrics.record(
    routedRequest({
      pipeline: 'constructor',
      outcome: 'failed',
      attempts: [routeAttempt({ outcome: 'refused' }), routeAttempt({ outcome: 'busy' })],
      overheadMs: null,
      paidWei: 0n,
    }),
  )
  const text = await metrics.text()
  const values = (name: string) => linesOf(text, name).map((line) => line.replace('livepeer_offerings_', ''))
  expect(values('requests_total{')).toEqual([
    'requests_total{pipeline="text-to-image",outcome="served"} 1',
    'requests_total{pipeline="other",outcome="failed"} 1',
  ])
  expect(values('attempts_total{')).toEqual([
    'attempts_total{outcome="ok"} 1',
    'attempts_total{outcome="refused"} 1',
    'attempts_total{outcome="busy"} 1',
  ])
  expect(values('request_seconds_count')).toEqual(['request_seconds_count{pipeline="text-to-image"} 1'])
  expect(values('first_byte_seconds_sum')).toEqual(['first_byte_seconds_sum 0.4'])
  expect(values('overhead_seconds_count')).toEqual(['overhead_seconds_count 1'])
  expect(values('paid_eth_total')).toEqual(['paid_eth_total 0.001'])
  expect(values('requests_in_flight')).toEqual(['requests_in_flight 3'])
  expect(values('records_waiting')).toEqual(['records_waiting 2'])
  expect(values('records_dropped_total')).toEqual(['records_dropped_total 1'])
})
