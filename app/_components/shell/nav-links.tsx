'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useId } from 'react'
import { useKeepAsOf } from '../use-as-of'
import { isWithin, PAGE_GROUPS } from './pages'

/** All pages in their groups: one column, or two where it lies across a phone. */
export function NavLinks({ onFollow }: { onFollow?: () => void }) {
  const pathname = usePathname()
  const keepAsOf = useKeepAsOf()
  const id = useId()
  return (
    <div className="grid gap-3">
      {PAGE_GROUPS.map(({ title, pages }) => (
        <div key={title}>
          <h2 id={`${id} ${title}`} className="nav-word px-2 pb-1 text-xs text-muted">
            {title}
          </h2>
          <ul aria-labelledby={`${id} ${title}`} className="grid grid-cols-2 gap-x-2 lg:grid-cols-1">
            {pages.map((page) => (
              <li key={page.href}>
                <Link
                  href={keepAsOf(page.href)}
                  // Two dozen pages for a look at one would keep the server busy for nothing.
                  prefetch={false}
                  onClick={() => onFollow?.()}
                  title={page.label}
                  aria-current={isWithin(page, pathname) ? 'page' : undefined}
                  className="flex min-h-9 items-center gap-2 rounded-md px-2 text-sm text-muted hover:bg-hover hover:text-text aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent lg:min-h-7"
                >
                  <page.Icon aria-hidden className="size-4 shrink-0" />
                  <span className="nav-word">{page.label}</span>
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  )
}
