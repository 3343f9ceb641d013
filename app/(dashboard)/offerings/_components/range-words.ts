import type { OfferingFilters, Range, RangeField } from '@/lib/api/search-params'
import { formatExact, NBSP } from '../../../_components/format'
import { SHORT_UNITS } from '../../../_components/short-units'

/** What the numbers of a range are, beside them. */
export function rangeUnit(field: RangeField, unit: OfferingFilters['unit']): string {
  switch (field) {
    case 'price':
      return unit === null ? 'wei' : SHORT_UNITS[unit]
    case 'latency_ms':
      return 'ms'
    case 'vram_gb':
      return 'GB'
    case 'reached_share':
      return 'of 1'
  }
}

/** `at most 3,000 wei/pixel` */
export function rangeWords(field: RangeField, { min, max }: Range, unit: OfferingFilters['unit']): string {
  const of = `${NBSP}${rangeUnit(field, unit)}`
  const [low, high] = [min && formatExact(min), max && formatExact(max)]
  if (low !== null && high !== null) return `${low} to ${high}${of}`
  return low === null ? `at most ${high}${of}` : `at least ${low}${of}`
}
