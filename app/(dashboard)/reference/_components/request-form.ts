import { type FilterGroup, groupParameters, splitName } from './parameter-groups'
import type { ApiOperation, ApiParameter } from './read-operations'

/** What stands in the form of an operation. */
export interface RequestForm {
  readonly entries: readonly FormEntry[]
  readonly body: string
}

/** One line of the form; an empty one is not sent. */
export interface FormEntry {
  /** Unique within the form, and the same for as long as the line is there. */
  readonly key: string
  readonly place: ApiParameter['place']
  readonly name: string
  readonly value: string
}

/** Every parameter that stands alone and every field once; paths and bodies with their examples. */
export function emptyForm({ parameters, body }: ApiOperation): RequestForm {
  const { single, filters } = groupParameters(parameters)
  return {
    entries: [
      ...single.map(({ place, name, example }) => ({
        key: `${place} ${name}`,
        place,
        name,
        value: place === 'path' ? (example ?? '') : '',
      })),
      ...filters.map((group) => entryOf(group, 0)),
    ],
    body: body?.example ?? '',
  }
}

/** The form that asks `query`, `?state=warm&limit=5`. */
export function formOfQuery(operation: ApiOperation, query: string): RequestForm {
  let form = emptyForm(operation)
  for (const [name, value] of new URLSearchParams(query)) form = withValue(form, name, value)
  return form
}

function withValue(form: RequestForm, name: string, value: string): RequestForm {
  const { field } = splitName(name)
  const free = form.entries.find(
    (entry) => entry.place === 'query' && entry.value === '' && splitName(entry.name).field === field,
  )
  if (free) return changeEntry(form, free.key, { name, value })
  const key = freeKey(form, field)
  return { ...form, entries: [...form.entries, { key, place: 'query', name, value }] }
}

export const changeEntry = (
  form: RequestForm,
  key: string,
  change: Partial<Pick<FormEntry, 'name' | 'value'>>,
): RequestForm => ({
  ...form,
  entries: form.entries.map((entry) => (entry.key === key ? { ...entry, ...change } : entry)),
})

/** A further condition on a field, by an operator that it has none by so far. */
export function addCondition(form: RequestForm, group: FilterGroup): RequestForm {
  const used = new Set(form.entries.map(({ name }) => name))
  const free = group.parameters.findIndex(({ name }) => !used.has(name))
  const entry = { ...entryOf(group, Math.max(0, free)), key: freeKey(form, group.field) }
  const last = form.entries.findLastIndex(({ name }) => splitName(name).field === group.field)
  return { ...form, entries: form.entries.toSpliced(last + 1, 0, entry) }
}

export const removeCondition = (form: RequestForm, key: string): RequestForm => ({
  ...form,
  entries: form.entries.filter((entry) => entry.key !== key),
})

const entryOf = ({ field, parameters }: FilterGroup, at: number): FormEntry => ({
  key: `query ${field}`,
  place: 'query',
  name: parameters[at]?.name ?? field,
  value: '',
})

function freeKey({ entries }: RequestForm, field: string): string {
  const keys = new Set(entries.map(({ key }) => key))
  let number = 2
  while (keys.has(`query ${field} ${number}`)) number++
  return `query ${field} ${number}`
}
