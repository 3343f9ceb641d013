import { expect, test } from 'vitest'
import { addressFromBytes } from '@/lib/domain/eth-address'
import { answer } from '@/lib/domain/testdata/answer'
import { EXTRA_NODES_SOURCE, extraNodes, type KnownAnswer, ownAddresses } from './extra-nodes'
import { mergeListedNodes } from './listed-nodes'

const ada = addressFromBytes(Uint8Array.of(1))
const A = 'https://a.example:8935'
const B = 'https://b.example:8935'
const C = 'https://c.example:8935'
const listed = (uris: string[], name = 'list') =>
  mergeListedNodes([{ name, entries: uris.map((uri) => ({ uri })), cadenceMs: 1_000 }])
const says = (nodes: string[], about: { transcoder?: string; answeredAt?: number } = {}): KnownAnswer => ({
  answer: answer({ nodes, transcoder: about.transcoder ?? A, recipient: ada }),
  answeredAt: about.answeredAt ?? 0,
})
const found = (
  nodes: ReturnType<typeof listed>,
  answers: Record<string, KnownAnswer>,
  about: { perNode?: number; now?: number } = {},
) =>
  extraNodes(nodes, new Map(Object.entries(answers)), { perNode: 8, now: 0, ...about }).flatMap(
    ({ entries }) => entries.map(({ uri }) => uri),
  )

test('what a listed node advertises is named, with whose it is said to be and at its cadence', () =>
  expect(extraNodes(listed([A]), new Map([[A, says([B, 'not a uri'])]]), { perNode: 8, now: 0 })).toEqual([
    {
      name: EXTRA_NODES_SOURCE,
      cadenceMs: 1_000,
      entries: [
        { uri: B, orchestrator: ada },
        { uri: 'not a uri', orchestrator: ada },
      ],
    },
  ]))

test('a text of any length is cut', () =>
  expect(found(listed([A]), { [A]: says(['x'.repeat(400_000)]) })[0]).toHaveLength(512))

test('itself, in any spelling, and what it has named before are not further nodes', () =>
  expect(found(listed([A]), { [A]: says(['a.example', `${B}/`, B, 'b.example']) })).toEqual([B]))

test('what an extra node advertises in turn is not followed, unless a source names that node too', () => {
  const answers = { [A]: says([B]), [B]: says([C], { transcoder: B }) }
  expect(found([...listed([A]), ...listed([B], EXTRA_NODES_SOURCE)], answers)).toEqual([B])
  expect(found(listed([A, B]), answers)).toEqual([B, C])
})

test('each orchestrator names as many as allowed, and all together no more than five hundred', () => {
  const many = Array.from({ length: 1_000 }, (_, i) => `https://n${i}.example`)
  expect(found(listed([A]), { [A]: says(many) }, { perNode: 3 })).toHaveLength(3)
  expect(found(listed([A]), { [A]: says(many) }, { perNode: 0 })).toEqual([])
  const advertisers = Array.from({ length: 20 }, (_, i) => `https://adv${i}.example:8935`)
  const answers = Object.fromEntries(
    advertisers.map((uri, i) => [uri, says(many.slice(50 * i, 50 * i + 50), { transcoder: uri })]),
  )
  expect(found(listed(advertisers), answers, { perNode: 50 })).toHaveLength(500)
})

test('an answer that has expired names nobody', () => {
  expect(found(listed([A]), { [A]: says([B]) }, { now: 8_000 })).toEqual([B])
  expect(found(listed([A]), { [A]: says([B]) }, { now: 8_001 })).toEqual([])
})

test('a node speaks for where it is asked, and for another port of that host if it says so, but for no other host', () => {
  const says = (transcoder: string) => ownAddresses(A, answer({ transcoder }))
  expect(says('https://a.example:9000')).toEqual([A, 'https://a.example:9000'])
  expect(says(B)).toEqual([A])
  expect(says('')).toEqual([A])
})
