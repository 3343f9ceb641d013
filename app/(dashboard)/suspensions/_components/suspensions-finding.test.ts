import { expect, test } from 'vitest'
import type { SuspensionDto } from '@/lib/api/contract/suspension'
import { suspensionsFinding } from './suspensions-finding'

const suspension = (about: Partial<SuspensionDto>): SuspensionDto => ({
  scope: 'offering',
  id: 'x',
  node_uri: null,
  offering: null,
  state: 'suspended',
  by_hand: false,
  cause: 'x',
  since: '2026-01-01T00:00:00.000Z',
  reopens_at: null,
  trial_taken: false,
  share: null,
  jobs: { successes: 0, faults: 0 },
  times_opened: 1,
  ...about,
})

test.each<[readonly Partial<SuspensionDto>[], string]>([
  [[], 'Nobody is suspended'],
  [[{}], '1 offering is suspended'],
  [[{ scope: 'node' }, {}, {}], '1 node and 2 offerings are suspended'],
  [[{ state: 'trial' }, { state: 'recovering' }], 'Nobody is suspended, 2 on the way back'],
  [[{ scope: 'node' }, { state: 'trial' }], '1 node is suspended'],
])('%j: %s', (rows, words) => {
  const suspensions = rows.map(suspension)
  expect(suspensionsFinding({ count: rows.length, total: rows.length, suspensions })).toBe(words)
})

test('a list that was cut says how many there are', () =>
  expect(suspensionsFinding({ count: 1, total: 2_000, suspensions: [suspension({})] })).toBe(
    '2,000 are not trusted now',
  ))
