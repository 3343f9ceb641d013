import { expect, test } from 'vitest'
import { observation } from '@/lib/snapshot/testdata/observation'
import { summarize } from './catalog'
import { offering } from './testdata/offering'

const nothingElse = {
  snapshot: {
    id: 1,
    lastChangeId: null,
    startedAt: 0,
    endedAt: 1,
    cadenceMs: 1_000,
    vantage: 'here',
    sources: [],
    nodes: [],
  },
  live: [],
  names: new Map(),
  gpusByNode: new Map(),
}

test('offerings that name no model count as offerings, not as a model', () => {
  const app = { kind: 'live-runner', pipeline: 'daydream/scope', model: null } as const
  const { models, pipelines } = summarize({
    ...nothingElse,
    offerings: [offering(), offering({ model: 'sdxl' }), offering(app), offering(app)],
  })
  expect(models).toBe(2)
  expect(pipelines).toMatchObject([
    { pipeline: 'daydream/scope', models: 0, warm: 2 },
    { pipeline: 'text-to-image', models: 2, warm: 2 },
  ])
})

test('nodes that refuse us are among those that failed, and counted by themselves', () => {
  const kinds = ['ok', 'timed-out', 'busy', 'reserve-needed', 'denied'] as const
  const nodes = kinds.map((kind) => observation({ uri: `https://${kind}.example:8935`, kind }))
  const snapshot = { ...nothingElse.snapshot, nodes }
  expect(summarize({ ...nothingElse, snapshot, offerings: [] }).nodes).toMatchObject({
    listed: 5,
    answered: 1,
    failed: 4,
    refused: 3,
  })
})

test('each outcome names its first nodes, and those that are well none', () => {
  const names = ['a', 'b', 'c', 'd']
  const nodes = names.map((name) =>
    observation({ uri: `https://${name}.example:8935`, kind: name === 'a' ? 'ok' : 'timed-out' }),
  )
  const snapshot = { ...nothingElse.snapshot, nodes }
  const { outcomes } = summarize({ ...nothingElse, snapshot, offerings: [] }).nodes
  expect(outcomes.map(({ outcome, count }) => [outcome, count])).toEqual([
    ['ok', 1],
    ['timed-out', 3],
  ])
  expect(outcomes.map(({ examples }) => examples.map(({ uri }) => uri))).toEqual([
    [],
    ['https://b.example:8935', 'https://c.example:8935'],
  ])
})

test('a node that names hundreds of pipelines is summed up in few looks at each', () => {
  let looks = 0
  const offerings = Array.from({ length: 300 }, (_, i) => ({
    ...offering({ model: null }),
    get pipeline() {
      looks += 1
      return `app-${i}`
    },
  }))
  const { pipelines } = summarize({ ...nothingElse, offerings })
  expect(pipelines).toHaveLength(300)
  expect(looks).toBeLessThan(300 * 10)
})
