import type { Column } from './column'
import { valueText } from './field-value'
import type { Filter } from './list-query'
import type { Field } from './list-schema'

export interface FacetValue {
  /** As text, commas as they are; null: rows without a value. */
  readonly value: string | null
  readonly count: number
}

/**
 * How many rows say what, most first, then by value, nothing last; a row with several values counts under each of them.
 * A chosen value stays visible, even when the other filters leave it nothing.
 */
export function countFacet<Row>(
  { name, kind }: Field<Row>,
  { values, starts, places }: Column,
  { counted, filters }: { counted: readonly Int32Array[]; filters: readonly Filter[] },
): FacetValue[] {
  const counts = new Int32Array(values.length)
  let nothing = 0
  for (const rows of counted)
    for (const row of rows) {
      const end = starts[row + 1] ?? 0
      let at = starts[row] ?? 0
      if (at === end) nothing += 1
      for (; at < end; at++) {
        const place = places[at] ?? 0
        counts[place] = (counts[place] ?? 0) + 1
      }
    }
  const facet: FacetValue[] = []
  const shown = new Set<string>()
  for (const [place, value] of values.entries()) {
    const count = counts[place] ?? 0
    if (count === 0) continue
    const text = valueText(value, kind)
    shown.add(text)
    facet.push({ value: text, count })
  }
  for (const filter of filters) {
    if (filter.field !== name || !(filter.operator === 'in' || filter.operator === 'all')) continue
    for (const value of filter.values) {
      const text = valueText(value, kind)
      if (!shown.has(text)) facet.push({ value: text, count: 0 })
      shown.add(text)
    }
  }
  if (nothing > 0) facet.push({ value: null, count: nothing })
  return facet.sort((a, b) => b.count - a.count || compareTexts(a.value, b.value))
}

function compareTexts(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return a < b ? -1 : a > b ? 1 : 0
}
