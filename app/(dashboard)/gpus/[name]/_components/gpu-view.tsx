'use client'

import { useQuery } from '@tanstack/react-query'
import type { GpuDetailDto } from '@/lib/api/contract/single'
import { gpuPath, gpuQuery } from '@/lib/api/queries/gpus'
import { AS_OF } from '@/lib/api/search-params'
import { AddressProblems } from '../../../../_components/address-problems'
import { CopyButton } from '../../../../_components/copy-button'
import { displayText, shortenMiddle } from '../../../../_components/display-text'
import { formatCount, formatMoment, formatPlural } from '../../../../_components/format'
import { MethodLink } from '../../../../_components/method-link'
import { NothingYet } from '../../../../_components/nothing-yet'
import { PriceNotes } from '../../../../_components/price-notes'
import { QueryNotice } from '../../../../_components/query-notice'
import { useAsOf } from '../../../../_components/use-as-of'
import { CardsHistory } from '../../../_components/history/cards-history'
import { WINDOW_CHOICE } from '../../../_components/history/history-windows'
import { WindowSwitch } from '../../../_components/history/window-switch'
import { CardChangesSection } from '../../_components/card-changes-section'
import { HoldersSection } from './holders-section'
import { RunsSection } from './runs-section'

/** One card: who has it and where, what runs on it and at what price, and how that went. */
export function GpuView({
  name,
  madeAt,
}: {
  name: string
  /** When the page was made (ISO): what ages are of until scripts run. */
  madeAt: string
}) {
  const asOf = useAsOf()
  const query = useQuery(gpuQuery(name, asOf))
  const { data } = query
  if (!data) return <NothingYet query={query} what="The card" />
  const path = gpuPath(name)
  return (
    <>
      <div className="mb-3 flex flex-wrap items-end gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <h1 className="text-xl font-semibold break-words">
            <bdi>{finding(data)}</bdi>
          </h1>
          <p className="text-sm text-muted">
            {formatCount(data.nodes_reporting)} of {formatPlural(data.nodes_counted, 'node')} report any card;
            as of <time dateTime={data.snapshot.as_of}>{formatMoment(data.snapshot.as_of)}</time>;{' '}
            <a
              href={asOf === null ? path : `${path}?${new URLSearchParams({ [AS_OF]: asOf })}`}
              className="link"
            >
              the same as JSON
            </a>
            . <MethodLink part="coverage" />
          </p>
        </div>
        <div className="no-print flex flex-wrap gap-2">
          <CopyButton label="Copy name" text={() => data.name} hasWords />
          <CopyButton label="Copy link" text={() => window.location.href} />
        </div>
      </div>
      <AddressProblems choices={WINDOW_CHOICE} />
      <QueryNotice query={query} what="The card" />
      <div className="grid gap-4 lg:gap-5">
        <RunsSection models={data.models} />
        <HoldersSection gpu={data} />
        <section aria-labelledby="history-title" className="min-w-0">
          <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
            <h2 id="history-title" className="text-lg font-semibold">
              How it went
            </h2>
            <WindowSwitch />
          </div>
          <div className="grid min-w-0 gap-4 xl:grid-cols-2">
            <CardsHistory path={path} />
            <CardChangesSection name={data.name} madeAt={madeAt} />
          </div>
        </section>
      </div>
      <PriceNotes ethUsd={data.eth_usd} />
    </>
  )
}

function finding({ name, cards, sizes, holders }: GpuDetailDto): string {
  const memory = sizes
    .flatMap(({ vram_gb }) => vram_gb ?? [])
    .map((size) => `${formatCount(size)} GB`)
    .join(' or ')
  const called = shortenMiddle(displayText(name), 60)
  const of = memory === '' ? called : `${called} (${[...new Set(memory.split(' or '))].join(' or ')})`
  return `${of}: ${formatPlural(cards, 'card')} at ${formatPlural(holders.length, 'node')}`
}
