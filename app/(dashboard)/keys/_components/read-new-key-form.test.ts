import { expect, test } from 'vitest'
import { newKeyBodyDto } from '@/lib/api/contract/key'
import { readNewKeyForm } from './read-new-key-form'

const NOW = Date.parse('2026-01-31T12:00:00Z')
const read = (fields: Readonly<Record<string, string>>, scopes: readonly string[] = ['route']) => {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  for (const scope of scopes) form.append('scope', scope)
  return readNewKeyForm(form, { now: NOW })
}

test('what is left out is no limit, and the API takes what comes out', () => {
  const reading = read({ name: ' studio ', expires: 'never' })
  expect(reading).toEqual({
    ok: true,
    body: {
      name: 'studio',
      scopes: ['route'],
      limits: { requests_per_minute: null, concurrency: null, spend_wei_per_day: null },
      expires_at: null,
    },
  })
  expect(newKeyBodyDto.safeParse(reading.ok && reading.body).success).toBe(true)
})

test('ETH becomes wei to the last digit', () => {
  const spend = (text: string) => {
    const reading = read({ name: 'x', spend_eth: text })
    return reading.ok ? reading.body.limits?.spend_wei_per_day : 'refused'
  }
  expect(spend('0.02')).toBe('20000000000000000')
  expect(spend('0.000000000000000001')).toBe('1')
  expect(spend('123456789.000000000000000001')).toBe('123456789000000000000000001')
  for (const text of ['0', '-1', '0.0000000000000000001', 'much', '1e999999999'])
    expect(spend(text)).toBe('refused')
})

test('what is no number, or for nothing, is refused in words', () => {
  expect(read({ name: 'x', requests_per_minute: '0' })).toMatchObject({ ok: false })
  expect(read({ name: 'x', concurrency: '1.5' })).toMatchObject({ ok: false })
  expect(read({ name: 'x' }, [])).toEqual({ ok: false, detail: 'Choose what the key may do.' })
})

test('an expiry counts from now', () =>
  expect(read({ name: 'x', expires: '7d' })).toMatchObject({
    body: { expires_at: '2026-02-07T12:00:00.000Z' },
  }))
