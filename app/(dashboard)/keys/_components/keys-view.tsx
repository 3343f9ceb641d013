'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { isRefusal } from '@/lib/api/ask-api'
import type { KeysDto, NewKeyDto } from '@/lib/api/contract/key'
import { keysQuery } from '@/lib/api/queries/keys'
import { formatPlural } from '../../../_components/format'
import { Notice } from '../../../_components/notice'
import { OperatorKeyForm, OperatorKeyInUse } from '../../../_components/operator-key'
import { PageSkeleton } from '../../../_components/page-skeleton'
import { Quantity } from '../../../_components/quantity'
import { QueryNotice } from '../../../_components/query-notice'
import { useSecret } from '../../../_components/secrets'
import { KeysTable } from './keys-table'
import { NewKeyForm } from './new-key-form'
import { NewKeyShown } from './new-key-shown'

/** Who may send jobs and how many, and the making and revoking of keys. */
export function KeysView() {
  const { access } = useSecret('operator')
  const hasKey = access.secret !== ''
  const query = useQuery({ ...keysQuery(access), enabled: hasKey })
  // Of its secret there is nothing but this.
  const [made, setMade] = useState<NewKeyDto | null>(null)
  const { data, error } = query
  const refusal = isRefusal(error) ? error : null
  if (!hasKey || refusal)
    return (
      <>
        <Title>Keys of clients</Title>
        <OperatorKeyForm refusal={refusal}>
          Keys say whose jobs this server carries at its own expense: names, scopes, limits and what each has
          spent. Whoever has the operator key makes and revokes them here.
        </OperatorKeyForm>
      </>
    )
  return (
    <>
      <Title>{data ? titleOf(data) : 'Keys of clients'}</Title>
      <OperatorKeyInUse />
      <div className="mt-3 grid gap-4 lg:gap-5">
        {made && <NewKeyShown made={made} onDone={() => setMade(null)} />}
        <NewKeyForm access={access} onMade={setMade} />
        <div className="min-w-0">
          <QueryNotice query={query} what="The list of keys" />
          {!data && !error && <PageSkeleton />}
          {data && (
            <>
              <SpentByAll all={data.all} />
              {data.count === 0 ? (
                <Notice tone="plain" title="There is no key yet">
                  Until there is one, only whom <code className="font-mono">ROUTING_AUTH</code> lets in
                  without one can send jobs.
                </Notice>
              ) : (
                <section aria-label="All keys" className="panel min-w-0">
                  <KeysTable keys={data.keys} access={access} />
                </section>
              )}
            </>
          )}
        </div>
      </div>
    </>
  )
}

function Title({ children }: { children: string }) {
  return (
    <>
      <h1 className="text-xl font-semibold">{children}</h1>
      <p className="mb-3 max-w-[80ch] text-sm text-muted">
        Carrying a job costs money, so whoever sends one bears a key. Only a hash of each is kept here.
      </p>
    </>
  )
}

function titleOf({ keys }: KeysDto): string {
  const valid = keys.filter(({ state }) => state === 'valid').length
  return valid === 0 ? 'No key is valid' : `${formatPlural(valid, 'key')} ${valid === 1 ? 'is' : 'are'} valid`
}

function SpentByAll({ all: { spent_wei, spend_wei_per_day, jobs_in_flight } }: { all: KeysDto['all'] }) {
  return (
    <p className="mb-2 text-sm text-muted">
      Today, UTC, all together: <Quantity value={spent_wei} unit="wei" />
      {spend_wei_per_day === null ? (
        ', and no limit for all'
      ) : (
        <>
          {' '}
          of <Quantity value={spend_wei_per_day} unit="wei" />
        </>
      )}
      ; {formatPlural(jobs_in_flight, 'job')} under way.
    </p>
  )
}
