import Link from 'next/link'
import type { ReactNode } from 'react'
import type { SummaryDto } from '@/lib/api/contract/summary'
import { OFFERING_STATES, type OfferingState } from '@/lib/domain/facet'
import { displayText } from '../../_components/display-text'
import { formatCount, formatMoment, formatPlural } from '../../_components/format'
import { MethodLink } from '../../_components/method-link'
import { offeringsHref } from '../../_components/offering-url'
import { Quantity } from '../../_components/quantity'
import { STATE_FACES } from '../../_components/state-badge'
import { Unknown } from '../../_components/unknown'
import { useAsOf, useKeepAsOf } from '../../_components/use-as-of'
import { failuresNote } from './failures-title'
import { FigureTrend } from './figure-trend'
import { isExpired } from './is-expired'
import { useTrends } from './use-trends'

/** The network in a few numbers: each with how it went, and with how many nodes it is of. */
export function KeyFigures({ summary }: { summary: SummaryDto }) {
  const { orchestrators, nodes, offerings, models, gpus, latency, snapshot } = summary
  const keepAsOf = useKeepAsOf()
  const trends = useTrends()
  const counted = (count: number) =>
    isExpired(summary) ? <Unknown reason="Every answer is too old to count." /> : formatCount(count)
  const { stating } = nodes
  const ofNodes = (stated: number) => `${formatCount(stated)} of ${formatPlural(gpus.nodes_counted, 'node')}`
  return (
    <section aria-labelledby="figures-title">
      <h2 id="figures-title" className="sr-only">
        Key figures
      </h2>
      <dl className="panel grid grid-cols-2 gap-px overflow-hidden bg-line! md:grid-cols-3 xl:grid-cols-[1.1fr_1.1fr_1fr_1.5fr_1.1fr_1.3fr]">
        <Figure
          label="Orchestrators"
          value={counted(orchestrators)}
          note={`${ofNodes(stating.orchestrator)} say who is paid`}
          trend={<FigureTrend values={trends.orchestrators} />}
        />
        <Figure
          label="Nodes answered"
          trend={<FigureTrend values={trends.nodesAnswered} />}
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
        <Figure
          label="Models"
          value={counted(models)}
          note={`named by ${ofNodes(stating.model)}`}
          trend={<FigureTrend values={trends.models} />}
        />
        <Figure
          label="Offerings"
          trend={<FigureTrend values={trends.offerings} />}
          value={counted(offerings.total)}
          note={
            !isExpired(summary) && (
              <>
                <span className="block">of {ofNodes(stating.offering)}</span>
                <ul className="flex flex-wrap gap-x-3">
                  {OFFERING_STATES.map((state) => (
                    <li key={state}>
                      <StateCount state={state} count={offerings[COUNTS[state]]} />
                    </li>
                  ))}
                </ul>
              </>
            )
          }
        />
        <Figure
          label="Reported GPUs"
          trend={<FigureTrend values={trends.gpus} />}
          value={counted(gpus.total)}
          note={`${ofNodes(gpus.nodes_reporting)} report hardware`}
        />
        <Figure
          label="Discovery latency"
          trend={<FigureTrend values={trends.latencyP50Ms} name="p50 in ms" />}
          value={<Percentiles latency={latency} />}
          note={`of ${formatPlural(latency.n, 'answer')}, from question to parsed answer`}
        />
      </dl>
      <p className="mt-2 text-xs text-muted">
        One sweep, <time dateTime={snapshot.started_at}>{formatMoment(snapshot.started_at)}</time> to{' '}
        <time dateTime={snapshot.as_of}>{formatMoment(snapshot.as_of)}</time>, measured from{' '}
        <bdi>{displayText(snapshot.vantage)}</bdi>. <MethodLink part="coverage" />
      </p>
    </section>
  )
}

const COUNTS = { warm: 'warm', cold: 'cold', 'priced-only': 'priced_only', unknown: 'unknown' } as const

function Figure({
  label,
  value,
  note,
  trend,
}: {
  label: string
  value: ReactNode
  note: ReactNode
  trend: ReactNode
}) {
  return (
    <div className="min-w-0 bg-surface px-3 py-2.5">
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="text-2xl font-semibold">{value}</dd>
      <dd className="text-xs text-muted">{note}</dd>
      <dd>{trend}</dd>
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
