'use client'

import { type FormEvent, type ReactNode, useId, useState } from 'react'
import type { ApiError } from '@/lib/api/ask-api'
import { displayText } from './display-text'
import { KeyRound } from './icons'
import { useSecret } from './secrets'

/** In place of what the operator alone may see: what it is, why it is not for everybody, and a field for the key. */
export function OperatorKeyForm({
  refusal,
  headingLevel: Heading = 'h2',
  children,
}: {
  /** Why the key that was typed is not good for it; null: none was typed. */
  refusal: ApiError | null
  headingLevel?: 'h2' | 'h3'
  /** What is there to be seen. */
  children: ReactNode
}) {
  const { setSecret } = useSecret('operator')
  const [typed, setTyped] = useState('')
  const id = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (typed.trim() !== '') setSecret(typed.trim())
  }
  return (
    <section aria-labelledby={`${id}-title`} className="panel max-w-[80ch] min-w-0 p-3">
      <Heading id={`${id}-title`} className="mb-1 flex items-center gap-1.5 text-lg font-semibold">
        <KeyRound aria-hidden className="size-4 text-muted" />
        This is for the operator
      </Heading>
      <div className="mb-3 text-sm">{children}</div>
      <form onSubmit={submit} className="grid grid-cols-1 items-end gap-2 sm:grid-cols-[minmax(0,1fr)_auto]">
        <label className="grid gap-1 text-xs text-muted">
          Operator key
          <input
            type="password"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            required
            autoComplete="off"
            aria-invalid={refusal !== null || undefined}
            aria-describedby={`${id}-about`}
            className="field font-mono"
          />
        </label>
        <button type="submit" className="button button-primary">
          Use this key
        </button>
      </form>
      <p id={`${id}-about`} className="mt-1 text-xs text-muted">
        {refusal !== null && (
          <span role="alert" className="block font-medium text-bad">
            {refusal.status === 401 ? 'This server does not take that key.' : displayText(refusal.message)}
          </span>
        )}
        It is <code className="font-mono">OPERATOR_KEY</code> of this server, or a key with the scope{' '}
        <code className="font-mono">operator</code>. It stays in the memory of this tab until you load the
        page anew, and stands in no address, no storage and no log.
      </p>
    </section>
  )
}

/** That a key is in use, and how to be rid of it. */
export function OperatorKeyInUse() {
  const { setSecret } = useSecret('operator')
  return (
    <p className="no-print flex flex-wrap items-center gap-2 text-xs text-muted">
      <span>
        <KeyRound aria-hidden className="mr-1.5 inline size-3.5 align-[-2px]" />
        Read with the key that was typed, which this tab alone remembers.
      </span>
      <button type="button" className="link min-h-6" onClick={() => setSecret('')}>
        Forget the key
      </button>
    </p>
  )
}
