'use client'

import dynamic from 'next/dynamic'
import Link from 'next/link'
import type { SummaryDto } from '@/lib/api/contract/summary'
import { displayText } from '../../_components/display-text'
import { formatCount, formatPlural } from '../../_components/format'
import { GpuLink } from '../../_components/gpu-link'
import { MethodLink } from '../../_components/method-link'
import { ScrollRegion } from '../../_components/scroll-region'
import { useKeepAsOf } from '../../_components/use-as-of'
import { WhenSeen } from '../../_components/when-seen'
import { chartHeightPx } from './chart-bars'
import { findLeader } from './find-leader'

const GpuChart = dynamic(() => import('./gpu-chart').then(({ GpuChart }) => GpuChart), {
  ssr: false,
})

export function GpusSection({ gpus }: { gpus: SummaryDto['gpus'] }) {
  const rows = gpus.by_name.toSorted((a, b) => b.count - a.count)
  const keepAsOf = useKeepAsOf()
  return (
    <section aria-labelledby="gpus-title" className="panel min-w-0">
      <h2 id="gpus-title" className="px-3 pt-3 text-lg font-semibold">
        {headline(gpus)}
      </h2>
      <p className="px-3 text-sm text-muted last:pb-3">
        {gpus.nodes_counted === 0
          ? 'No answer counts at this time.'
          : `${formatCount(gpus.nodes_reporting)} of the ${formatPlural(gpus.nodes_counted, 'node')} whose answer still counts report hardware; the others may have any.`}{' '}
        <MethodLink part="coverage" />
      </p>
      {rows.length > 0 && (
        <div className="grid xl:grid-cols-2">
          <figure className="min-w-0 px-3 pt-2 pb-3">
            <figcaption className="mb-1 text-sm text-muted">
              Reported GPUs by card (distinct cards)
            </figcaption>
            <div style={{ height: chartHeightPx(rows.length) }}>
              <WhenSeen>
                <GpuChart bars={rows} />
              </WhenSeen>
            </div>
          </figure>
          <div className="min-w-0 border-t border-line xl:border-t-0 xl:border-l">
            <ScrollRegion label="Reported GPUs by card">
              <GpusTable rows={rows} />
            </ScrollRegion>
            <p className="px-3 py-2 text-sm">
              <Link href={keepAsOf('/gpus')} className="link inline-flex min-h-6 items-center">
                All {formatPlural(rows.length, 'card')}, by size, region and pipeline
              </Link>
            </p>
          </div>
        </div>
      )}
    </section>
  )
}

/** The rest is a page of its own. */
const MAX_ROWS = 8

function headline({ by_name, total }: SummaryDto['gpus']): string {
  const leader = findLeader(by_name, ({ count }) => count)
  if (!leader) return 'No node reports its GPUs'
  return leader.isAlone
    ? `${displayText(leader.first.name)} is the card reported most: ${formatCount(leader.value)} of ${formatCount(total)}`
    : `${formatPlural(total, 'GPU')} reported`
}

function GpusTable({ rows }: { rows: SummaryDto['gpus']['by_name'] }) {
  return (
    <table className="data-table">
      <caption className="sr-only">Distinct reported GPUs by card</caption>
      <thead>
        <tr>
          <th scope="col">Card</th>
          <th scope="col" className="number">
            Reported
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, MAX_ROWS).map(({ name, count }) => (
          <tr key={name}>
            <th scope="row">
              <GpuLink name={name} max={48} />
            </th>
            <td className="number">{formatCount(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
