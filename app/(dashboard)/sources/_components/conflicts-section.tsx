import { Fragment, type ReactNode } from 'react'
import type { ConflictDto } from '@/lib/api/contract/conflict'
import type { SourceDto } from '@/lib/api/contract/source'
import type { SourceKind } from '@/lib/domain/source-kind'
import { CopyAddress } from '../../../_components/copy-address'
import { displayUri } from '../../../_components/display-text'
import { formatNumber, formatPlural } from '../../../_components/format'
import { NameText } from '../../../_components/name-text'
import { Unknown } from '../../../_components/unknown'
import { FewFirst } from './few-first'
import { LongList } from './long-list'
import { NodeLink } from './node-link'

type Kinds = ReadonlyMap<string, SourceKind>

/** Where those who speak of a node do not agree. */
export function ConflictsSection({
  conflicts,
  sources,
  isCollected,
}: {
  conflicts: readonly ConflictDto[]
  sources: readonly SourceDto[]
  /** False while no node was ever asked. */
  isCollected: boolean
}) {
  const kinds = new Map(sources.map(({ name, kind }) => [name, kind]))
  return (
    <section aria-labelledby="conflicts-title" className="panel min-w-0">
      <h2 id="conflicts-title" className="px-3 pt-3 text-lg font-semibold">
        {finding(conflicts, isCollected)}
      </h2>
      {conflicts.length === 0 ? (
        <p className="px-3 pb-3 text-sm text-muted">
          {isCollected
            ? 'Sources that say whose a node is agree with one another and with the node itself.'
            : 'Nothing was collected so far.'}
        </p>
      ) : (
        <LongList items={conflicts} one="contradiction" many="contradictions">
          {(shown) => (
            <ul className="divide-y divide-line pt-1 text-sm">
              {shown.map((conflict) => (
                <li key={`${conflict.kind} ${conflict.node_uri}`} className="px-3 py-2">
                  <NodeLink uri={conflict.node_uri} />
                  <ConflictWords conflict={conflict} kinds={kinds} />
                </li>
              ))}
            </ul>
          )}
        </LongList>
      )}
    </section>
  )
}

function finding(conflicts: readonly ConflictDto[], isCollected: boolean): string {
  if (!isCollected) return 'Contradictions'
  if (conflicts.length === 0) return 'Nobody contradicts anybody'
  const nodes = new Set(conflicts.map(({ node_uri }) => node_uri)).size
  return `${formatPlural(conflicts.length, 'contradiction')} about ${formatPlural(nodes, 'node')}`
}

function ConflictWords({ conflict, kinds }: { conflict: ConflictDto; kinds: Kinds }) {
  const { kind, node_uri, claims, payee, scores } = conflict
  switch (kind) {
    case 'several-owners':
      return (
        <div>
          Several are said to own it:
          <Claims claims={claims} kinds={kinds} node={node_uri} />
        </div>
      )
    case 'other-payee':
      return (
        <div>
          <Claims claims={claims} kinds={kinds} node={node_uri} />
          <p className="pt-1">
            yet the node itself is paid to{' '}
            {payee === null ? <Unknown reason="It states no address." /> : <CopyAddress address={payee} />}
          </p>
        </div>
      )
    case 'several-scores':
      return (
        <div>
          It is scored differently:{' '}
          {scores.map(({ source, score }, at) => (
            <Fragment key={source}>
              {at > 0 && ', '}
              <SourceName name={source} /> gives {formatNumber(score)}
            </Fragment>
          ))}
          .
        </div>
      )
  }
}

function Claims({ claims, kinds, node }: { claims: ConflictDto['claims']; kinds: Kinds; node: string }) {
  return (
    <FewFirst items={claims} what={`claims about ${displayUri(node)}`}>
      {(shown) => (
        <ul className="grid gap-1.5 py-0.5">
          {shown.map(({ source, orchestrator }) => (
            <li key={`${source} ${orchestrator}`}>
              {claimWords(
                kinds.get(source),
                <SourceName name={source} />,
                <CopyAddress address={orchestrator} />,
              )}
            </li>
          ))}
        </ul>
      )}
    </FewFirst>
  )
}

function claimWords(kind: SourceKind | undefined, source: ReactNode, orchestrator: ReactNode): ReactNode {
  switch (kind) {
    case 'chain':
      return (
        <>
          {source} says {orchestrator} registered it
        </>
      )
    case 'gateway':
      return (
        <>
          {source} reports it as a node of {orchestrator}
        </>
      )
    case 'nodes':
      return <>{orchestrator} advertises it as its own</>
    default:
      return (
        <>
          {source} says it belongs to {orchestrator}
        </>
      )
  }
}

const SourceName = ({ name }: { name: string }) => (
  <span className="font-medium">
    <NameText text={name} />
  </span>
)
