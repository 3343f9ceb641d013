import { expect, test } from 'vitest'
import type { PriceRowDto } from '@/lib/api/contract/price-row'
import { chosenModel } from './chosen-model'
import { pricesFinding } from './prices-finding'

const row = (model: string | null, n: number): PriceRowDto => ({
  kind: 'ai',
  pipeline: 'llm',
  model,
  unit: 'token',
  n,
  min: null,
  p25: null,
  median: null,
  p75: null,
  max: null,
  spread: null,
  zero: 0,
  missing: 0,
  implausible: 0,
  cheapest: [],
})
const DAY = 86_400_000
const trend = (percent: string, days = 7) => ({ percent, since: 0, until: days * DAY })

test('how a price went is told before how many there are', () => {
  const rows = [row('org/a', 2), row('b', 0)]
  expect(pricesFinding(rows, { model: 'org/a', trend: trend('-18.4') })).toBe(
    'a is 18.4\u00a0% cheaper than 7 days ago',
  )
  expect(pricesFinding(rows, { model: 'org/a', trend: trend('250') })).toContain('250\u00a0% dearer')
  for (const none of [null, trend('0.4'), trend('-50', 0)])
    expect(pricesFinding(rows, { model: 'org/a', trend: none })).toBe('1 of 2 models has a price')
})

test('without a choice the model is shown that most prices are of', () => {
  expect(chosenModel('', [row('a', 1), row('b', 3), row('c', 3)])).toBe('b')
  expect(chosenModel('', [row(null, 1)])).toBe('llm')
  expect(chosenModel('x', [row('a', 1)])).toBe('x')
  expect(chosenModel('', [row('a', 0)])).toBeNull()
  expect(chosenModel('', [])).toBeNull()
})
