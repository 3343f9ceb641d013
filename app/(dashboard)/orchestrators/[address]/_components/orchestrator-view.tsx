'use client'

import { useQuery } from '@tanstack/react-query'
import { parseAsString, useQueryState } from 'nuqs'
import { orchestratorPath, orchestratorQuery } from '@/lib/api/queries/orchestrators'
import { AS_OF } from '@/lib/api/search-params'
import { AddressProblems } from '../../../../_components/address-problems'
import { CopyButton } from '../../../../_components/copy-button'
import { formatCount, formatMoment, formatPlural } from '../../../../_components/format'
import { NothingYet } from '../../../../_components/nothing-yet'
import { PriceNotes } from '../../../../_components/price-notes'
import { QueryNotice } from '../../../../_components/query-notice'
import { shortAddress } from '../../../../_components/short-address'
import { SortSelect } from '../../../../_components/sort-select'
import { formatSort, parseSort } from '../../../../_components/table-sort'
import { useAsOf } from '../../../../_components/use-as-of'
import { AvailabilityStrip } from '../../../_components/history/availability-strip'
import { WINDOW_CHOICE } from '../../../_components/history/history-windows'
import { LatencyHistory } from '../../../_components/history/latency-history'
import { PriceHistory } from '../../../_components/history/price-history'
import { WindowSwitch } from '../../../_components/history/window-switch'
import { HardwareSection } from './hardware-section'
import { IdentitySection } from './identity-section'
import { IncidentsSection } from './incidents-section'
import { orchestratorFinding } from './orchestrator-finding'
import { OwnChanges } from './own-changes'
import { OwnNodesTable } from './own-nodes-table'
import { OWN_OFFERING_COLUMNS, OWN_SORT_KEYS } from './own-offering-columns'
import { OwnOfferingsTable } from './own-offerings-table'
import { OwnSuspensions } from './own-suspensions'
import { PositionSection } from './position-section'
import { RawAnswer } from './raw-answer'
import { ReliabilitySection } from './reliability-section'

/** One orchestrator: who it is, how its nodes do, what it offers, and how all that went. */
export function OrchestratorView({ address }: { address: string }) {
  const asOf = useAsOf()
  const query = useQuery(orchestratorQuery(address, asOf))
  const [sortText, setSortText] = useQueryState(
    'sort',
    parseAsString.withOptions({ history: 'push', shallow: true, scroll: false }),
  )
  const sort = parseSort(sortText ?? '', OWN_SORT_KEYS)
  const setSort = (next: typeof sort) => void setSortText(next && formatSort(next))
  const { data } = query
  if (!data) return <NothingYet query={query} what="The orchestrator" />
  const { nodes, offerings, snapshot, orchestrator } = data
  const path = orchestratorPath(data.address)
  const nodeUris = nodes.map(({ uri }) => uri)
  const name = nodes.find((node) => node.orchestrator_name !== null)?.orchestrator_name
  return (
    <>
      <div className="mb-3 flex flex-wrap items-end gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <h1 className="text-xl font-semibold break-words">
            <bdi>{orchestratorFinding(name ?? shortAddress(data.address), nodes)}</bdi>
          </h1>
          <p className="text-sm text-muted">
            {formatPlural(offerings.length, 'offering')}
            {orchestrator &&
              ` of ${formatPlural(orchestrator.models, 'model')}, ${formatCount(orchestrator.states.warm)} warm`}
            , as of <time dateTime={snapshot.as_of}>{formatMoment(snapshot.as_of)}</time>;{' '}
            <a
              href={asOf === null ? path : `${path}?${new URLSearchParams({ [AS_OF]: asOf })}`}
              className="link"
            >
              the same as JSON
            </a>
          </p>
        </div>
        <div className="no-print flex flex-wrap gap-2">
          <CopyButton label="Copy address" text={() => data.address} hasWords />
          <CopyButton label="Copy link" text={() => window.location.href} />
        </div>
      </div>
      <AddressProblems choices={WINDOW_CHOICE} />
      <QueryNotice query={query} what="The orchestrator" />
      <div className="grid min-w-0 gap-5">
        <section aria-labelledby="nodes-title" className="min-w-0">
          <h2 id="nodes-title" className="mb-2 text-lg font-semibold">
            {formatPlural(nodes.length, 'node')}
          </h2>
          <div className="panel">
            <OwnNodesTable nodes={nodes} />
          </div>
        </section>
        {asOf === null && <OwnSuspensions nodeUris={nodeUris} />}
        <section aria-labelledby="offerings-title" className="min-w-0">
          <div className="mb-2 flex flex-wrap items-end justify-between gap-2">
            <h2 id="offerings-title" className="text-lg font-semibold">
              {formatPlural(offerings.length, 'offering')}
            </h2>
            {offerings.length > 0 && (
              <SortSelect columns={OWN_OFFERING_COLUMNS} sort={sort} onChange={setSort} />
            )}
          </div>
          {offerings.length === 0 ? (
            <p className="text-sm text-muted">
              It offers nothing now: none of its nodes gave an answer that counts.
            </p>
          ) : (
            <OwnOfferingsTable offerings={offerings} sort={sort} onSort={setSort} />
          )}
          <PriceNotes ethUsd={data.eth_usd} />
        </section>
        <section aria-labelledby="history-title" className="min-w-0">
          <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
            <h2 id="history-title" className="text-lg font-semibold">
              How it went
            </h2>
            <WindowSwitch />
          </div>
          <div className="grid min-w-0 gap-4">
            <AvailabilityStrip path={path} />
            <div className="grid min-w-0 gap-4 xl:grid-cols-2">
              <LatencyHistory path={path} />
              <PriceHistory path={path} namesModels />
            </div>
          </div>
        </section>
        <div className="grid min-w-0 items-start gap-4 xl:grid-cols-2">
          <IdentitySection detail={data} />
          <HardwareSection nodes={nodes} />
          {asOf === null && (
            <>
              <ReliabilitySection address={data.address} />
              <PositionSection address={data.address} />
            </>
          )}
        </div>
        {asOf === null ? (
          <IncidentsSection address={data.address} />
        ) : (
          <p className="text-sm text-muted">
            Reliability, position, incidents and suspensions are told of now alone.
          </p>
        )}
        <OwnChanges address={data.address} nodeUris={nodeUris} />
        {asOf === null && <RawAnswer address={data.address} />}
      </div>
    </>
  )
}
