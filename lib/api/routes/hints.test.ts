import { describe, expect, test } from 'vitest'
import { HINTS, readHints } from './hints'

const read = (headers: Readonly<Record<string, string>>) =>
  readHints({ header: (name) => headers[name] ?? null })
const hintsOf = (headers: Readonly<Record<string, string>>) => {
  const reading = read(headers)
  if (!reading.ok) throw new Error(JSON.stringify(reading.errors))
  return reading.hints
}
const errorsOf = (headers: Readonly<Record<string, string>>) => {
  const reading = read(headers)
  return reading.ok ? [] : reading.errors
}

test('who says nothing gets what is usual', () => {
  expect(hintsOf({})).toEqual({
    rules: {},
    allowsFallback: true,
    repeatsPaid: false,
    isDryRun: false,
    explains: false,
    media: 'url',
    timeoutMs: null,
    hedgeMs: null,
  })
})

describe('rules go on in the words of /api/v1/select', () => {
  test.each([
    ['livepeer-policy', 'warm-flux-europe', { policy: 'warm-flux-europe' }],
    ['livepeer-strategy', 'cheapest', { strategy: 'cheapest' }],
    ['livepeer-max-price', '0.5usd', { max_price: '0.5usd' }],
    ['livepeer-only', ' a , b,,c ', { only: ['a', 'b', 'c'] }],
    ['livepeer-ignore', 'a', { exclude: ['a'] }],
    ['livepeer-region', 'eu-west,us', { region: ['eu-west', 'us'] }],
    ['livepeer-region', 'eu ; preferred', { region: ['eu'], region_is: 'preferred' }],
    ['livepeer-region', 'eu;required', { region: ['eu'], region_is: 'required' }],
    ['livepeer-warm', 'preferred', { warm: 'preferred' }],
    ['livepeer-session', 'a session', { affinity: 'a session' }],
    ['livepeer-seed', '7', { seed: '7' }],
  ])('%s: %s', (name, value, rules) => {
    expect(hintsOf({ [name]: value }).rules).toEqual(rules)
  })

  test('several stand beside each other', () => {
    expect(
      hintsOf({ 'livepeer-strategy': 'fastest', 'livepeer-warm': 'required', 'livepeer-media': 'data' }),
    ).toMatchObject({ rules: { strategy: 'fastest', warm: 'required' }, media: 'data' })
  })
})

describe('the rest is of this one request', () => {
  test.each([
    ['livepeer-no-fallback', 'true', { allowsFallback: false }],
    ['livepeer-no-fallback', 'false', { allowsFallback: true }],
    ['livepeer-retry-paid', 'true', { repeatsPaid: true }],
    ['livepeer-dry-run', 'true', { isDryRun: true }],
    ['livepeer-explain', 'true', { explains: true }],
    ['livepeer-hedge-ms', '250', { hedgeMs: 250 }],
    ['livepeer-media', 'data', { media: 'data' }],
    ['livepeer-timeout-ms', '10', { timeoutMs: 10 }],
    ['livepeer-timeout-ms', ' 9999999 ', { timeoutMs: 9_999_999 }],
  ])('%s: %s', (name, value, expected) => {
    expect(hintsOf({ [name]: value })).toMatchObject(expected)
  })
})

describe('what cannot be read is told by its name', () => {
  test.each(HINTS.map(({ name }) => name))('%s, empty', (name) => {
    expect(errorsOf({ [name]: '  ' })).toMatchObject([{ parameter: name }])
  })

  test.each([
    ['livepeer-strategy', 'luckiest'],
    ['livepeer-region', ';preferred'],
    ['livepeer-region', 'eu;maybe'],
    ['livepeer-region', ','],
    ['livepeer-warm', 'yes'],
    ['livepeer-session', 'a'.repeat(201)],
    ['livepeer-seed', 'a'.repeat(201)],
    ['livepeer-only', Array.from({ length: 101 }, (_, i) => `n${i}`).join(',')],
    ['livepeer-ignore', ','],
    ['livepeer-only', ' , '],
    ['livepeer-no-fallback', '1'],
    ['livepeer-retry-paid', 'TRUE'],
    ['livepeer-dry-run', 'yes'],
    ['livepeer-explain', 'on'],
    ['livepeer-media', 'file'],
    ['livepeer-timeout-ms', '9'],
    ['livepeer-timeout-ms', '0100'],
    ['livepeer-timeout-ms', '1e3'],
    ['livepeer-timeout-ms', '-100'],
    ['livepeer-timeout-ms', '100000000'],
  ])('%s: %s', (name, value) => {
    expect(errorsOf({ [name]: value })).toMatchObject([
      { parameter: name, detail: expect.stringMatching(/\w+/) },
    ])
  })

  test('all of it at once', () => {
    const names = errorsOf({ 'livepeer-warm': '', 'livepeer-media': 'file', 'livepeer-timeout-ms': 'x' })
    expect(names.map(({ parameter }) => parameter)).toEqual([
      'livepeer-warm',
      'livepeer-media',
      'livepeer-timeout-ms',
    ])
  })

  test('and not by all that was said', () => {
    const [error] = errorsOf({ 'livepeer-media': 'a'.repeat(60_000) })
    expect(error?.detail.length).toBeLessThan(1_000)
  })
})
