import Link from 'next/link'
import type { ReactNode } from 'react'
import type { SummaryDto } from '@/lib/api/contract'
import { OFFERING_STATES, type OfferingState } from '@/lib/domain/facet'
import { displayText } from '../../_components/display-text'
import { formatCount, formatMoment, formatPlural, NBSP } from '../../_components/format'
import { offeringsHref } from '../../_components/offering-url'
import { Quantity } from '../../_components/quantity'
import { STATE_FACES } from '../../_components/state-badge'
import { Unknown } from '../../_components/unknown'
import { useAsOf, useKeepAsOf } from '../../_components/use-as-of'
import { failuresNote } from './failures-title'
import { isExpired } from './is-expired'

export function KeyFigures({ summary }: { summary: SummaryDto }) {
  const { orchestrators, nodes, offerings, models, gpus, latency, snapshot } = summary
  const keepAsOf = useKeepAsOf()
  const counted = (count: number) =>
    isExpired(summary) ? <Unknown reason="Every answer is too old to count." /> : formatCount(count)
  return (
    <section aria-labelledby="figures-title">
      <h2 id="figures-title" className="sr-only">
        Key figures
      </h2>
      <dl className="panel grid grid-cols-2 gap-px overflow-hidden bg-line! md:grid-cols-3 xl:grid-cols-[1fr_1fr_1fr_2.3fr_1.1fr_1.5fr]">
        <Figure label="Orchestrators" value={counted(orchestrators)} note="distinct addresses" />
        <Figure
          label="Nodes answered"
          value={
            <>
              {formatCount(nodes.answered)} <Small>of {formatCount(nodes.listed)} listed</Small>
            </>
          }
          note={
            nodes.failed === 0 ? (
              'none failed'
            ) : (
              <Link href={keepAsOf('/offerings#nodes')} className="link">
                {failuresNote(nodes)}
              </Link>
            )
          }
        />
        <Figure label="Models" value={counted(models)} note="named by at least one node" />
        <Figure
          label="Offerings"
          value={counted(offerings.total)}
          note={
            !isExpired(summary) && (
              <ul className="flex flex-wrap gap-x-3">
                {OFFERING_STATES.map((state) => (
                  <li key={state}>
                    <StateCount state={state} count={offerings[COUNTS[state]]} />
                  </li>
                ))}
              </ul>
            )
          }
        />
        <Figure
          label="Reported GPUs"
          value={counted(gpus.total)}
          note={`${formatCount(gpus.nodes_reporting)} of ${formatPlural(gpus.nodes_counted, 'node')} report hardware`}
        />
        <Figure
          label="Discovery latency"
          value={<Percentiles latency={latency} />}
          note={`from question to parsed answer, n${NBSP}=${NBSP}${formatCount(latency.n)}`}
        />
      </dl>
      <p className="mt-2 text-xs text-muted">
        One sweep, <time dateTime={snapshot.started_at}>{formatMoment(snapshot.started_at)}</time> to{' '}
        <time dateTime={snapshot.as_of}>{formatMoment(snapshot.as_of)}</time>, measured from{' '}
        <bdi>{displayText(snapshot.vantage)}</bdi>.
      </p>
    </section>
  )
}

const COUNTS = { warm: 'warm', cold: 'cold', 'priced-only': 'priced_only', unknown: 'unknown' } as const

function Figure({ label, value, note }: { label: string; value: ReactNode; note: ReactNode }) {
  return (
    <div className="bg-surface px-3 py-2.5">
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="text-2xl font-semibold">{value}</dd>
      <dd className="text-xs text-muted">{note}</dd>
    </div>
  )
}

const Small = ({ children }: { children: ReactNode }) => (
  <span className="text-sm font-normal whitespace-nowrap text-muted">{children}</span>
)

function StateCount({ state, count }: { state: OfferingState; count: number }) {
  const { label, meaning, Icon, ink } = STATE_FACES[state]
  return (
    <Link
      href={offeringsHref({ state: [state] }, { asOf: useAsOf() })}
      title={meaning}
      className="inline-flex min-h-6 items-center gap-1 whitespace-nowrap hover:underline"
    >
      <Icon aria-hidden className={`size-3.5 ${ink}`} />
      <span className="text-text">{formatCount(count)}</span> {label.toLowerCase()}
    </Link>
  )
}

function Percentiles({ latency: { n, p50_ms, p95_ms } }: { latency: SummaryDto['latency'] }) {
  return (
    <span className="flex flex-wrap items-baseline gap-x-4 text-xl">
      {[
        { name: 'p50', value: p50_ms },
        { name: 'p95', value: p95_ms },
      ].map(({ name, value }) => (
        <span key={name} className="whitespace-nowrap">
          <Small>{name} </Small>
          {value === null ? (
            <Unknown reason={`A percentile needs 20 answers; there are ${n}.`} />
          ) : (
            <Quantity value={value} unit="ms" />
          )}
        </span>
      ))}
    </span>
  )
}
