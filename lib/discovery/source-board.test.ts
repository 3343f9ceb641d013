import { beforeEach, expect, test } from 'vitest'
import type { SourceReading } from '@/lib/domain/source-reading'
import type { Source } from '@/lib/sources/source'
import { SourceBoard } from './source-board'

let now = 0
beforeEach(() => {
  now = 1_000
})
const { signal } = new AbortController()
const reading = (uris: string[], about: Partial<SourceReading> = {}): SourceReading => ({
  entries: uris.map((uri) => ({ uri })),
  readAt: now,
  error: null,
  facts: null,
  ...about,
})
const failing = (): SourceReading => reading([], { readAt: null, error: 'It failed.' })
const source = (read: () => SourceReading | Promise<SourceReading>, name = 'webhook'): Source => ({
  name,
  kind: 'webhook',
  read: async () => read(),
})
const board = (...sources: Source[]) =>
  new SourceBoard(sources, { now: () => now, sweepIntervalMs: 60_000, patienceMs: 20 })
const uris = (of: SourceBoard) => of.lists.map(({ entries }) => entries.map(({ uri }) => uri))

test('duplicates are recognised in any spelling and still reported, and so is what is no URI', async () => {
  const one = board(source(() => reading(['a.example', 'https://A.example:8935/', 'b.example', 'not a uri'])))
  await one.read(signal)
  expect(one.reports).toMatchObject([{ count: 4, duplicates: 1, invalid: 1, error: null }])
})

test('since when a source fails is kept while it does, its latest failure also afterwards', async () => {
  let next = failing()
  const one = board(source(() => next))
  await one.read(signal)
  expect(one.reports).toMatchObject([{ error: 'It failed.', failingSince: 1_000, readAt: null }])
  now = 2_000
  await one.read(signal)
  expect(one.reports).toMatchObject([{ failingSince: 1_000, lastFailure: { at: 2_000 } }])
  next = reading(['a.example'])
  await one.read(signal)
  expect(one.reports).toMatchObject([
    { error: null, failingSince: null, lastFailure: { at: 2_000, error: 'It failed.' } },
  ])
})

test('a source that hangs holds nobody up; what it says later counts then', async () => {
  let answer: (reading: SourceReading) => void = () => {}
  const hanging = source(() => new Promise<SourceReading>((resolve) => (answer = resolve)))
  const one = board(
    hanging,
    source(() => reading(['b.example']), 'list'),
  )
  await one.read(signal)
  expect(uris(one)).toEqual([[], ['b.example']])
  expect(one.reports[0]).toMatchObject({ error: expect.stringMatching(/has not answered yet/) })
  answer(reading(['a.example']))
  // As soon as it is there, and not with the next sweep only.
  await new Promise((resolve) => setImmediate(resolve))
  expect(uris(one)).toEqual([['a.example'], ['b.example']])
  expect(one.reports[0]).toMatchObject({ error: null })
})

test('a source that was not read since the start still names what an earlier run read', async () => {
  let next = failing()
  const one = board(source(() => next))
  const { error: _, ...stored } = reading(['a.example'], { readAt: 500 })
  one.restore(new Map([['webhook', stored]]), [])
  await one.read(signal)
  expect(uris(one)).toEqual([['a.example']])
  expect(one.reports).toMatchObject([{ readAt: 500, error: 'It failed.', count: 1 }])
  next = reading([])
  await one.read(signal)
  expect(uris(one)).toEqual([[]])
})

test('what another process read later is taken up, what it read earlier is not', async () => {
  const one = board(source(() => reading(['own.example'])))
  await one.read(signal)
  const { error: _, ...stored } = reading(['theirs.example'], { readAt: 500 })
  one.restore(new Map([['webhook', stored]]), [])
  expect(uris(one)).toEqual([['own.example']])
  one.restore(new Map([['webhook', { ...stored, readAt: 5_000 }]]), [])
  expect(uris(one)).toEqual([['theirs.example']])
})

test('a reading that was given up rejects, and the next one begins anew', async () => {
  const giveUp = new AbortController()
  let reads = 0
  const one = board({
    name: 'webhook',
    kind: 'webhook',
    read: (limit) => {
      reads += 1
      if (reads > 1) return Promise.resolve(reading(['a.example']))
      return new Promise((_, reject) => limit.addEventListener('abort', () => reject(limit.reason)))
    },
  })
  const reading1 = one.read(giveUp.signal)
  giveUp.abort(new Error('stopping'))
  await expect(reading1).rejects.toThrow('stopping')
  await one.read(signal)
  expect(uris(one)).toEqual([['a.example']])
})
