'use client'

import { formatLocalMoment } from '../local-moment'
import { Notice } from '../notice'
import { BackToNow } from '../past-banner'
import { useAsOf, useCanShowPast } from '../use-as-of'
import { useNow } from '../use-now'
import { PAGES } from './pages'

const PAST_PAGES = new Intl.ListFormat('en').format(
  PAGES.filter(({ hasPast }) => hasPast).map(({ label }) => label),
)

/** On a page that knows no past, for whoever looks at one: it shows now. */
export function PresentNotice() {
  const asOf = useAsOf()
  const canShow = useCanShowPast()
  const now = useNow()
  const at = asOf === null ? Number.NaN : Date.parse(asOf)
  if (canShow || Number.isNaN(at)) return null
  return (
    <Notice tone="plain" title="This page shows now" action={<BackToNow />}>
      {PAST_PAGES} show {now === null ? `${formatLocalMoment(at, 'UTC')} UTC` : formatLocalMoment(at)}.
    </Notice>
  )
}
