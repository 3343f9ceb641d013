'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { AS_OF } from '@/lib/api/search-params'

/** The moment (ISO) that the address asks to be shown; null: now. */
export const useAsOf = (): string | null => useSearchParams().get(AS_OF)

/** The pages that can be looked at as of a moment. */
const PAST_PAGES: readonly string[] = ['/', '/offerings', '/models', '/orchestrators', '/gpus', '/select']
/** Pages of one thing each. */
const PAST_FOLDERS: readonly string[] = ['/models/', '/orchestrators/', '/gpus/']

export function useCanShowPast(): boolean {
  const path = usePathname()
  return PAST_PAGES.includes(path) || PAST_FOLDERS.some((folder) => path.startsWith(folder))
}

/** Whether what the page shows is the past. */
export function useIsPastPage(): boolean {
  const canShow = useCanShowPast()
  const asOf = useAsOf()
  return canShow && asOf !== null
}

/** A page of ours with the moment that is looked at, so that links keep it. */
export function useKeepAsOf(): (path: string) => string {
  const asOf = useAsOf()
  return (path) => (asOf === null ? path : withAsOf(path, asOf))
}

/** `/offerings#nodes` with `as_of` before its fragment. */
export function withAsOf(path: string, asOf: string): string {
  const url = new URL(path, 'http://page')
  url.searchParams.set(AS_OF, asOf)
  return `${url.pathname}${url.search}${url.hash}`
}
