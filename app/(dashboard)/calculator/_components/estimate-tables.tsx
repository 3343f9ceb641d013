'use client'

import type { EstimateDto, EstimateRowDto } from '@/lib/api/contract/estimate'
import { CellLabel } from '../../../_components/cell-label'
import { displayUri } from '../../../_components/display-text'
import { formatCount, formatPlural } from '../../../_components/format'
import { LongText } from '../../../_components/long-text'
import { modelIdOf } from '../../../_components/model-href'
import { OrchestratorLink } from '../../../_components/orchestrator-link'
import { Quantity } from '../../../_components/quantity'
import { ScrollRegion } from '../../../_components/scroll-region'
import { ShowMore } from '../../../_components/show-more'
import { StateBadge } from '../../../_components/state-badge'
import { Unknown } from '../../../_components/unknown'
import { useUnfolding } from '../../../_components/use-unfolding'

const FIRST_ROWS = 20

/** Who does it for how much, the cheapest first. */
export function EstimatesTable({ estimates }: { estimates: readonly EstimateRowDto[] }) {
  const unfolding = useUnfolding('', FIRST_ROWS)
  return (
    <div className="panel">
      <table className="data-table card-table">
        <caption className="sr-only">What the work costs, the cheapest first</caption>
        <thead>
          <tr>
            <th scope="col" className="w-[24%]">
              With whom
            </th>
            <th scope="col" className="w-[22%]">
              Model
            </th>
            <th scope="col" className="w-[10%]">
              State
            </th>
            <th scope="col" className="w-[10%]">
              Region
            </th>
            <th scope="col" className="number w-[10%]">
              USD
            </th>
            <th scope="col" className="number w-[12%]">
              ETH
            </th>
            <th scope="col" className="number w-[12%]">
              Billed units
            </th>
          </tr>
        </thead>
        <tbody>
          {estimates.slice(0, unfolding.limit).map((row) => (
            <tr key={row.offering_id}>
              <th scope="row" className="wide">
                <CellLabel>With whom</CellLabel>
                <OrchestratorLink address={row.orchestrator} name={row.orchestrator_name} />
                <span className="block text-xs text-muted">
                  <bdi>{displayUri(row.node_uri)}</bdi>
                </span>
              </th>
              <td className="wide">
                <CellLabel>Model</CellLabel>
                <LongText text={modelIdOf(row)} max={40} what="model id" />
              </td>
              <td>
                <CellLabel>State</CellLabel>
                <StateBadge state={row.state} />
              </td>
              <td>
                <CellLabel>Region</CellLabel>
                {row.region === null ? (
                  <Unknown reason="Nobody says where the node is." />
                ) : (
                  <LongText text={row.region.name} max={24} what="region" />
                )}
              </td>
              <td className="number">
                <CellLabel>USD</CellLabel>
                <Readings row={row} of={({ usd }) => usd} missing="No price of ETH is known." />
              </td>
              <td className="number">
                <CellLabel>ETH</CellLabel>
                <Readings row={row} of={({ eth }) => eth} missing="" />
              </td>
              <td className="number">
                <CellLabel>Billed units</CellLabel>
                <Readings row={row} of={({ units }) => units} missing="" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ShowMore total={estimates.length} unfolding={unfolding} />
    </div>
  )
}

/** The orchestrator's own reading first; another one below it. */
function Readings({
  row: { readings, uncertainty },
  of,
  missing,
}: {
  row: EstimateRowDto
  of: (reading: EstimateRowDto['readings'][number]) => string | null
  missing: string
}) {
  return readings.toReversed().map((reading, at) => {
    const amount = of(reading)
    return (
      <span
        key={reading.units}
        className={at === 0 ? 'block' : 'block text-xs text-muted'}
        title={at === 0 ? undefined : (uncertainty ?? undefined)}
      >
        {at > 0 && 'or '}
        {amount === null ? <Unknown reason={missing} /> : <Quantity value={amount} />}
      </span>
    )
  })
}

const REASONS: Readonly<Record<EstimateDto['rejections'][number]['reason'], string>> = {
  'no-price': 'No price',
  implausible: 'Implausible price',
  'not-advertised': 'Not advertised',
  'no-size': 'Size unknown',
}

/** Of whom nobody can tell, and why. */
export function RejectionsSection({ rejections, rejected }: Pick<EstimateDto, 'rejections' | 'rejected'>) {
  const unfolding = useUnfolding('', FIRST_ROWS)
  if (rejected === 0) return null
  return (
    <section aria-labelledby="rejections-title" className="panel mt-4 min-w-0">
      <h2 id="rejections-title" className="px-3 py-3 text-lg font-semibold">
        Of {formatPlural(rejected, 'offering')} nobody can tell
      </h2>
      <ScrollRegion label="Offerings without a cost">
        <table className="data-table">
          <caption className="sr-only">Offerings without a cost, and why</caption>
          <thead>
            <tr>
              <th scope="col">Who</th>
              <th scope="col">Model</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {rejections.slice(0, unfolding.limit).map((row) => (
              <tr key={row.offering_id}>
                <th scope="row">
                  <OrchestratorLink address={row.orchestrator} name={row.orchestrator_name} />
                  <span className="block text-xs text-muted">
                    <bdi>{displayUri(row.node_uri)}</bdi>
                  </span>
                </th>
                <td>
                  <LongText text={modelIdOf(row)} max={40} what="model id" />
                </td>
                <td className="min-w-48">
                  <span className="font-medium">{REASONS[row.reason]}</span>
                  <span className="block text-xs text-muted">{row.detail}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <ShowMore total={rejections.length} unfolding={unfolding} />
      {rejected > rejections.length && (
        <p className="px-3 pb-2 text-sm text-muted">The first {formatCount(rejections.length)} of them.</p>
      )}
    </section>
  )
}
