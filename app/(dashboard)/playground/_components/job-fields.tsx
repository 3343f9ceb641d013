'use client'

import { useId } from 'react'
import { MESSAGES, takesMessages } from './build-run'
import { Select } from './choice-fields'
import type { PlaygroundField, PlaygroundInput, PlaygroundRoute } from './playground-route'

const ACCEPTS = { image: 'image/*', audio: 'audio/*,video/*' } as const
/** Where several lines are said. */
const LONG: ReadonlySet<string> = new Set(['prompt', 'text', 'system', 'negative_prompt', 'description'])
/** Everybody looks for it, also where it may be left out. */
const ALWAYS: ReadonlySet<string> = new Set(['prompt'])

/** What is in the job: its fields by the API's own description of the route, those that may be left out behind a fold. */
export function JobFields({
  route,
  input,
  onChange,
}: {
  route: PlaygroundRoute
  input: PlaygroundInput
  onChange: (input: PlaygroundInput) => void
}) {
  const fields = fieldsOf(route)
  const isFirst = ({ name, isRequired }: PlaygroundField) => isRequired || ALWAYS.has(name)
  const more = fields.filter((field) => !isFirst(field))
  const field = (one: PlaygroundField) => (
    <JobField
      key={one.name}
      field={one}
      value={input.values[one.name] ?? ''}
      onChange={(value) => onChange({ ...input, values: { ...input.values, [one.name]: value } })}
    />
  )
  return (
    <>
      {route.file && (
        <label
          // Another pipeline takes another file, and a field of files cannot be emptied otherwise.
          key={route.pipeline}
          className="grid gap-1 text-xs text-muted"
        >
          {route.file.kind === 'image' ? 'Image' : 'Recording'}
          <input
            type="file"
            required
            accept={ACCEPTS[route.file.kind]}
            onChange={(event) => onChange({ ...input, file: event.target.files?.[0] ?? null })}
            className="field text-text file:mr-2 file:rounded-md file:border file:border-line-strong file:bg-surface file:px-2 file:text-text"
          />
        </label>
      )}
      {fields.filter(isFirst).map(field)}
      {route.canStream && (
        <label className="flex min-h-6 items-center gap-2 text-sm">
          <input
            type="checkbox"
            checked={input.isStream}
            onChange={(event) => onChange({ ...input, isStream: event.target.checked })}
          />
          Word by word, as it comes
        </label>
      )}
      {more.length > 0 && (
        <details className="rounded-md border border-line">
          <summary className="min-h-8 rounded-md px-2 py-1.5 text-sm font-medium hover:bg-hover">
            What may be left out
          </summary>
          <div className="grid gap-2 px-2 py-2 min-[24rem]:grid-cols-2">{more.map(field)}</div>
        </details>
      )}
    </>
  )
}

/** A language model is asked by what is said to it, and by what it is. */
function fieldsOf({ fields }: PlaygroundRoute): readonly PlaygroundField[] {
  if (!takesMessages(fields)) return fields
  return [
    { name: 'prompt', kind: 'text', isRequired: true },
    { name: 'system', kind: 'text', isRequired: false },
    ...fields.filter(({ name }) => name !== MESSAGES),
  ]
}

const WORDS: Readonly<Record<PlaygroundField['kind'], string>> = {
  text: '',
  integer: 'a whole number',
  number: 'a number',
  boolean: '',
  json: 'JSON',
}

function JobField({
  field: { name, kind, isRequired },
  value,
  onChange,
}: {
  field: PlaygroundField
  value: string
  onChange: (value: string) => void
}) {
  const id = useId()
  const label = labelOf(name)
  if (kind === 'boolean')
    return (
      <Select label={label} value={value} onChange={onChange}>
        <option value="">not sent</option>
        <option value="true">true</option>
        <option value="false">false</option>
      </Select>
    )
  const shared = { id, value, required: isRequired, className: 'field', spellCheck: false }
  return (
    <div className={`grid gap-1 ${LONG.has(name) ? 'col-span-full' : ''}`}>
      <label htmlFor={id} className="text-xs text-muted">
        {label}
      </label>
      {LONG.has(name) ? (
        <textarea {...shared} rows={isRequired ? 3 : 2} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <input
          {...shared}
          placeholder={WORDS[kind]}
          inputMode={kind === 'integer' || kind === 'number' ? 'decimal' : undefined}
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </div>
  )
}

/** `num_inference_steps` as people read it. */
const labelOf = (name: string): string => {
  const words = name.replaceAll('_', ' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}
