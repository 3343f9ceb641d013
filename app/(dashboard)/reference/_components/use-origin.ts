'use client'

import { useSyncExternalStore } from 'react'

/** Under which name this server is reached; empty on the server, which does not know. */
export const useOrigin = (): string =>
  useSyncExternalStore(
    neverChanges,
    () => window.location.origin,
    () => '',
  )

const neverChanges = () => () => {}
