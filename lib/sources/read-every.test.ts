import { expect, test } from 'vitest'
import { readEvery } from './read-every'
import type { SourceReading } from './source'

const { signal } = new AbortController()

test('a list is read again when its time is over, and at once after a failure', async () => {
  let now = 1_000
  let reads = 0
  let error: string | null = null
  const slow = {
    name: 'chain',
    read: async (): Promise<SourceReading> => {
      reads += 1
      return { uris: [String(reads)], readAt: now, error }
    },
  }
  const source = readEvery(slow, 500, { now: () => now })
  expect(source.cadenceMs).toBe(500)
  expect(await source.read(signal)).toMatchObject({ uris: ['1'] })
  now += 499
  expect(await source.read(signal)).toMatchObject({ uris: ['1'] })
  now += 1
  error = 'no answer'
  expect(await source.read(signal)).toMatchObject({ uris: ['2'], error: 'no answer' })
  error = null
  expect(await source.read(signal)).toMatchObject({ uris: ['3'], error: null })
})
