'use client'

import { createContext, useContext } from 'react'
import { formatExact, formatNumber } from '../../../_components/format'
import { Unknown } from '../../../_components/unknown'
import type { CellProps } from './cell-props'
import { type SparkScale, sparkPath } from './spark-path'

export interface Spark {
  /** By bucket; null: a gap. */
  readonly points: readonly (number | null)[]
  /** The last known number, as exactly as it is known. */
  readonly last: string | null
  readonly scale: SparkScale | null
}

/** By metric and offering, as far as they are read. */
export interface Sparks {
  readonly price: ReadonlyMap<string, Spark>
  readonly latency: ReadonlyMap<string, Spark>
}

export const NO_SPARKS: Sparks = { price: new Map(), latency: new Map() }

export const SparkContext = createContext<Sparks>(NO_SPARKS)

const SIZE = { width: 64, height: 16 }

export const PriceSparkCell = ({ offering }: CellProps) => (
  <Sparkline
    spark={useContext(SparkContext).price.get(offering.id)}
    missing="No price stood in the last 24 hours."
  />
)

export const LatencySparkCell = ({ offering }: CellProps) => (
  <Sparkline
    spark={useContext(SparkContext).latency.get(offering.id)}
    missing="Nothing is counted of the last 24 hours yet."
  />
)

/** One line, and its last number as text. While it is read there is room for it. */
function Sparkline({ spark, missing }: { spark: Spark | undefined; missing: string }) {
  if (!spark) return <span className="sr-only">Loading</span>
  const { points, last, scale } = spark
  const known = points.filter((point) => point !== null)
  if (last === null || scale === null || known.length === 0) return <Unknown reason={missing} />
  const [low, high] = [known.reduce((a, b) => Math.min(a, b)), known.reduce((a, b) => Math.max(a, b))]
  return (
    <span
      className="inline-flex items-center gap-2"
      title={`Over 24 hours from ${formatNumber(low)} to ${formatNumber(high)}, last ${formatExact(last)}`}
    >
      <svg viewBox={`-1 -1 ${SIZE.width + 2} ${SIZE.height + 2}`} aria-hidden className="h-4 w-16 shrink-0">
        <path
          d={sparkPath(points, scale, SIZE)}
          fill="none"
          className="stroke-accent"
          strokeWidth={1.5}
          strokeLinecap="round"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <span className="sr-only">
        From {formatNumber(low)} to {formatNumber(high)}, last{' '}
      </span>
      {formatNumber(last)}
    </span>
  )
}
