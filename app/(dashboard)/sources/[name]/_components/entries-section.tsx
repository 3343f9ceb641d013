'use client'

import type { SourceDto } from '@/lib/api/contract/source'
import type { SourceDetailDto } from '@/lib/api/contract/source-detail'
import { Badge } from '../../../../_components/badge'
import { CellLabel } from '../../../../_components/cell-label'
import { CopyAddress } from '../../../../_components/copy-address'
import { formatCount, formatNumber, formatPlural } from '../../../../_components/format'
import { CircleX, Copy } from '../../../../_components/icons'
import { LongText } from '../../../../_components/long-text'
import { OutcomeBadge } from '../../../../_components/outcome-badge'
import { Unknown } from '../../../../_components/unknown'
import { LongList } from '../../_components/long-list'
import { NodeLink } from '../../_components/node-link'
import { SOURCE_KINDS_IN_WORDS } from '../../_components/source-kinds'

type Entry = SourceDetailDto['entries'][number]
/** Texts repeat in a list, so an entry is known by its place. */
interface PlacedEntry extends Entry {
  readonly place: number
}
interface Columns {
  /** How the list calls whom an entry belongs to; null where no entry says so. */
  readonly owner: string | null
  readonly hasScores: boolean
}

/** The source's list as it states it, with what became of each entry. */
export function EntriesSection({ entries, source }: { entries: readonly Entry[]; source: SourceDto }) {
  const placed = entries.map((entry, at) => ({ ...entry, place: at + 1 }))
  const columns = {
    owner: entries.some(({ orchestrator }) => orchestrator !== null)
      ? SOURCE_KINDS_IN_WORDS[source.kind].owner
      : null,
    hasScores: entries.some(({ score }) => score !== null),
  }
  return (
    <section aria-labelledby="entries-title" className="panel min-w-0">
      <h2 id="entries-title" className="px-3 pt-3 text-lg font-semibold">
        {finding(entries)}
      </h2>
      <p className="px-3 pb-3 text-sm text-muted">
        {entries.length > 0 && 'As the source states them, with how the latest question to each node ended.'}
        {entries.length === 0 &&
          (source.read_at === null
            ? 'The source was never read, so it has named nobody.'
            : source.invalid > 0
              ? 'The source was read, and nothing in its list could be used.'
              : 'The source was read, and its list is empty.')}
      </p>
      {entries.length > 0 && (
        <LongList items={placed} one="entry" many="entries">
          {(shown) => <EntriesTable entries={shown} columns={columns} />}
        </LongList>
      )}
    </section>
  )
}

function finding(entries: readonly Entry[]): string {
  const duplicates = entries.filter(({ is_duplicate }) => is_duplicate).length
  const invalid = entries.filter(({ problem }) => problem !== null).length
  return [
    entries.length === 0 ? 'No entries' : formatPlural(entries.length, 'entry', 'entries'),
    ...(duplicates > 0 ? [formatPlural(duplicates, 'duplicate')] : []),
    ...(invalid > 0 ? [`${formatCount(invalid)} invalid`] : []),
  ].join(', ')
}

function EntriesTable({ entries, columns }: { entries: readonly PlacedEntry[]; columns: Columns }) {
  return (
    <table className="data-table card-table">
      <caption className="sr-only">Entries of the list</caption>
      <thead>
        <tr>
          <th scope="col" className="number w-[5%]">
            Place
          </th>
          <th scope="col">As stated</th>
          <th scope="col" className="w-[32%]">
            Node
          </th>
          <th scope="col" className="w-[12%]">
            Outcome
          </th>
          {columns.owner !== null && (
            <th scope="col" className="w-[13%]">
              {columns.owner}
            </th>
          )}
          {columns.hasScores && (
            <th scope="col" className="number w-[7%]">
              Score
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <EntryRow key={entry.place} entry={entry} columns={columns} />
        ))}
      </tbody>
    </table>
  )
}

function EntryRow({ entry, columns: { owner, hasScores } }: { entry: PlacedEntry; columns: Columns }) {
  const { place, uri, node_uri, problem, is_duplicate, outcome, orchestrator, score } = entry
  return (
    <tr>
      <td className="number max-lg:-order-2">
        <CellLabel>Place</CellLabel>
        {formatCount(place)}
      </td>
      <th scope="row" className="wide">
        <CellLabel>As stated</CellLabel>
        <LongText text={uri} max={80} what="entry" />
      </th>
      <td className="wide">
        <CellLabel>Node</CellLabel>
        {node_uri === null ? (
          <>
            <Badge Icon={CircleX} tone="bad">
              Invalid
            </Badge>{' '}
            <LongText text={`It ${problem ?? 'is no service URI'}.`} max={160} what="reason" />
          </>
        ) : (
          <NodeLink uri={node_uri} />
        )}
        {is_duplicate && (
          <span className="block">
            <Badge Icon={Copy} tone="plain">
              Duplicate
            </Badge>{' '}
            <span className="text-muted">An earlier entry says the same.</span>
          </span>
        )}
      </td>
      <td className="max-lg:-order-1">
        <CellLabel>Outcome</CellLabel>
        {outcome === null ? (
          <Unknown reason={node_uri === null ? 'It names no node to ask.' : 'Not asked yet.'} />
        ) : (
          <OutcomeBadge outcome={outcome} />
        )}
      </td>
      {owner !== null && (
        <td>
          <CellLabel>{owner}</CellLabel>
          {orchestrator === null ? (
            <Unknown reason="The source does not say whose it is." />
          ) : (
            <CopyAddress address={orchestrator} />
          )}
        </td>
      )}
      {hasScores && (
        <td className="number">
          <CellLabel>Score</CellLabel>
          {score === null ? <Unknown reason="The source gives no score." /> : formatNumber(score)}
        </td>
      )}
    </tr>
  )
}
