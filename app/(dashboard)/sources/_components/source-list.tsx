import Link from 'next/link'
import type { SourceDto } from '@/lib/api/contract/source'
import { CellLabel } from '../../../_components/cell-label'
import { displayText } from '../../../_components/display-text'
import { formatCount } from '../../../_components/format'
import { LongText } from '../../../_components/long-text'
import { NameText } from '../../../_components/name-text'
import { RelativeTime } from '../../../_components/relative-time'
import { sourceHref } from '../../../_components/source-href'
import { AskedEvery, EntryCounts, ListRead, NodeCounts, SourceState } from './source-facts'
import { SOURCE_KINDS_IN_WORDS } from './source-kinds'

const TIME_STEP_MS = 10_000

/** Every source with how it does; each row leads to all it says. */
export function SourceList({ sources }: { sources: readonly SourceDto[] }) {
  if (sources.length === 0)
    return (
      <p className="panel px-3 py-3">
        No source is configured. The settings name some, such as ORCH_ADDRS or ORCH_WEBHOOK_URL.
      </p>
    )
  return (
    <div className="panel">
      <table className="data-table card-table">
        <caption className="sr-only">{formatCount(sources.length)} sources of service URIs</caption>
        <thead>
          <tr>
            <th scope="col" className="w-[15%]">
              Source
            </th>
            <th scope="col" className="w-[28%]">
              State
            </th>
            <th scope="col" className="number w-[9%]">
              Entries
            </th>
            <th scope="col" className="number w-[10%]">
              Nodes named
            </th>
            <th scope="col" className="number w-[9%]">
              Asked every
            </th>
            <th scope="col" className="number w-[9%]">
              List read
            </th>
            <th scope="col" className="w-[20%]">
              Last failure
            </th>
          </tr>
        </thead>
        <tbody>
          {sources.map((source) => (
            <SourceRow key={source.name} source={source} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function SourceRow({ source }: { source: SourceDto }) {
  const { name, kind, error } = source
  return (
    <tr>
      <th scope="row" className="wide">
        <CellLabel>Source</CellLabel>
        <Link href={sourceHref(name)} className="link font-medium">
          <NameText text={name} />
        </Link>
        <span className="block text-xs text-muted" title={SOURCE_KINDS_IN_WORDS[kind].meaning}>
          {SOURCE_KINDS_IN_WORDS[kind].label}
        </span>
      </th>
      <td className="wide">
        <CellLabel>State</CellLabel>
        <SourceState source={source} />
        {error !== null && (
          <span className="mt-1 block">
            <bdi>{displayText(error)}</bdi>
          </span>
        )}
      </td>
      <td className="number">
        <CellLabel>Entries</CellLabel>
        <EntryCounts source={source} />
      </td>
      <td className="number">
        <CellLabel>Nodes named</CellLabel>
        <NodeCounts source={source} />
      </td>
      <td className="number">
        <CellLabel>Asked every</CellLabel>
        <AskedEvery source={source} />
      </td>
      <td className="number">
        <CellLabel>List read</CellLabel>
        <ListRead source={source} />
      </td>
      <td className="wide">
        <CellLabel>Last failure</CellLabel>
        <LastFailure source={source} />
      </td>
    </tr>
  )
}

function LastFailure({ source: { last_failure, error } }: { source: SourceDto }) {
  if (last_failure === null) return <span className="text-muted">none seen</span>
  return (
    <>
      <RelativeTime iso={last_failure.at} stepMs={TIME_STEP_MS} />
      {last_failure.error !== error && (
        <span className="block text-xs text-muted">
          <LongText text={last_failure.error} max={120} what="failure" />
        </span>
      )}
    </>
  )
}
