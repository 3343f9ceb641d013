import type { ReactNode } from 'react'
import { ChartNoAxesColumn } from '../icons'
import { FoldNav } from './fold-nav'
import { HomeLink } from './home-link'
import { NavLinks } from './nav-links'
import { PageMenu } from './page-menu'
import { PaletteButton } from './palette-button'
import { PresentNotice } from './present-notice'
import { ShellKeys } from './shell-keys'
import { StaleNotice } from './stale-notice'
import { ThemeSwitch } from './theme-switch'
import { TimePicker } from './time-picker'
import { TopBarFacts } from './top-bar-facts'

/** The frame of every page: skip link, navigation, and a top bar that says what is shown and how old it is. */
export function AppShell({ children }: { children: ReactNode }) {
  return (
    <ShellKeys>
      <a
        href="#content"
        className="button button-primary fixed top-2 left-2 z-50 -translate-y-16 focus:translate-y-0"
      >
        Skip to content
      </a>
      <div className="shell lg:grid lg:min-h-dvh print:block">
        <nav
          aria-label="Pages"
          className="no-print hidden border-r border-line bg-surface lg:sticky lg:top-0 lg:flex lg:h-dvh lg:flex-col lg:gap-3 lg:overflow-y-auto lg:p-2"
        >
          <div className="flex min-h-10 items-center gap-2 px-2">
            <ChartNoAxesColumn aria-hidden className="size-5 shrink-0 text-series-warm" />
            <span className="nav-word">
              <HomeLink />
            </span>
          </div>
          <div className="flex-1">
            <NavLinks />
          </div>
          <div className="nav-foot flex flex-wrap items-center justify-between gap-2">
            <ThemeSwitch />
            <FoldNav />
          </div>
        </nav>
        <div className="min-w-0">
          <header className="relative z-20 border-b border-line bg-surface px-4 py-2 lg:sticky lg:top-0 lg:flex lg:min-h-14 lg:items-center lg:gap-4 lg:px-6">
            {/* What can be pressed stands in a row of its own, which nothing that comes and goes can move. */}
            <div className="no-print flex items-center gap-2 lg:order-last">
              <PageMenu />
              <span className="mr-auto min-w-0 truncate lg:hidden">
                <HomeLink />
              </span>
              <PaletteButton />
              <TimePicker />
            </div>
            <TopBarFacts />
          </header>
          <main id="content" tabIndex={-1} className="px-4 py-4 outline-none lg:px-6 lg:py-5">
            <StaleNotice />
            <PresentNotice />
            {children}
          </main>
        </div>
      </div>
    </ShellKeys>
  )
}
