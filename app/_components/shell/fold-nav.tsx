'use client'

import { Keyboard, PanelLeftClose, PanelLeftOpen } from '../icons'
import { useNavWidth } from './nav-width'
import { useOpening } from './opening'

/** Folds the words of the navigation away, and shows which keys do what. */
export function FoldNav() {
  const { width, toggle } = useNavWidth()
  const open = useOpening()
  const isFolded = width === 'icons'
  const Icon = isFolded ? PanelLeftOpen : PanelLeftClose
  const label = isFolded ? 'Show the names of pages' : 'Show icons alone'
  return (
    <div className="nav-stack inline-flex gap-1">
      <button
        type="button"
        onClick={() => open('shortcuts')}
        aria-haspopup="dialog"
        aria-label="Keyboard shortcuts"
        title="Keyboard shortcuts"
        className="grid size-7 place-items-center rounded-md text-muted hover:bg-hover hover:text-text"
      >
        <Keyboard aria-hidden className="size-4" />
      </button>
      <button
        type="button"
        onClick={toggle}
        aria-pressed={isFolded}
        aria-label={label}
        title={label}
        className="grid size-7 place-items-center rounded-md text-muted hover:bg-hover hover:text-text"
      >
        <Icon aria-hidden className="size-4" />
      </button>
    </div>
  )
}
