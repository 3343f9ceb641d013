import { expect, test } from 'vitest'
import type { RequestSummary, RoutedRequest } from '@/lib/domain/routed-request'
import { routedRequest } from '@/lib/domain/testdata/routed-request'
import type { WrittenRequest } from '@/lib/store/kept-requests'
import { StoreFailure } from '@/lib/store/store-failure'
import { RequestJournal, type RequestJournalOptions } from './request-journal'

/** A journal whose beats are ours, on a disk that we break and mend. */
function journaling(options: RequestJournalOptions & { monotonicMs?: () => number } = {}) {
  const written: WrittenRequest[] = []
  const batches: number[] = []
  const told: string[] = []
  const errors: unknown[] = []
  let [turns, beat] = [0, () => {}]
  let refuse: ((request: WrittenRequest['request']) => Error | null) | null = null
  const journal = new RequestJournal(
    {
      store: {
        writeRequests: async (requests) => {
          for (const { request } of requests) {
            const error = refuse?.(request)
            if (error) throw error
          }
          written.push(...requests)
          batches.push(requests.length)
          return requests.length
        },
      },
      every: (_, given) => {
        beat = given
        return () => {
          beat = () => {}
        }
      },
      turn: async () => {
        turns += 1
      },
      monotonicMs: options.monotonicMs ?? (() => 0),
      onRecord: ({ id }) => told.push(id),
      onError: (error) => errors.push(error),
    },
    options,
  )
  journal.start()
  return {
    journal,
    written,
    batches,
    told,
    errors,
    turns: () => turns,
    beat: () => beat(),
    async settled() {
      beat()
      await journal.settle()
    },
    /** As many beats as a disk that failed is left alone for. */
    async pauseOver() {
      await journal.settle()
      for (let i = 0; i < 40; i++) beat()
      await journal.settle()
    },
    breakDisk: () => {
      refuse = () => new StoreFailure('full', 'The disk is full.')
    },
    refuse: (judge: typeof refuse) => {
      refuse = judge
    },
    ids: () => written.map(({ request }) => request.id),
  }
}

const carry = (journal: RequestJournal, about: Partial<RoutedRequest> = {}) => {
  const record = routedRequest(about)
  journal.begin(record).end(record)
}
const carryMany = (journal: RequestJournal, count: number, about: Partial<RoutedRequest> = {}, from = 0) => {
  for (let i = from; i < from + count; i++) carry(journal, { id: `r${i}`, ...about })
}

test('a request is under way until it ends, and then waits for the next beat', async () => {
  const { journal, settled, ids, told } = journaling()
  const record = routedRequest({ id: 'a' })
  const entry = journal.begin(record)
  expect([journal.inFlight, [...journal.running].map(({ id }) => id), journal.find('a')?.kind]).toEqual([
    1,
    ['a'],
    'running',
  ])
  entry.end(record)
  expect([journal.inFlight, journal.waiting, journal.find('a')?.kind, told]).toEqual([0, 1, 'waiting', []])
  await settled()
  expect([journal.waiting, journal.find('a'), ids(), told]).toEqual([0, null, ['a'], ['a']])
})

test('a request ends once; whoever ends it again is told of, and nothing is written twice', async () => {
  const { journal, settled, ids, errors } = journaling()
  const record = routedRequest({ id: 'a' })
  const entry = journal.begin(record)
  entry.end(record)
  entry.end(record)
  await settled()
  expect(ids()).toEqual(['a'])
  expect(errors).toEqual([new Error('the request a has ended before')])
})

test('neither beginning nor ending writes a decision out or touches the store', () => {
  const { journal, batches } = journaling()
  const decision = {
    toJSON: () => {
      throw new Error('it was written out')
    },
  }
  carry(journal, { decision })
  expect(batches).toEqual([])
})

test('decisions become text beside everything else: whenever the slice is used up others have their turn', async () => {
  let now = 0
  const it = journaling({ monotonicMs: () => now++ })
  carryMany(it.journal, 30, { decision: { chosen: 'x' } })
  await it.settled()
  expect(it.turns()).toBeGreaterThan(10)
  expect(it.written.map(({ decision }) => decision)).toEqual(
    Array.from({ length: 30 }, () => '{"chosen":"x"}'),
  )
})

