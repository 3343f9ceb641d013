'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { parseAsString, useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { ApiError } from '@/lib/api/ask-api'
import { estimatePath, estimateQuery } from '@/lib/api/queries/estimate'
import { pricesQuery } from '@/lib/api/queries/prices'
import { CopyButton } from '../../../_components/copy-button'
import { displayText } from '../../../_components/display-text'
import { formatMoment } from '../../../_components/format'
import { NothingYet } from '../../../_components/nothing-yet'
import { Notice } from '../../../_components/notice'
import { PriceNotes } from '../../../_components/price-notes'
import { QueryNotice } from '../../../_components/query-notice'
import { RowsOfBefore } from '../../../_components/rows-of-before'
import { useAsOf } from '../../../_components/use-as-of'
import { useKeptAnswer } from '../../../_components/use-kept-answer'
import { estimateFinding } from './estimate-finding'
import { EstimatesTable, RejectionsSection } from './estimate-tables'
import { WorkForm } from './work-form'
import { WORK_FIELDS, type WorkField, workParams } from './work-params'

const PARSERS = Object.fromEntries(WORK_FIELDS.map((field) => [field, parseAsString]))

/** What some work would cost, and with whom; the address is the question. */
export function CalculatorView() {
  const [states, setStates] = useQueryStates(PARSERS, { history: 'replace', shallow: true, scroll: false })
  const asOf = useAsOf()
  const params = useMemo(
    () =>
      workParams(
        Object.fromEntries(WORK_FIELDS.flatMap((field) => (states[field] ? [[field, states[field]]] : []))),
      ),
    [states],
  )
  const query = useKeptAnswer(useQuery({ ...estimateQuery(params, asOf), placeholderData: keepPreviousData }))
  const pipeline = params.get('pipeline') ?? ''
  const prices = useQuery({
    ...pricesQuery(asOf, new URLSearchParams({ pipeline: pipeline.replaceAll(',', '%2C') })),
    placeholderData: keepPreviousData,
  })
  const models = (prices.data?.prices ?? []).flatMap((row) =>
    row.pipeline === pipeline && row.model !== null ? row.model : [],
  )
  const change = (field: WorkField, text: string) => {
    const next = new URLSearchParams(params)
    // A model is one of its pipeline.
    if (field === 'pipeline') next.delete('model')
    next.set(field, text)
    void setStates(
      Object.fromEntries(WORK_FIELDS.map((name) => [name, next.get(name) || null])),
      field === 'pipeline' || field === 'model' ? { history: 'push' } : {},
    )
  }
  const isRefused = query.error instanceof ApiError && query.error.status === 400
  const { data } = query
  if (!data && !isRefused) return <NothingYet query={query} what="The estimate" />
  return (
    <>
      <div className="mb-3 flex flex-wrap items-end gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <h1 className="text-xl font-semibold break-words">
            <bdi>{data && !isRefused ? estimateFinding(data) : 'What some work would cost'}</bdi>
          </h1>
          <p className="text-sm text-muted">
            Billed units of a job, times jobs, times the stated price, reckoned exactly
            {data && !isRefused && (
              <>
                ; as of <time dateTime={data.snapshot.as_of}>{formatMoment(data.snapshot.as_of)}</time>,{' '}
                <a href={estimatePath(params, asOf)} className="link">
                  the same as JSON
                </a>
              </>
            )}
            .
          </p>
        </div>
        <CopyButton label="Copy link" text={() => window.location.href} />
      </div>
      <WorkForm params={params} models={models} asOf={asOf} onChange={change} />
      {isRefused ? (
        <Notice tone="warn" title="That work cannot be reckoned">
          {displayText(query.error?.message ?? '')}
        </Notice>
      ) : (
        <QueryNotice query={query} what="The estimate" />
      )}
      {data && !isRefused && (
        <RowsOfBefore isWaiting={query.isWaiting}>
          {(data.estimates[0]?.assumed.length ?? 0) > 0 && (
            <p className="mb-2 text-sm text-muted">
              Taken to be, as go-livepeer does where nothing is said: {data.estimates[0]?.assumed.join(', ')}.
            </p>
          )}
          {data.estimates.length > 0 ? (
            <EstimatesTable estimates={data.estimates} />
          ) : (
            <Notice tone="plain" title="Nobody offers this at a price that can be reckoned with">
              {data.rejected === 0
                ? 'No node serves that pipeline with that model now.'
                : 'Below is who offers it, and why nobody can tell what it costs there.'}
            </Notice>
          )}
          <RejectionsSection rejections={data.rejections} rejected={data.rejected} />
          <PriceNotes ethUsd={data.eth_usd} />
        </RowsOfBefore>
      )}
    </>
  )
}
