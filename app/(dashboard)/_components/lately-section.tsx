'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { noteworthyChangesQuery } from '@/lib/api/queries/changes'
import { QueryNotice } from '../../_components/query-notice'
import { useAsOf } from '../../_components/use-as-of'
import type { ShownChange } from '../changes/_components/change-kinds'
import { ChangeList } from './change-list'

const isShown = (change: { readonly kind: string }): change is ShownChange => change.kind !== 'snapshot'

/** What changed of late that somebody who buys would want to know. */
export function LatelySection({ madeAt }: { madeAt: string }) {
  const asOf = useAsOf()
  const query = useQuery(noteworthyChangesQuery(asOf))
  const changes = query.data?.changes.filter(isShown) ?? []
  const [latest] = changes
  return (
    <section aria-labelledby="lately-title" className="panel flex min-w-0 flex-col">
      <h2 id="lately-title" className="px-3 pt-3 text-lg font-semibold">
        {query.data && !latest
          ? 'Nothing has changed yet'
          : `What changed last${asOf === null ? '' : ' until then'}`}
      </h2>
      <div className="px-3">
        <QueryNotice query={query} what="The list of changes" />
      </div>
      <ChangeList changes={changes} isCut={query.data?.next_cursor != null} madeAt={madeAt} />
      <p className="border-t border-line px-3 py-2 text-sm">
        <Link href="/changes" className="link inline-flex min-h-6 items-center">
          All that changed
        </Link>
      </p>
    </section>
  )
}
