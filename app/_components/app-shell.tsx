import { ChartNoAxesColumn } from 'lucide-react'
import type { ReactNode } from 'react'
import { HomeLink } from './home-link'
import { NavLinks } from './nav-links'
import { PresentNotice } from './present-notice'
import { StaleNotice } from './stale-notice'
import { ThemeSwitch } from './theme-switch'
import { TopBarFacts } from './top-bar-facts'

/** The frame of every page: skip link, navigation, and a top bar that says what is shown and how old it is. */
export function AppShell({ children }: { children: ReactNode }) {
  return (
    <>
      <a
        href="#content"
        className="button button-primary fixed top-2 left-2 z-50 -translate-y-16 focus:translate-y-0"
      >
        Skip to content
      </a>
      <div className="lg:grid lg:min-h-dvh lg:grid-cols-[5.5rem_minmax(0,1fr)]">
        <nav
          aria-label="Pages"
          className="no-print relative flex items-center justify-between gap-2 overflow-x-auto border-b border-line bg-surface px-3 py-1.5 lg:sticky lg:top-0 lg:h-dvh lg:flex-col lg:border-r lg:border-b-0 lg:px-2 lg:py-3"
        >
          <div className="flex items-center gap-2 lg:flex-col lg:gap-4">
            <ChartNoAxesColumn aria-hidden className="hidden size-6 text-series-warm lg:block" />
            <NavLinks />
          </div>
          <ThemeSwitch />
        </nav>
        <div className="min-w-0">
          <header className="relative z-20 flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line bg-surface px-4 py-2 lg:sticky lg:top-0 lg:px-6">
            <HomeLink />
            <TopBarFacts />
          </header>
          <main id="content" tabIndex={-1} className="px-4 py-4 outline-none lg:px-6 lg:py-5">
            <StaleNotice />
            <PresentNotice />
            {children}
          </main>
        </div>
      </div>
    </>
  )
}
