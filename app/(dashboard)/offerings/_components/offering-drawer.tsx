'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import type { OfferingDto } from '@/lib/api/contract/offering'
import type { ProvenanceDto } from '@/lib/api/contract/provenance'
import { offeringPath, offeringQuery } from '@/lib/api/queries/offerings'
import { UNIT_LABELS } from '@/lib/domain/pipeline'
import { CompareButton } from '../../../_components/compare-tray'
import { CopyAddress } from '../../../_components/copy-address'
import { CopyButton } from '../../../_components/copy-button'
import { displayText, displayUri, shortenMiddle } from '../../../_components/display-text'
import {
  formatCount,
  formatExact,
  formatGib,
  formatMoment,
  formatNumber,
  NBSP,
} from '../../../_components/format'
import { FreeSlots } from '../../../_components/free-slots'
import { HealthBadge } from '../../../_components/health-badge'
import { ArrowUpRight, X } from '../../../_components/icons'
import { KIND_WORDS } from '../../../_components/kind-words'
import { LongText } from '../../../_components/long-text'
import { modelHref } from '../../../_components/model-href'
import { orchestratorHref } from '../../../_components/orchestrator-href'
import { OutcomeBadge } from '../../../_components/outcome-badge'
import { exactPrice, formatFraction } from '../../../_components/price-amount'
import { Quantity } from '../../../_components/quantity'
import { QueryNotice } from '../../../_components/query-notice'
import { RelativeTime } from '../../../_components/relative-time'
import { ScrollRegion } from '../../../_components/scroll-region'
import { StateBadge } from '../../../_components/state-badge'
import { Unknown } from '../../../_components/unknown'
import { useKeepAsOf } from '../../../_components/use-as-of'
import { nodeAnchor } from './node-anchor'
import { NO_MODEL } from './offering-row'

/** Everything that is known of one offering, over the list; closing it gives the focus back to where it was. */
export function OfferingDrawer({
  id,
  known,
  asOf,
  onClose,
}: {
  id: string
  /** What its row says already; null: it is not among the rows. */
  known: OfferingDto | null
  asOf: string | null
  onClose: () => void
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const query = useQuery(offeringQuery(id, asOf))
  const offering = query.data ? (query.data.offerings[0] ?? null) : known
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    // However it goes, also by the way back: the focus returns.
    return () => element?.close()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does the same with keys
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && dialog.current?.close()}
      className="m-0 ml-auto h-dvh max-h-none w-full max-w-lg border-line bg-raised text-text shadow-xl backdrop:bg-black/40 sm:border-l"
    >
      <div className="flex h-full flex-col">
        <div className="flex items-start justify-between gap-2 border-b border-line px-4 py-2">
          <h2 id={titleId} className="min-w-0 text-lg font-semibold break-words">
            <bdi>
              {offering ? shortenMiddle(displayText(offering.model ?? offering.pipeline), 80) : 'Offering'}
            </bdi>
          </h2>
          <button
            type="button"
            onClick={() => dialog.current?.close()}
            aria-label="Close the details"
            className="grid size-8 shrink-0 place-items-center rounded-md hover:bg-hover"
          >
            <X aria-hidden className="size-5" />
          </button>
        </div>
        <ScrollRegion label="Details" className="min-h-0 flex-1 overflow-y-auto px-4 py-3">
          <QueryNotice query={query} what="The offering" />
          {offering ? (
            <Details offering={offering} asOf={asOf} />
          ) : query.isPending ? (
            <p role="status" className="text-muted">
              Loading
            </p>
          ) : (
            <p>
              It is not offered {asOf === null ? 'any more, or never was' : 'at that moment'}. Its id is{' '}
              <code className="font-mono">{displayText(shortenMiddle(id, 40))}</code>.
            </p>
          )}
        </ScrollRegion>
      </div>
    </dialog>
  )
}

