'use client'

import { useQuery } from '@tanstack/react-query'
import { ApiError } from '@/lib/api/ask-api'
import type { NodeDto } from '@/lib/api/contract/node'
import { nodesQuery } from '@/lib/api/queries/nodes'
import { CellLabel } from '../../../../_components/cell-label'
import { CopyAddress } from '../../../../_components/copy-address'
import { displayUri } from '../../../../_components/display-text'
import { formatPlural } from '../../../../_components/format'
import { OutcomeBadge } from '../../../../_components/outcome-badge'
import { QueryNotice } from '../../../../_components/query-notice'
import { Unknown } from '../../../../_components/unknown'
import { FewFirst } from '../../_components/few-first'
import { LongList } from '../../_components/long-list'
import { NodeLink } from '../../_components/node-link'

/** The nodes that orchestrators advertise: nobody keeps such a list, so it is put together from all nodes. */
export function AdvertisedSection({ name }: { name: string }) {
  const query = useQuery(nodesQuery())
  const isUnavailable = query.error instanceof ApiError && query.error.status === 503
  const nodes = query.data?.nodes.filter((node) => isNamedBy(node, name)) ?? []
  return (
    <section aria-labelledby="entries-title" className="panel min-w-0">
      <h2 id="entries-title" className="px-3 py-3 text-lg font-semibold">
        {nodes.length === 0
          ? 'No orchestrator advertises a further node'
          : `${formatPlural(nodes.length, 'advertised node')}`}
      </h2>
      {!isUnavailable && query.error && (
        <div className="px-3">
          <QueryNotice query={query} what="The list of nodes" />
        </div>
      )}
      {nodes.length > 0 && (
        <LongList items={nodes} one="node" many="nodes">
          {(shown) => (
            <table className="data-table card-table">
              <caption className="sr-only">Advertised nodes</caption>
              <thead>
                <tr>
                  <th scope="col">Node</th>
                  <th scope="col">Outcome</th>
                  <th scope="col">Advertised by</th>
                </tr>
              </thead>
              <tbody>
                {shown.map((node) => (
                  <tr key={node.uri}>
                    <th scope="row" className="wide">
                      <CellLabel>Node</CellLabel>
                      <NodeLink uri={node.uri} />
                    </th>
                    <td className="wide">
                      <CellLabel>Outcome</CellLabel>
                      <OutcomeBadge outcome={node.outcome} />
                    </td>
                    <td className="wide">
                      <CellLabel>Advertised by</CellLabel>
                      <Advertisers node={node} name={name} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </LongList>
      )}
    </section>
  )
}

/** A source that named a node in an earlier sweep only is still kept with it. */
function isNamedBy({ sources }: NodeDto, name: string): boolean {
  const latestAt = Math.max(...sources.map(({ last_at }) => Date.parse(last_at)))
  return sources.some((source) => source.name === name && Date.parse(source.last_at) === latestAt)
}

function Advertisers({ node: { uri, sources }, name }: { node: NodeDto; name: string }) {
  const orchestrators = sources.find((source) => source.name === name)?.orchestrators ?? []
  if (orchestrators.length === 0) return <Unknown reason="Whoever advertises it states no address." />
  return (
    <FewFirst items={orchestrators} what={`that advertise ${displayUri(uri)}`}>
      {(shown) => (
        <ul className="grid gap-1.5">
          {shown.map((orchestrator) => (
            <li key={orchestrator}>
              <CopyAddress address={orchestrator} />
            </li>
          ))}
        </ul>
      )}
    </FewFirst>
  )
}
