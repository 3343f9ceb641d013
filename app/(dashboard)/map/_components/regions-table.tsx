'use client'

import Link from 'next/link'
import type { RegionMapDto } from '@/lib/api/contract/region-map'
import { UNKNOWN_VALUE } from '@/lib/domain/facet'
import { Abbreviated } from '../../../_components/abbreviated'
import { CellLabel } from '../../../_components/cell-label'
import { formatCount } from '../../../_components/format'
import { PriceAmount } from '../../../_components/price-amount'
import { Quantity } from '../../../_components/quantity'
import { ShowMore } from '../../../_components/show-more'
import { Unknown } from '../../../_components/unknown'
import { useUnfolding } from '../../../_components/use-unfolding'

const FIRST_ROWS = 20

/** The same as the map in numbers, and what it cannot draw. */
export function RegionsTable({
  data: { regions, unknown, pipeline },
  hrefOf,
}: {
  data: RegionMapDto
  hrefOf: (region: string) => string
}) {
  const unfolding = useUnfolding('', FIRST_ROWS)
  return (
    <div className="panel">
      <table className="data-table card-table">
        <caption className="sr-only">What there is by region, most nodes first</caption>
        <thead>
          <tr>
            <th scope="col" className="w-[22%]">
              Region
            </th>
            <th scope="col" className="number w-[10%]">
              Nodes
            </th>
            <th scope="col" className="number w-[14%]">
              Orchestrators
            </th>
            <th scope="col" className="number w-[12%]">
              Offerings
            </th>
            <th scope="col" className="number w-[12%]">
              Reported cards
            </th>
            <th scope="col" className="number w-[14%]">
              Median latency
            </th>
            {pipeline !== null && (
              <th scope="col" className="number w-[16%]">
                Median price
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {regions.slice(0, unfolding.limit).map((region) => (
            <tr key={region.name}>
              <th scope="row" className="wide">
                <CellLabel>Region</CellLabel>
                <Link href={hrefOf(region.name)} className="link font-medium">
                  <Abbreviated text={region.name} max={32} />
                </Link>
                {region.place === null && (
                  <span className="block text-xs text-muted">not on the map: nobody knows where that is</span>
                )}
              </th>
              <Counts of={region} />
              {pipeline !== null && (
                <td className="number">
                  <CellLabel>Median price</CellLabel>
                  {region.price === null ? (
                    <Unknown reason="Nobody there states a price that can be meant, or prices are in unlike units." />
                  ) : (
                    <PriceAmount price={region.price.median} />
                  )}
                </td>
              )}
            </tr>
          ))}
          {unknown.nodes > 0 && (
            <tr>
              <th scope="row" className="wide">
                <CellLabel>Region</CellLabel>
                <Link href={hrefOf(UNKNOWN_VALUE)} className="link">
                  Region unknown
                </Link>
                <span className="block text-xs text-muted">nobody says where they are</span>
              </th>
              <Counts of={unknown} />
              {pipeline !== null && (
                <td className="number">
                  <CellLabel>Median price</CellLabel>
                  <Unknown reason="These nodes may be anywhere." />
                </td>
              )}
            </tr>
          )}
        </tbody>
      </table>
      <ShowMore total={regions.length} unfolding={unfolding} />
    </div>
  )
}

function Counts({
  of: { nodes, orchestrators, offerings, cards, latency },
}: {
  of: RegionMapDto['unknown']
}) {
  return (
    <>
      <td className="number">
        <CellLabel>Nodes</CellLabel>
        {formatCount(nodes)}
      </td>
      <td className="number">
        <CellLabel>Orchestrators</CellLabel>
        {formatCount(orchestrators)}
      </td>
      <td className="number">
        <CellLabel>Offerings</CellLabel>
        {formatCount(offerings)}
      </td>
      <td className="number">
        <CellLabel>Reported cards</CellLabel>
        {cards === 0 ? <Unknown reason="No node there reports its hardware." /> : formatCount(cards)}
      </td>
      <td className="number">
        <CellLabel>Median latency</CellLabel>
        {latency.median_ms === null ? (
          <Unknown reason="No node was timed." />
        ) : (
          <>
            <Quantity value={latency.median_ms} unit="ms" />
            <span className="block text-xs text-muted">
              of {formatCount(latency.n)}
              {latency.n < FEW && ', few'}
            </span>
          </>
        )}
      </td>
    </>
  )
}

/** Below so many samples a median is marked, as in histories. */
const FEW = 20
