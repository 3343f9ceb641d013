'use client'

import Link from 'next/link'
import { usePathname, useRouter } from 'next/navigation'
import { type FormEvent, useId } from 'react'
import { CHANGE_FACES } from './change-kinds'
import { type ChangeFilterName, changeParams, changesHref } from './change-params'

/** What the fields of the form can be filled with. */
export interface ChangeSuggestions {
  readonly model: readonly string[]
  readonly gpu: readonly string[]
}

const KINDS = Object.entries(CHANGE_FACES).filter(([kind]) => kind !== 'many-changes')
/** Only an address says them, and the form keeps them. */
const HIDDEN = ['pipeline', 'from', 'to'] as const satisfies readonly ChangeFilterName[]
/** That kind is told of both. */
const SILENT = 'Node silent or refusing'
const FIELDS: readonly { name: ChangeFilterName; label: string; placeholder: string }[] = [
  { name: 'model', label: 'Model', placeholder: 'any' },
  { name: 'gpu', label: 'Card', placeholder: 'any' },
  { name: 'orchestrator', label: 'Orchestrator', placeholder: '0x…' },
  { name: 'node_uri', label: 'Node', placeholder: 'https://…' },
]

/** Which changes are shown. A plain form: it works without scripts, and with them leaves no empty parameters behind. */
export function ChangeFilterForm({
  params,
  suggestions,
}: {
  params: URLSearchParams
  suggestions: ChangeSuggestions
}) {
  const router = useRouter()
  const pathname = usePathname()
  const id = useId()
  const kinds = params.getAll('kind')
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const entries = [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)])
    router.push(changesHref(changeParams(new URLSearchParams(entries))))
  }
  return (
    <search aria-label="Filters" className="no-print mb-4 block">
      {/* Fields begin with what the address says, whoever changed it. */}
      <form
        key={params.toString()}
        method="get"
        action={pathname}
        onSubmit={submit}
        className="panel grid grid-cols-2 items-end gap-2 p-3 md:grid-cols-3 xl:grid-cols-[repeat(5,minmax(0,1fr))_auto]"
      >
        <label className="grid gap-1 text-xs text-muted">
          Kind
          <select
            name="kind"
            defaultValue={kinds.length > 1 ? kinds.join(',') : (kinds[0] ?? '')}
            className="field"
          >
            <option value="">any</option>
            {kinds.length > 1 && <option value={kinds.join(',')}>{kinds.length} kinds</option>}
            {KINDS.map(([kind, { label }]) => (
              <option key={kind} value={kind}>
                {kind === 'node-silent' ? SILENT : label}
              </option>
            ))}
          </select>
        </label>
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
            <Link href="/changes" className="button">
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
