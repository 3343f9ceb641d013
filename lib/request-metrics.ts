import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import { AI_PIPELINE_IDS, TRANSCODING_PIPELINE } from '@/lib/domain/pipeline'
import type { RoutedRequest } from '@/lib/domain/routed-request'
import type { RequestJournal } from '@/lib/requests/request-journal'

/** From a short text to a video. */
const JOB_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600]
const OVERHEAD_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1]

const PIPELINES: ReadonlySet<string> = new Set([...AI_PIPELINE_IDS, TRANSCODING_PIPELINE])

/** Operators and clients name capabilities and apps as they like. */
const pipelineLabel = (pipeline: string): string => (PIPELINES.has(pipeline) ? pipeline : 'other')

/** How requests do. Returns who is to be told of each that has ended. */
export function createRequestMetrics(
  registry: Registry,
  {
    prefix,
    requests,
  }: { readonly prefix: string; readonly requests: Pick<RequestJournal, 'inFlight' | 'waiting' | 'dropped'> },
): (record: RoutedRequest) => void {
  const registers = [registry]
  const named = (name: string, help: string) => ({ name: prefix + name, help, registers })
  const carried = new Counter({
    ...named('requests_total', 'Requests that ended, by pipeline and how.'),
    labelNames: ['pipeline', 'outcome'],
  })
  const attempts = new Counter({
    ...named('attempts_total', 'Orchestrators that were tried for them, by what became of it.'),
    labelNames: ['outcome'],
  })
  const seconds = new Histogram({
    ...named('request_seconds', 'From their beginning to their end, of those that were served.'),
    labelNames: ['pipeline'],
    buckets: JOB_SECONDS,
  })
  const firstByte = new Histogram({
    ...named('first_byte_seconds', 'To the first byte to the client, of those that were served.'),
    buckets: JOB_SECONDS,
  })
  const overhead = new Histogram({
    ...named('overhead_seconds', 'Of this server alone: reading, choosing, writing.'),
    buckets: OVERHEAD_SECONDS,
  })
  const paid = new Counter(named('paid_eth_total', 'Expected value of what was paid for requests, in ETH.'))
  const now = (name: string, help: string, value: () => number) =>
    new Gauge({
      ...named(name, help),
      collect() {
        this.set(value())
      },
    })
  now('requests_in_flight', 'Requests that are under way.', () => requests.inFlight)
  now('records_waiting', 'Requests that ended and are not written yet.', () => requests.waiting)
  new Counter({
    ...named('records_dropped_total', 'Requests that could not be written, and are lost.'),
    collect() {
      this.reset()
      this.inc(requests.dropped)
    },
  })
  return (record) => {
    const pipeline = pipelineLabel(record.pipeline)
    carried.inc({ pipeline, outcome: record.outcome })
    for (const { outcome } of record.attempts) attempts.inc({ outcome })
    if (record.overheadMs !== null) overhead.observe(record.overheadMs / 1_000)
    // A float is exact enough for a graph; the records have every wei.
    if (record.paidWei > 0n) paid.inc(Number(record.paidWei) / 1e18)
    if (record.outcome !== 'served') return
    seconds.observe({ pipeline }, record.totalMs / 1_000)
    if (record.firstByteMs !== null) firstByte.observe(record.firstByteMs / 1_000)
  }
}
