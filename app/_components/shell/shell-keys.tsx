'use client'

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useState } from 'react'
import { useKeepAsOf } from '../use-as-of'
import { type Opened, Opening } from './opening'
import { PAGES } from './pages'
import { useShortcuts } from './shortcuts'

const CommandPalette = dynamic(() => import('./command-palette').then((m) => m.CommandPalette), {
  ssr: false,
})
const ShortcutSheet = dynamic(() => import('./shortcut-sheet').then((m) => m.ShortcutSheet), { ssr: false })

/** The keys that work on every page, and what they open. */
export function ShellKeys({ children }: { children: ReactNode }) {
  const [opened, open] = useState<Opened>(null)
  const router = useRouter()
  const keepAsOf = useKeepAsOf()

  // With a modifier, it works in fields, too, and is not among the keys that can be switched off.
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (
        event.key.toLowerCase() !== 'k' ||
        !(event.ctrlKey || event.metaKey) ||
        event.shiftKey ||
        event.altKey
      )
        return
      event.preventDefault()
      open((now) => (now === 'palette' ? null : 'palette'))
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])

  useShortcuts({
    ...Object.fromEntries(
      PAGES.map(({ letter, href }) => [`g ${letter}`, () => router.push(keepAsOf(href))]),
    ),
    '?': () => open('shortcuts'),
    '/': () => {
      const field = document.querySelector<HTMLInputElement>('main input[type=search]')
      if (field?.checkVisibility()) field.focus()
      else open('palette')
    },
  })

  return (
    <Opening value={open}>
      {children}
      {opened === 'palette' && <CommandPalette onClose={() => open(null)} />}
      {opened === 'shortcuts' && <ShortcutSheet onClose={() => open(null)} />}
    </Opening>
  )
}
