'use client'

import { LayoutDashboard, Rows3 } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'

const PAGES = [
  { href: '/', label: 'Overview', Icon: LayoutDashboard },
  { href: '/offerings', label: 'Offerings', Icon: Rows3 },
] as const

export function NavLinks() {
  const pathname = usePathname()
  return (
    <ul className="flex gap-1 lg:flex-col">
      {PAGES.map(({ href, label, Icon }) => (
        <li key={href}>
          <Link
            href={href}
            aria-current={pathname === href ? 'page' : undefined}
            className="flex items-center gap-1.5 rounded-md px-2 py-1.5 text-sm text-muted hover:bg-hover hover:text-text aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent lg:flex-col lg:gap-1 lg:px-1.5 lg:text-xs"
          >
            <Icon aria-hidden className="size-4 lg:size-5" />
            {label}
          </Link>
        </li>
      ))}
    </ul>
  )
}
