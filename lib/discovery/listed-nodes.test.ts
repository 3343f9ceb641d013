import { expect, test } from 'vitest'
import { addressFromBytes } from '@/lib/domain/eth-address'
import { mergeListedNodes } from './listed-nodes'

const merged = (lists: Record<string, string[]>, cadences: Record<string, number> = {}) =>
  mergeListedNodes(
    Object.entries(lists).map(([name, uris]) => ({
      name,
      entries: uris.map((uri) => ({ uri })),
      cadenceMs: cadences[name] ?? 60_000,
    })),
  )

test('a node is one node however it is spelt, named by all that name it, asked as often as the most eager wants', () =>
  expect(
    merged(
      { list: ['https://A.example:8935/', 'a.example'], chain: ['https://a.example'] },
      { list: 1_000, chain: 5_000 },
    ),
  ).toEqual([
    {
      uri: 'https://a.example:8935',
      problem: null,
      sources: [
        { name: 'list', times: 2, orchestrators: [], score: null },
        { name: 'chain', times: 1, orchestrators: [], score: null },
      ],
      cadenceMs: 1_000,
    },
  ]))

test('what a source says of a node is kept: who registered it, one or several, and its score', () => {
  const [a, b] = [addressFromBytes(Uint8Array.of(1)), addressFromBytes(Uint8Array.of(2))]
  const lists = [
    {
      name: 'chain',
      entries: [a, b, a].map((orchestrator) => ({ uri: 'a.example', orchestrator })),
      cadenceMs: 1_000,
    },
    { name: 'webhook', entries: [{ uri: 'a.example', score: 0.5 }], cadenceMs: 1_000 },
  ]
  expect(mergeListedNodes(lists)[0]?.sources).toEqual([
    { name: 'chain', times: 3, orchestrators: [a, b], score: null },
    { name: 'webhook', times: 1, orchestrators: [], score: 0.5 },
  ])
})

test('what is no service URI is kept with the reason, but for credentials', () =>
  expect(
    merged({ list: ['https://user:s3cret@a.example', 'user:s3cret@b.example', 'ftp://c.example'] }),
  ).toMatchObject([
    { uri: 'https://…@a.example', problem: 'carries credentials' },
    { uri: '…@b.example', problem: 'carries credentials' },
    { uri: 'ftp://c.example', problem: expect.stringContaining('ftp') },
  ]))

test('a refused text never takes the place of a good node, whatever is cut out of it', () => {
  const nodes = merged({
    good: ['https://a.example:8935'],
    evil: [
      'https://x:y@a.example:8935',
      'https://a.example:8935?x',
      'https://a.example:8935#x',
      'a.example:8935 ',
    ],
  })
  expect(nodes.find(({ uri }) => uri === 'https://a.example:8935')).toMatchObject({
    problem: null,
    sources: [{ name: 'good' }, { name: 'evil', times: 1 }],
  })
  expect(nodes.filter(({ problem }) => problem !== null)).toHaveLength(3)
})
