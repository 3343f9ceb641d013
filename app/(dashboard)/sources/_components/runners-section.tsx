'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ApiError } from '@/lib/api/ask-api'
import type { NodeDto } from '@/lib/api/contract/node'
import { nodesQuery } from '@/lib/api/queries/nodes'
import { Badge } from '../../../_components/badge'
import { CellLabel } from '../../../_components/cell-label'
import { displayUri } from '../../../_components/display-text'
import { formatCount, formatPlural } from '../../../_components/format'
import { Ban, CircleCheck, CircleX } from '../../../_components/icons'
import { LongText } from '../../../_components/long-text'
import { OutcomeBadge } from '../../../_components/outcome-badge'
import { QueryNotice } from '../../../_components/query-notice'
import { RelativeTime } from '../../../_components/relative-time'
import { Unknown } from '../../../_components/unknown'
import { FewFirst } from './few-first'
import { LongList } from './long-list'
import { NodeLink } from './node-link'

type Runners = NonNullable<NodeDto['runners']>
interface RunnerNode {
  readonly uri: string
  readonly runners: Runners
}

const TIME_STEP_MS = 10_000

/** The live runners that nodes keep: how many, what was left out of their lists, and which questions failed. */
export function RunnersSection() {
  const query = useQuery(nodesQuery())
  const isUnavailable = query.error instanceof ApiError && query.error.status === 503
  const asked = query.data?.nodes.flatMap(({ uri, runners }) => (runners ? [{ uri, runners }] : [])) ?? []
  const rows = asked.filter(({ runners: { outcome, count, refused } }) => {
    const isQuiet = outcome === 'none' && count === 0 && refused.length === 0
    return !isQuiet
  })
  return (
    <section aria-labelledby="runners-title" className="panel min-w-0">
      <h2 id="runners-title" className="px-3 pt-3 text-lg font-semibold">
        {query.data ? finding(asked) : 'Live runners'}
      </h2>
      <p className="px-3 pb-3 text-sm text-muted">
        {asked.length === 0
          ? 'No node was asked for live runners so far.'
          : `${formatPlural(asked.length, 'node')} ${asked.length === 1 ? 'was' : 'were'} asked for the live runners that ${asked.length === 1 ? 'it keeps' : 'they keep'}.`}
      </p>
      {!isUnavailable && query.error && (
        <div className="px-3">
          <QueryNotice query={query} what="The list of nodes" />
        </div>
      )}
      {rows.length > 0 && (
        <div className="border-t border-line">
          <LongList items={rows.toSorted(compareRows)} one="node" many="nodes">
            {(shown) => <RunnersTable rows={shown} />}
          </LongList>
        </div>
      )}
    </section>
  )
}

function finding(asked: readonly RunnerNode[]): string {
  const keepers = asked.filter(({ runners: { count, refused } }) => count > 0 || refused.length > 0)
  const failed = asked.filter(({ runners }) => isFailed(runners)).length
  const kept = keepers.reduce((sum, { runners }) => sum + runners.count, 0)
  const refused = keepers.reduce((sum, { runners }) => sum + runners.refused.length, 0)
  const parts = [
    keepers.length === 0
      ? failed > 0
        ? 'No live runners are known'
        : 'No node keeps live runners'
      : `${formatPlural(kept, 'live runner')} at ${formatPlural(keepers.length, 'node')}`,
    ...(refused > 0 ? [`${formatCount(refused)} left out`] : []),
    ...(failed > 0 ? [`${formatPlural(failed, 'question')} failed`] : []),
  ]
  return parts.join('; ')
}

const isFailed = ({ outcome }: Runners): boolean => outcome !== 'listed' && outcome !== 'none'

/** Lists first, then failed questions. */
const compareRows = (a: RunnerNode, b: RunnerNode): number =>
  Number(isFailed(a.runners)) - Number(isFailed(b.runners)) ||
  b.runners.count - a.runners.count ||
  (a.uri < b.uri ? -1 : 1)

function RunnersTable({ rows }: { rows: readonly RunnerNode[] }) {
  return (
    <table className="data-table card-table">
      <caption className="sr-only">Live runners by node</caption>
      <thead>
        <tr>
          <th scope="col" className="w-[28%]">
            Node
          </th>
          <th scope="col" className="w-[24%]">
            Latest question
          </th>
          <th scope="col" className="number w-[9%]">
            Runners
          </th>
          <th scope="col" className="number w-[9%]">
            List read
          </th>
          <th scope="col" className="w-[30%]">
            Left out
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ uri, runners }) => (
          <tr key={uri}>
            <th scope="row" className="wide">
              <CellLabel>Node</CellLabel>
              <NodeLink uri={uri} />
            </th>
            <td className="wide">
              <CellLabel>Latest question</CellLabel>
              <Outcome runners={runners} />
            </td>
            <td className="number">
              <CellLabel>Runners</CellLabel>
              {runners.read_at === null ? (
                <Unknown reason="It never gave a list." />
              ) : (
                formatCount(runners.count)
              )}
            </td>
            <td className="number">
              <CellLabel>List read</CellLabel>
              {runners.read_at === null ? (
                <Unknown reason="It never gave a list." />
              ) : (
                <RelativeTime iso={runners.read_at} stepMs={TIME_STEP_MS} />
              )}
            </td>
            <td className="wide">
              <CellLabel>Left out</CellLabel>
              <Refused uri={uri} refused={runners.refused} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Outcome({ runners: { outcome, detail } }: { runners: Runners }): ReactNode {
  if (outcome === 'none') return 'Keeps no runners any more.'
  if (outcome === 'listed')
    return (
      <Badge Icon={CircleCheck} tone="good">
        Listed
      </Badge>
    )
  return (
    <>
      <OutcomeBadge outcome={outcome} />
      {detail !== null && (
        <span className="block font-mono text-xs text-muted">
          <LongText text={detail} max={160} what="detail" />
        </span>
      )}
    </>
  )
}

function Refused({ uri, refused }: { uri: string; refused: Runners['refused'] }) {
  if (refused.length === 0) return <span className="text-muted">nothing</span>
  const placed = refused.map((refusal, at) => ({ ...refusal, at }))
  return (
    <FewFirst items={placed} what={`that was left out at ${displayUri(uri)}`}>
      {(shown) => (
        <ul className="grid gap-1">
          {shown.map(({ at, place, kind, reason }) => (
            <li key={at}>
              {kind === 'blocked' ? (
                <Badge Icon={Ban} tone="plain" title="It leads to an address that may not be dialled.">
                  Blocked
                </Badge>
              ) : (
                <Badge Icon={CircleX} tone="bad" title="It cannot be read, or is not the node's to name.">
                  Invalid
                </Badge>
              )}{' '}
              <span className="font-mono text-xs">
                <LongText text={place} max={40} what="place" />
              </span>{' '}
              <LongText text={reason} max={160} what="reason" />
            </li>
          ))}
        </ul>
      )}
    </FewFirst>
  )
}
