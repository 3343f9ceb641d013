'use client'

import { type ReactNode, useState } from 'react'
import { formatCount } from '../../../_components/format'

const FEW = 3

/** The items within one cell: the first few, and a button for the others. */
export function FewFirst<T>({
  items,
  what,
  children,
}: {
  items: readonly T[]
  /** What the items are, in the button's name: `refused runners of orch.example:8935`. */
  what: string
  children: (shown: readonly T[]) => ReactNode
}) {
  const [isOpen, setIsOpen] = useState(false)
  // A button for a single further item would take as much room as the item.
  if (items.length <= FEW + 1) return children(items)
  return (
    <>
      {children(isOpen ? items : items.slice(0, FEW))}
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        className="link min-h-6 text-xs no-print"
      >
        {isOpen ? 'Show fewer' : `Show all ${formatCount(items.length)}`}
        <span className="sr-only"> {what}</span>
      </button>
    </>
  )
}
