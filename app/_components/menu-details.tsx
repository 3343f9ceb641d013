'use client'

import { type ReactNode, useEffect, useRef } from 'react'
import type { Icon } from './icon'
import { ChevronDown } from './icons'

/** A button that unfolds something below it: Escape and a click elsewhere fold it again. */
export function MenuDetails({ label, Icon, children }: { label: string; Icon: Icon; children: ReactNode }) {
  const details = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    const onPointerDown = ({ target }: PointerEvent) => {
      const element = details.current
      if (element?.open && target instanceof Node && !element.contains(target)) element.open = false
    }
    document.addEventListener('pointerdown', onPointerDown)
    return () => document.removeEventListener('pointerdown', onPointerDown)
  }, [])
  return (
    <details
      ref={details}
      className="relative max-sm:static"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !details.current?.open) return
        event.stopPropagation()
        details.current.open = false
        details.current.querySelector('summary')?.focus()
      }}
    >
      <summary className="button list-none [&::-webkit-details-marker]:hidden">
        <Icon aria-hidden className="size-4" />
        <span className="max-sm:sr-only">{label}</span>
        <ChevronDown aria-hidden className="size-4" />
      </summary>
      <div className="panel absolute top-full right-0 z-30 mt-1 grid w-72 max-w-[calc(100vw-2rem)] gap-3 bg-raised! p-3 text-sm shadow-lg max-sm:inset-x-4 max-sm:top-auto max-sm:w-auto">
        {children}
      </div>
    </details>
  )
}
