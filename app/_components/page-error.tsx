'use client'

import { CircleAlert, RotateCw } from './icons'

/** In place of a page that could not be made. */
export function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : null
  return (
    <div role="alert" className="mx-auto max-w-xl px-4 py-16">
      <CircleAlert aria-hidden className="mb-3 size-8 text-bad" />
      <h1 className="text-xl font-semibold">This page could not be shown</h1>
      <p className="mt-1 mb-4 text-muted">
        Something went wrong on the way. Nothing that was collected is lost.
        {digest && ` The server's log knows more under ${digest}.`}
      </p>
      <button type="button" className="button" onClick={() => retry()}>
        <RotateCw aria-hidden className="size-4" />
        Try again
      </button>
    </div>
  )
}
