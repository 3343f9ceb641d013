'use client'

import { type ReactNode, useState } from 'react'
import type { PriceLatencyDto, PriceLatencyPointDto } from '@/lib/api/contract/price-latency'
import { OFFERING_STATES } from '@/lib/domain/facet'
import { UNIT_LABELS } from '@/lib/domain/pipeline'
import { OTHER_COLOUR } from '../../../_components/category-colours'
import { displayText, displayUri, shortenMiddle } from '../../../_components/display-text'
import { formatCount, formatNumber, formatPlural, NBSP } from '../../../_components/format'
import { MethodLink } from '../../../_components/method-link'
import { PointChart } from '../../../_components/point-chart/point-chart'
import { SHORT_UNITS } from '../../../_components/short-units'
import { STATE_FACES } from '../../../_components/state-badge'
import { StateMark } from '../../../_components/state-mark'
import { useKeepAsOf } from '../../../_components/use-as-of'
import { nodeHref } from '../node-href'
import { Front } from './front'
import { COLOUR_WORDS, type ColouredBy, type TradeOff, type TradeOffPoint } from './trade-off-points'

/** The points with what they are of, and what their shapes and colours say; its place is the same while it loads. */
export function TradeOffFigure({
  query: { isPlaceholderData, error },
  data,
  drawn,
  colour,
}: {
  query: { readonly isPlaceholderData: boolean; readonly error: Error | null }
  data: PriceLatencyDto | undefined
  drawn: TradeOff
  colour: ColouredBy
}) {
  const keepAsOf = useKeepAsOf()
  const [looked, setLooked] = useState<TradeOffPoint | null>(null)
  const unit = data?.unit ?? null
  return (
    <figure
      aria-busy={isPlaceholderData || (!data && !error)}
      className={`min-w-0 px-3 pb-2 ${isPlaceholderData ? 'opacity-60' : ''}`}
    >
      <figcaption className="mb-1 text-sm text-muted">
        {data && unit
          ? `Discovery latency in ms upwards, price in ${UNIT_LABELS[unit]} to the right${scales(drawn)}; ${coverage(data)}`
          : 'Discovery latency in ms upwards, price to the right'}
        . <MethodLink part="latency" />
      </figcaption>
      <div className="h-72">
        {data && unit && data.points.length > 0 ? (
          <PointChart
            points={drawn.points}
            x={drawn.price}
            y={drawn.latency}
            heightPx={288}
            title={`Price in ${SHORT_UNITS[unit]} and discovery latency in ms; the table below holds the same numbers`}
            wordsOf={({ about }) => wordsOf(about, SHORT_UNITS[unit])}
            hrefOf={({ about }) => keepAsOf(nodeHref(about.orchestrator, about.node_uri))}
            onLook={setLooked}
            beneath={(x, y) => <Front points={drawn.points} x={x} y={y} />}
          />
        ) : (
          data && (
            <p className="grid h-full place-items-center rounded-md bg-canvas px-4 text-center text-sm text-muted">
              {data.offerings === 0
                ? 'Nobody offers it at this time.'
                : 'None of its offerings has a price that can be meant.'}
            </p>
          )
        )}
      </div>
      <p className="min-h-8 text-xs text-muted" aria-hidden>
        {looked && unit
          ? wordsOf(looked.about, SHORT_UNITS[unit])
          : drawn.points.length > 0 && 'Point at a dot, or use the arrow keys; it leads to the orchestrator.'}
      </p>
      <Legend drawn={drawn} colour={colour} />
    </figure>
  )
}

function wordsOf(
  {
    orchestrator_name,
    node_uri,
    model,
    price,
    latency_ms,
    state,
    region,
    gpu,
    on_front,
  }: PriceLatencyPointDto,
  unit: string,
): string {
  return [
    shortenMiddle(displayText(orchestrator_name ?? displayUri(node_uri)), 40),
    model === null ? null : shortenMiddle(displayText(model), 40),
    `${formatNumber(price.wei_per_unit)}${NBSP}${unit}`,
    `${formatNumber(latency_ms)}${NBSP}ms`,
    STATE_FACES[state].label.toLowerCase(),
    region && displayText(region),
    gpu && displayText(gpu),
    on_front ? 'beaten by none' : null,
  ]
    .filter((part) => part !== null)
    .join(' · ')
}

const scales = ({ price, latency }: TradeOff): string =>
  price.isLog && latency.isLog
    ? ', both on logarithmic scales'
    : price.isLog
      ? ' on a logarithmic scale'
      : latency.isLog
        ? ', latency on a logarithmic scale'
        : ''

function coverage({ offerings, priced, missing, implausible, left_out }: PriceLatencyDto): string {
  const parts = [
    `${formatCount(priced)} of ${formatPlural(offerings, 'offering')} have a price that can be meant`,
  ]
  if (missing > 0) parts.push(`${formatCount(missing)} state none`)
  if (implausible > 0) parts.push(`${formatCount(implausible)} nobody can mean`)
  if (left_out > 0) parts.push(`${formatCount(left_out)} are not drawn`)
  return parts.join(', ')
}

function Legend({
  drawn: { points, names, hasOthers, hasUnnamed },
  colour,
}: {
  drawn: TradeOff
  colour: ColouredBy
}) {
  if (points.length === 0) return null
  const states = OFFERING_STATES.filter((state) => points.some(({ about }) => about.state === state))
  return (
    <ul
      aria-label="What shapes and colours say"
      className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted"
    >
      <Item label="beaten by none">
        <circle cx="7" cy="7" r="6" fill="none" stroke="var(--text)" strokeWidth="1.5" />
      </Item>
      {states.map((state) => (
        <Item key={state} label={STATE_FACES[state].label}>
          <StateMark state={state} x={7} y={7} colour="var(--muted)" />
        </Item>
      ))}
      {names.map(({ name, colour }) => (
        <Item key={name} label={shortenMiddle(displayText(name), 30)}>
          <rect x="1" y="1" width="12" height="12" rx="2" fill={colour} />
        </Item>
      ))}
      {(hasOthers || hasUnnamed) && (
        <Item label={otherWords(colour, { hasOthers, hasUnnamed })}>
          <rect x="1" y="1" width="12" height="12" rx="2" fill={OTHER_COLOUR} />
        </Item>
      )}
    </ul>
  )
}

function otherWords(
  colour: ColouredBy,
  { hasOthers, hasUnnamed }: { hasOthers: boolean; hasUnnamed: boolean },
): string {
  const unnamed = `no ${COLOUR_WORDS[colour]} known`
  if (!hasOthers) return unnamed
  return hasUnnamed ? `Other, or ${unnamed}` : 'Other'
}

const Item = ({ label, children }: { label: string; children: ReactNode }) => (
  <li className="inline-flex items-center gap-1.5">
    <svg aria-hidden width="14" height="14">
      {children}
    </svg>
    <bdi>{label}</bdi>
  </li>
)
