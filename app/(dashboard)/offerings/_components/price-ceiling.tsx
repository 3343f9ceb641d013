'use client'

import { useId, useState } from 'react'
import type { OfferingFilters } from '@/lib/api/search-params'
import { UNIT_LABELS } from '@/lib/domain/pipeline'
import { pipelineUnit } from '@/lib/domain/pipeline-unit'
import { parseDecimalPrice } from '@/lib/domain/price'

/** Prices compare only within a unit, so a ceiling needs exactly one pipeline. */
export function PriceCeiling({
  filters,
  onChange,
}: {
  filters: OfferingFilters
  onChange: (filters: OfferingFilters) => void
}) {
  const id = useId()
  const [text, setText] = useState(filters.maxPriceWei ?? '')
  const [isRefused, setIsRefused] = useState(false)
  const [pipeline] = filters.pipeline
  const isEnabled = filters.pipeline.length === 1

  const apply = () => {
    const typed = text.trim()
    const isReadable = typed === '' || parseDecimalPrice(typed) !== null
    setIsRefused(!isReadable)
    const next = typed || null
    if (isReadable && next !== filters.maxPriceWei) onChange({ ...filters, maxPriceWei: next })
  }

  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-xs font-semibold">
        Price ceiling
      </label>
      <div className="flex gap-2">
        <input
          id={id}
          name="max_price_wei"
          inputMode="decimal"
          autoComplete="off"
          value={text}
          disabled={!isEnabled}
          aria-describedby={`${id}-hint`}
          aria-invalid={isRefused}
          onChange={(event) => setText(event.target.value)}
          onBlur={apply}
          onKeyDown={(event) => event.key === 'Enter' && apply()}
          className="field min-w-0 flex-1"
        />
        <button type="button" className="button" disabled={!isEnabled} onClick={apply}>
          Apply
        </button>
      </div>
      <p id={`${id}-hint`} className={`mt-1 text-xs ${isRefused ? 'text-bad' : 'text-muted'}`}>
        {hint(isEnabled, isRefused, UNIT_LABELS[pipelineUnit(pipeline)])}
      </p>
    </div>
  )
}

function hint(isEnabled: boolean, isRefused: boolean, unit: string): string {
  if (!isEnabled)
    return 'Choose exactly one pipeline first: each has its own unit, and unlike units do not compare.'
  if (isRefused) return `Not a number of ${unit}. Write it like 3000 or 0.4.`
  return `In ${unit}, for example 3000 or 0.4. Offerings without a price are left out.`
}
