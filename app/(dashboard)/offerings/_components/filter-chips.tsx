import { LIST_FILTERS, NO_FILTERS, type OfferingFilters, RANGE_FIELDS } from '@/lib/api/search-params'
import { displayText, shortenMiddle } from '../../../_components/display-text'
import { X } from '../../../_components/icons'
import { SHORT_UNITS } from '../../../_components/short-units'
import { FILTER_LABELS, filterValueLabel } from './facet-labels'
import { rangeWords } from './range-words'
import { setList, withoutPrice } from './set-list'
import { setRange } from './set-range'

interface Chip {
  readonly name: string
  readonly label: string
  readonly without: OfferingFilters
}

/** What narrows the list, each with a way to take it away. */
export function FilterChips({
  filters,
  onChange,
}: {
  filters: OfferingFilters
  onChange: (filters: OfferingFilters) => void
}) {
  const chips = chipsOf(filters)
  if (chips.length === 0) return null
  return (
    <ul aria-label="Active filters" className="no-print mb-3 flex flex-wrap items-center gap-2">
      {chips.map(({ name, label, without }) => (
        <li key={`${name} ${label}`} className="min-w-0">
          <button
            type="button"
            onClick={() => onChange(without)}
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

export function chipsOf(filters: OfferingFilters): readonly Chip[] {
  const { q, unit, ranges } = filters
  const words: Chip[] =
    q === '' ? [] : [{ name: FILTER_LABELS.q, label: displayText(q), without: { ...filters, q: '' } }]
  const lists = LIST_FILTERS.flatMap((name) => {
    const values: readonly string[] = filters[name]
    return values.map((value) => ({
      name: FILTER_LABELS[name],
      label: filterValueLabel(name, value),
      without: setList(
        filters,
        name,
        values.filter((other) => other !== value),
      ),
    }))
  })
  // A range of prices says its unit itself.
  const units: Chip[] =
    unit === null || ranges.price
      ? []
      : [{ name: FILTER_LABELS.unit, label: SHORT_UNITS[unit], without: withoutPrice(filters) }]
  const between = RANGE_FIELDS.flatMap((field) => {
    const range = ranges[field]
    if (!range) return []
    const without =
      field === 'price' ? withoutPrice(filters) : setRange(filters, field, { min: null, max: null })
    return [{ name: FILTER_LABELS[field], label: rangeWords(field, range, unit), without }]
  })
  return [...words, ...lists, ...units, ...between]
}
