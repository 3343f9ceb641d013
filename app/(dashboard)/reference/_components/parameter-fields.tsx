import { useId } from 'react'
import { DocWords } from '../../../_components/doc-text'
import { Plus, X } from '../../../_components/icons'
import { type FilterGroup, groupParameters, splitName } from './parameter-groups'
import type { ApiOperation, ApiParameter } from './read-operations'
import { addCondition, changeEntry, type FormEntry, type RequestForm, removeCondition } from './request-form'
import { ValueField } from './value-field'

interface FieldsProps {
  readonly form: RequestForm
  readonly onChange: (form: RequestForm) => void
  /** What the server said is wrong, by parameter. */
  readonly errors: ReadonlyMap<string, string>
}

const PLACES = { path: 'in the path', header: 'header', query: '' } as const

/** Parameters that stand alone: label, field, and what it is for. */
export function SingleFields({
  operation,
  form,
  onChange,
  errors,
}: FieldsProps & { operation: ApiOperation }) {
  const { single } = groupParameters(operation.parameters)
  return single.flatMap((parameter) =>
    form.entries
      .filter(({ place, name }) => place === parameter.place && name === parameter.name)
      .map((entry) => (
        <SingleField
          key={entry.key}
          parameter={parameter}
          entry={entry}
          error={errors.get(entry.name)}
          onChange={(value) => onChange(changeEntry(form, entry.key, { value }))}
        />
      )),
  )
}

function SingleField({
  parameter: { name, place, description, schema, example },
  entry,
  error,
  onChange,
}: {
  parameter: ApiParameter
  entry: FormEntry
  error: string | undefined
  onChange: (value: string) => void
}) {
  const id = useId()
  return (
    <div className="grid gap-x-2 gap-y-1 sm:grid-cols-[8.5rem_minmax(0,1fr)]">
      <label htmlFor={id} className="pt-1.5 text-sm">
        <code className="font-mono wrap-anywhere">{name}</code>
        {PLACES[place] !== '' && <span className="text-xs text-muted"> {PLACES[place]}</span>}
      </label>
      <div className="min-w-0">
        <ValueField
          id={id}
          label={schema.type === 'array' ? name : undefined}
          schema={schema}
          value={entry.value}
          example={example}
          isRequired={place === 'path'}
          isInvalid={error !== undefined}
          describedBy={`${id}-about`}
          onChange={onChange}
        />
        <p id={`${id}-about`} className="mt-0.5 text-xs text-muted">
          {error !== undefined && <FieldError name={name} error={error} />}
          <DocWords text={description} />
          <Bounds parameter={schema} />
        </p>
      </div>
    </div>
  )
}

function Bounds({ parameter: { minimum, maximum } }: { parameter: ApiParameter['schema'] }) {
  if (minimum !== undefined && maximum !== undefined) return ` ${minimum} to ${maximum}.`
  return minimum === undefined ? null : ` From ${minimum}.`
}

/** Every field that can be filtered by, on one line each; more conditions on it are further lines. */
export function FilterFields({
  operation,
  form,
  onChange,
  errors,
}: FieldsProps & { operation: ApiOperation }) {
  const { filters } = groupParameters(operation.parameters)
  return (
    <ul className="grid gap-2 sm:gap-1.5">
      {filters.map((group) => (
        <FilterLines key={group.field} group={group} form={form} onChange={onChange} errors={errors} />
      ))}
    </ul>
  )
}

const OPERATORS: Readonly<Record<string, string>> = {
  in: 'is any of',
  not_in: 'is none of',
  all: 'has all of',
  gte: '≥',
  gt: '>',
  lte: '≤',
  lt: '<',
  exists: 'has a value',
}

function FilterLines({ group, form, onChange, errors }: FieldsProps & { group: FilterGroup }) {
  const { field, parameters } = group
  const entries = form.entries.filter(({ name }) => parameters.some((one) => one.name === name))
  return (
    <li className="grid gap-1 sm:grid-cols-[8rem_minmax(0,1fr)] sm:gap-x-2">
      <code className="font-mono text-sm wrap-anywhere sm:pt-1.5">{field}</code>
      <div className="grid gap-1">
        {entries.map((entry, at) => (
          <FilterLine
            key={entry.key}
            parameters={parameters}
            entry={entry}
            // A field may have several conditions, told apart by their numbers.
            label={at === 0 ? field : `${field}, condition ${at + 1}`}
            error={errors.get(entry.name)}
            onChange={(change) => onChange(changeEntry(form, entry.key, change))}
            action={
              at === 0 ? (
                <IconButton
                  label={`Another condition on ${field}`}
                  onClick={() => onChange(addCondition(form, group))}
                >
                  <Plus aria-hidden className="size-4" />
                </IconButton>
              ) : (
                <IconButton
                  label={`Remove condition ${at + 1} on ${field}`}
                  onClick={() => onChange(removeCondition(form, entry.key))}
                >
                  <X aria-hidden className="size-4" />
                </IconButton>
              )
            }
          />
        ))}
      </div>
    </li>
  )
}

function FilterLine({
  parameters,
  entry,
  label,
  error,
  onChange,
  action,
}: {
  parameters: readonly ApiParameter[]
  entry: FormEntry
  label: string
  error: string | undefined
  onChange: (change: { name?: string; value?: string }) => void
  action: React.ReactNode
}) {
  const id = useId()
  const parameter = parameters.find(({ name }) => name === entry.name)
  const choose = (name: string) => {
    const next = parameters.find((one) => one.name === name)
    // Whether there is a value is yes or no; a value written for another operator is neither.
    const keepsValue = (next?.schema.type === 'boolean') === (parameter?.schema.type === 'boolean')
    onChange({ name, ...(keepsValue ? {} : { value: '' }) })
  }
  const isTold = error !== undefined || entry.value !== ''
  return (
    <div className="min-w-0">
      <div className="grid grid-cols-[6.5rem_minmax(0,1fr)_2rem] gap-1 max-sm:grid-cols-[minmax(0,1fr)_2rem] max-sm:*:first:col-span-2">
        <select
          aria-label={`How ${label} is compared`}
          value={entry.name}
          onChange={(event) => choose(event.target.value)}
          className="field"
        >
          {parameters.map(({ name }) => {
            const { operator } = splitName(name)
            return (
              <option key={name} value={name}>
                {OPERATORS[operator] ?? operator}
              </option>
            )
          })}
        </select>
        <ValueField
          id={id}
          label={label}
          schema={parameter?.schema ?? {}}
          value={entry.value}
          example={parameter?.example ?? null}
          isRequired={false}
          isRepeatable
          isInvalid={error !== undefined}
          describedBy={isTold ? `${id}-about` : undefined}
          onChange={(value) => onChange({ value })}
        />
        {action}
      </div>
      {isTold && (
        <p id={`${id}-about`} className="mt-0.5 text-xs text-muted">
          {error !== undefined && <FieldError name={entry.name} error={error} />}
          {parameter && <DocWords text={parameter.description} />}
        </p>
      )}
    </div>
  )
}

const FieldError = ({ name, error }: { name: string; error: string }) => (
  <span className="block font-medium text-bad wrap-anywhere">
    {name} {error}
  </span>
)

function IconButton({
  label,
  onClick,
  children,
}: {
  label: string
  onClick: () => void
  children: React.ReactNode
}) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onClick}
      className="grid size-8 place-items-center rounded-md text-muted hover:bg-hover hover:text-text"
    >
      {children}
    </button>
  )
}
