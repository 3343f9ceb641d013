'use client'

import type { ReactNode } from 'react'
import { CellLabel } from '../../../_components/cell-label'
import { displayUri } from '../../../_components/display-text'
import { HealthBadge } from '../../../_components/health-badge'
import { LongText } from '../../../_components/long-text'
import { OrchestratorLink } from '../../../_components/orchestrator-link'
import { Quantity } from '../../../_components/quantity'
import { ShowMore } from '../../../_components/show-more'
import { Unknown } from '../../../_components/unknown'
import { useUnfolding } from '../../../_components/use-unfolding'
import type { TimedNode } from './latency-finding'

const FIRST_ROWS = 10

/** Who answers how fast now, and where the time goes. */
export function NodesByLatency({
  nodes,
  isFastestFirst,
  children,
}: {
  /** The slowest first. */
  nodes: readonly TimedNode[]
  isFastestFirst: boolean
  /** What stands beside the heading. */
  children: ReactNode
}) {
  const unfolding = useUnfolding(String(isFastestFirst), FIRST_ROWS)
  const ordered = isFastestFirst ? nodes.toReversed() : nodes
  return (
    <section aria-labelledby="nodes-title" className="panel min-w-0">
      <div className="flex flex-wrap items-center justify-between gap-2 px-3 pt-3 pb-2">
        <h2 id="nodes-title" className="text-lg font-semibold">
          Who is {isFastestFirst ? 'fastest' : 'slowest'} now
        </h2>
        {children}
      </div>
      <table className="data-table card-table">
        <caption className="sr-only">
          Nodes by latency, the {isFastestFirst ? 'fastest' : 'slowest'} first
        </caption>
        <thead>
          <tr>
            <th scope="col" className="w-[30%]">
              Node
            </th>
            <th scope="col" className="number w-[12%]">
              Latency
            </th>
            <th scope="col" className="number w-[10%]">
              Name
            </th>
            <th scope="col" className="number w-[10%]">
              Connect
            </th>
            <th scope="col" className="number w-[10%]">
              TLS
            </th>
            <th scope="col" className="number w-[10%]">
              Answer
            </th>
            <th scope="col" className="w-[10%]">
              Region
            </th>
            <th scope="col" className="w-[8%]">
              Health
            </th>
          </tr>
        </thead>
        <tbody>
          {ordered.slice(0, unfolding.limit).map((node) => (
            <tr key={node.uri}>
              <th scope="row" className="wide">
                <CellLabel>Node</CellLabel>
                <bdi>{displayUri(node.uri)}</bdi>
                <span className="block text-xs text-muted">
                  <OrchestratorLink address={node.orchestrator} name={node.orchestrator_name} />
                </span>
              </th>
              <td className="number">
                <CellLabel>Latency</CellLabel>
                <Quantity value={node.latency_ms} unit="ms" />
              </td>
              <Part ms={node.round_trip?.dns_ms} missing="Not measured." />
              <Part ms={node.round_trip?.connect_ms} missing="Not measured." />
              <Part ms={node.round_trip?.tls_ms} missing="A plaintext connection, or not measured." />
              <Part ms={node.round_trip?.answer_ms} missing="Not measured." />
              <td>
                <CellLabel>Region</CellLabel>
                {node.region === null ? (
                  <Unknown reason="Nobody says where the node is." />
                ) : (
                  <LongText text={node.region.name} max={24} what="region" />
                )}
              </td>
              <td className="max-lg:hidden">
                <HealthBadge health={node.health.state} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ShowMore total={ordered.length} unfolding={unfolding} page={50} />
    </section>
  )
}

const Part = ({ ms, missing }: { ms: number | null | undefined; missing: string }) => (
  <td className="number max-lg:hidden">
    {ms == null ? <Unknown reason={missing} /> : <Quantity value={ms} unit="ms" />}
  </td>
)
