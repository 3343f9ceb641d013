'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { cardChangesQuery } from '@/lib/api/queries/changes'
import { QueryNotice } from '../../../_components/query-notice'
import { useAsOf } from '../../../_components/use-as-of'
import { ChangeList } from '../../_components/change-list'
import type { ShownChange } from '../../changes/_components/change-kinds'

const isShown = (change: { readonly kind: string }): change is ShownChange => change.kind !== 'snapshot'

/** Cards that came and went of late, of one name or all. */
export function CardChangesSection({ name, madeAt }: { name: string | null; madeAt: string }) {
  const query = useQuery(cardChangesQuery(name, useAsOf()))
  const changes = query.data?.changes.filter(isShown) ?? []
  const params = new URLSearchParams({ kind: 'gpu-added,gpu-gone', ...(name !== null && { gpu: name }) })
  return (
    <section aria-labelledby="card-changes-title" className="panel flex min-w-0 flex-col">
      <h3 id="card-changes-title" className="px-3 pt-3 text-base font-semibold">
        Cards that came and went
      </h3>
      <div className="px-3">
        <QueryNotice query={query} what="The list of changes" />
      </div>
      {query.data && changes.length === 0 && (
        <p className="px-3 pt-2 text-sm text-muted">None did, for as long as changes are kept.</p>
      )}
      <ChangeList changes={changes} isCut={query.data?.next_cursor != null} madeAt={madeAt} />
      <p className="border-t border-line px-3 py-2 text-sm">
        <Link href={`/changes?${params}`} className="link inline-flex min-h-6 items-center">
          All changes of cards
        </Link>
      </p>
    </section>
  )
}
