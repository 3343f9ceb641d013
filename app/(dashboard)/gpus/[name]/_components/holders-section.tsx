'use client'

import type { GpuDetailDto } from '@/lib/api/contract/single'
import { CellLabel } from '../../../../_components/cell-label'
import { displayText } from '../../../../_components/display-text'
import { formatCount } from '../../../../_components/format'
import { LongText } from '../../../../_components/long-text'
import { OrchestratorLink } from '../../../../_components/orchestrator-link'
import { OutcomeBadge } from '../../../../_components/outcome-badge'
import { ShowMore } from '../../../../_components/show-more'
import { Unknown } from '../../../../_components/unknown'
import { useUnfolding } from '../../../../_components/use-unfolding'
import { NodeOwnerLink } from '../../../_components/node-owner-link'

const PAGE = 20

/** Who has the card and where, most first. */
export function HoldersSection({ gpu: { name, holders, sizes } }: { gpu: GpuDetailDto }) {
  const unfolding = useUnfolding(name, PAGE)
  const regions = [...new Set(sizes.flatMap((size) => size.regions.flatMap((region) => region.name ?? [])))]
  return (
    <section aria-labelledby="holders-title" className="panel min-w-0">
      <h2 id="holders-title" className="px-3 pt-2 text-lg font-semibold">
        Who has it
      </h2>
      <p className="px-3 pb-2 text-sm text-muted">
        {regions.length === 0 ? (
          'Nobody says where.'
        ) : (
          <>
            In <bdi>{regions.map(displayText).join(', ')}</bdi>.
          </>
        )}
      </p>
      <table className="data-table card-table">
        <caption className="sr-only">Who has it, most cards first</caption>
        <thead>
          <tr>
            <th scope="col" className="w-[30%]">
              Node
            </th>
            <th scope="col" className="w-[22%]">
              Orchestrator
            </th>
            <th scope="col" className="number w-[10%]">
              Cards
            </th>
            <th scope="col" className="number w-[12%]">
              Offerings on it
            </th>
            <th scope="col" className="w-[12%]">
              Region
            </th>
            <th scope="col" className="w-[14%]">
              Asked last
            </th>
          </tr>
        </thead>
        <tbody>
          {holders.slice(0, unfolding.limit).map((holder) => (
            <tr key={holder.node_uri}>
              <th scope="row" className="wide">
                <CellLabel>Node</CellLabel>
                <NodeOwnerLink nodeUri={holder.node_uri} orchestrator={holder.orchestrator} />
              </th>
              <td className="wide">
                <CellLabel>Orchestrator</CellLabel>
                <OrchestratorLink address={holder.orchestrator} name={holder.orchestrator_name} />
              </td>
              <td className="number">
                <CellLabel>Cards</CellLabel>
                {formatCount(holder.cards)}
              </td>
              <td className="number">
                <CellLabel>Offerings on it</CellLabel>
                {formatCount(holder.offerings)}
              </td>
              <td>
                <CellLabel>Region</CellLabel>
                {holder.region === null ? (
                  <Unknown reason="Nobody says where it is." />
                ) : (
                  <LongText text={holder.region} max={24} what="region" />
                )}
              </td>
              <td>
                <CellLabel>Asked last</CellLabel>
                <OutcomeBadge outcome={holder.outcome} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ShowMore total={holders.length} unfolding={unfolding} page={PAGE} />
    </section>
  )
}
