import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import { Providers } from './_components/providers'
import { BEFORE_PAINT } from './_components/shell/before-paint'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Livepeer Offerings', template: '%s · Livepeer Offerings' },
  description:
    'What every Livepeer orchestrator offers, asked over the real protocol: models, GPUs, prices and latency.',
}

export const viewport: Viewport = { colorScheme: 'light dark' }

export default function RootLayout({ children }: LayoutProps<'/'>) {
  return (
    // The script writes data-theme and data-nav before React sees the element.
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <head>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours that must run before the first paint */}
        <script dangerouslySetInnerHTML={{ __html: BEFORE_PAINT }} />
      </head>
      <body>
        <Providers>{children}</Providers>
      </body>
    </html>
  )
}
