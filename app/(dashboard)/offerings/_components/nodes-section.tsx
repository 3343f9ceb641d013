'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { memo, useMemo, useState } from 'react'
import type { NodeDto } from '@/lib/api/contract/node'
import { nodesQuery } from '@/lib/api/queries/nodes'
import { isAnswered, OUTCOME_KINDS, OUTCOME_SENTENCES } from '@/lib/domain/outcome'
import { Abbreviated } from '../../../_components/abbreviated'
import { CellLabel } from '../../../_components/cell-label'
import { displayUri } from '../../../_components/display-text'
import { formatCount, formatPlural } from '../../../_components/format'
import { GpuList } from '../../../_components/gpu-list'
import { LongText } from '../../../_components/long-text'
import { NameText } from '../../../_components/name-text'
import { orchestratorHref } from '../../../_components/orchestrator-href'
import { OutcomeBadge } from '../../../_components/outcome-badge'
import { Quantity } from '../../../_components/quantity'
import { QueryNotice } from '../../../_components/query-notice'
import { RelativeTime } from '../../../_components/relative-time'
import { Unknown } from '../../../_components/unknown'
import { useAsOf, useKeepAsOf } from '../../../_components/use-as-of'
import { useSeen } from '../../../_components/use-seen'
import { useHash } from '../../_components/use-hash'
import { useGoToNode, useMeantNode } from '../../_components/use-meant-node'
import { nodeAnchor } from './node-anchor'

/** Answered nodes shown at first; failing ones are always shown, every one. */
const PAGE = 100
/** On a phone, where each is a card, fewer at first. */
const PHONE_PAGE = 6
const TIME_STEP_MS = 10_000

export const NodesSection = memo(function NodesSection() {
  const [section, isSeen] = useSeen<HTMLElement>()
  const isMeant = useHash().startsWith('#node')
  const meant = useMeantNode()
  const query = useQuery({ ...nodesQuery(useAsOf()), enabled: isSeen || isMeant })
  const nodes = query.data?.nodes
  const sorted = useMemo(() => nodes?.toSorted(compareNodes) ?? [], [nodes])
  const failing = sorted.filter(({ outcome }) => !isAnswered(outcome)).length
  const [limit, setLimit] = useState(PAGE)
  const first = sorted.slice(0, failing + limit)
  const meantAt = useMemo(
    () => (meant === null ? -1 : sorted.findIndex(({ uri }) => nodeAnchor(uri) === meant)),
    [sorted, meant],
  )
  // A link to one that is further down shows it in any case.
  const shown = meantAt < first.length ? first : [...first, ...sorted.slice(meantAt, meantAt + 1)]
  useGoToNode(meant, meantAt >= 0)
  const isFolded = limit === PAGE && sorted.length > failing + PHONE_PAGE
  const isWhole = shown.length === sorted.length
  return (
    <section ref={section} id="nodes" aria-labelledby="nodes-title" className="mt-8 min-h-24">
      <h2 id="nodes-title" className="mb-1 text-xl font-semibold">
        {query.data === undefined
          ? 'Nodes'
          : failing === 0
            ? `All ${formatPlural(sorted.length, 'node')} answered`
            : `${formatCount(failing)} of ${formatPlural(sorted.length, 'node')} ${failing === 1 ? 'is' : 'are'} failing`}
      </h2>
      <p className="mb-3 text-sm text-muted">
        Every node any source lists, failing ones first, with how it answered.
      </p>
      <QueryNotice query={query} what="The list of nodes" />
      {sorted.length > 0 && (
        <div className="panel">
          <table className="data-table card-table">
            <caption className="sr-only">Nodes with the outcome of the last question</caption>
            <thead>
              <tr>
                <th scope="col" className="w-[26%]">
                  Node
                </th>
                <th scope="col" className="w-[11.5%]">
                  Outcome
                </th>
                <th scope="col" className="w-[25%]">
                  Reason
                </th>
                <th scope="col" className="number w-[7.5%]">
                  Last answer
                </th>
                <th scope="col" className="number w-[7.5%]">
                  Failing for
                </th>
                <th scope="col" className="number w-[7%]">
                  Latency
                </th>
                <th scope="col" className="number w-[7%]">
                  Offerings
                </th>
                <th scope="col" className="w-[8.5%]">
                  GPU
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((node, at) => (
                <NodeRow key={node.uri} node={node} isFolded={isFolded && at >= failing + PHONE_PAGE} />
              ))}
            </tbody>
          </table>
          {(!isWhole || isFolded) && (
            <div
              className={`flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-3 py-2 ${isWhole ? 'lg:hidden' : ''}`}
            >
              <p className={`text-sm text-muted ${isFolded ? 'max-lg:hidden' : ''}`}>
                {formatCount(shown.length)} of {formatPlural(sorted.length, 'node')} shown
              </p>
              <button type="button" className="button" onClick={() => setLimit(limit + PAGE)}>
                Show more
              </button>
            </div>
          )}
        </div>
      )}
    </section>
  )
})