test('batches are small, and each ends with a turn of the others', async () => {
  const it = journaling()
  carryMany(it.journal, 70)
  await it.settled()
  expect(it.batches).toEqual([20, 20, 20, 10])
  expect(it.ids()).toEqual(Array.from({ length: 70 }, (_, i) => `r${i}`))
})

test('a beat writes one batch, so that nobody waits for several in a row', async () => {
  const it = journaling()
  carryMany(it.journal, 1_000)
  it.beat()
  await expect.poll(() => it.batches).toEqual([100])
  it.beat()
  await expect.poll(() => it.batches).toEqual([100, 100])
})

test('a decision that is no JSON, or too long, costs the decision alone', async () => {
  const it = journaling()
  carry(it.journal, { id: 'bigint', decision: { wei: 5n } })
  carry(it.journal, { id: 'long', decision: { text: 'x'.repeat(600_000) } })
  await it.settled()
  expect(it.written.map(({ request, decision }) => [request.id, decision])).toEqual([
    ['bigint', null],
    ['long', null],
  ])
  expect(it.errors).toHaveLength(1)
})

test('while the disk fails records wait, up to a bound; the oldest go and are counted, the rest is written when it is mended', async () => {
  const it = journaling({ maxWaiting: 100 })
  it.breakDisk()
  carryMany(it.journal, 60)
  await it.settled()
  expect([it.journal.waiting, it.journal.dropped]).toEqual([60, 0])
  carryMany(it.journal, 70, {}, 60)
  it.beat()
  expect([it.journal.waiting, it.journal.dropped]).toEqual([100, 30])
  it.refuse(null)
  await it.pauseOver()
  expect(it.ids()).toEqual(Array.from({ length: 100 }, (_, i) => `r${i + 30}`))
  // The disk has said so itself.
  expect(it.errors).toEqual([])
  // All of them were counted, also those that were lost.
  expect(new Set(it.told).size).toBe(130)
})

test('a disk that fails is not tried with every beat', async () => {
  const it = journaling()
  let tries = 0
  it.refuse(() => {
    tries += 1
    return new StoreFailure('failing', 'It fails.')
  })
  carry(it.journal)
  for (let i = 0; i < 2; i++) await it.pauseOver()
  expect(tries).toBe(3)
})

test('what waits is small: beyond a bound decisions go, the oldest first, and records stay', async () => {
  const it = journaling({ maxDecisionChars: 1_000 })
  it.breakDisk()
  carryMany(it.journal, 10, { decision: { text: 'x'.repeat(190) } })
  await it.settled()
  it.beat()
  it.refuse(null)
  await it.pauseOver()
  expect(it.ids()).toHaveLength(10)
  expect(it.written.map(({ decision }) => decision !== null)).toEqual([
    ...Array.from({ length: 6 }, () => false),
    ...Array.from({ length: 4 }, () => true),
  ])
})

test('one record that no store takes is lost alone, and told of', async () => {
  const it = journaling()
  it.refuse(({ id }) => (id === 'r7' ? new TypeError('what is this') : null))
  carryMany(it.journal, 20)
  await it.settled()
  expect(it.ids()).toEqual(Array.from({ length: 20 }, (_, i) => `r${i}`).filter((id) => id !== 'r7'))
  expect([it.journal.waiting, it.journal.dropped, it.errors]).toEqual([0, 1, [new TypeError('what is this')]])
})

test('at the end everything that waits is handed over before it returns', () => {
  const it = journaling()
  carryMany(it.journal, 120)
  it.journal.stop()
  expect(it.ids()).toHaveLength(120)
})

test('listeners hear of both ends, without attempts and decision, until they have enough', () => {
  const { journal } = journaling()
  const heard: (string | RequestSummary)[] = []
  const end = journal.listen({ begun: ({ id }) => heard.push(id), ended: (summary) => heard.push(summary) })
  carry(journal, { id: 'a', decision: { large: true } })
  end()
  carry(journal, { id: 'b' })
  expect(heard).toEqual([
    'a',
    expect.objectContaining({ id: 'a', attemptCount: 1, offeringId: 'halcyon-flux' }),
  ])
  expect(heard[1]).not.toHaveProperty('decision')
})
