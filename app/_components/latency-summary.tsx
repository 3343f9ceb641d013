import type { ModelDto } from '@/lib/api/contract/model'
import { formatCount } from './format'
import { Quantity } from './quantity'
import { Unknown } from './unknown'

/** How fast some nodes answer: the median where it says something, else the fastest of them, and of how many. */
export function LatencySummary({ latency: { n, min_ms, p50_ms } }: { latency: ModelDto['latency'] }) {
  if (min_ms === null) return <Unknown reason="No node was timed." />
  return (
    <>
      <Quantity value={p50_ms ?? min_ms} unit="ms" />
      <span
        className="block text-xs whitespace-nowrap text-muted"
        title={p50_ms === null ? 'A percentile needs 20 nodes.' : 'Half of the nodes answer faster.'}
      >
        {p50_ms === null ? (n === 1 ? 'one node' : 'fastest of') : 'median of'} {n > 1 && formatCount(n)}
      </span>
    </>
  )
}
