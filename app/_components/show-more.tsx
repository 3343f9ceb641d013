import { FoldedRows, hasFoldedRows } from './folded-rows'
import { formatCount, formatPlural } from './format'
import { PAGE, type Unfolding } from './use-unfolding'

/** Below a table of which not all rows are shown; nothing where all are. */
export function ShowMore({
  total,
  unfolding: { limit, isFolded, isUnfolding, setLimit },
  page = PAGE,
  isFoldable = false,
}: {
  total: number
  unfolding: Unfolding
  page?: number
  /** The table is `is-folded` for as long as `unfolding` is. */
  isFoldable?: boolean
}) {
  const rest = total - limit
  const shown = Math.min(limit, total)
  const isShort = isFoldable && isFolded && hasFoldedRows(shown)
  return (
    <>
      {isShort && <FoldedRows shown={shown} total={total} onUnfold={() => setLimit(limit)} />}
      {rest > 0 && (
        <div
          className={`flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-3 py-2 ${isShort ? 'max-lg:hidden' : ''}`}
        >
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
      )}
    </>
  )
}
