'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo } from 'react'
import type { OfferingHistoriesDto } from '@/lib/api/contract/offering-histories'
import type { OfferingFacetsDto } from '@/lib/api/contract/offering-page'
import { offeringHistoriesQuery } from '@/lib/api/queries/offering-histories'
import { type SparkScale, sparkScale } from './spark-path'
import { NO_SPARKS, type Spark, type Sparks } from './sparkline'

/** What is drawn of these offerings: one question for each kind of picture that is shown. */
export function useSparks(
  ids: readonly string[],
  {
    hasPrice,
    hasLatency,
    facets,
    asOf,
  }: { hasPrice: boolean; hasLatency: boolean; facets: OfferingFacetsDto; asOf: string | null },
): Sparks {
  const key = useDeferredValue(ids.join())
  const asked = useMemo(() => (key === '' ? [] : key.split(',')), [key])
  const prices = useQuery({
    ...offeringHistoriesQuery('price', asked, asOf),
    enabled: hasPrice && asked.length > 0,
    placeholderData: keepPreviousData,
  })
  const latencies = useQuery({
    ...offeringHistoriesQuery('latency', asked, asOf),
    enabled: hasLatency && asked.length > 0,
    placeholderData: keepPreviousData,
  })
  return useMemo(
    () =>
      prices.data || latencies.data
        ? { price: pricesOf(prices.data, facets), latency: latenciesOf(latencies.data, facets) }
        : NO_SPARKS,
    [prices.data, latencies.data, facets],
  )
}

function pricesOf(data: OfferingHistoriesDto | undefined, { prices }: OfferingFacetsDto): Sparks['price'] {
  const sparks = new Map<string, Spark>()
  if (data?.metric !== 'price') return sparks
  // Unlike units do not compare: each has a scale of its own.
  const scales = new Map<string, SparkScale | null>(
    prices.map(({ unit, min, max }) => [
      unit,
      sparkScale(Number(min.wei_per_unit), Number(max.wei_per_unit)),
    ]),
  )
  for (const { id, unit, points } of data.offerings)
    sparks.set(id, {
      points: points.map((point) => (point === null ? null : Number(point))),
      last: points.findLast((point) => point !== null) ?? null,
      scale: (unit && scales.get(unit)) ?? null,
    })
  return sparks
}

function latenciesOf(
  data: OfferingHistoriesDto | undefined,
  { ranges }: OfferingFacetsDto,
): Sparks['latency'] {
  const sparks = new Map<string, Spark>()
  if (data?.metric !== 'latency') return sparks
  const { min = null, max = null } = ranges.latency_ms ?? {}
  const scale = min === null || max === null ? null : sparkScale(min, max)
  for (const { id, points } of data.offerings) {
    const last = points.findLast((point) => point !== null) ?? null
    sparks.set(id, { points, last: last === null ? null : String(last), scale })
  }
  return sparks
}
