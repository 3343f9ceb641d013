'use client'

import { createContext, useContext } from 'react'

/** What lies over the page; null: nothing. */
export type Opened = 'palette' | 'shortcuts' | null

export const Opening = createContext<(what: Opened) => void>(() => {})

/** Opens the command palette or the list of shortcuts. */
export const useOpening = () => useContext(Opening)
