'use client'

import Link from 'next/link'
import type { RegionMapDto } from '@/lib/api/contract/region-map'
import { Abbreviated } from '../../../_components/abbreviated'
import { formatCount, formatPlural } from '../../../_components/format'
import { MethodLink } from '../../../_components/method-link'
import { Quantity } from '../../../_components/quantity'
import { ScrollRegion } from '../../../_components/scroll-region'
import { Unknown } from '../../../_components/unknown'
import { useKeepAsOf } from '../../../_components/use-as-of'
import { FEW_ANSWERS } from '../../_components/history/latency-points'

/** How fast the nodes of each region answered last; a median of few is marked as such. */
export function LatencyByRegion({ regions, unknown }: Pick<RegionMapDto, 'regions' | 'unknown'>) {
  const keepAsOf = useKeepAsOf()
  const rows = [
    ...regions.map((region) => ({ name: region.name, latency: region.latency })),
    ...(unknown.nodes === 0 ? [] : [{ name: null, latency: unknown.latency }]),
  ]
  const most = Math.max(1, ...rows.map(({ latency }) => latency.max_ms ?? 0))
  return (
    <section aria-labelledby="regions-title" className="panel min-w-0">
      <h2 id="regions-title" className="px-3 pt-3 text-lg font-semibold">
        By region
      </h2>
      <p className="px-3 pb-2 text-sm text-muted">
        Of nodes that offer something, by their latest answer; from our vantage, so distance counts.{' '}
        <Link href={keepAsOf('/map')} className="link">
          On the map
        </Link>{' '}
        <MethodLink part="regions" />
      </p>
      <ScrollRegion label="Latency by region">
        <table className="data-table">
          <caption className="sr-only">Discovery latency by region in ms</caption>
          <thead>
            <tr>
              <th scope="col">Region</th>
              <th scope="col" className="number">
                Nodes
              </th>
              <th scope="col" className="number">
                Fastest
              </th>
              <th scope="col" className="number">
                Median
              </th>
              <th scope="col" className="number">
                Slowest
              </th>
              <th scope="col" className="relative w-1/3 min-w-24 max-sm:hidden">
                <span className="sr-only">From the fastest to the slowest</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, latency: { n, min_ms, median_ms, max_ms } }) => (
              <tr key={name ?? ''}>
                <th scope="row">
                  {name === null ? (
                    <span className="text-muted" title="Nobody says where they are.">
                      Region unknown
                    </span>
                  ) : (
                    <Abbreviated text={name} max={32} />
                  )}
                </th>
                <td className="number">{formatCount(n)}</td>
                <Ms value={min_ms} />
                <Ms value={median_ms} isOfFew={n < FEW_ANSWERS} n={n} />
                <Ms value={max_ms} />
                <td className="max-sm:hidden">
                  {min_ms !== null && median_ms !== null && max_ms !== null && (
                    <Span from={min_ms / most} middle={median_ms / most} to={max_ms / most} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  )
}

function Ms({ value, isOfFew = false, n = 0 }: { value: number | null; isOfFew?: boolean; n?: number }) {
  return (
    <td className="number whitespace-nowrap">
      {value === null ? <Unknown reason="No node there was timed." /> : <Quantity value={value} unit="ms" />}
      {isOfFew && value !== null && (
        <span className="block text-xs text-muted" title={`A median of fewer than ${FEW_ANSWERS} is rough.`}>
          of {formatPlural(n, 'node')} only
        </span>
      )}
    </td>
  )
}

/** Shares of the longest. */
const Span = ({ from, middle, to }: { from: number; middle: number; to: number }) => (
  <svg aria-hidden viewBox="-2 0 104 12" preserveAspectRatio="none" className="h-3 w-full">
    <line
      x1={100 * from}
      x2={100 * to}
      y1="6"
      y2="6"
      stroke="var(--series-cold)"
      strokeWidth="4"
      strokeOpacity="0.4"
      vectorEffect="non-scaling-stroke"
    />
    <line
      x1={100 * middle}
      x2={100 * middle}
      y1="1"
      y2="11"
      stroke="var(--text)"
      strokeWidth="2"
      vectorEffect="non-scaling-stroke"
    />
  </svg>
)
