import { formatExact, formatNumber, NBSP } from './format'

/** A measured value, three digits on screen; the exact one in the title, when copied and for screen readers. */
export function Quantity({ value, unit }: { value: number | string; unit?: string }) {
  const short = formatNumber(value)
  const exact = formatExact(value)
  return (
    <data value={String(value)} title={unit ? `${exact} ${unit}` : exact} className="whitespace-nowrap">
      {short === exact ? (
        short
      ) : (
        <>
          <span aria-hidden className="abbreviated-short">
            {short}
          </span>
          <span className="abbreviated-whole">{exact}</span>
        </>
      )}
      {unit && (
        <span className="text-muted">
          {NBSP}
          {unit}
        </span>
      )}
    </data>
  )
}
