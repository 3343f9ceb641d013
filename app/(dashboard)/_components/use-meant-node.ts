'use client'

import { useEffect, useRef } from 'react'
import { isTypingIn } from '../../_components/is-typing-in'
import { useHash } from './use-hash'

/** The anchor of the node that the address leads to, as `nodeAnchor` makes it; null: to none. */
export function useMeantNode(): string | null {
  const hash = useHash()
  return hash.startsWith('#node-') ? hash.slice(1) : null
}

/** Goes to that node once its row is there: where rows come later, the browser has looked for it in vain. */
export function useGoToNode(anchor: string | null, isThere: boolean): void {
  const reached = useRef<string | null>(null)
  useEffect(() => {
    if (anchor === null) reached.current = null
    // Whoever began to type meanwhile stays there.
    if (anchor === null || !isThere || reached.current === anchor || isTypingIn(document.activeElement))
      return
    const row = document.getElementById(anchor)
    if (!row) return
    reached.current = anchor
    if (!row.matches(':target')) {
      // Only the browser itself can make it the target, which is what marks it. What Next has noted of this entry of
      // the browser's history has to stay.
      const noted: unknown = window.history.state
      window.location.replace(`#${anchor}`)
      window.history.replaceState(noted, '')
    }
    row.focus({ preventScroll: true })
  }, [anchor, isThere])
}
