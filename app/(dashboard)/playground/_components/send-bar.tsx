import { Crosshair, Play, Square } from '../../../_components/icons'

/** What can be done with the job; in view however long its form is. */
export function SendBar({
  isRunning,
  isAsking,
  onDryRun,
  onStop,
}: {
  isRunning: boolean
  isAsking: boolean
  onDryRun: () => void
  onStop: () => void
}) {
  return (
    <div className="send-bar -mx-3 -mb-3 flex flex-wrap gap-2 rounded-b-md border-t border-line bg-raised p-3">
      <button type="submit" className="button button-primary min-w-20" disabled={isRunning}>
        <Play aria-hidden className="size-4" />
        {isRunning ? 'Running' : 'Run'}
      </button>
      <button type="button" className="button" onClick={onDryRun} aria-busy={isAsking}>
        <Crosshair aria-hidden className="size-4" />
        Dry run
      </button>
      {isRunning && (
        <button type="button" className="button" onClick={onStop}>
          <Square aria-hidden className="size-3.5" />
          Stop
        </button>
      )}
    </div>
  )
}
