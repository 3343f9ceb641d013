'use client'

import { useEffect, useRef } from 'react'
import { isTypingIn } from '../../../_components/is-typing-in'
import { useSingleKeys } from '../../../_components/single-keys'

/** Keys of the whole page: Cmd or Ctrl+B for the filters, `/` for the search, `j` to begin with the rows, which take their own keys. */
export function useExplorerKeys(act: {
  readonly toggleFilters: () => void
  readonly search: () => void
  readonly enterRows: () => void
}): void {
  const [hasSingleKeys] = useSingleKeys()
  const latest = useRef(act)
  useEffect(() => {
    latest.current = act
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector('dialog[open]')) return
      const { toggleFilters, search, enterRows } = latest.current
      const isCommand = event.metaKey || event.ctrlKey
      if (isCommand && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'b') {
        event.preventDefault()
        toggleFilters()
        return
      }
      if (isCommand || event.altKey || !hasSingleKeys || isTypingIn(event.target)) return
      if (event.key === '/') {
        event.preventDefault()
        search()
      } else if (event.key === 'j') {
        event.preventDefault()
        enterRows()
      }
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [hasSingleKeys])
}
