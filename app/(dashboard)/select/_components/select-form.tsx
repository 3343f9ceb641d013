'use client'

import Link from 'next/link'
import { usePathname, useRouter } from 'next/navigation'
import { type FormEvent, useId } from 'react'
import { AS_OF } from '@/lib/api/search-params'
import { STRATEGIES } from '@/lib/domain/selection'
import { STRATEGY_LABELS } from '../../../_components/selection/rule-words'
import { SELECT_PARAMS, selectParams } from './select-params'

/** What the fields can be filled with. */
export interface SelectSuggestions {
  readonly pipeline: readonly string[]
  readonly model: readonly string[]
  readonly gpu: readonly string[]
  readonly region: readonly string[]
}

const FIELDS = [
  { name: 'pipeline', label: 'Pipeline', placeholder: 'text-to-image' },
  { name: 'model', label: 'Model', placeholder: 'any' },
] as const
const MORE = [
  { name: 'max_price', label: 'Price ceiling per unit', placeholder: '3000000 or 0.5usd' },
  { name: 'region', label: 'Region', placeholder: 'any' },
  { name: 'gpu', label: 'Card', placeholder: 'any' },
  { name: 'min_reliability', label: 'Least reliability', placeholder: 'of 100' },
] as const
const HAVE_FIELDS: ReadonlySet<string> = new Set([
  ...[...FIELDS, ...MORE].map(({ name }) => name),
  'strategy',
  'warm',
  'region_is',
])
/** What has no field of its own stays as it is. */
const KEPT = SELECT_PARAMS.filter((name) => !HAVE_FIELDS.has(name))

/** The job and whom it may go to. A plain form: it works without scripts, and its answer is an address. */
export function SelectForm({
  query,
  asOf,
  suggestions,
}: {
  /** The parameters of the address. */
  query: string
  asOf: string | null
  suggestions: SelectSuggestions
}) {
  const params = new URLSearchParams(query)
  const router = useRouter()
  const pathname = usePathname()
  const id = useId()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const entries = [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)])
    const next = selectParams(new URLSearchParams(entries))
    if (asOf !== null) next.set(AS_OF, asOf)
    router.push(`${pathname}?${next}`)
  }
  const field = ({ name, label, placeholder }: { name: string; label: string; placeholder: string }) => (
    <label key={name} className="grid gap-1 text-xs text-muted">
      {label}
      <input
        name={name}
        defaultValue={params.get(name) ?? ''}
        placeholder={placeholder}
        required={name === 'pipeline'}
        list={name in suggestions ? `${id}${name}` : undefined}
        autoComplete="off"
        spellCheck={false}
        className="field"
      />
    </label>
  )
  return (
    <form
      key={query}
      method="get"
      action={pathname}
      onSubmit={submit}
      aria-label="The job"
      className="panel no-print mb-4 grid grid-cols-1 items-end gap-2 p-3 sm:grid-cols-2 lg:grid-cols-4"
    >
      {FIELDS.map(field)}
      <label className="grid gap-1 text-xs text-muted">
        Strategy
        <select name="strategy" defaultValue={params.get('strategy') ?? ''} className="field">
          <option value="">Balanced (default)</option>
          {STRATEGIES.filter((strategy) => strategy !== 'balanced').map((strategy) => (
            <option key={strategy} value={strategy}>
              {STRATEGY_LABELS[strategy]}
            </option>
          ))}
        </select>
      </label>
      <label className="grid gap-1 text-xs text-muted">
        Loaded
        <select name="warm" defaultValue={params.get('warm') ?? ''} className="field">
          <option value="">Preferred (default)</option>
          <option value="required">Required</option>
          <option value="any">No matter</option>
        </select>
      </label>
      {MORE.map(field)}
      <label className="grid gap-1 text-xs text-muted">
        The region is
        <select name="region_is" defaultValue={params.get('region_is') ?? ''} className="field">
          <option value="">Required (default)</option>
          <option value="preferred">Preferred</option>
        </select>
      </label>
      {KEPT.map((name) => {
        const value = params.get(name)
        return value === null ? null : <input key={name} type="hidden" name={name} value={value} />
      })}
      {asOf !== null && <input type="hidden" name={AS_OF} value={asOf} />}
      <div className="flex gap-2">
        <button type="submit" className="button button-primary">
          Who gets it?
        </button>
        {params.size > 0 && (
          <Link href="/select" className="button">
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
  )
}
