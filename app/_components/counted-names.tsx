import { formatCount, formatPlural, NBSP } from './format'
import { LongText } from './long-text'
import { Unknown } from './unknown'

const FIRST = 3

/** Names with how often each is there, `2 × RTX 4090`: the commonest, and how many more there are. */
export function CountedNames({
  names,
  what,
  missing,
}: {
  names: readonly { readonly name: string; readonly count: number }[]
  /** What one of them is: `card name`. */
  what: string
  /** Why there is none. */
  missing: string
}) {
  if (names.length === 0) return <Unknown reason={missing} />
  const rest = names.slice(FIRST)
  return (
    <ul>
      {names.slice(0, FIRST).map(({ name, count }) => (
        <li key={name}>
          {count > 1 && `${formatCount(count)}${NBSP}×${NBSP}`}
          <LongText text={name} max={40} what={what} />
        </li>
      ))}
      {rest.length > 0 && (
        <li
          className="text-xs text-muted"
          title={rest.map(({ name, count }) => `${count} × ${name}`).join(', ')}
        >
          and {formatPlural(rest.length, 'more kind')}
        </li>
      )}
    </ul>
  )
}
