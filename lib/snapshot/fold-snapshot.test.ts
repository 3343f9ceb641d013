import { expect, test } from 'vitest'
import { answer } from '@/lib/domain/testdata/answer'
import { foldSnapshot, type NamedNode, type RunnerReading, type SettledNode } from './fold-snapshot'
import type { Naming, Snapshot } from './snapshot'

const about = (startedAt: number) => ({
  startedAt,
  endedAt: startedAt + 100,
  cadenceMs: 1_000,
  vantage: 'here',
  sources: [],
})
const naming = (name: string): Naming => ({ name, times: 1, orchestrators: [], score: null })
const named = (...uris: string[]): NamedNode[] =>
  uris.map((uri) => ({ uri, sources: [naming('list')], cadenceMs: 1_000 }))
const roundTrip = { dnsMs: 1, connectMs: 1, tlsMs: 1, answerMs: 2 }
const answered = (uri: string, askedAt: number): SettledNode => ({
  uri,
  askedAt,
  result: {
    kind: 'ok',
    detail: null,
    answer: answer({ transcoder: uri }),
    latencyMs: 4,
    roundTrip,
    isSimulated: false,
    address: '203.0.113.7',
  },
  runners: null,
})
const failed = (uri: string, askedAt: number): SettledNode => ({
  uri,
  askedAt,
  result: { kind: 'timed-out', detail: 'slow' },
  runners: null,
})

/** Sweeps one after the other, a second apart. */
function fold(...sweeps: { nodes?: NamedNode[]; settled: SettledNode[] }[]): Snapshot {
  let snapshot: Snapshot | null = null
  for (const [i, { nodes, settled }] of sweeps.entries()) {
    const list = nodes ?? named(...settled.map(({ uri }) => uri))
    snapshot = { id: i + 1, lastChangeId: null, ...foldSnapshot(snapshot, list, settled, about(i * 1_000)) }
  }
  if (snapshot === null) throw new Error('no sweeps')
  return snapshot
}

test('a node is where it is said to be with every sweep, whether it was asked or not', () => {
  const regionOf = ({ uri }: { uri: string }) => ({ name: uri, from: 'operator' }) as const
  const first = foldSnapshot(null, named('a', 'b'), [answered('a', 10), failed('b', 20)], {
    ...about(0),
    regionOf,
  })
  expect(first.nodes.map(({ region }) => region?.name)).toEqual(['a', 'b'])
  const before = { id: 1, lastChangeId: null, ...first }
  expect(foldSnapshot(before, named('a'), [], about(1_000)).nodes[0]?.region).toBeNull()
})

test('a node that fails keeps its last answer with its age, and since when it fails', () => {
  const failing = [
    { settled: [answered('a', 10)] },
    { settled: [failed('a', 1_010)] },
    { settled: [failed('a', 2_010)] },
  ]
  expect(fold(...failing).nodes[0]).toMatchObject({
    kind: 'timed-out',
    detail: 'slow',
    askedAt: 2_010,
    failingSince: 1_010,
    health: { state: 'degraded', since: 1_010, failuresInARow: 2 },
    lastAnswer: { answeredAt: 15, latencyMs: 4 },
  })
  expect(fold(...failing, { settled: [answered('a', 3_010)] }).nodes[0]).toMatchObject({
    kind: 'ok',
    failingSince: null,
    lastAnswer: { answeredAt: 3_015 },
  })
})

test('a node that never answered has nothing to keep', () =>
  expect(fold({ settled: [failed('a', 10)] }).nodes[0]).toMatchObject({ lastAnswer: null, failingSince: 10 }))

test('a node that was not asked keeps its latest outcome', () =>
  expect(fold({ settled: [answered('a', 10)] }, { nodes: named('a'), settled: [] }).nodes[0]).toMatchObject({
    kind: 'ok',
    askedAt: 10,
    health: { recent: [true] },
  }))

test('nodes are in the order of their URIs, one that nobody names any more is gone, one never asked is not there yet', () => {
  const first = { settled: [answered('b', 1), answered('a', 2)] }
  expect(fold(first).nodes.map(({ uri }) => uri)).toEqual(['a', 'b'])
  expect(fold(first, { nodes: named('b', 'c'), settled: [] }).nodes.map(({ uri }) => uri)).toEqual(['b'])
})

test('every source that named a node is kept, with the first and the last time it did', () => {
  const by = (sources: string[]) => [{ uri: 'a', sources: sources.map(naming), cadenceMs: 1_000 }]
  const settled = [answered('a', 10)]
  const snapshot = fold(
    { nodes: by(['list']), settled },
    { nodes: by(['list', 'webhook']), settled },
    { nodes: by(['webhook']), settled },
  )
  expect(snapshot.nodes[0]?.sources).toEqual([
    { ...naming('webhook'), firstAt: 1_000, lastAt: 2_000 },
    { ...naming('list'), firstAt: 0, lastAt: 1_000 },
  ])
})

test('live runners are kept while the question for them fails, and gone when the node says it has none', () => {
  const reading = (kind: RunnerReading['kind'], askedAt: number): RunnerReading => ({
    kind,
    detail: null,
    askedAt,
    listings: kind === 'listed' ? [{ address: 'a', runners: [] }] : [],
    refused: [],
  })
  const sweeps = (...readings: (RunnerReading | null)[]) =>
    fold(...readings.map((runners, i) => ({ settled: [{ ...answered('a', i * 1_000), runners }] }))).nodes[0]
      ?.runners
  const listed = reading('listed', 5)
  expect(sweeps(null)).toBeNull()
  expect(sweeps(listed)).toEqual({ ...listed, readAt: 5 })
  expect(sweeps(listed, null)).toEqual({ ...listed, readAt: 5 })
  expect(sweeps(listed, reading('timed-out', 1_005))).toEqual({
    ...listed,
    kind: 'timed-out',
    askedAt: 1_005,
    readAt: 5,
  })
  expect(sweeps(listed, reading('none', 1_005))).toMatchObject({ kind: 'none', listings: [], readAt: null })
})

test('an outcome of an earlier question than the one that is known says nothing, however late it arrives', () => {
  const known = fold({ settled: [answered('a', 50)] })
  const kept = fold({ settled: [answered('a', 50)] }, { settled: [failed('a', 20)] })
  expect(kept.nodes).toEqual(known.nodes.map((node) => ({ ...node, sources: expect.anything() })))
})

test('what is known of the future is of a clock that was set back, and gives way', () => {
  const { nodes } = fold({ settled: [answered('a', 50_000)] }, { settled: [failed('a', 1_010)] })
  expect(nodes[0]).toMatchObject({ kind: 'timed-out', askedAt: 1_010 })
})
