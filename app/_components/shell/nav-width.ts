'use client'

import { useSyncExternalStore } from 'react'
import { localChoice } from '../local-choice'
import { NAV_KEY } from './before-paint'

/** Whether the navigation shows words beside its icons. */
const choice = localChoice<'words' | 'icons'>({
  key: NAV_KEY,
  read: (stored) => (stored === 'icons' ? 'icons' : 'words'),
  show: (width) => {
    document.documentElement.dataset.nav = width
  },
})

export function useNavWidth() {
  const width = useSyncExternalStore(choice.subscribe, choice.read, () => 'words' as const)
  return { width, toggle: () => choice.write(width === 'icons' ? 'words' : 'icons') }
}