function Details({ offering, asOf }: { offering: OfferingDto; asOf: string | null }) {
  const keepAsOf = useKeepAsOf()
  const { id, kind, pipeline, category, model, state, orchestrator, orchestrator_name } = offering
  const job = new URLSearchParams({ pipeline, ...(model !== null && { model }) })
  return (
    <div className="grid gap-4 text-sm">
      <p className="flex flex-wrap gap-2">
        {model !== null && <Way href={keepAsOf(modelHref(model))}>Its model</Way>}
        {orchestrator !== null && (
          <>
            <Way href={keepAsOf(orchestratorHref(orchestrator))}>Its orchestrator</Way>
            <Way href={`/position/${encodeURIComponent(orchestrator)}`}>Its position</Way>
          </>
        )}
        {kind === 'ai' && <Way href={`/playground?${job}`}>Try it</Way>}
        {orchestrator !== null && <CompareButton address={orchestrator} />}
      </p>
      <Facts title="What it is">
        <Fact label="Pipeline">
          <LongText text={pipeline} max={60} what="pipeline name" />
          {KIND_WORDS[kind] !== null && `, ${KIND_WORDS[kind]}`}
          {category !== null && <span className="text-muted"> · {category}</span>}
        </Fact>
        <Fact label="Model">
          {model === null ? (
            <Unknown reason={NO_MODEL[kind]} />
          ) : (
            <LongText text={model} max={120} what="model id" />
          )}
        </Fact>
        <Fact label="State">
          <StateBadge state={state} />
        </Fact>
        <Fact label="Free slots">
          <FreeSlots offering={offering} />
        </Fact>
        <Fact label="In use">
          {offering.capacity_in_use === null ? (
            <Unknown reason="The node does not state how many are in use." />
          ) : (
            formatCount(offering.capacity_in_use)
          )}
        </Fact>
      </Facts>
      <PriceFacts offering={offering} />
      <Facts title="Who and where">
        <Fact label="Orchestrator">
          {orchestrator === null ? (
            <Unknown reason="The node names no orchestrator address." />
          ) : (
            <>
              {orchestrator_name !== null && <bdi>{displayText(shortenMiddle(orchestrator_name, 60))} </bdi>}
              <CopyAddress address={orchestrator} />
            </>
          )}
        </Fact>
        <Fact label="Node">
          <a href={`#${nodeAnchor(offering.node_uri)}`} className="link">
            <bdi>{shortenMiddle(displayUri(offering.node_uri), 64)}</bdi>
          </a>
        </Fact>
        {offering.advertised_uri !== null && offering.advertised_uri !== offering.node_uri && (
          <Fact label="Wants work at">
            <LongText text={displayUri(offering.advertised_uri)} max={64} what="address" />
          </Fact>
        )}
        <Fact label="Region">
          {offering.region === null ? (
            <Unknown reason="Nobody says where the node is." />
          ) : (
            <>
              <bdi>{displayText(offering.region.name)}</bdi>
              <span className="text-muted"> · {REGION_FROM[offering.region.from]}</span>
            </>
          )}
        </Fact>
        <Fact label="Version of the node">
          <Version text={offering.node_version} />
        </Fact>
        <Fact label="Version of the runner">
          <Version text={offering.runner_version} />
        </Fact>
      </Facts>
      <Facts title="Hardware">
        {offering.gpus.length === 0 ? (
          <Fact label="Cards">
            <Unknown reason="The node reports no hardware." />
          </Fact>
        ) : (
          offering.gpus.map(
            ({ name, reported_name, count, memory_total_bytes, memory_free_bytes, ...card }) => (
              <Fact
                key={`${reported_name} ${memory_total_bytes}`}
                label={`${formatCount(count)}${NBSP}× ${displayText(shortenMiddle(name, 24))}`}
              >
                <bdi>{displayText(shortenMiddle(reported_name, 60))}</bdi>
                {memory_total_bytes !== null && `, ${formatGib(memory_total_bytes)}${NBSP}GiB each`}
                {memory_free_bytes !== null && `, ${formatGib(memory_free_bytes)}${NBSP}GiB free`}
                {card.compute_capability !== null &&
                  `, compute ${displayText(shortenMiddle(card.compute_capability, 12))}`}
              </Fact>
            ),
          )
        )}
      </Facts>
      <Facts title="How it does">
        <Fact label="Latest question">
          <OutcomeBadge outcome={offering.node_outcome} />
        </Fact>
        <Fact label="Health">
          <HealthBadge health={offering.reliability.health} />{' '}
          <span className="text-muted">
            since{' '}
            <time dateTime={offering.reliability.since}>{formatMoment(offering.reliability.since)}</time>
          </span>
        </Fact>
        <Fact label="Reached lately">
          {formatCount(offering.reliability.reached)} of {formatCount(offering.reliability.asked)} questions
        </Fact>
        <Fact label="Discovery latency">
          {offering.latency_ms === null ? (
            <Unknown reason="The answer was not timed." />
          ) : (
            <Quantity value={offering.latency_ms} unit="ms" />
          )}
        </Fact>
        <Fact label="Said so">
          <RelativeTime iso={offering.observed_at} />
        </Fact>
        <Fact label="Counts until">
          <time dateTime={offering.expires_at}>{formatMoment(offering.expires_at)}</time>
        </Fact>
      </Facts>
      {offering.provenance && <Provenance provenance={offering.provenance} />}
      <p className="flex flex-wrap items-center gap-2">
        <a href={offeringPath(id, asOf)} className="link">
          As JSON
        </a>
        <CopyButton label="Copy link" text={() => window.location.href} hasWords />
        <CopyButton label="Copy id" text={() => id} hasWords />
      </p>
    </div>
  )
}

