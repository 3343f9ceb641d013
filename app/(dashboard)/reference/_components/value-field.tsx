import type { JsonSchema } from '@/lib/api/contract/api-document'

/** Where the value of one parameter is written or chosen. */
export function ValueField({
  id,
  label,
  schema,
  value,
  example,
  isRequired,
  isRepeatable = false,
  describedBy,
  isInvalid,
  onChange,
}: {
  id: string
  /** Where no label of its own stands there. */
  label?: string | undefined
  schema: JsonSchema
  value: string
  example: string | null
  isRequired: boolean
  /** A list is chosen from one value at a time, since there can be more fields of it. */
  isRepeatable?: boolean
  describedBy: string | undefined
  isInvalid: boolean
  onChange: (value: string) => void
}) {
  const isList = schema.type === 'array'
  const choices = choicesOf(isList ? (schema.items ?? {}) : schema)
  const named = {
    id,
    'aria-label': label,
    'aria-describedby': describedBy,
    'aria-invalid': isInvalid || undefined,
  }
  if (choices && (isRepeatable || !isList) && (value === '' || choices.includes(value)))
    return (
      <select {...named} value={value} onChange={(event) => onChange(event.target.value)} className="field">
        <option value="">not sent</option>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    )
  const text = (
    <input
      {...named}
      type="text"
      value={value}
      required={isRequired}
      placeholder={placeholderOf(schema, { isList, example })}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      onChange={(event) => onChange(event.target.value)}
      className="field min-w-0 font-mono"
    />
  )
  if (!choices || isRepeatable) return text
  return (
    <div className="flex min-w-0 gap-1">
      {text}
      <select
        aria-label={`Add a value to ${label ?? 'it'}`}
        value=""
        onChange={(event) => onChange(value === '' ? event.target.value : `${value},${event.target.value}`)}
        className="field w-16 shrink-0"
      >
        <option value="" disabled>
          Add
        </option>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    </div>
  )
}

/** Null where anything may be written. */
function choicesOf({ type, enum: values }: JsonSchema): readonly string[] | null {
  if (type === 'boolean') return ['true', 'false']
  return values ? values.map(String) : null
}

function placeholderOf(
  schema: JsonSchema,
  { isList, example }: { isList: boolean; example: string | null },
): string {
  if (example !== null) return example
  if (schema.default !== undefined) return String(schema.default)
  return isList ? 'a,b' : ''
}
