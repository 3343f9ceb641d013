import { expect, test } from 'vitest'
import { mergeListedNodes } from './listed-nodes'

const merged = (lists: Record<string, string[]>, cadences: Record<string, number> = {}) =>
  mergeListedNodes(
    new Map(Object.entries(lists).map(([name, uris]) => [name, { uris, readAt: 0, error: null }])),
    new Map(Object.keys(lists).map((name) => [name, cadences[name] ?? 60_000])),
  )

test('a node is one node however it is spelt, named by all that name it, asked as often as the most eager wants', () =>
  expect(
    merged(
      { list: ['https://A.example:8935/', 'a.example'], chain: ['https://a.example'] },
      { list: 1_000, chain: 5_000 },
    ),
  ).toEqual([{ uri: 'https://a.example:8935', problem: null, sources: ['list', 'chain'], cadenceMs: 1_000 }]))

test('what is no service URI is kept with the reason, but for credentials', () =>
  expect(
    merged({ list: ['https://user:s3cret@a.example', 'user:s3cret@b.example', 'ftp://c.example'] }),
  ).toMatchObject([
    { uri: 'https://a.example', problem: 'carries credentials' },
    { uri: 'b.example', problem: 'carries credentials' },
    { uri: 'ftp://c.example', problem: expect.stringContaining('ftp') },
  ]))
