'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { parseAsString, useQueryState } from 'nuqs'
import { useEffect, useMemo, useRef, useState } from 'react'
import { apiDocumentQuery } from '@/lib/api/queries/api-document'
import { formatPlural } from '../../../_components/format'
import { ArrowLeft } from '../../../_components/icons'
import { Notice } from '../../../_components/notice'
import { PageSkeleton } from '../../../_components/page-skeleton'
import { QueryNotice } from '../../../_components/query-notice'
import { GettingStarted } from './getting-started'
import { OperationList } from './operation-list'
import { OperationView } from './operation-view'
import { type Bearer, readOperations } from './read-operations'

/** Every operation of the API, to read and to try. */
export function ReferenceView() {
  const query = useQuery(apiDocumentQuery())
  // The address alone says which operation is shown, so that a link leads to it.
  const [selected, setSelected] = useQueryState(
    'op',
    parseAsString.withOptions({ history: 'push', shallow: true, scroll: false }),
  )
  const [secrets, setSecrets] = useState<Readonly<Record<Bearer, string>>>({ operator: '', key: '' })
  const groups = useMemo(() => (query.data ? readOperations(query.data) : []), [query.data])
  const title = useRef<HTMLHeadingElement>(null)
  const isChosen = useRef(false)
  useEffect(() => {
    if (!isChosen.current || selected === null) return
    isChosen.current = false
    // Whoever chose it goes on reading there.
    title.current?.focus()
    title.current?.scrollIntoView({ block: 'nearest' })
  }, [selected])

  const { data } = query
  if (!data)
    return query.error ? <QueryNotice query={query} what="The description of the API" /> : <PageSkeleton />
  const operations = groups.flatMap((group) => group.operations)
  const operation = operations.find(({ id }) => id === selected) ?? null
  const select = (id: string) => {
    isChosen.current = true
    void setSelected(id)
  }
  return (
    <>
      <div className="mb-3">
        <h1 className="text-xl font-semibold">API reference</h1>
        <p className="text-sm text-muted">
          {formatPlural(operations.length, 'operation')}, each to be tried here against this server.{' '}
          <a href="/api/v1/openapi.json" className="link">
            The OpenAPI document
          </a>
          ,{' '}
          <Link href="/problems" className="link">
            all kinds of problems
          </Link>
        </p>
      </div>
      <QueryNotice query={query} what="The description of the API" />
      <div className="gap-6 lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
        <div
          className={`lg:sticky lg:top-18 lg:block lg:max-h-[calc(100dvh-5rem)] lg:self-start lg:overflow-y-auto lg:p-1 ${operation ? 'hidden' : ''}`}
        >
          <OperationList groups={groups} selected={operation?.id ?? null} onSelect={select} />
        </div>
        <div className="min-w-0 max-lg:mt-4">
          {operation ? (
            <section aria-labelledby="operation-title">
              <button type="button" className="button mb-3 lg:hidden" onClick={() => void setSelected(null)}>
                <ArrowLeft aria-hidden className="size-4" />
                All operations
              </button>
              <h2
                id="operation-title"
                ref={title}
                tabIndex={-1}
                className="text-lg font-semibold outline-none"
              >
                {operation.summary}
              </h2>
              <OperationView
                key={operation.id}
                operation={operation}
                shapes={data.components.schemas}
                secrets={secrets}
                onSecret={(bearer, secret) => setSecrets({ ...secrets, [bearer]: secret })}
              />
            </section>
          ) : (
            <>
              {selected !== null && (
                <Notice tone="warn" title="No operation is called as this link says">
                  Choose one from the list.
                </Notice>
              )}
              <GettingStarted description={data.info.description} />
            </>
          )}
        </div>
      </div>
    </>
  )
}
