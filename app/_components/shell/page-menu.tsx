'use client'

import { useRef } from 'react'
import { Menu } from '../icons'
import { NavLinks } from './nav-links'
import { ThemeSwitch } from './theme-switch'

/** The pages on small screens. It opens without scripts, too. */
export function PageMenu() {
  const details = useRef<HTMLDetailsElement>(null)
  const close = () => details.current?.removeAttribute('open')
  return (
    <details
      ref={details}
      className="no-print lg:hidden"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        close()
        details.current?.querySelector('summary')?.focus()
      }}
    >
      <summary className="button list-none px-2! [&::-webkit-details-marker]:hidden">
        <Menu aria-hidden className="size-4" />
        <span className="max-[24rem]:sr-only">Menu</span>
      </summary>
      <div className="panel absolute inset-x-2 top-full z-30 mt-1 grid max-h-[calc(100dvh-6rem)] gap-3 overflow-y-auto bg-raised! p-3 shadow-lg">
        <nav aria-label="Pages">
          <NavLinks onFollow={close} />
        </nav>
        <ThemeSwitch />
      </div>
    </details>
  )
}
