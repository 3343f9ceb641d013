'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { ApiError, isRefusal } from '@/lib/api/ask-api'
import { requestQuery } from '@/lib/api/queries/requests'
import { AttemptWaterfall } from '../../../_components/attempt-waterfall'
import { OperatorKeyForm } from '../../../_components/operator-key'
import { QueryNotice } from '../../../_components/query-notice'
import { useSecret } from '../../../_components/secrets'
import { requestHref } from '../../requests/_components/request-params'

/** Who was tried when, by the record that this server keeps of the request; for whoever has the operator's key. */
export function RecordSection({ id }: { id: string }) {
  const { access } = useSecret('operator')
  const query = useQuery({ ...requestQuery(access, id), enabled: access.secret !== '' })
  const { data, error } = query
  const refusal = isRefusal(error) ? error : null
  if (access.secret === '' || refusal)
    return (
      <OperatorKeyForm refusal={refusal}>
        The record of this request has every attempt with its times. Records are not for everybody.
      </OperatorKeyForm>
    )
  const isMissing = error instanceof ApiError && error.status === 404
  return (
    <section aria-labelledby="attempts-title" className="panel min-w-0 p-3">
      <div className="mb-2 flex flex-wrap items-baseline gap-x-3">
        <h2 id="attempts-title" className="text-lg font-semibold">
          Attempts
        </h2>
        <Link href={requestHref(id)} className="link text-sm">
          The whole record
        </Link>
      </div>
      {isMissing ? (
        <p className="text-sm text-muted">
          There is no record of it: a request that is refused for its key has none.
        </p>
      ) : (
        <QueryNotice query={query} what="The record" />
      )}
      {!error && data?.state !== 'ended' && (
        <p role="status" className="text-sm text-muted">
          {data ? 'It is under way' : 'Loading'}
        </p>
      )}
      {data?.state === 'ended' && <AttemptWaterfall request={data} />}
    </section>
  )
}
