import type { AttemptDto } from '@/lib/api/contract/request'
import { AttemptOutcomeBadge } from './attempt-outcome-badge'
import { attemptSpans, axisTicks, type SpanKind } from './attempt-spans'
import { CellLabel } from './cell-label'
import { CopyAddress } from './copy-address'
import { displayUri } from './display-text'
import { formatDuration } from './format'
import { LongText } from './long-text'
import { Unknown } from './unknown'
import { WeiAmount } from './wei-amount'

interface Timed {
  readonly started_at: string
  readonly total_ms: number
  readonly first_byte_ms: number | null
  readonly usd_per_eth: string | null
  readonly attempts: readonly AttemptDto[]
}

const LOOKS: Readonly<Record<SpanKind, { label: string; look: string }>> = {
  quote: { label: 'quote and payment', look: 'bg-series-cold' },
  wait: { label: 'up to its first byte', look: 'bg-series-priced-only' },
  answer: { label: 'its answer', look: 'bg-series-warm' },
  lost: { label: 'without an answer', look: 'bg-series-unknown' },
}
const KINDS: readonly SpanKind[] = ['quote', 'wait', 'answer', 'lost']

/** Every attempt on one axis of time, from when the request came; the table below it says the same. */
export function AttemptWaterfall({ request }: { request: Timed }) {
  const { attempts, total_ms } = request
  if (attempts.length === 0)
    return <p className="text-sm text-muted">Nobody was tried: it ended before it was sent to anybody.</p>
  const rows = attempts.map((attempt) => ({ attempt, spans: attemptSpans(attempt, request) }))
  const shown = KINDS.filter((kind) => rows.some(({ spans }) => spans.some((span) => span.kind === kind)))
  return (
    <div className="grid gap-3">
      {/* A picture of the table below, which is what screen readers get. */}
      <div aria-hidden className="text-xs" data-waterfall>
        <ul className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-muted">
          {shown.map((kind) => (
            <li key={kind} className="inline-flex items-center gap-1.5">
              <span className={`size-2.5 rounded-[2px] ${LOOKS[kind].look}`} />
              {LOOKS[kind].label}
            </li>
          ))}
        </ul>
        <ol className="grid gap-2">
          {rows.map(({ attempt, spans }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same offering may be tried twice
            <li key={at}>
              <span className="flex justify-between gap-2">
                <span className="min-w-0 truncate">
                  {at + 1}. {displayUri(attempt.node_uri)}
                </span>
                <span className="shrink-0 text-muted">{formatDuration(attempt.total_ms)}</span>
              </span>
              <span className="relative block h-3 rounded-[3px] bg-hover">
                {spans.map(({ kind, from, share }) => (
                  <span
                    key={kind}
                    className={`absolute top-0 h-full min-w-px rounded-[2px] ${LOOKS[kind].look}`}
                    style={{ left: `${100 * from}%`, width: `${100 * share}%` }}
                  />
                ))}
              </span>
            </li>
          ))}
        </ol>
        <div className="relative mt-1 h-4 border-t border-line text-muted">
          {axisTicks(total_ms).map(({ ms, share }) => (
            <span
              key={ms}
              className="absolute top-0 border-l border-line pl-1 whitespace-nowrap"
              style={{ left: `${100 * share}%` }}
            >
              {formatDuration(ms)}
            </span>
          ))}
        </div>
      </div>
      <AttemptsTable request={request} />
    </div>
  )
}

function AttemptsTable({ request: { attempts, started_at, usd_per_eth } }: { request: Timed }) {
  return (
    <table className="data-table card-table">
      <caption className="sr-only">Attempts, in order</caption>
      <thead>
        <tr>
          <th scope="col" className="w-[30%]">
            Orchestrator
          </th>
          <th scope="col" className="w-[25%]">
            Outcome
          </th>
          <th scope="col" className="number w-[9%]">
            Began after
          </th>
          <th scope="col" className="number w-[9%]">
            Quote
          </th>
          <th scope="col" className="number w-[9%]">
            First byte
          </th>
          <th scope="col" className="number w-[8%]">
            End
          </th>
          <th scope="col" className="number w-[10%]">
            Paid
          </th>
        </tr>
      </thead>
      <tbody>
        {attempts.map((attempt, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same offering may be tried twice
          <tr key={at}>
            <th scope="row" className="wide">
              <CellLabel>Orchestrator</CellLabel>
              <span className="block wrap-anywhere">
                {at + 1}. <LongText text={displayUri(attempt.node_uri)} max={48} what="address" />
              </span>
              {attempt.orchestrator !== null && <CopyAddress address={attempt.orchestrator} />}
            </th>
            <td className="wide">
              <CellLabel>Outcome</CellLabel>
              <AttemptOutcomeBadge outcome={attempt.outcome} />
              {attempt.status !== null && <span className="text-xs text-muted"> HTTP {attempt.status}</span>}
              {attempt.detail !== null && (
                <span className="block text-xs wrap-anywhere text-muted">
                  <LongText text={attempt.detail} max={160} what="words" />
                </span>
              )}
            </td>
            <td className="number">
              <CellLabel>Began after</CellLabel>
              {formatDuration(Math.max(0, Date.parse(attempt.started_at) - Date.parse(started_at)))}
            </td>
            <td className="number">
              <CellLabel>Quote</CellLabel>
              <Span ms={attempt.quote_ms} reason="It did not come so far as to have a quote." />
            </td>
            <td className="number">
              <CellLabel>First byte</CellLabel>
              <Span ms={attempt.first_byte_ms} reason="It answered with nothing." />
            </td>
            <td className="number">
              <CellLabel>End</CellLabel>
              {formatDuration(attempt.total_ms)}
            </td>
            <td className="number">
              <CellLabel>Paid</CellLabel>
              {attempt.paid_wei === null ? (
                <span className="text-muted">nothing</span>
              ) : (
                <WeiAmount wei={attempt.paid_wei} usdPerEth={usd_per_eth} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const Span = ({ ms, reason }: { ms: number | null; reason: string }) =>
  ms === null ? <Unknown reason={reason} /> : formatDuration(ms)
