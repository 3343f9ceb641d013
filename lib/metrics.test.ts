import { expect, test } from 'vitest'
import { createReader } from './api/reader'
import { stateOf } from './api/testdata/asking'
import { selling } from './api/testdata/selling-nodes'
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
