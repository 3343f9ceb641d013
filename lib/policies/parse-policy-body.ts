import { JsonNumber, parseExactJson } from '@/lib/livepeer/exact-json'
import { plainJson } from '@/lib/livepeer/plain-json'
import type { PolicyDraft, PolicySelection } from './policy'

export type PolicyBodyResult =
  | { readonly ok: true; readonly draft: PolicyDraft }
  | { readonly ok: false; readonly errors: readonly BodyError[] }

export interface BodyError {
  /** `filters.state`, or `body` for all of it. */
  readonly place: string
  /** What is wrong with it and what would be right. */
  readonly detail: string
}

const MAX_BYTES = 65_536
/** As deep as a file of highest prices among the rules of selection, and a little more. */
const MAX_DEPTH = 8
const MAX_DESCRIPTION_LENGTH = 500
/** As many as a list reads. */
const MAX_FILTERS = 50
const MAX_SHOWN = 80

/** Where a number is an amount: it is kept as a text in its spelling, which whoever reads amounts takes as well. */
const AMOUNTS = 'max_prices'

/**
 * `{"filters": {"state": "warm", "region": ["eu-west", "eu-central"]}, "selection": {"strategy": "cheapest"}}` → what it
 * says. Values of filters are those of a URL: a list is a parameter that is repeated, and numbers keep their spelling, so
 * that prices stay exact. Whether filters and rules mean anything is for lib/api to say.
 */
export function parsePolicyBody(body: string): PolicyBodyResult {
  const json = parseExactJson(body, { maxBytes: MAX_BYTES, maxDepth: MAX_DEPTH })
  if (!json.ok) return wrong([{ place: 'body', detail: json.problem }])
  if (!isObject(json.value))
    return wrong([{ place: 'body', detail: 'is not an object such as {"filters": {"state": "warm"}}' }])
  const errors: BodyError[] = []
  let description = ''
  let filters: PolicyDraft['filters'] | null = null
  let selection: PolicyDraft['selection'] = null
  let isPrivate = false
  for (const [key, value] of Object.entries(json.value)) {
    if (key === 'description') description = readDescription(value, errors)
    else if (key === 'filters') filters = readFilters(value, errors)
    else if (key === 'selection') selection = readSelection(value, errors)
    else if (key === 'private') isPrivate = readPrivate(value, errors)
    else
      errors.push({
        place: shortened(key),
        detail: 'is not part of a policy; there are description, filters, selection and private',
      })
  }
  if (filters === null)
    errors.push({ place: 'filters', detail: 'is missing; {} stands for the whole network' })
  return errors.length > 0 || filters === null
    ? wrong(errors)
    : { ok: true, draft: { description, filters, selection, isPrivate } }
}

function readDescription(value: unknown, errors: BodyError[]): string {
  const refuse = (detail: string): string => {
    errors.push({ place: 'description', detail })
    return ''
  }
  if (typeof value !== 'string') return refuse('is no text')
  if (value.length > MAX_DESCRIPTION_LENGTH)
    return refuse(`is longer than ${MAX_DESCRIPTION_LENGTH} characters`)
  if (/[\p{Cc}\p{Surrogate}]/u.test(value))
    return refuse('holds control characters or half a character; write it in one line')
  return value.trim()
}

function readFilters(value: unknown, errors: BodyError[]): PolicyDraft['filters'] {
  const filters = new Map<string, readonly string[]>()
  if (!isObject(value)) {
    errors.push({ place: 'filters', detail: 'is not an object such as {"state": "warm"}' })
    return filters
  }
  const entries = Object.entries(value)
  if (entries.length > MAX_FILTERS)
    errors.push({ place: 'filters', detail: `has ${entries.length} parts; up to ${MAX_FILTERS} are read` })
  for (const [parameter, given] of entries.slice(0, MAX_FILTERS)) {
    const texts = (Array.isArray(given) ? given : [given]).map(textOf)
    if (texts.length > 0 && texts.every((text) => text !== null)) filters.set(parameter, texts)
    else
      errors.push({
        place: `filters.${shortened(parameter)}`,
        detail: 'is not a text, a number, true, false or a list of them',
      })
  }
  return filters
}

function readSelection(value: unknown, errors: BodyError[]): PolicySelection | null {
  // As if it were left out.
  if (value === null) return null
  if (isObject(value))
    return Object.fromEntries(
      Object.entries(value).map(([rule, given]) => [rule, plainJson(given, { isAmount: rule === AMOUNTS })]),
    )
  errors.push({ place: 'selection', detail: 'is not an object such as {"strategy": "cheapest"}' })
  return null
}

function readPrivate(value: unknown, errors: BodyError[]): boolean {
  if (typeof value === 'boolean') return value
  errors.push({ place: 'private', detail: 'is neither true nor false' })
  return false
}

function textOf(value: unknown): string | null {
  if (value instanceof JsonNumber) return value.spelling
  if (typeof value === 'boolean') return String(value)
  // Half a surrogate pair would not survive its way through a URL.
  return typeof value === 'string' && !/\p{Surrogate}/u.test(value) ? value : null
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber)

const shortened = (text: string): string => (text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text)

const wrong = (errors: readonly BodyError[]): PolicyBodyResult => ({ ok: false, errors })
