import { expect, test } from 'vitest'
import type { SnapshotDto } from '@/lib/api/contract/snapshot'
import type { StatusDto } from '@/lib/api/contract/status'
import { statusFinding } from './status-finding'

const snapshot: SnapshotDto = {
  id: 1,
  started_at: '2026-01-31T12:00:00.000Z',
  as_of: '2026-01-31T12:00:01.000Z',
  cadence_ms: 60_000,
  vantage: 'here',
  network: 'live',
  nodes_listed: 2,
  nodes_asked: 2,
  nodes_answered: 1,
  last_event_id: null,
}
const store = {
  state: 'ok',
  since: null,
  detail: null,
  last_write_at: null,
  size_bytes: 1,
  free_bytes: 1,
} as const
const sweep: StatusDto['sweep'] = {
  conducted_here: true,
  state: 'idle',
  settled: 1,
  total: 1,
  next_at: null,
  last_error: null,
}

test('what is wrong is said, the database before the sweep', () => {
  expect(statusFinding({ store, sweep, snapshot })).toBe('All is well')
  expect(statusFinding({ store, sweep, snapshot: null })).toBe('Nothing was collected yet')
  const failing = { ...sweep, last_error: 'No source names a single node.' }
  expect(statusFinding({ store, sweep: failing, snapshot })).toBe(
    'Something went wrong with the latest sweep',
  )
  for (const state of ['full', 'read-only', 'failing'] as const)
    expect(statusFinding({ store: { ...store, state }, sweep: failing, snapshot: null })).toMatch(/served/)
})
