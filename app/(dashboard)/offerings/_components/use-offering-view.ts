'use client'

import { useSearchParams } from 'next/navigation'
import { createMultiParser, useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import type { OfferingFilters } from '@/lib/api/search-params'
import { FACETS } from '@/lib/domain/facet'
import {
  formatOfferingView,
  type OfferingSort,
  type OfferingView,
  parseOfferingView,
} from '../../../_components/offering-url'

/** Texts as they stand in the address: lib/api/search-params reads and writes them, so page and API agree. */
const texts = createMultiParser<string[]>({
  parse: (values) => [...values],
  serialize: (values) => values,
  eq: (a, b) => a.length === b.length && a.every((text, at) => text === b[at]),
})

/** Every facet has a parameter of its name. */
const NAMES = [...FACETS, 'max_price_wei', 'sort'] as const
const PARAMETERS = Object.fromEntries(NAMES.map((name) => [name, texts]))

/** Filters and order live in the address: sharing it shares the rows. */
export function useOfferingView(): OfferingView & {
  readonly setView: (filters: OfferingFilters, sort: OfferingSort | null) => void
} {
  const [states, setStates] = useQueryStates(PARAMETERS, { history: 'push', shallow: true, scroll: false })
  const address = useSearchParams()
  const view = useMemo(() => {
    const known = Object.entries(states).flatMap(([name, values]) =>
      (values ?? []).map((text) => [name, text]),
    )
    const unknown = [...address].filter(([name]) => !NAMES.some((known) => known === name))
    return parseOfferingView(new URLSearchParams([...known, ...unknown]))
  }, [states, address])

  const setView = (filters: OfferingFilters, sort: OfferingSort | null) => {
    const params = formatOfferingView(filters, sort)
    void setStates(
      Object.fromEntries(NAMES.map((name) => [name, params.has(name) ? params.getAll(name) : null])),
    )
  }
  return { ...view, setView }
}
