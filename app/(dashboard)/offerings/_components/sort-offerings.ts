import type { OfferingDto, PriceDto } from '@/lib/api/contract'
import { OFFERING_STATES } from '@/lib/domain/facet'
import { type PriceUnit, UNIT_LABELS } from '@/lib/domain/pipeline'
import { comparePrice } from '@/lib/domain/price'
import type { OfferingSort, SortKey } from '../../../_components/offering-url'

/** A value to sort by; null is "no data" and comes last in either direction. */
const VALUES: Readonly<Record<Exclude<SortKey, 'price'>, (offering: OfferingDto) => string | number | null>> =
  {
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
  sort: OfferingSort | null,
): readonly OfferingDto[] {
  if (!sort) return offerings
  const sign = sort.isDescending ? -1 : 1
  if (sort.key === 'price') return offerings.toSorted((a, b) => comparePrices(a.price, b.price, sign))
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

const collator = new Intl.Collator('en', { numeric: true })

function compareValues(a: string | number | null, b: string | number | null, sign: number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return (
    sign * (typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b)))
  )
}

const UNITS = Object.keys(UNIT_LABELS)

function comparePrices(a: PriceDto | null, b: PriceDto | null, sign: number): number {
  if (!a || !b) return Number(!a) - Number(!b)
  if (a.unit !== b.unit) return UNITS.indexOf(a.unit) - UNITS.indexOf(b.unit)
  return sign * comparePrice(toPrice(a), toPrice(b))
}

const toPrice = ({ wei, per_units }: PriceDto) => ({ wei: BigInt(wei), perUnits: BigInt(per_units) })
