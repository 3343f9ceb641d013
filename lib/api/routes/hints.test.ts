import { describe, expect, test } from 'vitest'
import { HINTS, readHints } from './hints'

const read = (headers: Readonly<Record<string, string>>) =>
  readHints({ header: (name) => headers[name] ?? null })

function hints(headers: Readonly<Record<string, string>>) {
  const reading = read(headers)
  if (!reading.ok) throw new Error(JSON.stringify(reading.errors))
  return reading.hints
}

test('without any, the usual holds', () => {
  expect(hints({ 'content-type': 'application/json' })).toEqual({
    rules: {},
    allowsFallback: true,
    repeatsPaid: false,
    isDryRun: false,
    explains: false,
    media: 'url',
    timeoutMs: null,
  })
})

describe('each says one thing', () => {
  test.each([
    ['livepeer-policy', 'warm-flux', { rules: { policy: 'warm-flux' } }],
    ['livepeer-strategy', 'cheapest', { rules: { strategy: 'cheapest' } }],
    ['livepeer-max-price', '0.5usd', { rules: { max_price: '0.5usd' } }],
    ['livepeer-only', ' https://a:1 , https://b:2,, ', { rules: { only: ['https://a:1', 'https://b:2'] } }],
    ['livepeer-ignore', 'https://a:1', { rules: { exclude: ['https://a:1'] } }],
    ['livepeer-region', 'eu, us-east', { rules: { region: ['eu', 'us-east'] } }],
    ['livepeer-region', 'eu;preferred', { rules: { region: ['eu'], region_is: 'preferred' } }],
    ['livepeer-region', 'eu ; required ', { rules: { region: ['eu'], region_is: 'required' } }],
    ['livepeer-warm', 'required', { rules: { warm: 'required' } }],
    ['livepeer-session', 'somebody', { rules: { affinity: 'somebody' } }],
    ['livepeer-seed', 'again', { rules: { seed: 'again' } }],
    ['livepeer-no-fallback', 'true', { allowsFallback: false }],
    ['livepeer-no-fallback', 'false', { allowsFallback: true }],
    ['livepeer-retry-paid', 'true', { repeatsPaid: true }],
    ['livepeer-dry-run', 'true', { isDryRun: true }],
    ['livepeer-explain', 'true', { explains: true }],
    ['livepeer-media', 'data', { media: 'data' }],
    ['livepeer-timeout-ms', '1500', { timeoutMs: 1_500 }],
  ])('%s: %s', (name, value, expected) => {
    expect(hints({ [name]: value })).toMatchObject(expected)
  })
})

test('several are put together', () => {
  expect(
    hints({ 'livepeer-region': 'eu', 'livepeer-warm': 'any', 'livepeer-dry-run': 'true' }),
  ).toMatchObject({ rules: { region: ['eu'], warm: 'any' }, isDryRun: true })
})

describe('what cannot be read is told by the name of its header', () => {
  test.each([
    ['livepeer-policy', ''],
    ['livepeer-strategy', 'fastest-of-all'],
    ['livepeer-strategy', '   '],
    ['livepeer-only', Array.from({ length: 101 }, (_, i) => `https://a:${i}`).join()],
    ['livepeer-ignore', Array.from({ length: 101 }, (_, i) => `https://a:${i}`).join()],
    ['livepeer-region', ';preferred'],
    ['livepeer-region', 'eu;somehow'],
    ['livepeer-warm', 'hot'],
    ['livepeer-session', 'x'.repeat(1_000)],
    ['livepeer-seed', 'x'.repeat(1_000)],
    ['livepeer-no-fallback', 'yes'],
    ['livepeer-retry-paid', '1'],
    ['livepeer-dry-run', 'TRUE'],
    ['livepeer-explain', 'please'],
    ['livepeer-media', 'both'],
    ['livepeer-timeout-ms', '9'],
    ['livepeer-timeout-ms', '10000000'],
    ['livepeer-timeout-ms', '1e3'],
    ['livepeer-timeout-ms', '-100'],
  ])('%s: %s', (name, value) => {
    const reading = read({ [name]: value })
    expect(reading.ok).toBe(false)
    expect(reading.ok || reading.errors.map(({ parameter }) => parameter)).toEqual([name])
  })

  test('all of them at once', () => {
    const reading = read({ 'livepeer-media': 'both', 'livepeer-dry-run': 'x', 'livepeer-timeout-ms': 'soon' })
    expect(reading.ok || reading.errors.map(({ parameter }) => parameter).sort()).toEqual([
      'livepeer-dry-run',
      'livepeer-media',
      'livepeer-timeout-ms',
    ])
  })
})

test('no hint reads long nonsense slowly, or throws', () => {
  for (const { name } of HINTS)
    for (const value of [
      ';'.repeat(16_000),
      ','.repeat(16_000),
      ' '.repeat(16_000),
      '☃'.repeat(8_000),
      '\u0000',
    ])
      expect(() => read({ [name]: value })).not.toThrow()
})

test('each is documented, and says what would be right', () => {
  for (const { name, description, wants } of HINTS) {
    expect(name).toMatch(/^livepeer-[a-z-]+$/)
    expect(description).toMatch(/\.$/)
    expect(wants.length).toBeGreaterThan(5)
  }
  expect(new Set(HINTS.map(({ name }) => name)).size).toBe(HINTS.length)
})
