'use client'

import { useSearchParams } from 'next/navigation'
import { createMultiParser, useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import type { OfferingFilters } from '@/lib/api/search-params'
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

const PARAMETERS = {
  pipeline: texts,
  model: texts,
  gpu: texts,
  state: texts,
  max_price_wei: texts,
  sort: texts,
}
const NAMES = Object.keys(PARAMETERS)

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
    const unknown = [...address].filter(([name]) => !NAMES.includes(name))
    return parseOfferingView(new URLSearchParams([...known, ...unknown]))
  }, [states, address])

  const setView = (filters: OfferingFilters, sort: OfferingSort | null) => {
    const params = formatOfferingView(filters, sort)
    const listOf = (name: string) => (params.has(name) ? params.getAll(name) : null)
    void setStates({
      pipeline: listOf('pipeline'),
      model: listOf('model'),
      gpu: listOf('gpu'),
      state: listOf('state'),
      max_price_wei: listOf('max_price_wei'),
      sort: listOf('sort'),
    })
  }
  return { ...view, setView }
}
