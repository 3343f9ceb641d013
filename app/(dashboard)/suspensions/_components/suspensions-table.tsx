'use client'

import type { SuspensionDto } from '@/lib/api/contract/suspension'
import { Abbreviated } from '../../../_components/abbreviated'
import { CellLabel } from '../../../_components/cell-label'
import { displayText, displayUri } from '../../../_components/display-text'
import { formatAge, formatMoment, formatNumber, formatPlural } from '../../../_components/format'
import { LongText } from '../../../_components/long-text'
import { NameText } from '../../../_components/name-text'
import { RelativeTime } from '../../../_components/relative-time'
import { SuspensionBadge } from '../../../_components/suspension-badge'
import { useNow } from '../../../_components/use-now'
import { nodeAnchor } from '../../offerings/_components/node-anchor'

/** Who is suspended: why, since when, until when, and by whom. */
export function SuspensionsTable({ suspensions }: { suspensions: readonly SuspensionDto[] }) {
  return (
    <table className="data-table card-table">
      <caption className="sr-only">Offerings and nodes that are not trusted now</caption>
      <thead>
        <tr>
          <th scope="col" className="w-[28%]">
            Who
          </th>
          <th scope="col" className="w-[12%]">
            State
          </th>
          <th scope="col" className="w-[32%]">
            Why
          </th>
          <th scope="col" className="w-[12%]">
            Since
          </th>
          <th scope="col" className="w-[16%]">
            Tried again
          </th>
        </tr>
      </thead>
      <tbody>
        {suspensions.map((suspension) => (
          <SuspensionRow key={`${suspension.scope} ${suspension.id}`} suspension={suspension} />
        ))}
      </tbody>
    </table>
  )
}

function SuspensionRow({ suspension }: { suspension: SuspensionDto }) {
  const { state, since } = suspension
  return (
    <tr>
      <th scope="row" className="wide">
        <CellLabel>Who</CellLabel>
        <Who suspension={suspension} />
      </th>
      <td>
        <CellLabel>State</CellLabel>
        <SuspensionBadge state={state} />
      </td>
      <td className="wide">
        <CellLabel>Why</CellLabel>
        <Why suspension={suspension} />
      </td>
      <td>
        <CellLabel>Since</CellLabel>
        <RelativeTime iso={since} isNarrow />
      </td>
      <td>
        <CellLabel>Tried again</CellLabel>
        <TriedAgain suspension={suspension} />
      </td>
    </tr>
  )
}

function Who({ suspension: { scope, id, node_uri, offering } }: { suspension: SuspensionDto }) {
  return (
    <>
      {scope === 'offering' && (
        <span className="block font-medium">
          {offering === null ? (
            <>
              Offering <code className="font-mono">{displayText(id)}</code>, not offered now
            </>
          ) : (
            <>
              <NameText text={offering.pipeline} />
              {offering.model !== null && (
                <>
                  {' '}
                  / <NameText text={offering.model} />
                </>
              )}
            </>
          )}
        </span>
      )}
      {node_uri !== null && (
        <a href={`/offerings#${nodeAnchor(node_uri)}`} className="link">
          <Abbreviated text={displayUri(node_uri)} max={48} />
        </a>
      )}
      {scope === 'node' && <span className="block text-xs text-muted">the whole node</span>}
    </>
  )
}

function Why({
  suspension: { cause, by_hand, state, share, jobs, times_opened },
}: {
  suspension: SuspensionDto
}) {
  if (state === 'recovering')
    return (
      <>
        Its trial went well. It gets {formatNumber(100 * (share ?? 0))} % of its jobs.
        <Times count={times_opened} />
      </>
    )
  return (
    <>
      {cause !== null && <LongText text={cause} max={160} what="reason" />}
      <span className="block text-xs text-muted">
        {by_hand
          ? 'by the operator'
          : `by its jobs: ${formatPlural(jobs.faults, 'failure')}, ${formatPlural(jobs.successes, 'success', 'successes')}`}
      </span>
      {!by_hand && <Times count={times_opened} />}
    </>
  )
}

const Times = ({ count }: { count: number }) =>
  count > 1 ? <span className="block text-xs text-muted">suspended {count} times by now</span> : null

function TriedAgain({ suspension: { state, reopens_at, trial_taken } }: { suspension: SuspensionDto }) {
  const now = useNow()
  if (state === 'recovering') return 'went well'
  if (state === 'trial') return trial_taken ? 'now, by a job on its way' : 'with the next job'
  if (reopens_at === null) return 'when it is lifted'
  const moment = formatMoment(reopens_at)
  const inMs = now === null ? null : Date.parse(reopens_at) - now
  return (
    <time dateTime={reopens_at} title={moment}>
      {inMs === null ? moment : inMs <= 0 ? 'now' : `in ${formatAge(inMs)}`}
    </time>
  )
}
