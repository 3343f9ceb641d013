'use client'

import { formatAge } from './format'
import { useNow } from './use-now'

/** When the next sweep begins, in a sentence. */
export function NextSweep({ nextAt }: { nextAt: string | null }) {
  const now = useNow()
  if (nextAt === null) return 'The next sweep is not planned yet.'
  const inMs = now === null ? null : Date.parse(nextAt) - now
  return inMs === null || inMs <= 0
    ? 'The next sweep is due.'
    : `The next sweep begins in ${formatAge(inMs)}.`
}
