import type { SourceDto } from '@/lib/api/contract/source'
import { formatCount, formatDuration } from '../../../_components/format'
import { RelativeTime } from '../../../_components/relative-time'
import { SourceHealthBadge } from '../../../_components/source-health-badge'
import { Unknown } from '../../../_components/unknown'

/** What is known of one source, fact by fact, for the table of all and for its own page. */
interface Props {
  readonly source: SourceDto
}

const TIME_STEP_MS = 10_000

export function SourceState({ source }: Props) {
  const { error, failing_since, read_at } = source
  return (
    <span className="flex flex-wrap items-center gap-x-1.5">
      <SourceHealthBadge source={source} />
      {failing_since !== null && (
        <span className="whitespace-nowrap text-muted">
          for <RelativeTime iso={failing_since} stepMs={TIME_STEP_MS} suffix="" />
        </span>
      )}
      {error !== null && read_at !== null && <span className="text-muted">its last list stays in use</span>}
    </span>
  )
}

export function EntryCounts({ source: { count, duplicates, invalid } }: Props) {
  return (
    <>
      {formatCount(count)}
      {duplicates > 0 && (
        <span className="block text-xs text-muted">
          {formatCount(duplicates)} {duplicates === 1 ? 'duplicate' : 'duplicates'}
        </span>
      )}
      {invalid > 0 && <span className="block text-xs text-warn">{formatCount(invalid)} invalid</span>}
    </>
  )
}

export function NodeCounts({ source: { nodes, nodes_answered } }: Props) {
  if (nodes === null || nodes_answered === null) return <Unknown reason="Nobody was asked yet." />
  return (
    <>
      {formatCount(nodes)}
      {nodes > 0 && <span className="block text-xs text-muted">{formatCount(nodes_answered)} answered</span>}
    </>
  )
}

export function AskedEvery({ source: { kind, count, cadence_ms } }: Props) {
  // Without any there is no pace, and the number is only the largest there is.
  if (kind === 'nodes' && count === 0) return <Unknown reason="No orchestrator advertises a further node." />
  return (
    <span title="How often nodes are asked that only this source names" className="whitespace-nowrap">
      {formatDuration(cadence_ms)}
    </span>
  )
}

export function ListRead({ source: { read_at } }: Props) {
  if (read_at === null) return <Unknown reason="The list was never read." />
  return <RelativeTime iso={read_at} stepMs={TIME_STEP_MS} />
}
