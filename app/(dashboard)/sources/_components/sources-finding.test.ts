import { expect, test } from 'vitest'
import type { SourceDto } from '@/lib/api/contract/source'
import { areAllFailing, sourcesFinding } from './sources-finding'

const source = (set: Partial<SourceDto> = {}): SourceDto => ({
  name: 'list',
  kind: 'list',
  count: 3,
  duplicates: 0,
  invalid: 0,
  cadence_ms: 60_000,
  read_at: '2026-03-01T10:22:31.000Z',
  error: null,
  failing_since: null,
  last_failure: null,
  nodes: 3,
  nodes_answered: 3,
  ...set,
})
const advertised = source({ name: 'nodes', kind: 'nodes' })
const failing = source({ name: 'webhook', kind: 'webhook', error: 'It answered 500.' })
const unread = source({ name: 'chain', kind: 'chain', read_at: null })

test.each([
  [[], null, 'No source is configured; the first sweep has not ended yet'],
  [[advertised], 0, 'No source is configured; 0 nodes named'],
  [[source()], 1, 'The only source works; 1 node named'],
  [[source(), advertised], 46, 'The only source works; 46 nodes named'],
  [[source(), failing, advertised], 1_046, '1 of 2 sources work; 1,046 nodes named'],
  [[source(), unread], 3, '1 of 2 sources work; 3 nodes named'],
  [[unread, advertised], null, 'No source was read yet; the first sweep has not ended yet'],
  [[failing, advertised], null, 'The only source fails; the first sweep has not ended yet'],
  [[failing, failing, advertised], 4, 'Both sources fail; 4 nodes named'],
])('the finding of %# counts what works', (sources, nodes, finding) => {
  expect(sourcesFinding(sources, nodes)).toBe(finding)
})

test('what nodes advertise does not hide that every configured source fails', () => {
  expect(areAllFailing([failing, advertised])).toBe(true)
  expect(areAllFailing([failing, source()])).toBe(false)
  expect(areAllFailing([advertised])).toBe(false)
})
