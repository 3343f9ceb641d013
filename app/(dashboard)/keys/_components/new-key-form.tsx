'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useRef, useState } from 'react'
import type { NewKeyDto } from '@/lib/api/contract/key'
import type { Access } from '@/lib/api/queries/access'
import { createKey, keysQuery } from '@/lib/api/queries/keys'
import { KEY_SCOPE_SENTENCES, KEY_SCOPES } from '@/lib/domain/api-key'
import { displayText } from '../../../_components/display-text'
import { Plus } from '../../../_components/icons'
import { EXPIRIES, readNewKeyForm } from './read-new-key-form'

/** Whose key it is to be, what for, and how much it may do. */
export function NewKeyForm({ access, onMade }: { access: Access; onMade: (made: NewKeyDto) => void }) {
  const form = useRef<HTMLFormElement>(null)
  const id = useId()
  const client = useQueryClient()
  const [wrong, setWrong] = useState<string | null>(null)
  const { mutate, error, isPending } = useMutation({
    // What it answers is the secret, which nothing is to hold on to.
    gcTime: 0,
    mutationFn: (body: Parameters<typeof createKey>[1]) => createKey(access, body),
    onSuccess(made) {
      form.current?.reset()
      onMade(made)
      void client.invalidateQueries({ queryKey: keysQuery(access).queryKey })
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const reading = readNewKeyForm(new FormData(event.currentTarget), { now: Date.now() })
    setWrong(reading.ok ? null : reading.detail)
    if (reading.ok) mutate(reading.body)
  }
  return (
    <section aria-labelledby={`${id}-title`} className="panel no-print min-w-0 p-3">
      <h2 id={`${id}-title`} className="mb-2 text-lg font-semibold">
        Make a key
      </h2>
      <form ref={form} onSubmit={submit} aria-labelledby={`${id}-title`} className="grid gap-3">
        <div className="grid grid-cols-1 gap-2 sm:grid-cols-2 xl:grid-cols-5">
          <Field label="Name" name="name" placeholder="whose it is" maxLength={80} isRequired />
          <Field label="Requests a minute" name="requests_per_minute" placeholder="no limit" />
          <Field label="Jobs at once" name="concurrency" placeholder="no limit" />
          <Field label="Spend a day, ETH" name="spend_eth" placeholder="no limit" />
          <label className="grid gap-1 text-xs text-muted">
            Expires
            <select name="expires" defaultValue="never" className="field">
              {EXPIRIES.map(({ name, label }) => (
                <option key={name} value={name}>
                  {label}
                </option>
              ))}
            </select>
          </label>
        </div>
        <fieldset>
          <legend className="text-xs text-muted">It may</legend>
          <div className="flex flex-wrap gap-x-6 gap-y-1">
            {KEY_SCOPES.map((scope) => (
              <label key={scope} className="flex min-h-6 items-center gap-2 text-sm">
                <input type="checkbox" name="scope" value={scope} defaultChecked={scope === 'route'} />
                <span>
                  <code className="font-mono">{scope}</code>{' '}
                  <span className="text-xs text-muted">{KEY_SCOPE_SENTENCES[scope]}</span>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
        {(wrong ?? error) !== null && (
          <p role="alert" className="text-sm text-bad wrap-anywhere">
            {displayText(wrong ?? error?.message ?? '')}
          </p>
        )}
        <div>
          <button type="submit" className="button button-primary" disabled={isPending}>
            <Plus aria-hidden className="size-4" />
            {isPending ? 'Making it' : 'Make the key'}
          </button>
        </div>
      </form>
    </section>
  )
}

function Field({
  label,
  name,
  placeholder,
  maxLength,
  isRequired = false,
}: {
  label: string
  name: string
  placeholder: string
  maxLength?: number
  isRequired?: boolean
}) {
  return (
    <label className="grid gap-1 text-xs text-muted">
      {label}
      <input
        name={name}
        placeholder={placeholder}
        required={isRequired}
        maxLength={maxLength}
        inputMode={isRequired ? undefined : 'decimal'}
        autoComplete="off"
        spellCheck={false}
        className="field"
      />
    </label>
  )
}
