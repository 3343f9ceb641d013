'use client'

import { memo, useState } from 'react'
import type { facetValueDto } from '@/lib/api/contract/facet-values'
import type { ListFilter } from '@/lib/api/search-params'
import { OFFERING_STATES } from '@/lib/domain/facet'
import { HEALTH_STATES } from '@/lib/domain/health'
import { shortenMiddle } from '../../../_components/display-text'
import { formatCount } from '../../../_components/format'
import { NameText } from '../../../_components/name-text'
import { FILTER_LABELS, filterValueLabel } from './facet-labels'

type FacetValue = (typeof facetValueDto)['_output']
interface Choice {
  readonly value: string
  readonly count: number
}

/** From here on a list is searched rather than scanned. */
const SEARCH_FROM = 10
/** A network has thousands of models; nobody scrolls through them. */
const MAX_SHOWN = 50

interface FacetListProps {
  readonly name: ListFilter
  readonly values: readonly FacetValue[]
  readonly selected: readonly string[]
  readonly onChange: (name: ListFilter, selected: readonly string[]) => void
}

function FacetListOf({ name, values, selected, onChange }: FacetListProps) {
  const [text, setText] = useState('')
  const all = choicesOf(name, values)
  const found = all.filter(
    ({ value }) => matches(filterValueLabel(name, value), text) || selected.includes(value),
  )
  const shown = found.filter(({ value }, at) => at < MAX_SHOWN || selected.includes(value))
  const toggle = (value: string, isOn: boolean) =>
    onChange(name, isOn ? [...selected, value] : selected.filter((other) => other !== value))
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-xs font-semibold">{FILTER_LABELS[name]}</legend>
      {all.length >= SEARCH_FROM && (
        <input
          type="search"
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder={`Find in ${formatCount(all.length)}`}
          aria-label={`Find a value of ${FILTER_LABELS[name]}`}
          className="field mb-1"
        />
      )}
      {/* Ends in the middle of a row, so that one sees there is more. */}
      <div className="-mx-1 max-h-[13rem] overflow-y-auto px-1 py-0.5">
        {shown.map(({ value, count }) => {
          const label = filterValueLabel(name, value)
          return (
            <label
              key={value}
              title={label}
              className="flex min-h-7 items-start gap-2 rounded-md px-1 py-1 text-sm hover:bg-hover"
            >
              <input
                type="checkbox"
                name={name}
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
      {shown.length < found.length && (
        <p className="px-1 text-xs text-muted">
          and {formatCount(found.length - shown.length)} more; type to find them
        </p>
      )}
    </fieldset>
  )
}

/** What is selected is read from the address anew with every change of any filter. */
const isSame = (a: FacetListProps, b: FacetListProps): boolean =>
  a.name === b.name &&
  a.values === b.values &&
  a.onChange === b.onChange &&
  a.selected.length === b.selected.length &&
  a.selected.every((value, at) => value === b.selected[at])

/** The values of one filter, each with what choosing it would leave. */
export const FacetList = memo(FacetListOf, isSame)

const ORDERS: Readonly<Partial<Record<ListFilter, readonly string[]>>> = {
  state: OFFERING_STATES,
  health: HEALTH_STATES,
}

/** States have an order of their own. A value that cannot be asked for is none to choose. */
function choicesOf(name: ListFilter, values: readonly FacetValue[]): readonly Choice[] {
  const choices = values.flatMap(({ value, count }) => (value === null ? [] : [{ value, count }]))
  const order = ORDERS[name]
  return order ? choices.toSorted((a, b) => order.indexOf(a.value) - order.indexOf(b.value)) : choices
}

const matches = (label: string, text: string): boolean =>
  label.toLowerCase().includes(text.trim().toLowerCase())
