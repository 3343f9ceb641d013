'use client'

import type { ReactNode } from 'react'
import { useSeen } from './use-seen'

/**
 * What is there once it comes near the screen, such as a chart whose scripts are as heavy as half a page (by
 * `next/dynamic`). Whoever uses it keeps its place free; on the server there is nothing.
 */
export function WhenSeen({ children }: { children: ReactNode }) {
  const [place, isSeen] = useSeen<HTMLDivElement>('300px')
  return (
    <div ref={place} className="when-seen h-full">
      {isSeen && children}
    </div>
  )
}
