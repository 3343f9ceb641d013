import { describe, expect, test } from 'vitest'
import { HINTS, readHints } from './hints'
import { misspeltHints } from './misspelt-hints'

const KNOWN = HINTS.map(({ name }) => name)
const errorsOf = (...names: string[]) => misspeltHints(names, KNOWN)

test.each([
  ['livepeer-stratgy', 'livepeer-strategy'],
  ['livepeer-startegy', 'livepeer-strategy'],
  ['livepeer-max-prize', 'livepeer-max-price'],
  ['livepeer-maxprice', 'livepeer-max-price'],
  ['livepeer-max_price', 'livepeer-max-price'],
  ['livepeer-dryrun', 'livepeer-dry-run'],
  ['livepeer-regions', 'livepeer-region'],
  ['livepeer-no-fallbacks', 'livepeer-no-fallback'],
  ['livepeer-timeoutms', 'livepeer-timeout-ms'],
])('%s: %s may be meant', (name, meant) =>
  expect(errorsOf(name)).toEqual([
    { parameter: name, detail: expect.stringContaining(`${meant} may be meant`) },
  ]),
)

describe('nothing is said of', () => {
  test('hints, and headers that are not of this family', () =>
    expect(errorsOf(...KNOWN, 'x-livepeer-stratgy', 'livepeer', 'strategy', 'accept')).toEqual([]))

  test.each([
    'livepeer-segment',
    'livepeer-payment',
    'livepeer-capability',
    'livepeer-session-id',
    'livepeer-session-token',
    // Two letters from a region, and what we answer ourselves.
    'livepeer-reason',
    'livepeer-explanation',
  ])('%s, which others send', (name) => expect(errorsOf(name)).toEqual([]))

  test.each(['livepeer-', 'livepeer-trace-id', 'livepeer-xyz', `livepeer-${'a'.repeat(8_000)}`])(
    'what is near nothing: %s',
    (name) => expect(errorsOf(name)).toEqual([]),
  )
})

test('however many there are, ten are told', () =>
  expect(errorsOf(...Array.from({ length: 900 }, (_, i) => `livepeer-seed${i % 10}`))).toHaveLength(10))

test('they are refused with what cannot be read, all at once', () => {
  const headers: Record<string, string> = { 'livepeer-no-fallback': '1', 'livepeer-strategie': 'cheapest' }
  const reading = readHints({
    header: (name) => headers[name] ?? null,
    headers: () => Object.entries(headers),
  })
  expect(reading).toMatchObject({
    ok: false,
    errors: [{ parameter: 'livepeer-strategie' }, { parameter: 'livepeer-no-fallback' }],
  })
})
