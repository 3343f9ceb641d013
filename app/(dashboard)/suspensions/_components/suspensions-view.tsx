'use client'

import { useQuery } from '@tanstack/react-query'
import { suspensionMethodQuery, suspensionsQuery } from '@/lib/api/queries/suspensions'
import { formatCount } from '../../../_components/format'
import { PageSkeleton } from '../../../_components/page-skeleton'
import { QueryNotice } from '../../../_components/query-notice'
import { RulesSection } from './rules-section'
import { suspensionsFinding } from './suspensions-finding'
import { SuspensionsTable } from './suspensions-table'

/** Who gets no jobs now, or few, and by which rules. */
export function SuspensionsView() {
  const query = useQuery(suspensionsQuery())
  const { data: method } = useQuery(suspensionMethodQuery())
  const { data } = query
  if (!data)
    return query.error ? <QueryNotice query={query} what="The list of suspensions" /> : <PageSkeleton />
  const { suspensions, count, total } = data
  return (
    <>
      <h1 className="text-xl font-semibold">{suspensionsFinding(data)}</h1>
      <p className="mb-4 max-w-[80ch] text-sm text-muted">
        Whoever fails at jobs gets none for a time, and then is tried again. Lists without a policy, and by a
        policy without rules of selection, name them nevertheless.{' '}
        <a href="/api/v1/suspensions" className="link">
          The same as JSON
        </a>
      </p>
      <QueryNotice query={query} what="The list of suspensions" />
      <div className="grid gap-4 lg:gap-5">
        {total > 0 && (
          <section aria-labelledby="suspended-title" className="panel min-w-0">
            <h2 id="suspended-title" className="px-3 py-2 text-lg font-semibold">
              {total > count
                ? `The first ${formatCount(count)} of ${formatCount(total)}, nodes before offerings`
                : 'Who is not trusted now'}
            </h2>
            <SuspensionsTable suspensions={suspensions} />
          </section>
        )}
        {method && <RulesSection method={method} />}
      </div>
    </>
  )
}
