import type { ReactNode } from 'react'

/**
 * What a list shows while the answer to another question is under way: a line above it says so. Nothing is made fainter:
 * on a slow device that takes longer than to draw the answer.
 */
export function RowsOfBefore({
  isWaiting,
  className = '',
  children,
}: {
  isWaiting: boolean
  className?: string
  children: ReactNode
}) {
  return (
    <div aria-busy={isWaiting} className={`relative ${className}`}>
      {isWaiting && <div aria-hidden className="absolute inset-x-0 -top-1.5 h-0.5 bg-accent" />}
      {children}
    </div>
  )
}
