import type { OfferingDto } from '@/lib/api/contract/offering'
import { OFFERING_STATES } from '@/lib/domain/facet'
import type { PriceUnit } from '@/lib/domain/pipeline'
import { comparePriceDtos } from '../../../../_components/compare-price-dtos'
import { compareValues } from '../../../../_components/compare-values'
import type { OwnSort, OwnSortKey } from './own-offering-columns'

/** A value to sort by; null is "no data" and comes last in either direction. */
const VALUES: Readonly<
  Record<Exclude<OwnSortKey, 'price'>, (offering: OfferingDto) => string | number | null>
> = {
  pipeline: ({ pipeline }) => pipeline,
  model: ({ model }) => model,
  node: ({ node_uri }) => node_uri,
  state: ({ state }) => OFFERING_STATES.indexOf(state),
  capacity: ({ capacity, capacity_is_implausible }) => (capacity_is_implausible ? null : capacity),
  gpu: ({ gpus: [first] }) => first?.name ?? null,
  latency: ({ latency_ms }) => latency_ms,
  // The youngest first: an age grows as its moment recedes.
  age: ({ observed_at }) => -Date.parse(observed_at),
}

/** A new order of the rows; equals keep theirs. Prices are ordered within each unit, unit after unit. */
export function sortOfferings(
  offerings: readonly OfferingDto[],
  sort: OwnSort | null,
): readonly OfferingDto[] {
  if (!sort) return offerings
  const sign = sort.isDescending ? -1 : 1
  if (sort.key === 'price') return offerings.toSorted((a, b) => comparePriceDtos(a.price, b.price, sign))
  const read = VALUES[sort.key]
  return offerings.toSorted((a, b) => compareValues(read(a), read(b), sign))
}

export interface PriceGroup {
  /** Null: no usable price. */
  readonly unit: PriceUnit | null
  readonly offerings: readonly OfferingDto[]
}

/** Rows sorted by price, cut where the unit changes: across the cut prices are not comparable. */
export function groupByUnit(sorted: readonly OfferingDto[]): readonly PriceGroup[] {
  const groups: { unit: PriceUnit | null; offerings: OfferingDto[] }[] = []
  for (const offering of sorted) {
    const unit = offering.price?.unit ?? null
    const last = groups.at(-1)
    if (last && last.unit === unit) last.offerings.push(offering)
    else groups.push({ unit, offerings: [offering] })
  }
  return groups
}
