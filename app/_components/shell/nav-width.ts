'use client'

import { createLocalStore, useLocalStore } from '../local-store'
import { NAV_KEY } from './before-paint'

/** Whether the navigation shows words beside its icons. */
const store = createLocalStore<'words' | 'icons'>(NAV_KEY, {
  initial: 'words',
  parse: (json) => (json === 'icons' || json === 'words' ? json : null),
})

if (typeof window !== 'undefined')
  store.subscribe(() => {
    document.documentElement.dataset.nav = store.read()
  })

export function useNavWidth() {
  const width = useLocalStore(store)
  return { width, toggle: () => store.write(width === 'icons' ? 'words' : 'icons') }
}
