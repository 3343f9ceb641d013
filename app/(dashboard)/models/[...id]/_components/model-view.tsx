'use client'

import { useQuery } from '@tanstack/react-query'
import { historyQuery } from '@/lib/api/queries/history'
import { modelPath, modelQuery } from '@/lib/api/queries/models'
import { AS_OF } from '@/lib/api/search-params'
import { AddressProblems } from '../../../../_components/address-problems'
import { CopyButton } from '../../../../_components/copy-button'
import { formatMoment } from '../../../../_components/format'
import { LongText } from '../../../../_components/long-text'
import { NothingYet } from '../../../../_components/nothing-yet'
import { PriceNotes } from '../../../../_components/price-notes'
import { QueryNotice } from '../../../../_components/query-notice'
import { useAsOf } from '../../../../_components/use-as-of'
import { WINDOW_CHOICE } from '../../../_components/history/history-windows'
import { LatencyHistory } from '../../../_components/history/latency-history'
import { PriceHistory } from '../../../_components/history/price-history'
import { priceTrend } from '../../../_components/history/price-trend'
import { TREND } from '../../../_components/history/trend'
import { WindowSwitch } from '../../../_components/history/window-switch'
import { ModelFacts } from './model-facts'
import { modelFinding } from './model-finding'
import { PriceStripSection } from './price-strip-section'
import { ServingSection } from './serving-section'
import { type KeyNeed, SnippetsSection } from './snippets-section'

/** One model: who has it, at what price, how that went, and how to use it. */
export function ModelView({ id, keyNeed }: { id: string; keyNeed: KeyNeed }) {
  const asOf = useAsOf()
  const query = useQuery(modelQuery(id, asOf))
  const path = modelPath(id)
  const { data: history } = useQuery(historyQuery(path, TREND, asOf))
  const { data } = query
  if (!data) return <NothingYet query={query} what="The model" />
  const { models, offerings, snapshot } = data
  return (
    <>
      <div className="mb-3 flex flex-wrap items-end gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <h1 className="text-xl font-semibold break-words">
            <bdi>{modelFinding(data, priceTrend(history ?? null))}</bdi>
          </h1>
          <p className="text-sm text-muted">
            <span className="font-mono text-xs text-text">
              <LongText text={data.id} max={80} what="id" />
            </span>{' '}
            as of <time dateTime={snapshot.as_of}>{formatMoment(snapshot.as_of)}</time>;{' '}
            <a
              href={asOf === null ? path : `${path}?${new URLSearchParams({ [AS_OF]: asOf })}`}
              className="link"
            >
              the same as JSON
            </a>
          </p>
        </div>
        <div className="no-print flex flex-wrap gap-2">
          <CopyButton label="Copy id" text={() => data.id} hasWords />
          <CopyButton label="Copy link" text={() => window.location.href} />
        </div>
      </div>
      <AddressProblems choices={WINDOW_CHOICE} />
      <QueryNotice query={query} what="The model" />
      <div className="grid gap-5">
        {models.map((model) => (
          <ModelFacts key={`${model.kind} ${model.pipeline} ${model.unit}`} model={model} />
        ))}
        <PriceStripSection offerings={offerings} models={models} />
        <ServingSection
          offerings={offerings}
          namesPipelines={new Set(offerings.map(({ pipeline }) => pipeline)).size > 1}
        />
        <section aria-labelledby="history-title" className="min-w-0">
          <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
            <h2 id="history-title" className="text-lg font-semibold">
              How it went
            </h2>
            <WindowSwitch />
          </div>
          <div className="grid min-w-0 gap-4 xl:grid-cols-2">
            <PriceHistory path={path} />
            <LatencyHistory path={path} />
          </div>
        </section>
        <SnippetsSection models={models} keyNeed={keyNeed} />
      </div>
      <PriceNotes ethUsd={data.eth_usd} />
    </>
  )
}
