import Link from 'next/link'
import { AS_OF } from '@/lib/api/search-params'
import { displayText } from './display-text'
import { formatMoment } from './format'
import { Notice } from './notice'
import { BackToNow } from './past-banner'

/** In place of a page whose moment cannot be shown: why, and the nearest that can. */
export function PastRefused({
  detail,
  oldestAt,
  path,
}: {
  detail: string
  oldestAt: string | null
  path: string
}) {
  return (
    <>
      <h1 className="mb-4 text-xl font-semibold">That moment cannot be shown</h1>
      <Notice tone="warn" title={displayText(detail)} action={<BackToNow />}>
        {oldestAt !== null && (
          <Link href={`${path}?${AS_OF}=${encodeURIComponent(oldestAt)}`} className="link">
            Show the oldest, {formatMoment(oldestAt)}
          </Link>
        )}
      </Notice>
    </>
  )
}
