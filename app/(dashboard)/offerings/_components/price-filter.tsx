'use client'

import { useId } from 'react'
import type { FacetValuesDto } from '@/lib/api/contract/facet-values'
import type { OfferingFilters } from '@/lib/api/search-params'
import { PRICE_UNITS, UNIT_LABELS } from '@/lib/domain/pipeline'
import { pipelineUnit } from '@/lib/domain/pipeline-unit'
import { SHORT_UNITS } from '../../../_components/short-units'
import { FILTER_LABELS } from './facet-labels'
import { RangeFilter } from './range-filter'
import type { SetFilters } from './set-filters'
import { withoutPrice } from './set-list'
import { setRange } from './set-range'

/** Prices compare only within a unit, so one is chosen first, or the commonest is meant. */
export function PriceFilter({
  filters,
  prices,
  onChange,
}: {
  filters: OfferingFilters
  prices: FacetValuesDto['prices']
  onChange: SetFilters
}) {
  const id = useId()
  const { pipeline, unit } = filters
  const commonest = prices.reduce<(typeof prices)[number] | null>(
    (most, one) => (most === null || one.n > most.n ? one : most),
    null,
  )
  const own = pipeline.length === 1 ? pipelineUnit(pipeline[0]) : null
  const shown = unit ?? own ?? commonest?.unit ?? null
  const there = PRICE_UNITS.filter((one) => one === unit || prices.some((price) => price.unit === one))
  const of = prices.find((price) => price.unit === shown)
  return (
    <div className="grid gap-2">
      {shown !== null && (
        <RangeFilter
          field="price"
          label={FILTER_LABELS.price}
          unit={SHORT_UNITS[shown]}
          range={filters.ranges.price ?? { min: null, max: null }}
          scale={
            of
              ? {
                  edges: [...of.bins.map(({ from }) => from), of.bins.at(-1)?.to ?? ''],
                  counts: of.bins.map(({ count }) => count),
                }
              : null
          }
          onChange={(range, options) =>
            onChange(setRange({ ...filters, unit: shown }, 'price', range), options)
          }
        />
      )}
      <label htmlFor={id} className="grid gap-1 text-xs text-muted">
        {FILTER_LABELS.unit}
        <select
          id={id}
          name="unit"
          value={unit ?? ''}
          onChange={(event) => {
            const next = PRICE_UNITS.find((one) => one === event.target.value) ?? null
            onChange({ ...withoutPrice(filters), unit: next })
          }}
          className="field text-text"
        >
          <option value="">Any unit</option>
          {there.map((one) => (
            <option key={one} value={one}>
              {UNIT_LABELS[one]}
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}
