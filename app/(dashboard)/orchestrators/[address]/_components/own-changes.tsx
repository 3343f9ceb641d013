'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useMemo } from 'react'
import { foldChanges } from '@/lib/api/contract/fold-changes'
import { ownChangesQuery } from '@/lib/api/queries/changes'
import { QueryNotice } from '../../../../_components/query-notice'
import { useAsOf } from '../../../../_components/use-as-of'
import type { ShownChange } from '../../../changes/_components/change-kinds'
import { ChangesTable } from '../../../changes/_components/changes-table'
import { formatDay, groupByDay } from '../../../changes/_components/group-by-day'

const isShown = (change: { readonly kind: string }): change is ShownChange => change.kind !== 'snapshot'

/** What changed at its nodes lately. */
export function OwnChanges({ address, nodeUris }: { address: string; nodeUris: readonly string[] }) {
  const query = useQuery(ownChangesQuery(address, useAsOf()))
  const listed = useMemo(() => new Set(nodeUris), [nodeUris])
  const changes = query.data?.changes.filter(isShown) ?? []
  const days = groupByDay(changes)
  const isCut = query.data?.next_cursor != null
  return (
    <section aria-labelledby="changes-title" className="min-w-0">
      <h2 id="changes-title" className="mb-2 text-lg font-semibold">
        What changed lately
      </h2>
      <QueryNotice query={query} what="The list of changes" />
      {query.data && changes.length === 0 && (
        <p className="text-sm text-muted">Nothing, for as long as changes are kept.</p>
      )}
      {days.map(({ day, items }, at) => (
        <div key={day} className="mb-3">
          <h3 className="mb-1 text-sm font-semibold">
            <time dateTime={day}>{formatDay(day)}</time>
          </h3>
          <div className="panel">
            <ChangesTable
              day={day}
              changes={foldChanges(items, { isCut: isCut && at === days.length - 1 })}
              listed={listed}
            />
          </div>
        </div>
      ))}
      <Link href={`/changes?${new URLSearchParams({ orchestrator: address })}`} className="link text-sm">
        All that changed
      </Link>
    </section>
  )
}
