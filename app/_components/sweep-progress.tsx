import { formatCount } from './format'

export function SweepProgress({ settled, total }: { settled: number; total: number }) {
  return (
    <div className="max-w-md">
      <progress
        aria-label="Nodes settled in this sweep"
        value={total === 0 ? undefined : settled}
        max={Math.max(1, total)}
        className="progress"
      />
      <p className="text-sm text-muted">
        {total === 0
          ? 'Collecting the list of nodes'
          : `${formatCount(settled)} of ${formatCount(total)} nodes settled`}
      </p>
    </div>
  )
}
