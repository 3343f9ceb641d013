'use client'

import { HISTORY_WINDOW_NAMES, HISTORY_WINDOWS } from './history-windows'
import { useHistoryWindow } from './use-history-window'

/** How far back the histories of the page look. */
export function WindowSwitch() {
  const [shown, setShown] = useHistoryWindow()
  return (
    <fieldset className="no-print flex flex-wrap gap-1">
      <legend className="sr-only">How far back</legend>
      {HISTORY_WINDOW_NAMES.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={name === shown}
          onClick={() => setShown(name)}
          className="button aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent"
        >
          {HISTORY_WINDOWS[name].label}
        </button>
      ))}
    </fieldset>
  )
}
