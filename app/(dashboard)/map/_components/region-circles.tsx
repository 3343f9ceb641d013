'use client'

import Link from 'next/link'
import { displayText } from '../../../_components/display-text'
import { formatCount, formatNumber, formatPlural, NBSP } from '../../../_components/format'
import type { MapMark, MapSize } from './map-marks'

/** Circles that lead to what is offered there. */
export function RegionCircles({
  marks,
  by,
  hrefOf,
}: {
  marks: readonly MapMark[]
  by: MapSize
  hrefOf: (region: string) => string
}) {
  return marks.map(({ region, x, y, radius, side }) => {
    const name = displayText(region.name)
    const words = wordsOf(region)
    return (
      <Link key={region.name} href={hrefOf(region.name)} aria-label={`${name}: ${words}`} className="group">
        <title>{`${name}: ${words}`}</title>
        {/* As large as a finger, whatever the number. */}
        <circle cx={x} cy={y} r={Math.max(radius, 14)} fill="transparent" />
        <circle
          cx={x}
          cy={y}
          r={radius}
          fill="var(--series-gpu)"
          fillOpacity="0.55"
          stroke="var(--series-gpu)"
          strokeWidth="1.5"
          className="group-hover:[fill-opacity:0.85]"
        />
        <text
          aria-hidden
          x={side === 'right' ? x + radius + 4 : x - radius - 4}
          y={y + 4}
          textAnchor={side === 'right' ? 'start' : 'end'}
          fill="var(--text)"
          stroke="var(--surface)"
          strokeWidth="3"
          paintOrder="stroke"
          className="text-xs max-sm:hidden"
        >
          {name} {formatCount(region[by])}
        </text>
      </Link>
    )
  })
}

const wordsOf = ({ nodes, offerings, cards, latency }: MapMark['region']): string =>
  [
    formatPlural(nodes, 'node'),
    formatPlural(offerings, 'offering'),
    formatPlural(cards, 'reported card'),
    ...(latency.median_ms === null ? [] : [`median latency ${formatNumber(latency.median_ms)}${NBSP}ms`]),
  ].join(', ')
