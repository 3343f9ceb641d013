import type { PriceRowDto } from '@/lib/api/contract/price-row'
import type { PriceScale } from './price-scale'

/** From the lowest to the highest price as a line, the middle half as a bar, the median as a mark. */
export function PriceRange({
  row: { min, p25, median, p75, max },
  scale: { placeOf },
}: {
  row: PriceRowDto
  scale: PriceScale
}) {
  if (!min || !p25 || !median || !p75 || !max) return null
  const [least, first, middle, third, most] = [min, p25, median, p75, max].map(({ wei_per_unit }) =>
    placeOf(wei_per_unit),
  )
  return (
    <svg
      aria-hidden
      viewBox="0 0 104 16"
      preserveAspectRatio="none"
      className="h-4 w-full overflow-visible max-lg:inline-block max-lg:w-2/5 max-lg:align-[-3px]"
    >
      <g transform="translate(2 0)" vectorEffect="non-scaling-stroke">
        <line x1="0" x2="100" y1="8" y2="8" stroke="var(--line)" vectorEffect="non-scaling-stroke" />
        <line
          x1={least}
          x2={most}
          y1="8"
          y2="8"
          stroke="var(--series-gpu)"
          strokeWidth="1.5"
          vectorEffect="non-scaling-stroke"
        />
        {[least, most].map((at, end) => (
          <line
            // biome-ignore lint/suspicious/noArrayIndexKey: the two ends have no other identity than their place
            key={end}
            x1={at}
            x2={at}
            y1="5"
            y2="11"
            stroke="var(--series-gpu)"
            strokeWidth="1.5"
            vectorEffect="non-scaling-stroke"
          />
        ))}
        <line
          x1={first}
          x2={third}
          y1="8"
          y2="8"
          stroke="var(--series-gpu)"
          strokeWidth="7"
          strokeOpacity="0.5"
          vectorEffect="non-scaling-stroke"
        />
        <line
          x1={middle}
          x2={middle}
          y1="2"
          y2="14"
          stroke="var(--text)"
          strokeWidth="2"
          vectorEffect="non-scaling-stroke"
        />
      </g>
    </svg>
  )
}
