import { formatPlural } from './format'
import { SearchX } from './icons'

/** Nothing matches: which part of the question hides most, as the API tells it, and the way out. */
export function ListNoResults({
  what,
  emptiedBy,
  onDrop,
  onClear,
}: {
  /** `model`. */
  what: string
  emptiedBy: readonly { readonly parameter: string; readonly removed: number }[]
  onDrop: (parameter: string) => void
  onClear: () => void
}) {
  const ways = emptiedBy.filter(({ removed }) => removed > 0)
  const [most] = ways
  return (
    <div className="panel px-4 py-10 text-center">
      <SearchX aria-hidden className="mx-auto mb-3 size-8 text-muted" />
      <h2 className="text-lg font-semibold">No {what} matches</h2>
      <p className="mx-auto mt-1 max-w-[60ch] text-muted">
        {most
          ? `Without ${nameOf(most.parameter)} ${formatPlural(most.removed, 'row')} would match.`
          : 'No single filter is to blame: only without several of them would anything match.'}
      </p>
      <div className="mt-4 flex flex-wrap justify-center gap-2">
        {ways.map(({ parameter }) => (
          <button key={parameter} type="button" className="button" onClick={() => onDrop(parameter)}>
            Drop {nameOf(parameter)}
          </button>
        ))}
        <button type="button" className="button button-primary" onClick={onClear}>
          Clear all
        </button>
      </div>
    </div>
  )
}

const nameOf = (parameter: string): string => (parameter === 'q' ? 'the search' : `the ${parameter}`)
