import { expect, test } from 'vitest'
import type { SourceReading } from '@/lib/domain/source-reading'
import { readEvery } from './read-every'

const { signal } = new AbortController()

test('a list is read again when its time is over, and at once after a failure', async () => {
  let now = 1_000
  let reads = 0
  let error: string | null = null
  const slow = {
    name: 'chain',
    kind: 'chain' as const,
    read: async (): Promise<SourceReading> => {
      reads += 1
      return { entries: [{ uri: String(reads) }], readAt: now, error, facts: null }
    },
  }
  const source = readEvery(slow, 500, { now: () => now })
  expect(source.cadenceMs).toBe(500)
  expect(await source.read(signal)).toMatchObject({ entries: [{ uri: '1' }] })
  now += 499
  expect(await source.read(signal)).toMatchObject({ entries: [{ uri: '1' }] })
  now += 1
  error = 'no answer'
  expect(await source.read(signal)).toMatchObject({ entries: [{ uri: '2' }], error: 'no answer' })
  error = null
  expect(await source.read(signal)).toMatchObject({ entries: [{ uri: '3' }], error: null })
  expect(await source.read(signal, { anew: true })).toMatchObject({ entries: [{ uri: '4' }] })
  expect(await source.read(signal)).toMatchObject({ entries: [{ uri: '4' }] })
})
