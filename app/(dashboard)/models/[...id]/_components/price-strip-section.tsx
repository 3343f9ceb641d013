'use client'

import dynamic from 'next/dynamic'
import { useMemo } from 'react'
import type { ModelDto, OfferingDto } from '@/lib/api/contract'
import { OFFERING_STATES } from '@/lib/domain/facet'
import { UNIT_LABELS } from '@/lib/domain/pipeline'
import { formatCount, formatNumber, formatPlural } from '../../../../_components/format'
import { STATE_FACES } from '../../../../_components/state-badge'
import { StateMark } from '../../../../_components/state-mark'
import { type PriceStrip, priceStrips } from './price-strip-points'

const PriceStripChart = dynamic(
  () => import('./price-strip-chart').then(({ PriceStripChart }) => PriceStripChart),
  { ssr: false },
)

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
  const { unit, points, isLog } = strip
  // Of several pipelines with one unit there is no common median.
  const median = models.length === 1 ? (models[0]?.price.median ?? null) : null
  const missing = models.reduce((sum, { price }) => sum + price.missing, 0)
  const implausible = models.reduce((sum, { price }) => sum + price.implausible, 0)
  const states = OFFERING_STATES.filter((state) => points.some((point) => point.state === state))
  return (
    <figure className="min-w-0 px-3 pb-3">
      <figcaption className="mb-1 text-sm text-muted">
        {formatPlural(points.length, 'price')} in {UNIT_LABELS[unit]}
        {isLog && ', on a logarithmic scale'}
        {median && `, median ${formatNumber(median.wei_per_unit)}`}
        {missing > 0 && `; ${formatCount(missing)} state none`}
        {implausible > 0 && `; ${formatCount(implausible)} that nobody can mean left out`}
      </figcaption>
      <div className="h-32">
        <PriceStripChart strip={strip} median={median && Number(median.wei_per_unit)} />
      </div>
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
