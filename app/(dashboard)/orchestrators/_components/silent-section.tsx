'use client'

import { CellLabel } from '../../../_components/cell-label'
import { formatCount } from '../../../_components/format'
import { HealthBadge } from '../../../_components/health-badge'
import { OrchestratorLink } from '../../../_components/orchestrator-link'
import { RelativeTime } from '../../../_components/relative-time'
import type { Fleet } from './fleet'

const TIME_STEP_MS = 10_000

/** Those whose nodes are listed and offer nothing now; nothing where there are none. */
export function SilentSection({ fleets }: { fleets: readonly Fleet[] }) {
  const silent = fleets.filter(({ offerings }) => offerings === 0)
  if (silent.length === 0) return null
  return (
    <section aria-labelledby="silent-title" className="mt-6 min-w-0">
      <h2 id="silent-title" className="mb-2 text-lg font-semibold">
        {silent.length === 1
          ? '1 more has nodes and offers nothing now'
          : `${formatCount(silent.length)} more have nodes and offer nothing now`}
      </h2>
      <div className="panel">
        <table className="data-table card-table">
          <caption className="sr-only">Orchestrators that offer nothing now</caption>
          <thead>
            <tr>
              <th scope="col" className="w-[50%]">
                Orchestrator
              </th>
              <th scope="col" className="number w-[20%]">
                Nodes reached
              </th>
              <th scope="col" className="w-[30%]">
                Health
              </th>
            </tr>
          </thead>
          <tbody>
            {silent.map(({ address, name, nodes, reached, health }) => (
              <tr key={address}>
                <th scope="row" className="wide">
                  <CellLabel>Orchestrator</CellLabel>
                  <OrchestratorLink address={address} name={name} />
                </th>
                <td className="number">
                  <CellLabel>Nodes reached</CellLabel>
                  {formatCount(reached)} <span className="text-muted">of</span> {formatCount(nodes)}
                </td>
                <td>
                  <CellLabel>Health</CellLabel>
                  {health && (
                    <>
                      <HealthBadge health={health.state} />{' '}
                      <span className="text-xs text-muted">
                        for <RelativeTime iso={health.since} stepMs={TIME_STEP_MS} suffix="" isNarrow />
                      </span>
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
