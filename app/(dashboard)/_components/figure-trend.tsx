import { formatNumber } from '../../_components/format'
import { Sparkline } from '../../_components/sparkline'
import { Unknown } from '../../_components/unknown'

/** How a key figure went in the last 24 hours; its place is the same while that is read. */
export function FigureTrend({
  values,
  name,
}: {
  /** Null: not read yet. A null within: a gap. */
  values: readonly (number | null)[] | null
  /** What is drawn, where the figure alone does not say. */
  name?: string
}) {
  const known = values?.flatMap((value) => value ?? []) ?? []
  const [least, most] = [Math.min(...known), Math.max(...known)]
  return (
    <div className="mt-1 flex h-5 items-center gap-2 text-xs text-muted" aria-busy={values === null}>
      {values !== null && known.length > 0 && (
        <>
          <Sparkline values={values} />
          <span className="whitespace-nowrap">
            <span className="sr-only">In the last day{name && ` ${name}`}: </span>
            {least === most ? formatNumber(least) : `${formatNumber(least)}–${formatNumber(most)}`}
            <span aria-hidden> in 24 h</span>
          </span>
        </>
      )}
      {values !== null && known.length === 0 && (
        <span>
          <Unknown reason="Nothing of the last day is kept yet." /> in 24 h
        </span>
      )}
    </div>
  )
}
