'use client'

import { useSearchParams } from 'next/navigation'
import { createMultiParser, throttle, useQueryStates } from 'nuqs'
import { useCallback, useMemo } from 'react'
import {
  formatOfferingView,
  isOfView,
  type OfferingView,
  parseOfferingView,
  VIEW_PARAMETERS,
} from '../../../_components/offering-url'

/** Texts as they stand in the address: lib/api/search-params reads and writes them, so page and API agree. */
const texts = createMultiParser<string[]>({
  parse: (values) => [...values],
  serialize: (values) => values,
  eq: (a, b) => a.length === b.length && a.every((text, at) => text === b[at]),
})

/** An older name of a ceiling, which is read, and gone with the next choice. */
const OLDER = ['max_price_wei']
const NAMES: readonly string[] = [...VIEW_PARAMETERS, ...OLDER]
const PARAMETERS = Object.fromEntries(NAMES.map((name) => [name, texts]))
const DRAG_MS = 150

export type ViewChange = Partial<Pick<OfferingView, 'filters' | 'sort' | 'open'>>
export interface ChangeOptions {
  /** While one types or drags: no further step in the history of the browser, and no more often than it allows. */
  readonly isContinuous?: boolean
  /** No further step in the history. */
  readonly isReplacing?: boolean
}
export type SetView = (change: ViewChange, options?: ChangeOptions) => void

/** Filters, order and the open row live in the address: sharing it shares the rows. */
export function useOfferingView(): OfferingView & { readonly setView: SetView } {
  const [states, setStates] = useQueryStates(PARAMETERS, { history: 'push', shallow: true, scroll: false })
  const address = useSearchParams()
  const others = useMemo(
    () => [...address].filter(([name]) => !isOfView(name)).map(([name, text]) => [name, text]),
    [address],
  )
  const view = useMemo(() => {
    const known = Object.entries(states).flatMap(([name, values]) =>
      (values ?? []).map((text) => [name, text]),
    )
    return parseOfferingView(new URLSearchParams([...known, ...others]))
  }, [states, others])

  const { filters, sort, open } = view
  const setView = useCallback<SetView>(
    (change, { isContinuous = false, isReplacing = isContinuous } = {}) => {
      const params = formatOfferingView({ filters, sort, open, ...change })
      void setStates(
        Object.fromEntries(NAMES.map((name) => [name, params.has(name) ? params.getAll(name) : null])),
        {
          ...(isReplacing && { history: 'replace' }),
          ...(isContinuous && { limitUrlUpdates: throttle(DRAG_MS) }),
        },
      )
    },
    [filters, sort, open, setStates],
  )
  return { ...view, setView }
}
