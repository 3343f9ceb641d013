'use client'

import { type ReactNode, useState } from 'react'
import { QueryNotice } from '../../../_components/query-notice'
import { WhenSeen } from '../../../_components/when-seen'

type Question = Parameters<typeof QueryNotice>[0]['query'] & { readonly isPlaceholderData: boolean }

/** A chart with its heading, unit and the same numbers as a table; the place is the same while it loads. */
export function HistorySection({
  id,
  title,
  caption,
  query,
  what,
  empty,
  chart,
  table,
}: {
  id: string
  title: ReactNode
  /** What is drawn, in which unit. */
  caption: ReactNode
  query: Question
  /** `The history of prices`. */
  what: string
  /** Why there is nothing to draw; null: there is. */
  empty: string | null
  chart: ReactNode
  table: ReactNode
}) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <section aria-labelledby={id} className="panel min-w-0">
      <h3 id={id} className="px-3 pt-3 text-base font-semibold">
        {title}
      </h3>
      <div className="px-3">
        <QueryNotice query={query} what={what} />
      </div>
      <figure
        aria-busy={query.isPlaceholderData || (!query.data && !query.error)}
        className={`min-w-0 px-3 pb-2 ${query.isPlaceholderData ? 'opacity-60' : ''}`}
      >
        <figcaption className="mb-1 text-sm text-muted">{caption}</figcaption>
        <div className="h-56">
          {empty === null ? (
            query.data !== undefined && <WhenSeen>{chart}</WhenSeen>
          ) : (
            <p className="grid h-full place-items-center rounded-md bg-canvas px-4 text-center text-sm text-muted">
              {empty}
            </p>
          )}
        </div>
      </figure>
      {empty === null && query.data !== undefined && (
        <details className="border-t border-line" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
          <summary className="min-h-8 px-3 py-1.5 text-sm text-accent">The same numbers as a table</summary>
          {/* Hundreds of cells that few look at. */}
          {isOpen && table}
        </details>
      )}
    </section>
  )
}
