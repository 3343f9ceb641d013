'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { PriceLatencyDto } from '@/lib/api/contract/price-latency'
import type { SummaryDto } from '@/lib/api/contract/summary'
import { priceLatencyQuery } from '@/lib/api/queries/price-latency'
import { displayText, shortenMiddle } from '../../../_components/display-text'
import { formatCount, formatPlural } from '../../../_components/format'
import { QueryNotice } from '../../../_components/query-notice'
import { SHORT_UNITS } from '../../../_components/short-units'
import { useAsOf } from '../../../_components/use-as-of'
import { TradeOffFigure } from './trade-off-figure'
import { COLOUR_WORDS, COLOURED_BY, tradeOff } from './trade-off-points'
import { TradeOffTable } from './trade-off-table'
import { useTradeOffView } from './use-trade-off-view'

/** What price and latency can be had together in a pipeline, one unit of price at a time. */
export function TradeOffSection({ pipelines }: { pipelines: SummaryDto['pipelines'] }) {
  const [view, setView] = useTradeOffView()
  const query = useQuery({ ...priceLatencyQuery(view, useAsOf()), placeholderData: keepPreviousData })
  const { data } = query
  const points = data?.points
  const drawn = useMemo(() => tradeOff(points ?? [], view.colour), [points, view.colour])
  const [isOpen, setIsOpen] = useState(false)
  return (
    <section aria-labelledby="trade-off-title" className="panel min-w-0">
      <h2 id="trade-off-title" className="px-3 pt-3 text-lg font-semibold">
        {data ? headline(data) : 'Price and latency'}
      </h2>
      <div className="no-print flex flex-wrap items-end gap-2 px-3 pt-2">
        <Choice
          label="Pipeline"
          value={view.pipeline ?? data?.pipeline ?? ''}
          options={optionsOf(
            pipelines.map(({ pipeline }) => ({
              value: pipeline,
              label: shortenMiddle(displayText(pipeline), 40),
            })),
            view.pipeline ?? data?.pipeline ?? null,
          )}
          onChange={(pipeline) => void setView({ pipeline, unit: null })}
        />
        {data && data.units.length > 1 && (
          <Choice
            label="Unit of price"
            value={data.unit ?? ''}
            options={data.units.map(({ unit, offerings }) => ({
              value: unit,
              label: `${SHORT_UNITS[unit]} (${formatCount(offerings)})`,
            }))}
            onChange={(unit) => void setView({ unit })}
          />
        )}
        <Choice
          label="Colours tell the"
          value={view.colour}
          options={COLOURED_BY.map((value) => ({ value, label: COLOUR_WORDS[value] }))}
          onChange={(colour) =>
            void setView({ colour: COLOURED_BY.find((known) => known === colour) ?? null })
          }
        />
      </div>
      <div className="px-3 pt-2">
        <QueryNotice query={query} what="Price and latency" />
      </div>
      <TradeOffFigure query={query} data={data} drawn={drawn} colour={view.colour} />
      {data?.unit && data.points.length > 0 && (
        <details className="border-t border-line" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
          <summary className="min-h-8 px-3 py-1.5 text-sm text-accent">The same numbers as a table</summary>
          {isOpen && <TradeOffTable points={data.points} unit={data.unit} />}
        </details>
      )}
    </section>
  )
}

function headline({ pipeline, on_front, priced }: PriceLatencyDto): string {
  if (pipeline === null) return 'No pipeline is offered'
  const name = displayText(pipeline)
  if (priced === 0) return `Nobody states a price for ${name} that can be meant`
  return on_front === 0
    ? `None of ${formatPlural(priced, 'offering')} of ${name} can be had now`
    : `${formatCount(on_front)} of ${formatPlural(priced, 'offering')} of ${name} ${on_front === 1 ? 'is' : 'are'} beaten by none in price and latency`
}

interface Option {
  readonly value: string
  readonly label: string
}

/** What is chosen stays to be seen, also where nobody offers it any more. */
const optionsOf = (options: readonly Option[], chosen: string | null): readonly Option[] =>
  chosen === null || options.some(({ value }) => value === chosen)
    ? options
    : [{ value: chosen, label: shortenMiddle(displayText(chosen), 40) }, ...options]

function Choice({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: string
  options: readonly Option[]
  onChange: (value: string) => void
}) {
  return (
    <label className="grid min-w-0 gap-1 text-xs font-semibold sm:basis-40">
      {label}
      <select value={value} onChange={(event) => onChange(event.target.value)} className="field font-normal">
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  )
}
