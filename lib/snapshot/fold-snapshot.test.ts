import { expect, test } from 'vitest'
import { answer } from '@/lib/domain/testdata/answer'
import { foldSnapshot, type SettledNode } from './fold-snapshot'

const about = { startedAt: 0, endedAt: 100, cadenceMs: 1_000, vantage: 'here', sources: [] }
const answered = (uri: string, askedAt: number): SettledNode => ({
  uri,
  sources: ['list'],
  askedAt,
  result: { kind: 'ok', detail: null, answer: answer({ transcoder: uri }), latencyMs: 5, isSimulated: false },
})
const failed = (uri: string, askedAt: number): SettledNode => ({
  uri,
  sources: ['list'],
  askedAt,
  result: { kind: 'timed-out', detail: 'slow' },
})

test('a node that fails keeps its last answer with its age, and since when it fails', () => {
  const first = { id: 1, ...foldSnapshot(null, [answered('a', 10)], about) }
  const second = { id: 2, ...foldSnapshot(first, [failed('a', 1_010)], about) }
  const third = foldSnapshot(second, [failed('a', 2_010)], about)
  expect(third.nodes[0]).toMatchObject({
    kind: 'timed-out',
    detail: 'slow',
    askedAt: 2_010,
    failingSince: 1_010,
    lastAnswer: { answeredAt: 15, latencyMs: 5 },
  })
  expect(foldSnapshot({ id: 3, ...third }, [answered('a', 3_010)], about).nodes[0]).toMatchObject({
    kind: 'ok',
    failingSince: null,
    lastAnswer: { answeredAt: 3_015 },
  })
})

test('a node that never answered has nothing to keep', () =>
  expect(foldSnapshot(null, [failed('a', 10)], about).nodes[0]).toMatchObject({
    lastAnswer: null,
    failingSince: 10,
  }))

test('nodes are in the order of their URIs, and one that nobody lists any more is gone', () => {
  const first = { id: 1, ...foldSnapshot(null, [answered('b', 1), answered('a', 2)], about) }
  expect(first.nodes.map(({ uri }) => uri)).toEqual(['a', 'b'])
  expect(foldSnapshot(first, [answered('b', 3)], about).nodes.map(({ uri }) => uri)).toEqual(['b'])
})
