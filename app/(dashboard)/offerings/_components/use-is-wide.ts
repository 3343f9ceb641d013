'use client'

import { useSyncExternalStore } from 'react'

/** As in globals.css: from here on rows are rows, below they are cards. */
const WIDE = '(width >= 64rem)'

/** Whether there is room for a table; null on the server and while hydrating. */
export const useIsWide = (): boolean | null =>
  useSyncExternalStore(
    subscribe,
    () => window.matchMedia(WIDE).matches,
    () => null,
  )

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(WIDE)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}
