'use client'

import Link from 'next/link'
import { usePathname, useRouter } from 'next/navigation'
import { type FormEvent, useId } from 'react'
import { ROUTE_OUTCOMES } from '@/lib/domain/routed-request'
import { ROUTE_OUTCOME_LABELS } from '../../../_components/route-outcome-badge'
import { REQUEST_PARAMS, requestParams, requestsHref } from './request-params'

export interface RequestSuggestions {
  readonly pipeline: readonly string[]
  readonly model: readonly string[]
}

const FIELDS = [
  { name: 'pipeline', label: 'Pipeline', placeholder: 'any' },
  { name: 'model', label: 'Model, as asked for', placeholder: 'any' },
  { name: 'orchestrator', label: 'Orchestrator', placeholder: '0x…' },
  { name: 'key', label: 'Key', placeholder: 'key_… or none' },
  { name: 'since', label: 'Since, UTC', placeholder: '2026-01-31T12:00:00Z' },
  { name: 'until', label: 'Until, UTC', placeholder: 'now' },
] as const
const HAVE_FIELDS: ReadonlySet<string> = new Set([...FIELDS.map(({ name }) => name), 'outcome'])
/** Only an address says them, and the form keeps them. */
const HIDDEN = REQUEST_PARAMS.filter((name) => !HAVE_FIELDS.has(name))

/** Which requests are shown; what is chosen becomes an address. */
export function RequestFilterForm({
  params,
  suggestions,
}: {
  params: URLSearchParams
  suggestions: RequestSuggestions
}) {
  const router = useRouter()
  const pathname = usePathname()
  const id = useId()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const entries = [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)])
    router.push(requestsHref(requestParams(new URLSearchParams(entries))))
  }
  const outcomes = params.getAll('outcome').join(',')
  return (
    <search aria-label="Filters" className="no-print block">
      <form
        key={params.toString()}
        method="get"
        action={pathname}
        onSubmit={submit}
        className="panel grid grid-cols-1 items-end gap-2 p-3 min-[24rem]:grid-cols-2 md:grid-cols-4"
      >
        {FIELDS.map(({ name, label, placeholder }) => (
          <label key={name} className="grid gap-1 text-xs text-muted">
            {label}
            <input
              name={name}
              defaultValue={params.getAll(name).join(',')}
              placeholder={placeholder}
              list={name in suggestions ? `${id}${name}` : undefined}
              autoComplete="off"
              spellCheck={false}
              className="field"
            />
          </label>
        ))}
        <label className="grid gap-1 text-xs text-muted">
          Outcome
          <select name="outcome" defaultValue={outcomes} className="field">
            <option value="">any</option>
            {outcomes.includes(',') && <option value={outcomes}>several</option>}
            {ROUTE_OUTCOMES.map((outcome) => (
              <option key={outcome} value={outcome}>
                {ROUTE_OUTCOME_LABELS[outcome]}
              </option>
            ))}
          </select>
        </label>
        {HIDDEN.flatMap((name) =>
          params
            .getAll(name)
            .map((value) => <input key={`${name} ${value}`} type="hidden" name={name} value={value} />),
        )}
        <div className="flex gap-2">
          <button type="submit" className="button button-primary">
            Apply
          </button>
          {params.size > 0 && (
            <Link href="/requests" className="button">
              Clear
            </Link>
          )}
        </div>
        {Object.entries(suggestions).map(([name, values]) => (
          <datalist key={name} id={`${id}${name}`}>
            {values.map((value: string) => (
              <option key={value} value={value} />
            ))}
          </datalist>
        ))}
      </form>
    </search>
  )
}
