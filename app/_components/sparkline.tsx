import { sparklinePath } from './sparkline-path'

const BOX = { widthPx: 96, heightPx: 20 }

/** How a number went; what it is now, and how far it went, stands beside as text. */
export function Sparkline({ values }: { values: readonly (number | null)[] }) {
  return (
    <svg
      aria-hidden
      viewBox={`-2 0 ${BOX.widthPx + 4} ${BOX.heightPx}`}
      preserveAspectRatio="none"
      className="h-5 w-24 min-w-8 overflow-visible"
    >
      <path
        d={sparklinePath(values, BOX)}
        fill="none"
        stroke="var(--series-gpu)"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
