'use client'

import { useSearchParams } from 'next/navigation'
import { parseAsString, useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import type { ParameterError } from '@/lib/api/search-params'
import { formatListView, type ListFields, type ListView, parseListView } from './list-url'

/** Words, filters and order live in the address: sharing it shares the rows. `fields` is a constant. */
export function useListView<Filter extends string, Key extends string>(
  fields: ListFields<Filter, Key>,
): ListView<Filter, Key> & {
  readonly problems: readonly ParameterError[]
  /** `isTyping`: no further step in the history of the browser. */
  readonly setView: (view: ListView<Filter, Key>, options?: { readonly isTyping?: boolean }) => void
} {
  const names = useMemo(() => ['q', 'sort', ...fields.filters], [fields])
  const parsers = useMemo(() => Object.fromEntries(names.map((name) => [name, parseAsString])), [names])
  const [states, setStates] = useQueryStates(parsers, { history: 'push', shallow: true, scroll: false })
  const address = useSearchParams()
  const view = useMemo(() => {
    const known = names.flatMap((name) => {
      const value = states[name]
      return value ? [[name, value]] : []
    })
    const others = [...address].filter(([name]) => !names.includes(name))
    return parseListView(new URLSearchParams([...known, ...others]), fields)
  }, [states, address, names, fields])
  return {
    ...view,
    setView: (next, { isTyping = false } = {}) => {
      const params = formatListView(next, fields)
      void setStates(
        Object.fromEntries(names.map((name) => [name, params.get(name)])),
        isTyping ? { history: 'replace' } : {},
      )
    },
  }
}
