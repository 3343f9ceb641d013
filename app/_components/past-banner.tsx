'use client'

import Link from 'next/link'
import { usePathname, useSearchParams } from 'next/navigation'
import { AS_OF } from '@/lib/api/search-params'
import { ArrowRight } from './icons'
import { formatLocalMoment, formatSpan } from './local-moment'
import { Notice } from './notice'
import { useNow } from './use-now'

const MINUTE_MS = 60_000

/** Says that what is shown is the past: as of when, and the way back. */
export function PastBanner({ at }: { at: number }) {
  const now = useNow(MINUTE_MS)
  const title =
    now === null
      ? `As of ${formatLocalMoment(at, 'UTC')} UTC`
      : `As of ${formatLocalMoment(at)} (${formatSpan(now - at)} ago)`
  return (
    <Notice tone="warn" title={title} action={<BackToNow />}>
      What the last sweep before that moment found; nothing here moves on.
    </Notice>
  )
}

/** The same page as it is now. */
export function BackToNow() {
  const pathname = usePathname()
  const params = new URLSearchParams(useSearchParams())
  params.delete(AS_OF)
  return (
    <Link href={params.size === 0 ? pathname : `${pathname}?${params}`} className="button">
      Back to now
      <ArrowRight aria-hidden className="size-4" />
    </Link>
  )
}
