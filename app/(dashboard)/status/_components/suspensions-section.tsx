'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { suspensionsQuery } from '@/lib/api/queries/suspensions'
import { formatCount } from '../../../_components/format'
import { QueryNotice } from '../../../_components/query-notice'

/** Whether everybody is trusted with jobs. */
export function SuspensionsSection() {
  const query = useQuery(suspensionsQuery())
  const { data } = query
  return (
    <section aria-labelledby="suspensions-title" className="panel min-w-0 p-3">
      <h2 id="suspensions-title" className="mb-2 text-lg font-semibold">
        Suspensions
      </h2>
      <QueryNotice query={query} what="The list of suspensions" />
      <p className="text-sm">
        {data &&
          (data.total === 0
            ? 'Everybody is trusted with jobs. '
            : `${formatCount(data.total)} ${data.total === 1 ? 'is' : 'are'} suspended or on the way back. `)}
        <Link href="/suspensions" className="link">
          Who, why, and by which rules
        </Link>
      </p>
    </section>
  )
}
