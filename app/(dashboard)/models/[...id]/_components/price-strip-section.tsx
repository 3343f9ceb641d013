'use client'

import { useMemo, useState } from 'react'
import type { ModelDto } from '@/lib/api/contract/model'
import type { OfferingDto } from '@/lib/api/contract/offering'
import { OFFERING_STATES } from '@/lib/domain/facet'
import { type PriceUnit, UNIT_LABELS } from '@/lib/domain/pipeline'
import { displayUri, shortenMiddle } from '../../../../_components/display-text'
import { formatCount, formatNumber, formatPlural, NBSP } from '../../../../_components/format'
import { PointChart } from '../../../../_components/point-chart/point-chart'
import { SHORT_UNITS } from '../../../../_components/short-units'
import { STATE_FACES } from '../../../../_components/state-badge'
import { StateMark } from '../../../../_components/state-mark'
import { useKeepAsOf } from '../../../../_components/use-as-of'
import { nodeHref } from '../../../_components/node-href'
import { type PriceStrip, priceStrips, type StripPoint } from './price-strip-points'

/** What it costs now, from the cheapest to the dearest; the table of offerings is the same in numbers. */
export function PriceStripSection({
  offerings,
  models,
}: {
  offerings: readonly OfferingDto[]
  models: readonly ModelDto[]
}) {
  const strips = useMemo(() => priceStrips(offerings), [offerings])
  return (
    <section aria-labelledby="prices-title" className="panel min-w-0">
      <h2 id="prices-title" className="px-3 pt-3 text-lg font-semibold">
        What it costs now
      </h2>
      {strips.length === 0 ? (
        <p className="px-3 pb-3 text-sm text-muted">No node states a price that can be meant.</p>
      ) : (
        strips.map((strip) => (
          <Strip key={strip.unit} strip={strip} models={models.filter(({ unit }) => unit === strip.unit)} />
        ))
      )}
    </section>
  )
}

function Strip({ strip, models }: { strip: PriceStrip; models: readonly ModelDto[] }) {
  const { unit, points, price, places } = strip
  const [looked, setLooked] = useState<StripPoint | null>(null)
  const keepAsOf = useKeepAsOf()
  // Of several pipelines with one unit there is no common median.
  const median = models.length === 1 ? (models[0]?.price.median ?? null) : null
  const missing = models.reduce((sum, { price }) => sum + price.missing, 0)
  const implausible = models.reduce((sum, { price }) => sum + price.implausible, 0)
  const states = OFFERING_STATES.filter((state) => points.some((point) => point.state === state))
  return (
    <figure className="min-w-0 px-3 pb-3">
      <figcaption className="mb-1 text-sm text-muted">
        {formatPlural(points.length, 'price')} in {UNIT_LABELS[unit]}
        {price.isLog && ', on a logarithmic scale'}
        {median && `, median ${formatNumber(median.wei_per_unit)}`}
        {missing > 0 && `; ${formatCount(missing)} state none`}
        {implausible > 0 && `; ${formatCount(implausible)} that nobody can mean left out`}
      </figcaption>
      <PointChart
        points={points}
        x={price}
        y={places}
        showsY={false}
        heightPx={128}
        title={`Prices in ${SHORT_UNITS[unit]}; the table below holds the same numbers`}
        wordsOf={(point) => wordsOf(point, unit)}
        hrefOf={({ orchestrator, nodeUri }) => keepAsOf(nodeHref(orchestrator, nodeUri))}
        onLook={setLooked}
        beneath={(x) => median && <MedianLine left={x.place(Number(median.wei_per_unit))} />}
      />
      <p className="min-h-4 text-xs text-muted" aria-hidden>
        {looked ? wordsOf(looked, unit) : 'Point at a price, or use the arrow keys; it leads to who asks it.'}
      </p>
      <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
        {states.map((state) => (
          <li key={state} title={STATE_FACES[state].meaning} className="inline-flex items-center gap-1.5">
            <svg aria-hidden width="14" height="14">
              <StateMark state={state} x={7} y={7} />
            </svg>
            {STATE_FACES[state].label}
          </li>
        ))}
      </ul>
    </figure>
  )
}

const wordsOf = ({ nodeUri, weiPerUnit, state }: StripPoint, unit: PriceUnit): string =>
  [
    shortenMiddle(displayUri(nodeUri), 48),
    `${formatNumber(weiPerUnit)}${NBSP}${SHORT_UNITS[unit]}`,
    STATE_FACES[state].label.toLowerCase(),
  ].join(' · ')

const MedianLine = ({ left }: { left: number }) => (
  <>
    <path d={`M${left} 14V104`} stroke="var(--muted)" strokeDasharray="3 3" />
    <text x={left} y={11} textAnchor="middle" fontSize={12} fill="var(--muted)">
      median
    </text>
  </>
)
