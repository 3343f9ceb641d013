import { formatCount, formatPlural } from './format'
import type { Unfolding } from './use-unfolding'

const PAGE = 100

/** Below a table of which not all rows are shown; nothing where all are. */
export function ShowMore({
  total,
  unfolding: { limit, isUnfolding, setLimit },
  page = PAGE,
}: {
  total: number
  unfolding: Unfolding
  page?: number
}) {
  const rest = total - limit
  if (rest <= 0) return null
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-3 py-2">
      <p className="text-sm text-muted">
        {formatCount(limit)} of {formatPlural(total, 'row')} shown
      </p>
      <button
        type="button"
        className="button"
        // Disabled it would lose the focus.
        aria-busy={isUnfolding}
        onClick={() => setLimit(limit + page)}
      >
        Show {formatCount(Math.min(page, rest))} more
      </button>
      {rest > page && (
        <button type="button" className="button" aria-busy={isUnfolding} onClick={() => setLimit(total)}>
          Show all {formatCount(total)}
        </button>
      )}
    </div>
  )
}
