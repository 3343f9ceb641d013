'use client'

import {
  Activity,
  ArrowLeftRight,
  Boxes,
  Braces,
  CirclePause,
  Cpu,
  Crosshair,
  FlaskConical,
  History,
  KeyRound,
  LayoutDashboard,
  ListChecks,
  Radio,
  Rows3,
  Server,
  ShieldCheck,
} from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { useKeepAsOf } from './use-as-of'

const PAGES = [
  { href: '/', label: 'Overview', Icon: LayoutDashboard },
  { href: '/offerings', label: 'Offerings', Icon: Rows3 },
  { href: '/models', label: 'Models', Icon: Boxes },
  { href: '/orchestrators', label: 'Orchestrators', Icon: Server },
  { href: '/gpus', label: 'GPUs', Icon: Cpu },
  { href: '/select', label: 'Select', Icon: Crosshair },
  { href: '/playground', label: 'Playground', Icon: FlaskConical },
  { href: '/policies', label: 'Policies', Icon: ListChecks },
  { href: '/changes', label: 'Changes', Icon: History },
  { href: '/reliability', label: 'Reliability', Icon: ShieldCheck },
  { href: '/sources', label: 'Sources', Icon: Radio },
  { href: '/suspensions', label: 'Suspensions', Icon: CirclePause },
  { href: '/requests', label: 'Requests', Icon: ArrowLeftRight },
  { href: '/keys', label: 'Keys', Icon: KeyRound },
  { href: '/status', label: 'Status', Icon: Activity },
  { href: '/reference', label: 'API', Icon: Braces },
] as const

export function NavLinks() {
  const pathname = usePathname()
  const keepAsOf = useKeepAsOf()
  const list = useRef<HTMLUListElement>(null)
  // On a phone not all pages have room beside each other: the one that is shown is in view.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page marks another link
  useEffect(() => {
    const bar = list.current?.closest('nav')
    const link = list.current?.querySelector<HTMLElement>('[aria-current]')
    // scrollIntoView would also move the place from which the Tab key goes on.
    if (bar && link) bar.scrollLeft = link.offsetLeft - (bar.clientWidth - link.clientWidth) / 2
  }, [pathname])
  return (
    <ul ref={list} className="flex sm:gap-1 lg:flex-col">
      {PAGES.map(({ href, label, Icon }) => (
        <li key={href}>
          <Link
            href={keepAsOf(href)}
            aria-current={pathname === href || pathname.startsWith(`${href}/`) ? 'page' : undefined}
            className="flex flex-col items-center gap-0.5 rounded-md px-1 py-1.5 text-xs text-muted hover:bg-hover hover:text-text aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent sm:px-1.5 sm:max-lg:flex-row sm:max-lg:gap-1.5 sm:max-lg:px-2 sm:max-lg:text-sm lg:gap-0.5 lg:py-1"
          >
            <Icon aria-hidden className="size-4 lg:size-5" />
            {label}
          </Link>
        </li>
      ))}
    </ul>
  )
}
