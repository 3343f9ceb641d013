'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import type { ModelDto } from '@/lib/api/contract/model'
import type { PriceDto } from '@/lib/api/contract/price'
import { CountedNames } from '../../../../_components/counted-names'
import { displayText } from '../../../../_components/display-text'
import { formatCount, formatPlural } from '../../../../_components/format'
import { KIND_WORDS } from '../../../../_components/kind-words'
import { LatencySummary } from '../../../../_components/latency-summary'
import { offeringsHref } from '../../../../_components/offering-url'
import { PriceAmount } from '../../../../_components/price-amount'
import { StateCounts } from '../../../../_components/state-counts'
import { Unknown } from '../../../../_components/unknown'
import { useAsOf, useKeepAsOf } from '../../../../_components/use-as-of'

/** One way in which a model is offered, in a few numbers, with what can be done next. */
export function ModelFacts({ model }: { model: ModelDto }) {
  const { kind, pipeline, nodes, orchestrators, states, free_slots, slots_reported, gpus, regions, price } =
    model
  const asOf = useAsOf()
  const keepAsOf = useKeepAsOf()
  const select = new URLSearchParams({ pipeline, ...(model.model !== null && { model: model.model }) })
  return (
    <section
      aria-label={`As ${[displayText(pipeline), KIND_WORDS[kind]].filter(Boolean).join(', ')}`}
      className="min-w-0"
    >
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-base font-semibold">
          <bdi>{displayText(pipeline)}</bdi>
          {KIND_WORDS[kind] !== null && <span className="font-normal text-muted">, {KIND_WORDS[kind]}</span>}
        </h2>
        <p className="no-print flex flex-wrap gap-2">
          <Link href={keepAsOf(`/select?${select}`)} className="button">
            Who would get a job
          </Link>
          <Link
            href={offeringsHref(
              { pipeline: [pipeline], ...(model.model !== null && { model: [model.model] }) },
              { asOf },
            )}
            className="button"
          >
            Its offerings
          </Link>
        </p>
      </div>
      <dl className="panel grid grid-cols-2 gap-px overflow-hidden bg-line! md:grid-cols-3 xl:grid-cols-6">
        <Fact label="Nodes">
          <Big>{formatCount(nodes)}</Big>
          <Small>of {formatPlural(orchestrators, 'orchestrator')}</Small>
        </Fact>
        <Fact label="State of its offerings">
          <StateCounts states={states} />
        </Fact>
        <Fact label="Free slots">
          <Big>
            {free_slots === null ? (
              <Unknown reason="No node states a capacity that can be meant." />
            ) : (
              formatCount(free_slots)
            )}
          </Big>
          <Small>{formatPlural(slots_reported, 'offering')} say</Small>
        </Fact>
        <Fact label="Discovery latency">
          <LatencySummary latency={model.latency} />
        </Fact>
        <Fact label="Lowest, median and highest price" span="col-span-2">
          <span className="grid grid-cols-3 gap-x-4">
            <Price price={price.min} />
            <Price price={price.median} />
            <Price price={price.max} />
          </span>
        </Fact>
        <Fact label="Reported GPUs" span="col-span-2 md:col-span-3">
          <CountedNames names={gpus} what="card name" missing="No node reports its hardware." />
        </Fact>
        <Fact label="Nodes by region" span="col-span-2 md:col-span-3">
          <CountedNames names={regions} what="region" missing="Nobody says where they are." />
        </Fact>
      </dl>
    </section>
  )
}

function Fact({ label, span = '', children }: { label: string; span?: string; children: ReactNode }) {
  return (
    <div className={`min-w-0 grow bg-surface px-3 py-2.5 ${span}`}>
      <dt className="mb-0.5 text-xs text-muted">{label}</dt>
      <dd className="text-sm">{children}</dd>
    </div>
  )
}

const Big = ({ children }: { children: ReactNode }) => (
  <span className="block text-2xl font-semibold">{children}</span>
)
const Small = ({ children }: { children: ReactNode }) => (
  <span className="block text-xs text-muted">{children}</span>
)

const Price = ({ price }: { price: PriceDto | null }) => (
  <span>{price ? <PriceAmount price={price} /> : <Unknown reason="No node states a price." />}</span>
)