function PriceFacts({ offering: { price, price_state, other_prices } }: { offering: OfferingDto }) {
  if (!price)
    return (
      <Facts title="Price">
        <Fact label="Price">
          <Unknown
            reason={
              price_state === 'invalid' ? 'The stated price cannot be used.' : 'The node states no price.'
            }
          />
        </Fact>
      </Facts>
    )
  return (
    <Facts title="Price">
      <Fact label="Per unit">
        <data value={price.wei_per_unit}>{formatExact(price.wei_per_unit)}</data> {UNIT_LABELS[price.unit]}
        {price.origin === 'base' && <span className="text-muted"> · the node’s base price</span>}
        {price.implausible !== null && (
          <span className="block text-warn">Implausible: {price.implausible}. It counts in no median.</span>
        )}
      </Fact>
      <Fact label="As stated">{price.wei === '0' ? exactPrice(price) : formatFraction(price)}</Fact>
      {price.costs.map(({ task, label, usd, wei, uncertainty }) => (
        <Fact key={task} label={`Per ${label}`}>
          {usd === null ? (
            `${formatNumber(wei)}${NBSP}wei`
          ) : (
            <span title={`${formatExact(usd)} USD`}>${formatNumber(usd)}</span>
          )}
          {uncertainty !== null && <span className="text-muted"> · {uncertainty}</span>}
        </Fact>
      ))}
      {other_prices.length > 0 && (
        <Fact label="Also states">{other_prices.slice(0, MAX_OTHERS).map(formatFraction).join('; ')}</Fact>
      )}
    </Facts>
  )
}

const MAX_OTHERS = 10

const REGION_FROM = {
  operator: 'set by the operator of this site',
  node: 'said by the node',
  geoip: 'by its address in a database',
} as const

const RATES = { fixed: 'set by the operator', http: 'a price server', chain: 'Chainlink’s feed' } as const

function Provenance({ provenance: { offer, measurements, region, usd } }: { provenance: ProvenanceDto }) {
  return (
    <Facts title="Where that comes from">
      <Fact label="The offer">
        {offer.from === 'get-orchestrator' ? 'its answer to our question' : 'its list of runners'}, said by{' '}
        <bdi>{shortenMiddle(displayUri(offer.said_by), 60)}</bdi>,{' '}
        <time dateTime={offer.at}>{formatMoment(offer.at)}</time>
      </Fact>
      <Fact label="Measurements">
        ours, from <bdi>{displayText(measurements.vantage)}</bdi>,{' '}
        <time dateTime={measurements.at}>{formatMoment(measurements.at)}</time>
      </Fact>
      <Fact label="Region">{region === null ? 'nobody' : REGION_FROM[region.from]}</Fact>
      <Fact label="Dollars">
        {usd === null ? (
          'no rate is known'
        ) : (
          <>
            {RATES[usd.from]}, <time dateTime={usd.at}>{formatMoment(usd.at)}</time>
          </>
        )}
      </Fact>
    </Facts>
  )
}

function Version({ text }: { text: string | null }) {
  return text === null ? (
    <Unknown reason="It is not reported." />
  ) : (
    <LongText text={text} max={40} what="version" />
  )
}

const Way = ({ href, children }: { href: string; children: string }) => (
  <Link href={href} prefetch={false} className="button">
    {children}
    <ArrowUpRight aria-hidden className="size-3.5" />
  </Link>
)

const Facts = ({ title, children }: { title: string; children: ReactNode }) => (
  <section>
    <h3 className="mb-1 text-sm font-semibold">{title}</h3>
    <dl className="grid grid-cols-[8.5rem_minmax(0,1fr)] gap-x-3 gap-y-1">{children}</dl>
  </section>
)

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <>
    <dt className="text-muted">{label}</dt>
    <dd className="min-w-0 break-words">{children}</dd>
  </>
)
