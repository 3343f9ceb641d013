'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useId, useState } from 'react'
import { historyQuery } from '@/lib/api/queries/history'
import { formatCount, formatNumber, NBSP } from '../../../_components/format'
import { MethodLink } from '../../../_components/method-link'
import { QueryNotice } from '../../../_components/query-notice'
import { useAsOf } from '../../../_components/use-as-of'
import { type AvailabilityCell, availabilityCells, type CellTone, cellTone } from './availability-cells'
import { HISTORY_WINDOWS } from './history-windows'
import { formatBucket } from './time-axis'
import { useHistoryWindow } from './use-history-window'

const FACES: Readonly<Record<CellTone, { label: string; glyph: string; look: string }>> = {
  all: { label: 'every probe reached it', glyph: '', look: 'bg-good' },
  most: { label: 'nine of ten did, or more', glyph: '·', look: 'bg-warn text-surface' },
  some: { label: 'fewer did', glyph: '–', look: 'bg-warn-soft text-warn border border-warn' },
  none: { label: 'none did', glyph: '×', look: 'bg-bad text-surface' },
  unknown: { label: 'nothing was asked', glyph: '', look: 'border border-line-strong border-dashed' },
}
const TONES = ['all', 'most', 'some', 'none', 'unknown'] as const

/** Whether probes reached the nodes over time, cell by cell: ninety on wide screens, thirty on small ones. */
export function AvailabilityStrip({ path }: { path: string }) {
  const [name] = useHistoryWindow()
  const { stripWindow, step, label } = HISTORY_WINDOWS[name]
  const query = useQuery({
    ...historyQuery(path, { metric: 'availability', window: stripWindow, step }, useAsOf()),
    placeholderData: keepPreviousData,
  })
  const history = query.data?.metric === 'availability' ? query.data : null
  return (
    <section aria-labelledby="availability-title" className="panel min-w-0 p-3">
      <h3 id="availability-title" className="text-base font-semibold">
        Availability over time
      </h3>
      <p className="mb-2 text-sm text-muted">
        Whether our probes reached its nodes, about the last {label}; a refusal is an answer.{' '}
        <MethodLink part="availability" />
      </p>
      <QueryNotice query={query} what="The history of availability" />
      <div className={`min-h-16 ${query.isPlaceholderData ? 'opacity-60' : ''}`}>
        {history &&
          (history.points.every(({ attempts }) => attempts === null) ? (
            <p className="text-sm text-muted">
              {history.measured_until === null
                ? 'No probe is counted yet; that takes some minutes.'
                : 'No probe of that time is counted.'}
            </p>
          ) : (
            <>
              <div className="max-lg:hidden">
                <Cells cells={availabilityCells(history, 90)} step={history.step} />
              </div>
              <div className="lg:hidden">
                <Cells cells={availabilityCells(history, 30)} step={history.step} />
              </div>
              <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
                {TONES.map((tone) => (
                  <li key={tone} className="inline-flex items-center gap-1.5">
                    <span
                      aria-hidden
                      className={`grid size-3 place-items-center rounded-[2px] text-[10px] leading-none font-bold ${FACES[tone].look}`}
                    >
                      {FACES[tone].glyph}
                    </span>
                    {FACES[tone].label}
                  </li>
                ))}
              </ul>
            </>
          ))}
      </div>
    </section>
  )
}

/** One cell takes the Tab key, arrows lead to the others, and what it says stands below. */
function Cells({ cells, step }: { cells: readonly AvailabilityCell[]; step: string }) {
  const [chosen, setChosen] = useState<number | null>(null)
  const id = useId()
  const last = cells.length - 1
  const current = Math.min(chosen ?? last, last)
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const to = {
      ArrowLeft: Math.max(0, current - 1),
      ArrowRight: Math.min(last, current + 1),
      Home: 0,
      End: last,
    }[event.key]
    if (to === undefined) return
    event.preventDefault()
    setChosen(to)
    event.currentTarget.querySelectorAll('button')[to]?.focus()
  }
  const shown = cells[current]
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is of a form */}
      <div
        role="group"
        aria-label="Availability, cell by cell"
        aria-describedby={`${id}-cell`}
        className="flex h-8 gap-px"
        onKeyDown={move}
      >
        {cells.map((cell, at) => {
          const { glyph, look } = FACES[cellTone(cell)]
          return (
            <button
              key={cell.at}
              type="button"
              tabIndex={at === current ? 0 : -1}
              aria-label={labelOf(cell, step)}
              title={labelOf(cell, step)}
              onClick={() => setChosen(at)}
              onFocus={() => setChosen(at)}
              className={`grid min-w-0 flex-1 place-items-center overflow-hidden rounded-[2px] text-xs leading-none font-bold ${look}`}
            >
              <span aria-hidden>{glyph}</span>
            </button>
          )
        })}
      </div>
      <p id={`${id}-cell`} className="mt-1 min-h-5 text-xs">
        {shown && (
          <>
            From <time dateTime={shown.at}>{formatBucket(Date.parse(shown.at))}</time>
            {spanOf(shown, step)}: {findingOf(shown)}
          </>
        )}
      </p>
    </>
  )
}

const labelOf = (cell: AvailabilityCell, step: string): string =>
  `From ${formatBucket(Date.parse(cell.at))}${spanOf(cell, step)}: ${findingOf(cell)}`

const spanOf = ({ buckets }: AvailabilityCell, step: string): string =>
  ` for ${buckets > 1 ? `${formatCount(buckets)} × ` : ''}${step}`

function findingOf({ probes }: AvailabilityCell): string {
  if (probes === null) return 'nothing was asked'
  const { attempts, reached } = probes
  return `${formatNumber((100 * reached) / attempts)}${NBSP}%, ${formatCount(reached)} of ${formatCount(attempts)} probes reached it`
}
