'use client'

import type { NodeDto } from '@/lib/api/contract/node'
import { OUTCOME_SENTENCES } from '@/lib/domain/outcome'
import { CellLabel } from '../../../../_components/cell-label'
import { displayUri } from '../../../../_components/display-text'
import { formatCount } from '../../../../_components/format'
import { HealthBadge } from '../../../../_components/health-badge'
import { LongText } from '../../../../_components/long-text'
import { NameText } from '../../../../_components/name-text'
import { OutcomeBadge } from '../../../../_components/outcome-badge'
import { Quantity } from '../../../../_components/quantity'
import { RelativeTime } from '../../../../_components/relative-time'
import { Unknown } from '../../../../_components/unknown'
import { useGoToNode, useMeantNode } from '../../../_components/use-meant-node'
import { nodeAnchor } from '../../../offerings/_components/node-anchor'

const TIME_STEP_MS = 10_000

/** The nodes of one orchestrator: how each does, and why. */
export function OwnNodesTable({ nodes }: { nodes: readonly NodeDto[] }) {
  const meant = useMeantNode()
  useGoToNode(meant, meant !== null && nodes.some(({ uri }) => nodeAnchor(uri) === meant))
  return (
    <table className="data-table card-table">
      <caption className="sr-only">Its nodes with health and outcome</caption>
      <thead>
        <tr>
          <th scope="col" className="w-[24%]">
            Node
          </th>
          <th scope="col" className="w-[12%]">
            Health
          </th>
          <th scope="col" className="w-[28%]">
            Latest question
          </th>
          <th scope="col" className="number w-[10%]">
            Last answer
          </th>
          <th scope="col" className="number w-[9%]">
            Latency
          </th>
          <th scope="col" className="w-[10%]">
            Region
          </th>
          <th scope="col" className="number w-[7%]">
            Offerings
          </th>
        </tr>
      </thead>
      <tbody>
        {nodes.map((node) => (
          <NodeRow key={node.uri} node={node} />
        ))}
      </tbody>
    </table>
  )
}

function NodeRow({ node }: { node: NodeDto }) {
  const { uri, version, health, outcome, detail, answered_at, latency_ms, region, offerings, sources } = node
  return (
    <tr id={nodeAnchor(uri)} tabIndex={-1}>
      <th scope="row" className="wide">
        <CellLabel>Node</CellLabel>
        <span className="font-medium">
          <LongText text={displayUri(uri)} max={64} what="address" />
        </span>
        <span className="block text-xs text-muted">
          {version !== null && (
            <>
              Version <LongText text={version} max={40} what="version" />,{' '}
            </>
          )}
          listed by{' '}
          <LongText text={sources.map(({ name }) => name).join(', ')} max={60} what="list of sources" />
        </span>
      </th>
      <td>
        <CellLabel>Health</CellLabel>
        <HealthBadge health={health.state} />
        <span className="block text-xs text-muted">
          for <RelativeTime iso={health.since} stepMs={TIME_STEP_MS} suffix="" isNarrow />
        </span>
      </td>
      <td className="wide">
        <CellLabel>Latest question</CellLabel>
        <OutcomeBadge outcome={outcome} /> {OUTCOME_SENTENCES[outcome]}
        {detail !== null && (
          <span className="block font-mono text-xs text-muted">
            <LongText text={detail} max={160} what="detail" />
          </span>
        )}
      </td>
      <td className="number">
        <CellLabel>Last answer</CellLabel>
        {answered_at === null ? (
          <Unknown reason="It was never seen answering." />
        ) : (
          <RelativeTime iso={answered_at} stepMs={TIME_STEP_MS} isNarrow />
        )}
      </td>
      <td className="number">
        <CellLabel>Latency</CellLabel>
        {latency_ms === null ? (
          <Unknown reason="No answer was timed." />
        ) : (
          <Quantity value={latency_ms} unit="ms" />
        )}
      </td>
      <td>
        <CellLabel>Region</CellLabel>
        {region === null ? <Unknown reason="Nobody says where it is." /> : <NameText text={region.name} />}
      </td>
      <td className="number">
        <CellLabel>Offerings</CellLabel>
        {formatCount(offerings)}
      </td>
    </tr>
  )
}
