'use client'

import { useId } from 'react'
import { Monitor, Moon, Sun } from '../icons'
import { THEMES } from './theme'
import { useTheme } from './use-theme'

const FACES = {
  system: { label: 'System theme', Icon: Monitor },
  light: { label: 'Light theme', Icon: Sun },
  dark: { label: 'Dark theme', Icon: Moon },
} as const

export function ThemeSwitch() {
  const { theme, choose } = useTheme()
  const name = useId()
  return (
    <fieldset className="inline-flex w-fit rounded-md border border-line bg-surface p-0.5 nav-stack">
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
              name={name}
              value={value}
              checked={theme === value}
              onChange={() => choose(value)}
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
