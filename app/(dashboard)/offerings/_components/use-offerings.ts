'use client'

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import type { OfferingDto } from '@/lib/api/contract/offering'
import { offeringsQuery } from '@/lib/api/queries/offerings'
import type { OfferingFilters } from '@/lib/api/search-params'
import { type OfferingSort, offeringsAsked } from '../../../_components/offering-url'
import { useKeptAnswer } from '../../../_components/use-kept-answer'
import type { OfferingRows } from './offerings-table'

/** The rows that are asked for, as far as they are read; those of before stay until others come, or nobody answers. */
export function useOfferings(
  filters: OfferingFilters,
  { sort, asOf }: { sort: OfferingSort | null; asOf: string | null },
) {
  const query = useInfiniteQuery({
    ...offeringsQuery(offeringsAsked(filters, sort), asOf),
    placeholderData: keepPreviousData,
  })
  const { hasNextPage, isFetching, fetchNextPage } = query
  const kept = useKeptAnswer(query)
  const pages = kept.data?.pages
  const offerings = useMemo(() => {
    // Between two pages the network may have moved a row from the one into the other.
    const byId = new Map<string, OfferingDto>()
    for (const page of pages ?? []) for (const offering of page.offerings) byId.set(offering.id, offering)
    return [...byId.values()]
  }, [pages])
  const askMore = useCallback(() => void fetchNextPage(), [fetchNextPage])
  const [first] = pages ?? []
  const count = first?.count ?? 0
  const rows = useMemo<OfferingRows>(
    () => ({ offerings, count, hasMore: hasNextPage, isAsking: isFetching, askMore }),
    [offerings, count, hasNextPage, isFetching, askMore],
  )
  return { query: kept, first, rows }
}
