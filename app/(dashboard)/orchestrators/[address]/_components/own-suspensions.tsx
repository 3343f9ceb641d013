'use client'

import { useQuery } from '@tanstack/react-query'
import { suspensionsQuery } from '@/lib/api/queries/suspensions'
import { formatPlural } from '../../../../_components/format'
import { SuspensionsTable } from '../../../suspensions/_components/suspensions-table'

/** Which of its offerings and nodes this server does not trust now; nothing where it trusts all. */
export function OwnSuspensions({ nodeUris }: { nodeUris: readonly string[] }) {
  const { data } = useQuery(suspensionsQuery())
  const own =
    data?.suspensions.filter(({ node_uri }) => node_uri !== null && nodeUris.includes(node_uri)) ?? []
  if (own.length === 0) return null
  return (
    <section aria-labelledby="suspensions-title" className="panel min-w-0">
      <h2 id="suspensions-title" className="px-3 pt-3 pb-2 text-lg font-semibold">
        {formatPlural(own.length, 'suspension')} by this server
      </h2>
      <SuspensionsTable suspensions={own} />
    </section>
  )
}
