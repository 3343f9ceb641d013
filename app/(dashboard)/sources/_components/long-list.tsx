'use client'

import { type ReactNode, useState, useTransition } from 'react'
import { formatCount, formatPlural } from '../../../_components/format'

const FIRST = 100

/** A table or list of any length: its first hundred, and a button for all of it. */
export function LongList<T>({
  items,
  one,
  many,
  children,
}: {
  items: readonly T[]
  /** What an item is called, `entry`. */
  one: string
  many: string
  children: (shown: readonly T[]) => ReactNode
}) {
  const [isUnfolded, setIsUnfolded] = useState(false)
  const [isUnfolding, startUnfolding] = useTransition()
  if (items.length <= FIRST) return children(items)
  return (
    <>
      {children(isUnfolded ? items : items.slice(0, FIRST))}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-3 py-2">
        <p role="status" className="text-sm text-muted">
          {isUnfolded
            ? `All ${formatPlural(items.length, one, many)} shown`
            : `${formatCount(FIRST)} of ${formatPlural(items.length, one, many)} shown`}
        </p>
        <button
          type="button"
          className="button"
          // Disabled it would lose the focus.
          aria-busy={isUnfolding}
          onClick={() => startUnfolding(() => setIsUnfolded(!isUnfolded))}
        >
          {isUnfolded ? `Show the first ${formatCount(FIRST)}` : `Show all ${formatCount(items.length)}`}
        </button>
      </div>
    </>
  )
}
