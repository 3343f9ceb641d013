'use client'

import { useSyncExternalStore } from 'react'
import { localChoice } from '../local-choice'
import { isTheme, THEME_KEY, type Theme } from './theme'

const choice = localChoice<Theme>({
  key: THEME_KEY,
  read: (stored) => (isTheme(stored) ? stored : 'system'),
  show: (theme) => {
    document.documentElement.dataset.theme = theme
  },
})

export function useTheme() {
  const theme = useSyncExternalStore<Theme>(choice.subscribe, choice.read, () => 'system')
  return { theme, choose: choice.write }
}
