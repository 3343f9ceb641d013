import { FACETS, type Facet, type OfferingState, UNKNOWN_VALUE } from '@/lib/domain/facet'
import { comparePrice, type Price } from '@/lib/domain/price'
import { canonicalGpuName } from './gpu-name'
import type { Offering } from './offering'

/** What an offering must be; an empty list asks nothing. */
export interface OfferingFilter {
  readonly pipeline: readonly string[]
  readonly model: readonly string[]
  /** Canonical card names; `unknown` is an offering whose node reports no card for it. */
  readonly gpu: readonly string[]
  /** `unknown` is where nobody says where the node is. */
  readonly region: readonly string[]
  readonly state: readonly OfferingState[]
  /** Offerings without a price do not fit under a ceiling. The caller sees to it that units are alike. */
  readonly maxPrice: Price | null
}

export interface FilteredOfferings {
  readonly offerings: readonly Offering[]
  /** Values with counts, most first; each facet counted without its own filter, so that one sees what else there is. */
  readonly facets: Readonly<Record<Facet, readonly { readonly value: string; readonly count: number }[]>>
}

export function filterOfferings(offerings: readonly Offering[], filter: OfferingFilter): FilteredOfferings {
  const matches = (offering: Offering, except: Facet | null): boolean =>
    FACETS.every((facet) => {
      const wanted: readonly string[] = filter[facet]
      return (
        facet === except ||
        wanted.length === 0 ||
        facetValues(offering, facet).some((value) => wanted.includes(value))
      )
    }) && fitsUnder(offering, filter.maxPrice)

  const count = (facet: Facet) => {
    const counts = new Map<string, number>()
    for (const offering of offerings)
      if (matches(offering, facet))
        for (const value of facetValues(offering, facet)) counts.set(value, (counts.get(value) ?? 0) + 1)
    // A chosen value stays visible, even when the other filters leave it nothing.
    for (const value of filter[facet]) if (!counts.has(value)) counts.set(value, 0)
    return [...counts]
      .map(([value, n]) => ({ value, count: n }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
  }
  return {
    offerings: offerings.filter((offering) => matches(offering, null)),
    facets: {
      pipeline: count('pipeline'),
      model: count('model'),
      gpu: count('gpu'),
      region: count('region'),
      state: count('state'),
    },
  }
}

function facetValues(offering: Offering, facet: Facet): readonly string[] {
  switch (facet) {
    case 'pipeline':
      return [offering.pipeline]
    case 'model':
      return [offering.model ?? UNKNOWN_VALUE]
    case 'region':
      return [offering.region?.name ?? UNKNOWN_VALUE]
    case 'state':
      return [offering.state]
    case 'gpu': {
      const names = new Set(offering.gpus.map(({ reportedName }) => canonicalGpuName(reportedName)))
      return names.size === 0 ? [UNKNOWN_VALUE] : [...names]
    }
  }
}

const fitsUnder = ({ price }: Offering, maxPrice: Price | null): boolean =>
  maxPrice === null || (price.kind === 'stated' && comparePrice(price.price, maxPrice) <= 0)
