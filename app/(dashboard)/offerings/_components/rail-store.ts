'use client'

import { createLocalStore, useLocalStore } from '../../../_components/local-store'

const store = createLocalStore<boolean>('offerings-filters-open', {
  initial: true,
  parse: (json) => (typeof json === 'boolean' ? json : null),
})

/** Whether the filters stand beside the rows. */
export const useRail = (): readonly [boolean, (isOpen: boolean) => void] => [
  useLocalStore(store),
  store.write,
]
