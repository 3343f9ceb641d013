import { expect, test } from 'vitest'
import type { ShownChange } from '../changes/_components/change-kinds'
import { foldChanges } from './fold-changes'

const joined = (id: number, host: string, foundAt: string): ShownChange => ({
  kind: 'node-joined',
  snapshot_id: 1,
  before: null,
  id,
  found_at: foundAt,
  observed_at: foundAt,
  node_uri: `https://${host}:8935`,
  orchestrator: null,
  after: { outcome: 'ok', detail: null },
})
const idsOf = (changes: readonly ShownChange[], most: number) =>
  foldChanges(changes, most).map(({ change, more }) => [change.id, more])

test('what one sweep found at one node stands for itself once, with how many more there are', () => {
  const changes = [joined(3, 'a', 'then'), joined(2, 'a', 'then'), joined(1, 'b', 'then')]
  expect(idsOf(changes, 8)).toEqual([
    [3, 1],
    [1, 0],
  ])
})

test('another sweep is another one, and beyond the most nothing begins while what stands goes on counting', () => {
  const changes = [joined(3, 'a', 'now'), joined(2, 'a', 'then'), joined(1, 'a', 'now')]
  expect(idsOf(changes, 1)).toEqual([[3, 1]])
})
