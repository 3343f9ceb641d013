import type { Metadata } from 'next'
import Link from 'next/link'
import { MapPinOff } from './_components/icons'

export const metadata: Metadata = { title: 'Page not found' }

export default function NotFound() {
  return (
    <main className="mx-auto max-w-xl px-4 py-16">
      <MapPinOff aria-hidden className="mb-3 size-8 text-muted" />
      <h1 className="text-xl font-semibold">There is no page at this address</h1>
      <p className="mt-1 mb-4 text-muted">The link may be mistyped or from another version.</p>
      <p className="flex gap-4">
        <Link className="link" href="/">
          Overview
        </Link>
        <Link className="link" href="/offerings">
          Offerings
        </Link>
      </p>
    </main>
  )
}
