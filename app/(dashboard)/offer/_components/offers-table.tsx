'use client'

import Link from 'next/link'
import type { GatewayOfferDto } from '@/lib/api/contract/gateway'
import { Abbreviated } from '../../../_components/abbreviated'
import { CellLabel } from '../../../_components/cell-label'
import { formatCount, formatNumber, formatPlural } from '../../../_components/format'
import { KIND_WORDS } from '../../../_components/kind-words'
import { LongText } from '../../../_components/long-text'
import { modelHref, modelIdOf } from '../../../_components/model-href'
import { Quantity } from '../../../_components/quantity'
import { ShowMore } from '../../../_components/show-more'
import { Unknown } from '../../../_components/unknown'
import { useUnfolding } from '../../../_components/use-unfolding'

const FIRST_ROWS = 20

/** What clients read: each model with its price in dollars, where it is served, and how reliably. */
export function OffersTable({ offers }: { offers: readonly GatewayOfferDto[] }) {
  const unfolding = useUnfolding('', FIRST_ROWS)
  return (
    <div className="panel">
      <table className="data-table card-table">
        <caption className="sr-only">What this gateway offers to its clients</caption>
        <thead>
          <tr>
            <th scope="col" className="w-[30%]">
              Model
            </th>
            <th scope="col" className="number w-[18%]">
              Price, USD
            </th>
            <th scope="col" className="w-[12%]">
              Made by
            </th>
            <th scope="col" className="w-[10%]">
              Loaded
            </th>
            <th scope="col" className="number w-[14%]">
              Nodes that answer
            </th>
            <th scope="col" className="w-[16%]">
              Regions
            </th>
          </tr>
        </thead>
        <tbody>
          {offers.slice(0, unfolding.limit).map((offer) => (
            <Row key={JSON.stringify([offer.kind, offer.pipeline, offer.model])} offer={offer} />
          ))}
        </tbody>
      </table>
      <ShowMore total={offers.length} unfolding={unfolding} page={50} />
    </div>
  )
}

function Row({ offer }: { offer: GatewayOfferDto }) {
  const { kind, pipeline, price, is_warm, regions, availability } = offer
  return (
    <tr>
      <th scope="row" className="wide">
        <CellLabel>Model</CellLabel>
        <Link href={modelHref(modelIdOf(offer))} className="link font-medium">
          <Abbreviated text={modelIdOf(offer)} max={56} />
        </Link>
        <span className="block text-xs text-muted">
          <LongText text={pipeline} max={40} what="pipeline name" />
          {KIND_WORDS[kind] !== null && `, ${KIND_WORDS[kind]}`}
        </span>
      </th>
      <td className="number wide">
        <CellLabel>Price, USD</CellLabel>
        {price.usd === null ? (
          <>
            <Unknown reason={price.reason ?? 'It is not known.'} />
            <span className="block text-xs text-muted">{price.reason}</span>
          </>
        ) : (
          <Quantity value={price.usd} />
        )}
        <span className="block text-xs text-muted">per {price.label}</span>
      </td>
      <td>
        <CellLabel>Made by</CellLabel>
        {price.basis === 'fixed' ? 'a fixed price' : 'a markup'}
      </td>
      <td>
        <CellLabel>Loaded</CellLabel>
        {is_warm ? (
          'warm'
        ) : kind === 'ai' || kind === 'live-runner' ? (
          'at no node'
        ) : (
          <Unknown reason="The protocol does not say whether it is loaded." />
        )}
      </td>
      <td className="number wide">
        <CellLabel>Nodes that answer</CellLabel>
        {formatCount(availability.answered)} of {formatCount(availability.asked)}
        {availability.percent !== null && (
          <span className="block text-xs text-muted">{formatNumber(availability.percent)} %</span>
        )}
      </td>
      <td className="wide">
        <CellLabel>Regions</CellLabel>
        {regions.length === 0 ? (
          <Unknown reason="Nobody says where its nodes are." />
        ) : (
          <ul>
            {regions.slice(0, MAX_REGIONS).map(({ name, nodes }) => (
              <li key={name}>
                <Abbreviated text={name} max={24} /> <span className="text-muted">{formatCount(nodes)}</span>
              </li>
            ))}
            {regions.length > MAX_REGIONS && (
              <li className="text-muted">and {formatPlural(regions.length - MAX_REGIONS, 'more', 'more')}</li>
            )}
          </ul>
        )}
      </td>
    </tr>
  )
}

const MAX_REGIONS = 3
