import type { NodeDto } from '@/lib/api/contract/node'
import { displayHost } from '../../../_components/display-text'
import { formatDuration, formatPlural } from '../../../_components/format'

export interface TimedNode extends NodeDto {
  readonly latency_ms: number
}

/** Nodes whose latest question was answered, the slowest first. */
export const slowestFirst = (nodes: readonly NodeDto[]): readonly TimedNode[] =>
  nodes
    .flatMap((node) => (node.latency_ms === null ? [] : [{ ...node, latency_ms: node.latency_ms }]))
    .sort((a, b) => b.latency_ms - a.latency_ms || (a.uri < b.uri ? -1 : 1))

/** How much slower than the middle one a node is that the heading names. */
const SLOW_FACTOR = 3

/** How fast most nodes answer, and who does not, in one sentence. */
export function latencyFinding(timed: readonly TimedNode[]): string {
  const [slowest] = timed
  const middle = timed[timed.length >> 1]
  if (!slowest || !middle) return 'No node answered when it was last asked'
  const half = `Half of ${formatPlural(timed.length, 'node')} answer within ${formatDuration(middle.latency_ms)}`
  if (timed.length === 1) return `One node answered, in ${formatDuration(slowest.latency_ms)}`
  return slowest.latency_ms >= SLOW_FACTOR * middle.latency_ms
    ? `${half}; ${displayHost(slowest.uri)} took ${formatDuration(slowest.latency_ms)}`
    : half
}
