'use client'

import { Search } from '../icons'
import { useOpening } from './opening'

export function PaletteButton() {
  const open = useOpening()
  return (
    <button
      type="button"
      onClick={() => open('palette')}
      aria-haspopup="dialog"
      aria-label="Search everything"
      aria-keyshortcuts="Control+K Meta+K"
      className="button text-muted! max-sm:px-2!"
    >
      <Search aria-hidden className="size-4" />
      <span className="max-sm:hidden">Search</span>
      <kbd className="rounded-md border border-line px-1 font-mono text-xs max-sm:hidden">Ctrl K</kbd>
    </button>
  )
}
