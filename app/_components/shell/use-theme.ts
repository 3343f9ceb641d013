'use client'

import { createLocalStore, useLocalStore } from '../local-store'
import { isTheme, THEME_KEY, type Theme } from './theme'

const store = createLocalStore<Theme>(THEME_KEY, {
  initial: 'system',
  parse: (json) => (isTheme(json) ? json : null),
})

// Also when another tab chose.
if (typeof window !== 'undefined')
  store.subscribe(() => {
    document.documentElement.dataset.theme = store.read()
  })

export const useTheme = () => ({ theme: useLocalStore(store), choose: store.write })
