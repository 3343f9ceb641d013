'use client'

import { useSyncExternalStore } from 'react'

/** What stands behind `#` in the address, with it; empty on the server, while hydrating, and where there is none. */
export const useHash = (): string =>
  useSyncExternalStore(
    subscribe,
    () => window.location.hash,
    () => '',
  )

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}
