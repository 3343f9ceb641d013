import { expect, test } from 'vitest'
import { createReader } from '@/lib/api/reader'
import { stateOf } from '@/lib/api/testdata/asking'
import { momentOfPage } from './moment-of-page'

const read = createReader(stateOf([]), { now: () => 0, version: 'test' })
const past = createReader(stateOf([]), { now: () => 0, version: 'test' })
const asked: (readonly string[])[] = []
const rt = {
  read,
  past: async (texts: readonly string[]) => {
    asked.push(texts)
    return { kind: 'kept' as const, reader: past }
  },
}
const NOW = Date.parse('2026-11-25T04:00:00Z')
const momentOf = (query: string) =>
  momentOfPage(rt, { path: '/offerings', params: new URLSearchParams(query), now: NOW })
/** Next throws where it redirects. */
const redirectOf = async (query: string): Promise<string> => {
  const error: unknown = await momentOf(query).catch((reason: unknown) => reason)
  return error instanceof Error && 'digest' in error ? (String(error.digest).split(';')[2] ?? '') : ''
}

test('without a moment a page shows now, with one what was then', async () => {
  expect(await momentOf('state=warm')).toEqual({ kind: 'shown', reader: read, asOf: null, at: null })
  expect(await momentOf('as_of=2026-11-22')).toEqual({
    kind: 'shown',
    reader: past,
    asOf: '2026-11-22',
    at: Date.parse('2026-11-22'),
  })
})

test('a moment that stands there twice is for the reader to refuse', async () => {
  await momentOf('as_of=2026-11-22&as_of=x')
  expect(asked.at(-1)).toEqual(['2026-11-22', 'x'])
})

test('what a form without scripts sends becomes an address, and the other parameters stay', async () => {
  expect(await redirectOf('state=warm&ago=24h&as_of=')).toBe(
    '/offerings?state=warm&as_of=2026-11-24T04%3A00%3A00.000Z',
  )
  expect(await redirectOf('as_of=2026-11-22T14:05')).toBe('/offerings?as_of=2026-11-22T14%3A05Z')
  expect(await redirectOf('as_of=')).toBe('/offerings')
})
