'use client'

import Link from 'next/link'
import { useEffect, useRef } from 'react'
import type { NewKeyDto } from '@/lib/api/contract/key'
import { CopyButton } from '../../../_components/copy-button'
import { displayText } from '../../../_components/display-text'
import { TriangleAlert, X } from '../../../_components/icons'
import { useSecret } from '../../../_components/secrets'

/** The secret of a key that was just made: nobody can show it again. */
export function NewKeyShown({ made, onDone }: { made: NewKeyDto; onDone: () => void }) {
  const { setSecret } = useSecret('client')
  const title = useRef<HTMLHeadingElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another key is another thing to be read
  useEffect(() => title.current?.focus(), [made.id])
  return (
    <section aria-labelledby="made-title" className="min-w-0 rounded-md border border-warn bg-warn-soft p-3">
      <div className="flex items-start justify-between gap-2">
        <h2 id="made-title" ref={title} tabIndex={-1} className="text-lg font-semibold wrap-anywhere">
          <bdi>{displayText(made.name)}</bdi> is made
        </h2>
        <button
          type="button"
          aria-label="Hide the secret"
          title="Hide the secret"
          onClick={onDone}
          className="grid size-8 shrink-0 place-items-center rounded-md hover:bg-hover"
        >
          <X aria-hidden className="size-4" />
        </button>
      </div>
      <p className="mb-2 flex gap-1.5 text-sm font-medium text-warn">
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        Copy the secret now. It is shown this once: only a hash of it is kept, and nobody can show it again.
      </p>
      <label className="mb-2 grid gap-1 text-xs text-muted">
        Secret
        <input
          readOnly
          value={made.secret}
          autoComplete="off"
          onFocus={(event) => event.currentTarget.select()}
          className="field font-mono"
        />
      </label>
      <div className="flex flex-wrap gap-2">
        <CopyButton hasWords label="Copy the secret" text={() => made.secret} />
        {made.scopes.includes('route') && (
          <Link href="/playground" className="button" onClick={() => setSecret(made.secret)}>
            Use it in the playground
          </Link>
        )}
      </div>
    </section>
  )
}
