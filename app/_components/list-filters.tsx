'use client'

import { useId } from 'react'
import type { facetValueDto } from '@/lib/api/contract/facet-values'
import { displayText, shortenMiddle } from './display-text'
import { formatCount } from './format'
import { Search } from './icons'
import type { ListView } from './list-url'

type FacetValue = (typeof facetValueDto)['_output']

export interface FilterField<Filter extends string> {
  readonly name: Filter
  readonly label: string
  /** What stands for no filter: `Any region`. */
  readonly any: string
}

/** Search and choices above a list. A plain form as well, so that it works before the page is alive and without scripts. */
export function ListFilters<Filter extends string, Key extends string>({
  path,
  label,
  placeholder,
  fields,
  facets,
  view,
  onChange,
}: {
  path: string
  /** What the search field is called. */
  label: string
  placeholder: string
  fields: readonly FilterField<Filter>[]
  facets: Readonly<Record<string, readonly FacetValue[]>>
  view: ListView<Filter, Key>
  onChange: (view: ListView<Filter, Key>, options?: { readonly isTyping?: boolean }) => void
}) {
  const id = useId()
  return (
    <search aria-label="Filters" className="no-print min-w-0">
      <form
        action={path}
        method="get"
        onSubmit={(event) => event.preventDefault()}
        className="grid grid-cols-2 items-end gap-2 sm:flex sm:flex-wrap"
      >
        <label
          htmlFor={`${id}-q`}
          className="grid min-w-0 gap-1 text-xs font-semibold max-sm:col-span-2 sm:flex-1 sm:basis-56"
        >
          {label}
          <span className="relative block">
            <Search aria-hidden className="absolute top-2 left-2 size-4 text-muted" />
            <input
              id={`${id}-q`}
              type="search"
              name="q"
              maxLength={200}
              autoComplete="off"
              value={view.q}
              placeholder={placeholder}
              onChange={(event) => onChange({ ...view, q: event.target.value }, { isTyping: true })}
              className="field pl-7! font-normal"
            />
          </span>
        </label>
        {fields.map(({ name, label, any }) => (
          <label
            key={name}
            htmlFor={`${id}-${name}`}
            className="grid min-w-0 gap-1 text-xs font-semibold sm:basis-40"
          >
            {label}
            <select
              id={`${id}-${name}`}
              name={name}
              value={view.filters[name] ?? ''}
              onChange={(event) =>
                onChange({ ...view, filters: { ...view.filters, [name]: event.target.value } })
              }
              className="field font-normal"
            >
              <option value="">{any}</option>
              {optionsOf(facets[name] ?? [], view.filters[name]).map(({ value, count }) => (
                <option key={value} value={value}>
                  {shortenMiddle(displayText(value), 40)} ({formatCount(count)})
                </option>
              ))}
            </select>
          </label>
        ))}
        <noscript>
          <button type="submit" className="button button-primary">
            Apply
          </button>
        </noscript>
      </form>
    </search>
  )
}

/** What is chosen stays to be seen, also where nothing has it any more. */
function optionsOf(
  values: readonly FacetValue[],
  chosen: string | undefined,
): readonly { value: string; count: number }[] {
  const options = values.flatMap(({ value, count }) => (value === null ? [] : [{ value, count }]))
  const isKnown = !chosen || options.some(({ value }) => value === chosen)
  return isKnown ? options : [{ value: chosen, count: 0 }, ...options]
}
