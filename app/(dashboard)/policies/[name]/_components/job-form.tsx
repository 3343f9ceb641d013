/** Which job is meant. A plain form: it works without scripts, and its answer is an address. */
export function JobForm({
  name,
  values,
  suggestions,
}: {
  name: string
  values: Readonly<Record<'pipeline' | 'model', string>>
  suggestions: Readonly<Record<'pipeline' | 'model', readonly string[]>>
}) {
  return (
    <form
      key={`${values.pipeline} ${values.model}`}
      method="get"
      action={`/policies/${name}`}
      aria-label="The job"
      className="panel no-print mb-4 grid grid-cols-1 items-end gap-2 p-3 sm:grid-cols-[1fr_1fr_auto]"
    >
      {FIELDS.map(({ field, label, placeholder }) => (
        <label key={field} className="grid gap-1 text-xs text-muted">
          {label}
          <input
            name={field}
            defaultValue={values[field]}
            placeholder={placeholder}
            required={field === 'pipeline'}
            list={`known-${field}`}
            autoComplete="off"
            spellCheck={false}
            className="field"
          />
          <datalist id={`known-${field}`}>
            {suggestions[field].map((value) => (
              <option key={value} value={value} />
            ))}
          </datalist>
        </label>
      ))}
      <button type="submit" className="button button-primary">
        Whom does it choose?
      </button>
    </form>
  )
}

const FIELDS = [
  { field: 'pipeline', label: 'Pipeline', placeholder: 'text-to-image' },
  { field: 'model', label: 'Model', placeholder: 'any' },
] as const
