import { expect, test } from 'vitest'
import { isWithin, PAGES } from './pages'

test('no two pages have an address or a letter in common', () => {
  for (const key of ['href', 'letter', 'label'] as const)
    expect(new Set(PAGES.map((page) => page[key])).size).toBe(PAGES.length)
  for (const { letter } of PAGES) expect(letter).toMatch(/^[a-ilm-wyz]$/)
})

test('the page of one model is within the models, and nothing else is within the overview', () => {
  const [overview] = PAGES
  const models = PAGES.find(({ href }) => href === '/models')
  if (!overview || !models) throw new Error('both are pages')
  expect(isWithin(models, '/models/a/b')).toBe(true)
  expect(isWithin(models, '/models')).toBe(true)
  expect(isWithin(models, '/models-of-others')).toBe(false)
  expect(isWithin(overview, '/')).toBe(true)
  expect(isWithin(overview, '/models')).toBe(false)
})
