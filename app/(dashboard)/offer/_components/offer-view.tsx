'use client'

import { useQuery } from '@tanstack/react-query'
import { gatewayOfferingsQuery } from '@/lib/api/queries/gateway'
import { CopyButton } from '../../../_components/copy-button'
import { displayText } from '../../../_components/display-text'
import { formatCount, formatMoment, formatNumber } from '../../../_components/format'
import { NothingYet } from '../../../_components/nothing-yet'
import { Notice } from '../../../_components/notice'
import { PriceNotes } from '../../../_components/price-notes'
import { QueryNotice } from '../../../_components/query-notice'
import { HowToOffer } from './how-to-offer'
import { MarginsSection } from './margins-section'
import { offerFinding } from './offer-finding'
import { OffersTable } from './offers-table'

/** What this gateway sells to its own clients, and for its operator what that leaves. */
export function OfferView() {
  const query = useQuery(gatewayOfferingsQuery())
  const { data } = query
  if (!data) return <NothingYet query={query} what="The offer of this gateway" />
  const { reason, offers, reliability, snapshot } = data
  return (
    <>
      <div className="mb-3 flex flex-wrap items-end gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <h1 className="text-xl font-semibold break-words">{offerFinding(data)}</h1>
          <p className="max-w-[80ch] text-sm text-muted">
            What its clients read at{' '}
            <a href="/.well-known/livepeer-gateway.json" className="link break-all">
              /.well-known/livepeer-gateway.json
            </a>
            : no cost, no margin and no percentage of a markup is in it.
            {snapshot && (
              <>
                {' '}
                As of <time dateTime={snapshot.as_of}>{formatMoment(snapshot.as_of)}</time>.
              </>
            )}
          </p>
        </div>
        <CopyButton label="Copy link" text={() => window.location.href} />
      </div>
      <QueryNotice query={query} what="The offer of this gateway" />
      <div className="grid min-w-0 gap-5">
        {reason?.code === 'no-pricing' && <HowToOffer />}
        {reason?.code === 'nothing-served' && (
          <Notice tone="plain" title="There is nothing to sell now">
            {displayText(reason.detail)}
          </Notice>
        )}
        {offers.length > 0 && (
          <>
            <OffersTable offers={offers} />
            <p className="max-w-[80ch] text-sm text-muted">
              {formatCount(reliability.availability.answered)} of{' '}
              {formatCount(reliability.availability.asked)} nodes behind these offers answered when they were
              last asked
              {reliability.availability.percent !== null &&
                ` (${formatNumber(reliability.availability.percent)} %)`}
              . {displayText(reliability.failover.reason)}
            </p>
          </>
        )}
        <MarginsSection />
      </div>
      <PriceNotes ethUsd={data.eth_usd} />
    </>
  )
}
