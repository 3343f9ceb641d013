'use client'

import Link from 'next/link'
import { memo } from 'react'
import type { OfferingDto } from '@/lib/api/contract/offering'
import { freshnessOf } from '@/lib/domain/freshness'
import { isAnswered, OUTCOME_SENTENCES } from '@/lib/domain/outcome'
import { Abbreviated } from '../../../../_components/abbreviated'
import { CellLabel } from '../../../../_components/cell-label'
import { displayUri } from '../../../../_components/display-text'
import { formatCount } from '../../../../_components/format'
import { FreshnessBadge } from '../../../../_components/freshness-badge'
import { GpuList } from '../../../../_components/gpu-list'
import { TriangleAlert } from '../../../../_components/icons'
import { LongText } from '../../../../_components/long-text'
import { modelHref } from '../../../../_components/model-href'
import { orchestratorHref } from '../../../../_components/orchestrator-href'
import { OutcomeBadge } from '../../../../_components/outcome-badge'
import { PriceCell } from '../../../../_components/price-cell'
import { Quantity } from '../../../../_components/quantity'
import { RelativeTime } from '../../../../_components/relative-time'
import { StateBadge } from '../../../../_components/state-badge'
import { Unknown } from '../../../../_components/unknown'
import { useKeepAsOf } from '../../../../_components/use-as-of'
import { useNow } from '../../../../_components/use-now'
import { nodeAnchor } from '../../../offerings/_components/node-anchor'

/** A row's age is told in steps: two thousand rows need not move every second. */
const AGE_STEP_MS = 10_000

const NO_MODEL: Readonly<Record<OfferingDto['kind'], string>> = {
  ai: 'The node does not say which model.',
  byoc: 'The node does not say which model.',
  'live-runner': 'A live runner states an app, and no model.',
  transcoding: 'Transcoding needs no model.',
}

export const OwnOfferingRow = memo(function OwnOfferingRow({ offering }: { offering: OfferingDto }) {
  const { kind, pipeline, model, state, gpus, latency_ms, node_outcome } = offering
  const keepAsOf = useKeepAsOf()
  return (
    <tr>
      <td className="max-lg:-order-2">
        <CellLabel>Pipeline</CellLabel>
        <LongText text={pipeline} max={60} what="pipeline name" />
      </td>
      <th scope="row" className="wide">
        <CellLabel>Model</CellLabel>
        <span className="font-medium">
          {model === null ? (
            <Unknown reason={NO_MODEL[kind]} />
          ) : (
            <Link href={keepAsOf(modelHref(model))} className="link">
              <Abbreviated text={model} max={72} />
            </Link>
          )}
        </span>
      </th>
      <td className="wide">
        <CellLabel>Node</CellLabel>
        <NodeName offering={offering} />
      </td>
      <td className="max-lg:-order-1">
        <CellLabel>State</CellLabel>
        <StateBadge state={state} />
      </td>
      <td className="number wide">
        <CellLabel>Price</CellLabel>
        <PriceCell offering={offering} />
      </td>
      <td className="number">
        <CellLabel>In use</CellLabel>
        <Capacity offering={offering} />
      </td>
      <td>
        <CellLabel>GPU</CellLabel>
        <GpuList gpus={gpus} />
      </td>
      <td className="number">
        <CellLabel>Latency</CellLabel>
        {latency_ms === null ? (
          <Unknown reason="The answer was not timed." />
        ) : (
          <Quantity value={latency_ms} unit="ms" />
        )}
      </td>
      <td className="number">
        <CellLabel>Age</CellLabel>
        <Age offering={offering} />
        {!isAnswered(node_outcome) && (
          <span
            className="block"
            title={`From an earlier answer. Asked again: ${OUTCOME_SENTENCES[node_outcome]}`}
          >
            <OutcomeBadge outcome={node_outcome} />
          </span>
        )}
      </td>
    </tr>
  )
})

const REGION_SENTENCES = {
  operator: 'The region is set by the operator of this site.',
  node: 'The region is what the node says of itself.',
  geoip: 'The region is that of the node’s address in a database of addresses.',
} as const

function NodeName({
  offering: { node_uri, orchestrator, orchestrator_name, region },
}: {
  offering: OfferingDto
}) {
  const keepAsOf = useKeepAsOf()
  return (
    <>
      <a href={`#${nodeAnchor(node_uri)}`} className="link">
        <Abbreviated text={displayUri(node_uri)} max={44} />
      </a>
      <span className="block font-mono text-xs text-muted">
        {orchestrator_name !== null && (
          <span className="font-sans">
            <Abbreviated text={orchestrator_name} max={24} />{' '}
          </span>
        )}
        {orchestrator === null ? (
          <Unknown reason="The node names no orchestrator address." />
        ) : (
          <Link href={keepAsOf(orchestratorHref(orchestrator))} className="link whitespace-nowrap">
            <Abbreviated text={orchestrator} max={13} />
          </Link>
        )}
        {region && (
          <span className="font-sans" title={REGION_SENTENCES[region.from]}>
            {' '}
            · {region.name}
          </span>
        )}
      </span>
    </>
  )
}

function Capacity({
  offering: { capacity, capacity_in_use, capacity_is_implausible },
}: {
  offering: OfferingDto
}) {
  if (capacity === null && capacity_in_use === null) return <Unknown reason="The node states no capacity." />
  const inUse =
    capacity_in_use === null ? (
      <Unknown reason="The node does not state how much is in use." />
    ) : (
      formatCount(capacity_in_use)
    )
  const all = capacity === null ? <Unknown reason="The node states no capacity." /> : formatCount(capacity)
  return (
    <>
      {capacity_is_implausible && (
        <span title="Too large to be a number of parallel slots; left out of totals.">
          <TriangleAlert aria-hidden className="mr-1 inline size-3.5 align-[-2px] text-warn" />
          <span className="sr-only">Implausible: </span>
        </span>
      )}
      <span className="whitespace-nowrap">
        {inUse} <span className="text-muted">of</span> {all}
      </span>
    </>
  )
}

function Age({ offering: { observed_at, cadence_ms } }: { offering: OfferingDto }) {
  const now = useNow(AGE_STEP_MS)
  const freshness = now === null ? 'fresh' : freshnessOf(now - Date.parse(observed_at), cadence_ms)
  return (
    <>
      <RelativeTime iso={observed_at} stepMs={AGE_STEP_MS} suffix="" isNarrow />
      {freshness !== 'fresh' && (
        <span className="block">
          <FreshnessBadge freshness={freshness} cadenceMs={cadence_ms} />
        </span>
      )}
    </>
  )
}
