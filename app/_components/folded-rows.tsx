import { formatCount, formatPlural } from './format'

/** As in globals.css: so many rows of a table that `is-folded` are seen on a phone. */
const FOLDED = 20

export const hasFoldedRows = (shown: number): boolean => shown > FOLDED

/** On a phone, below a table that `is-folded`: the rest of the rows that a wide screen shows at once. */
export function FoldedRows({
  shown,
  total,
  onUnfold,
}: {
  /** Rows that a wide screen shows. */
  shown: number
  total: number
  onUnfold: () => void
}) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-3 py-2 lg:hidden">
      <p className="text-sm text-muted">
        {formatCount(FOLDED)} of {formatPlural(total, 'row')} shown
      </p>
      <button type="button" className="button" onClick={onUnfold}>
        Show {formatCount(shown - FOLDED)} more
      </button>
    </div>
  )
}
