'use client'

import { useEffect, useSyncExternalStore } from 'react'

/** The anchor of the node that the address leads to, as `nodeAnchor` makes it; null: to none. */
export const useMeantNode = (): string | null =>
  useSyncExternalStore(
    (listener) => {
      window.addEventListener('hashchange', listener)
      return () => window.removeEventListener('hashchange', listener)
    },
    () => (window.location.hash.startsWith('#node-') ? window.location.hash.slice(1) : null),
    () => null,
  )

/** Goes to that node once its row is there: where rows come later, the browser has looked for it in vain. */
export function useGoToNode(anchor: string | null, isThere: boolean): void {
  useEffect(() => {
    if (anchor === null || !isThere) return
    const row = document.getElementById(anchor)
    if (!row) return
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
