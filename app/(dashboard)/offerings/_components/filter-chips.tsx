import { X } from 'lucide-react'
import { NO_FILTERS, type OfferingFilters } from '@/lib/api/search-params'
import { FACETS } from '@/lib/domain/facet'
import { UNIT_LABELS } from '@/lib/domain/pipeline'
import { pipelineUnit } from '@/lib/domain/pipeline-unit'
import { shortenMiddle } from '../../../_components/display-text'
import { formatExact } from '../../../_components/format'
import { FACET_LABELS, facetValueLabel } from './facet-labels'
import { setFacet } from './set-facet'

/** What narrows the list, each with a way to take it away. */
export function FilterChips({
  filters,
  onChange,
}: {
  filters: OfferingFilters
  onChange: (filters: OfferingFilters) => void
}) {
  const chips = FACETS.flatMap((facet) =>
    filters[facet].map((value) => ({
      name: FACET_LABELS[facet],
      label: facetValueLabel(facet, value),
      remove: () =>
        onChange(
          setFacet(
            filters,
            facet,
            filters[facet].filter((other) => other !== value),
          ),
        ),
    })),
  )
  if (filters.maxPriceWei !== null)
    chips.push({
      name: FACET_LABELS.price,
      label: `${formatExact(filters.maxPriceWei)} ${UNIT_LABELS[pipelineUnit(filters.pipeline[0])]}`,
      remove: () => onChange({ ...filters, maxPriceWei: null }),
    })
  if (chips.length === 0) return null
  return (
    <ul aria-label="Active filters" className="no-print mb-3 flex flex-wrap items-center gap-2">
      {chips.map(({ name, label, remove }) => (
        <li key={`${name} ${label}`} className="min-w-0">
          <button
            type="button"
            onClick={remove}
            aria-label={`Remove filter ${name}: ${label}`}
            title={label}
            className="flex min-h-7 max-w-full items-center gap-1.5 rounded-md border border-accent bg-accent-soft px-2 text-start text-xs hover:bg-hover"
          >
            <span className="text-muted">{name}</span>
            <bdi>{shortenMiddle(label, 48)}</bdi>
            <X aria-hidden className="size-3.5 shrink-0 text-accent" />
          </button>
        </li>
      ))}
      <li>
        <button type="button" onClick={() => onChange(NO_FILTERS)} className="link min-h-7 px-1 text-xs">
          Clear all
        </button>
      </li>
    </ul>
  )
}
