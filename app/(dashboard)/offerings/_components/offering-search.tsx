'use client'

import { type RefObject, useId, useState } from 'react'
import type { OfferingFacetsDto } from '@/lib/api/contract/offering-page'
import type { OfferingFilters } from '@/lib/api/search-params'
import { Search } from '../../../_components/icons'
import { FILTER_FORM } from './filter-panel'
import { hasTerms, QUERY_KEYS, readQueryText } from './query-text'
import type { SetFilters } from './set-filters'
import { useLater } from './use-later'

const TYPING_MS = 150

/** Words to search for, and filters as text, which take effect with Enter or when it is left. */
export function OfferingSearch({
  input,
  filters,
  facets,
  onChange,
}: {
  input: RefObject<HTMLInputElement | null>
  filters: OfferingFilters
  facets: OfferingFacetsDto
  onChange: SetFilters
}) {
  const id = useId()
  const [text, setText] = useState(filters.q)
  const [known, setKnown] = useState(filters.q)
  const [problems, setProblems] = useState<readonly string[]>([])
  const { later, now } = useLater(TYPING_MS)
  // Another address has other words.
  if (filters.q !== known) {
    setKnown(filters.q)
    setText(filters.q)
  }
  const type = (next: string) => {
    setText(next)
    setProblems([])
    if (hasTerms(next)) return
    later(() => {
      const q = next.trim()
      setKnown(q)
      if (q !== filters.q) onChange({ ...filters, q }, { isContinuous: true })
    })
  }
  const apply = () => {
    now()
    if (!hasTerms(text)) return
    const read = readQueryText(text, filters, facets)
    setProblems(read.problems)
    if (read.problems.length > 0) return
    setText(read.words)
    setKnown(read.words)
    onChange({ ...read.filters, q: read.words })
  }
  return (
    <div className="mb-2 min-w-0">
      <label htmlFor={id} className="relative block">
        <span className="sr-only">Search offerings</span>
        <Search aria-hidden className="absolute top-2 left-2 size-4 text-muted" />
        <input
          ref={input}
          id={id}
          type="search"
          name="q"
          form={FILTER_FORM}
          maxLength={400}
          autoComplete="off"
          spellCheck={false}
          value={text}
          placeholder="Words, or model:sdxl latency<200 region:eu"
          aria-describedby={`${id}-hint`}
          aria-invalid={problems.length > 0}
          aria-keyshortcuts="/"
          onChange={(event) => type(event.target.value)}
          onBlur={apply}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            apply()
          }}
          className="field pl-7!"
        />
      </label>
      <p
        id={`${id}-hint`}
        role="status"
        className={problems.length > 0 ? 'mt-1 text-xs text-bad' : 'sr-only'}
      >
        {problems.length > 0
          ? `${problems.join('; ')}.`
          : `Filters can be typed as key:value, then Enter. Keys: ${QUERY_KEYS}. Prices are in wei per unit.`}
      </p>
    </div>
  )
}
