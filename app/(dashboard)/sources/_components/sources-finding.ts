import type { SourceDto } from '@/lib/api/contract/source'
import { formatCount, formatPlural } from '../../../_components/format'
import { sourceHealth } from '../../../_components/source-health'

/** The page in one sentence; `nodes` is null while nothing was collected. */
export function sourcesFinding(sources: readonly SourceDto[], nodes: number | null): string {
  const named = nodes === null ? 'the first sweep has not ended yet' : `${formatPlural(nodes, 'node')} named`
  return `${healthFinding(sources)}; ${named}`
}

/** Sources that somebody configured: what nodes advertise themselves cannot fail and helps nobody begin. */
export const configuredSources = (sources: readonly SourceDto[]): SourceDto[] =>
  sources.filter(({ kind }) => kind !== 'nodes')

/** True when nobody who was configured can say where to ask. */
export function areAllFailing(sources: readonly SourceDto[]): boolean {
  const configured = configuredSources(sources)
  return configured.length > 0 && configured.every((source) => sourceHealth(source) === 'fails')
}

function healthFinding(sources: readonly SourceDto[]): string {
  const configured = configuredSources(sources)
  if (configured.length === 0) return 'No source is configured'
  if (areAllFailing(sources))
    return configured.length === 1 ? 'The only source fails' : `${everyOne(configured.length)} sources fail`
  if (configured.every((source) => sourceHealth(source) === 'unread')) return 'No source was read yet'
  const working = configured.filter((source) => sourceHealth(source) === 'works').length
  if (working < configured.length)
    return `${formatCount(working)} of ${formatCount(configured.length)} sources work`
  return configured.length === 1 ? 'The only source works' : `${everyOne(working)} sources work`
}

const everyOne = (count: number): string => (count === 2 ? 'Both' : `All ${formatCount(count)}`)
