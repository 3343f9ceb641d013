'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { isTheme, THEME_KEY, THEMES, type Theme } from './theme'

const FACES = {
  system: { label: 'System theme', Icon: Monitor },
  light: { label: 'Light theme', Icon: Sun },
  dark: { label: 'Dark theme', Icon: Moon },
} as const

export function ThemeSwitch() {
  const theme = useSyncExternalStore<Theme>(subscribe, readTheme, () => 'system')
  return (
    <fieldset className="inline-flex rounded-md border border-line bg-surface p-0.5 lg:flex-col">
      <legend className="sr-only">Theme</legend>
      {THEMES.map((value) => {
        const { label, Icon } = FACES[value]
        return (
          <label
            key={value}
            title={label}
            className="relative grid size-7 place-items-center rounded-md text-muted has-checked:bg-accent-soft has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-accent hover:text-text"
          >
            <input
              type="radio"
              name="theme"
              value={value}
              checked={theme === value}
              onChange={() => writeTheme(value)}
              className="absolute inset-0 size-full cursor-pointer opacity-0"
            />
            <Icon aria-hidden className="size-4" />
            <span className="sr-only">{label}</span>
          </label>
        )
      })}
    </fieldset>
  )
}

const listeners = new Set<() => void>()
/** What was chosen here; holds when the browser refuses storage. */
let chosen: Theme | null = null

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('storage', onStorage)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) window.removeEventListener('storage', onStorage)
  }
}

/** Another tab chose. */
function onStorage(event: StorageEvent): void {
  if (event.key !== THEME_KEY) return
  chosen = null
  show(readTheme())
}

function readTheme(): Theme {
  if (chosen) return chosen
  try {
    const stored = localStorage.getItem(THEME_KEY)
    return isTheme(stored) ? stored : 'system'
  } catch {
    // Storage is refused: the choice lives as long as the page.
    return 'system'
  }
}

function writeTheme(theme: Theme): void {
  chosen = theme
  try {
    localStorage.setItem(THEME_KEY, theme)
  } catch {
    // Storage is refused: the choice lives as long as the page.
  }
  show(theme)
}

function show(theme: Theme): void {
  document.documentElement.dataset.theme = theme
  for (const listener of listeners) listener()
}
