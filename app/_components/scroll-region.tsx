import type { ReactNode } from 'react'

/**
 * Something that may be larger than its place, by default wider: it scrolls by itself, also with the keyboard. Texts for
 * screen readers stand in it, too (`relative`), and widen no page.
 */
export function ScrollRegion({
  label,
  className = 'overflow-x-auto',
  children,
}: {
  label: string
  className?: string
  children: ReactNode
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className={`relative ${className} -outline-offset-2`}>
      {children}
    </section>
  )
}