/** Failing nodes first, then answers that lack something; alike outcomes together. */
const compareNodes = (a: NodeDto, b: NodeDto): number =>
  rankOf(a) - rankOf(b) || (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : 0)

const rankOf = ({ outcome }: NodeDto): number => {
  const place = OUTCOME_KINDS.indexOf(outcome)
  if (!isAnswered(outcome)) return place
  return OUTCOME_KINDS.length + (outcome === 'ok' ? OUTCOME_KINDS.length : place)
}

function NodeRow({ node, isFolded }: { node: NodeDto; isFolded: boolean }) {
  const { uri, advertised_uri, orchestrator, orchestrator_name, version, sources, outcome, detail } = node
  const { answered_at, failing_since, latency_ms, offerings, gpus } = node
  const keepAsOf = useKeepAsOf()
  return (
    // A link to it shows it in any case.
    <tr id={nodeAnchor(uri)} tabIndex={-1} className={isFolded ? 'max-lg:not-target:hidden!' : undefined}>
      <th scope="row" className="wide">
        <CellLabel>Node</CellLabel>
        <span className="font-medium">
          <LongText text={displayUri(uri)} max={64} what="address" />
        </span>
        <span className="block font-mono text-xs break-all text-muted">
          {orchestrator_name !== null && (
            <span className="font-sans">
              <NameText text={orchestrator_name} />{' '}
            </span>
          )}
          {orchestrator === null ? (
            <Unknown reason="No orchestrator address is known." />
          ) : (
            <Link href={keepAsOf(orchestratorHref(orchestrator))} className="link">
              <Abbreviated text={orchestrator} max={13} />
            </Link>
          )}
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
        {advertised_uri !== null && advertised_uri !== uri && (
          <span className="block text-xs text-muted">
            Wants its work at <LongText text={displayUri(advertised_uri)} max={64} what="address" />
          </span>
        )}
      </th>
      <td className="wide">
        <CellLabel>Outcome</CellLabel>
        <OutcomeBadge outcome={outcome} />
      </td>
      <td className="wide">
        <CellLabel>Reason</CellLabel>
        {OUTCOME_SENTENCES[outcome]}
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
          <RelativeTime iso={answered_at} stepMs={TIME_STEP_MS} />
        )}
      </td>
      <td className="number">
        <CellLabel>Failing for</CellLabel>
        {failing_since === null ? (
          <span className="text-muted">no</span>
        ) : (
          <RelativeTime iso={failing_since} stepMs={TIME_STEP_MS} suffix="" />
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
      <td className="number">
        <CellLabel>Offerings</CellLabel>
        {formatCount(offerings)}
      </td>
      <td className="wide">
        <CellLabel>GPU</CellLabel>
        <GpuList gpus={gpus} />
      </td>
    </tr>
  )
}
