import { expect, test } from 'vitest'
import { DEFAULT_LAYOUT, formatLayout, parseColumns, parseDensity } from './table-layout'

test('a layout is read as it was written, and the usual one is not written at all', () => {
  const layout = { columns: ['state', 'price', 'node'], density: 'roomy' } as const
  const params = formatLayout(layout)
  expect(params.toString()).toBe('columns=state%2Cprice%2Cnode&density=roomy')
  expect(parseColumns(params.get('columns'))).toEqual(layout.columns)
  expect(parseDensity(params.get('density'))).toBe('roomy')
  expect(formatLayout(DEFAULT_LAYOUT).size).toBe(0)
})

test('what names no column, or no density, says nothing', () => {
  for (const text of [null, '', 'colour', 'constructor']) {
    expect(parseColumns(text)).toBeNull()
    expect(parseDensity(text)).toBeNull()
  }
  expect(parseColumns('price,colour,price')).toEqual(['price'])
})
