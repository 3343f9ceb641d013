'use client'

import dynamic from 'next/dynamic'
import Link from 'next/link'
import type { SummaryDto } from '@/lib/api/contract/summary'
import { OFFERING_STATES } from '@/lib/domain/facet'
import { Abbreviated } from '../../_components/abbreviated'
import { displayText } from '../../_components/display-text'
import { formatCount, formatPlural } from '../../_components/format'
import { offeringsHref } from '../../_components/offering-url'
import { ScrollRegion } from '../../_components/scroll-region'
import { ShowMore } from '../../_components/show-more'
import { STATE_FACES } from '../../_components/state-badge'
import { useAsOf } from '../../_components/use-as-of'
import { useUnfolding } from '../../_components/use-unfolding'
import { WhenSeen } from '../../_components/when-seen'
import { chartHeightPx } from './chart-bars'
import { findLeader } from './find-leader'
import { isExpired } from './is-expired'
import type { PipelineBar } from './pipeline-bar'

const PipelineChart = dynamic(() => import('./pipeline-chart').then(({ PipelineChart }) => PipelineChart), {
  ssr: false,
})

export function PipelinesSection({ summary }: { summary: SummaryDto }) {
  const rows = summary.pipelines.map(toRow).toSorted((a, b) => b.total - a.total)
  const unfolding = useUnfolding('', PAGE)
  return (
    <section aria-labelledby="pipelines-title" className="panel">
      <h2 id="pipelines-title" className="px-3 pt-3 text-lg font-semibold last:pb-3">
        {headline(rows, summary)}
      </h2>
      {rows.length > 0 && (
        <div className="grid xl:grid-cols-2">
          <figure className="min-w-0 px-3 pb-3">
            <figcaption className="mb-1 text-sm text-muted">
              Offerings per pipeline, stacked by state (count)
            </figcaption>
            <div style={{ height: chartHeightPx(rows.length) }}>
              <WhenSeen>
                <PipelineChart bars={rows} />
              </WhenSeen>
            </div>
            <Legend />
          </figure>
          <div className="min-w-0 border-t border-line xl:border-t-0 xl:border-l">
            <ScrollRegion label="Offerings per pipeline">
              <PipelinesTable rows={rows} limit={unfolding.limit} />
            </ScrollRegion>
            <ShowMore total={rows.length} unfolding={unfolding} />
          </div>
        </div>
      )}
    </section>
  )
}

type PipelineCounts = SummaryDto['pipelines'][number]
type Row = PipelineBar & Pick<PipelineCounts, 'models' | 'nodes'>

const toRow = ({ pipeline, models, nodes, warm, cold, priced_only, unknown }: PipelineCounts): Row => ({
  pipeline,
  models,
  nodes,
  total: warm + cold + priced_only + unknown,
  warm,
  cold,
  'priced-only': priced_only,
  unknown,
})

function headline(bars: readonly PipelineBar[], summary: SummaryDto): string {
  const { total, warm } = summary.offerings
  const leader = findLeader(bars, ({ total }) => total)
  if (!leader) return isExpired(summary) ? 'No offering counts any more' : 'No node offers a pipeline'
  const ready = `${formatCount(warm)} of ${formatPlural(total, 'offering')} ${warm === 1 ? 'is' : 'are'} warm`
  return leader.isAlone
    ? `${ready}; ${displayText(leader.first.pipeline)} is offered most (${formatCount(leader.value)})`
    : ready
}

function Legend() {
  return (
    <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
      {OFFERING_STATES.map((state) => {
        const { label, meaning, Icon, ink, fill } = STATE_FACES[state]
        return (
          <li key={state} title={meaning} className="inline-flex items-center gap-1.5">
            <span aria-hidden className="size-2.5" style={{ background: fill }} />
            <Icon aria-hidden className={`size-3.5 ${ink}`} />
            {label}
          </li>
        )
      })}
    </ul>
  )
}

/** As many as the chart has room for; the others on demand. */
const PAGE = 10

function PipelinesTable({ rows, limit }: { rows: readonly Row[]; limit: number }) {
  const asOf = useAsOf()
  return (
    <table className="data-table">
      <caption className="sr-only">Offerings per pipeline by state, with models and nodes</caption>
      <thead>
        <tr>
          <th scope="col">Pipeline</th>
          {OFFERING_STATES.map((state) => (
            <th key={state} scope="col" className="number" title={STATE_FACES[state].meaning}>
              {STATE_FACES[state].label}
            </th>
          ))}
          <th scope="col" className="number">
            Total
          </th>
          <th scope="col" className="number">
            Models
          </th>
          <th scope="col" className="number">
            Nodes
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, limit).map((row) => (
          <tr key={row.pipeline}>
            <th scope="row">
              <Link href={offeringsHref({ pipeline: [row.pipeline] }, { asOf })} className="link">
                <Abbreviated text={row.pipeline} max={64} />
              </Link>
            </th>
            {OFFERING_STATES.map((state) => (
              <td key={state} className={`number ${row[state] === 0 ? 'text-muted' : ''}`}>
                {formatCount(row[state])}
              </td>
            ))}
            <td className="number font-medium">{formatCount(row.total)}</td>
            <td className="number">{formatCount(row.models)}</td>
            <td className="number">{formatCount(row.nodes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
