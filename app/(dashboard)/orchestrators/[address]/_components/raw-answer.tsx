'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { protocolAnswerPath, protocolAnswerQuery } from '@/lib/api/queries/protocol-answer'
import { CopyButton } from '../../../../_components/copy-button'
import { formatMoment } from '../../../../_components/format'
import { QueryNotice } from '../../../../_components/query-notice'
import { BodyView } from '../../../reference/_components/body-view'

/** What a gateway is told of it, in the protocol's own words; asked for when it is opened. */
export function RawAnswer({ address }: { address: string }) {
  const [isOpen, setIsOpen] = useState(false)
  const query = useQuery({ ...protocolAnswerQuery(address), enabled: isOpen })
  const { data } = query
  return (
    <details className="panel min-w-0" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="min-h-8 px-3 py-2 text-sm font-semibold">
        Its answer in the protocol’s own words
      </summary>
      <div className="px-3 pb-3 text-sm">
        <p className="mb-2 text-muted">
          As a gateway reads it, from{' '}
          <a href={protocolAnswerPath(address)} className="link">
            /getNetworkCapabilities
          </a>
          {data?.asOf != null && (
            <>
              , as of <time dateTime={data.asOf}>{formatMoment(data.asOf)}</time>
            </>
          )}
          .
        </p>
        <QueryNotice query={query} what="The answer" />
        {data && (
          <>
            <div className="mb-2">
              <CopyButton label="Copy the answer" text={() => data.text} hasWords />
            </div>
            <BodyView text={data.text} mediaType="application/json" fileName="orchestrator.json" />
          </>
        )}
      </div>
    </details>
  )
}
