'use client'

import { createLocalStore, useLocalStore } from './local-store'

const store = createLocalStore<boolean>('single-keys', {
  initial: true,
  parse: (json) => (typeof json === 'boolean' ? json : null),
})

/** Whether single letters are shortcuts: whoever speaks to their computer turns that off (WCAG 2.1.4). */
export const useSingleKeys = (): readonly [boolean, (isOn: boolean) => void] => [
  useLocalStore(store),
  store.write,
]
