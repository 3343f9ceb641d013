'use client'

import { formatAge, formatClock, formatMoment } from './format'
import { usePastMoment } from './past-moment'
import { useNow } from './use-now'

/** How long ago something was, bound to its moment; the absolute UTC time until the page is alive and in the title. */
export function RelativeTime({
  iso,
  stepMs = 1_000,
  suffix,
  isNarrow = false,
  madeAt,
}: {
  iso: string
  stepMs?: number
  suffix?: string
  /** Before the page is alive there is room for the time of day only. */
  isNarrow?: boolean
  /** When the page was made (ISO), where only an age has a meaning: until the page is alive it is the one of then. */
  madeAt?: string
}) {
  const alive = useNow(stepMs)
  const now = alive ?? (madeAt === undefined ? null : Date.parse(madeAt))
  const moment = formatMoment(iso)
  // "Ago" would be from the reader's now.
  const isPast = usePastMoment() !== null
  const end = suffix ?? (isPast ? ' before' : ' ago')
  return (
    <time dateTime={iso} title={moment}>
      {now === null ? (isNarrow ? formatClock(iso) : moment) : `${formatAge(now - Date.parse(iso))}${end}`}
    </time>
  )
}
