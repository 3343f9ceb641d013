'use client'

import { useState } from 'react'
import type { FacetsDto } from '@/lib/api/contract'
import { type Facet, OFFERING_STATES } from '@/lib/domain/facet'
import { shortenMiddle } from '../../../_components/display-text'
import { formatCount } from '../../../_components/format'
import { NameText } from '../../../_components/name-text'
import { FACET_LABELS, facetValueLabel } from './facet-labels'

type FacetValue = FacetsDto[Facet][number]

/** From here on a list is searched rather than scanned. */
const SEARCH_FROM = 10

export function FacetList({
  facet,
  values,
  selected,
  onChange,
}: {
  facet: Facet
  values: readonly FacetValue[]
  selected: readonly string[]
  onChange: (selected: readonly string[]) => void
}) {
  const [text, setText] = useState('')
  const all = facet === 'state' ? values.toSorted((a, b) => placeOf(a) - placeOf(b)) : values
  const shown = all.filter(
    ({ value }) => matches(facetValueLabel(facet, value), text) || selected.includes(value),
  )
  const toggle = (value: string, isOn: boolean) =>
    onChange(isOn ? [...selected, value] : selected.filter((other) => other !== value))
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-xs font-semibold">{FACET_LABELS[facet]}</legend>
      {all.length >= SEARCH_FROM && (
        <input
          type="search"
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder={`Find in ${formatCount(all.length)}`}
          aria-label={`Find a value of ${FACET_LABELS[facet]}`}
          className="field mb-1"
        />
      )}
      {/* Ends in the middle of a row, so that one sees there is more. */}
      <div className="-mx-1 max-h-[18.6rem] overflow-y-auto px-1 py-0.5">
        {shown.map(({ value, count }) => {
          const label = facetValueLabel(facet, value)
          return (
            <label
              key={value}
              title={label}
              className="flex min-h-7 items-start gap-2 rounded-md px-1 py-1 text-sm hover:bg-hover"
            >
              <input
                type="checkbox"
                name={facet}
                // A comma separates values in the address.
                value={value.replaceAll(',', '%2C')}
                checked={selected.includes(value)}
                onChange={(event) => toggle(value, event.target.checked)}
                className="mt-0.5 size-4 shrink-0 accent-accent"
              />
              <span className="min-w-0 flex-1">
                <NameText text={shortenMiddle(label, 60)} />
              </span>
              <span className="text-muted">{formatCount(count)}</span>
            </label>
          )
        })}
        {shown.length === 0 && (
          <p className="px-1 text-sm text-muted">{all.length === 0 ? 'None' : 'No value matches'}</p>
        )}
      </div>
    </fieldset>
  )
}

/** States have an order of their own. */
const placeOf = ({ value }: FacetValue): number => (OFFERING_STATES as readonly string[]).indexOf(value)

const matches = (label: string, text: string): boolean =>
  label.toLowerCase().includes(text.trim().toLowerCase())
