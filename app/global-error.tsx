'use client'

import { PageError } from './_components/page-error'
import './globals.css'

/** Replaces the root layout, so it brings its own document. */
export default function GlobalError(props: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Livepeer Offerings</title>
        <main>
          <PageError {...props} />
        </main>
      </body>
    </html>
  )
}
