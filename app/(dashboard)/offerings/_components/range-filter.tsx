'use client'

import { useId, useState } from 'react'
import { type Range, type RangeField, rangeParameters } from '@/lib/api/search-params'
import { parseDecimalPrice } from '@/lib/domain/price'
import { formatExact, formatNumber, NBSP } from '../../../_components/format'
import { useLater } from './use-later'

/** A histogram as the API tells it: where its bars begin and end, ascending, and how many offerings each has. */
export interface Scale {
  readonly edges: readonly string[]
  readonly counts: readonly number[]
}

const DRAG_MS = 150
const HEIGHT = 24

/** Two ends of a number: by hand, by a slider over the bars of what there is, or not at all. */
export function RangeFilter({
  field,
  label,
  unit,
  range,
  scale,
  onChange,
}: {
  field: RangeField
  label: string
  /** Beside the numbers. */
  unit: string
  range: Range
  scale: Scale | null
  onChange: (range: Range, options: { readonly isContinuous: boolean }) => void
}) {
  const id = useId()
  const [dragged, setDragged] = useState<Range | null>(null)
  const [refused, setRefused] = useState<'min' | 'max' | null>(null)
  const { later, now } = useLater(DRAG_MS)
  const refuse = (end: 'min' | 'max', isRefused: boolean) =>
    setRefused((was) => (isRefused ? end : was === end ? null : was))
  const shown = dragged ?? range
  const names = rangeParameters(field)
  const commit = (next: Range) => {
    setDragged(null)
    setRefused(null)
    onChange(next, { isContinuous: true })
  }
  const drag = (next: Range) => {
    setDragged(next)
    later(() => commit(next))
  }
  return (
    <fieldset className="min-w-0" aria-describedby={`${id}-hint`}>
      <legend className="mb-1 text-xs font-semibold">
        {label} <span className="font-normal text-muted">{unit}</span>
      </legend>
      {scale && scale.edges.length > 2 && (
        <Slider label={label} unit={unit} range={shown} scale={scale} onDrag={drag} onDrop={now} />
      )}
      <div className="flex items-center gap-1">
        <End
          key={`min ${shown.min}`}
          name={names.min}
          label={`${label} from`}
          text={shown.min}
          placeholder={scale?.edges[0]}
          hint={`${id}-hint`}
          onRefuse={(isRefused) => refuse('min', isRefused)}
          onApply={(min) => commit({ ...shown, min })}
        />
        <span className="text-xs text-muted">to</span>
        <End
          key={`max ${shown.max}`}
          name={names.max}
          label={`${label} to`}
          text={shown.max}
          placeholder={scale?.edges.at(-1)}
          hint={`${id}-hint`}
          onRefuse={(isRefused) => refuse('max', isRefused)}
          onApply={(max) => commit({ ...shown, max })}
        />
      </div>
      {refused && (
        <p role="status" className="mt-1 text-xs text-bad">
          What stands {refused === 'min' ? 'before' : 'after'} “to” is no number from 0 on, and is left out.
          Write it like 3000 or 0.4.
        </p>
      )}
      <p
        id={`${id}-hint`}
        className={range.min === null && range.max === null ? 'sr-only' : 'mt-1 text-xs text-muted'}
      >
        Offerings of which it is not known are left out.
      </p>
    </fieldset>
  )
}

function End({
  name,
  label,
  text,
  placeholder,
  hint,
  onRefuse,
  onApply,
}: {
  name: string
  label: string
  text: string | null
  placeholder: string | undefined
  hint: string
  /** Whether what was typed cannot be applied. */
  onRefuse: (isRefused: boolean) => void
  onApply: (text: string | null) => void
}) {
  const [typed, setTyped] = useState(text ?? '')
  const next = typed.trim() || null
  const isRefused = next !== null && parseDecimalPrice(next) === null
  const apply = () => {
    onRefuse(isRefused)
    if (!isRefused && next !== text) onApply(next)
  }
  return (
    <input
      name={name}
      inputMode="decimal"
      autoComplete="off"
      aria-label={label}
      aria-describedby={hint}
      aria-invalid={isRefused}
      value={typed}
      placeholder={placeholder && formatNumber(placeholder)}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={apply}
      onKeyDown={(event) => event.key === 'Enter' && apply()}
      className="field min-w-0 flex-1"
    />
  )
}

function Slider({
  label,
  unit,
  range,
  scale: { edges, counts },
  onDrag,
  onDrop,
}: {
  label: string
  unit: string
  range: Range
  scale: Scale
  onDrag: (range: Range) => void
  onDrop: () => void
}) {
  const last = edges.length - 1
  const low = range.min === null ? 0 : placeOf(range.min, edges)
  const high = range.max === null ? last : placeOf(range.max, edges)
  const most = Math.max(1, ...counts)
  // At its end a thumb says nothing.
  const toRange = (from: number, to: number): Range => ({
    min: from <= 0 ? null : (edges[from] ?? null),
    max: to >= last ? null : (edges[to] ?? null),
  })
  const words = (at: number) => `${formatExact(edges[at] ?? '')}${NBSP}${unit}`
  const thumb = { min: 0, max: last, step: 1, onPointerUp: onDrop, onBlur: onDrop } as const
  return (
    <div className="range-slider">
      <svg
        viewBox={`0 0 ${last} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden
        className="block h-6 w-full"
      >
        {counts.map((count, at) => {
          const height = count === 0 ? 0 : Math.max(1.5, (HEIGHT * count) / most)
          const isIn = at >= low && at < high
          return (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
              key={at}
              x={at + 0.08}
              width={0.84}
              y={HEIGHT - height}
              height={height}
              className={isIn ? 'fill-accent' : 'fill-line-strong'}
            />
          )
        })}
      </svg>
      <div className="range-thumbs">
        <input
          {...thumb}
          type="range"
          aria-label={`Lowest ${label.toLowerCase()}`}
          aria-valuetext={words(low)}
          value={low}
          onChange={(event) => onDrag(toRange(Math.min(Number(event.target.value), high - 1), high))}
        />
        <input
          {...thumb}
          type="range"
          aria-label={`Highest ${label.toLowerCase()}`}
          aria-valuetext={words(high)}
          value={high}
          onChange={(event) => onDrag(toRange(low, Math.max(Number(event.target.value), low + 1)))}
        />
      </div>
    </div>
  )
}

/** The edge that is nearest from below, where what was typed is on none of them. */
function placeOf(text: string, edges: readonly string[]): number {
  const value = Number(text)
  const above = edges.findIndex((edge) => Number(edge) > value)
  return above === -1 ? edges.length - 1 : Math.max(0, above - 1)
}
