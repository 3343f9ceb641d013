import type { OfferingDto } from '@/lib/api/contract/offering'
import { formatCount } from './format'
import { TriangleAlert } from './icons'
import { Unknown } from './unknown'

/** Slots of an offering that nobody uses, of all that it states. */
export function FreeSlots({
  offering: { capacity, capacity_free, capacity_is_implausible },
}: {
  offering: Pick<OfferingDto, 'capacity' | 'capacity_free' | 'capacity_is_implausible'>
}) {
  if (capacity_is_implausible)
    return (
      <span title="Too large to be a number of parallel slots; left out of totals.">
        <TriangleAlert aria-hidden className="mr-1 inline size-3.5 align-[-2px] text-warn" />
        <span className="sr-only">Implausible: </span>
        <span className="text-muted">of</span> {capacity === null ? '—' : formatCount(capacity)}
      </span>
    )
  if (capacity_free === null) return <Unknown reason="The node states no number of slots." />
  return (
    <span className="whitespace-nowrap">
      {formatCount(capacity_free)}
      {capacity !== null && <span className="text-muted"> of {formatCount(capacity)}</span>}
    </span>
  )
}
