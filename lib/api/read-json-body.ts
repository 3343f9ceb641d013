import type { z } from 'zod'
import { JsonNumber, parseExactJson } from '@/lib/livepeer/exact-json'
import { type JsonValue, plainJson } from '@/lib/livepeer/plain-json'
import { type Answer, MAX_BODY_BYTES, type ReadBody } from './answer'
import { quoted } from './listing/reading'
import { badBody } from './problem'
import type { ParameterError } from './search-params'

export type BodyReading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Answer }

/** Deeper ones are nobody's, and would exhaust whoever reads them. */
const MAX_DEPTH = 32
/** More tell nobody anything, and strangers decide how many there are. */
const MAX_ISSUES = 20

/** A body of JSON as its schema has it, or the problem that names what is wrong. `amounts`: keys whose numbers are texts. */
export async function readJsonBody<T>(
  readBody: ReadBody,
  schema: z.ZodType<T>,
  { amounts = NO_AMOUNTS }: { readonly amounts?: ReadonlySet<string> } = {},
): Promise<BodyReading<T>> {
  const text = decodeText(await readBody())
  if (text === null) return refused([{ parameter: 'body', detail: 'is not valid UTF-8' }])
  const exact = parseExactJson(text, { maxBytes: MAX_BODY_BYTES, maxDepth: MAX_DEPTH })
  if (!exact.ok) return refused([{ parameter: 'body', detail: exact.problem }])
  const reading = readJson(plainBody(exact.value, amounts), schema)
  return reading.ok ? reading : refused(reading.errors)
}

/** A value as its schema has it, or the first parts of it that are wrong. */
export function readJson<T>(
  json: unknown,
  schema: z.ZodType<T>,
):
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly errors: readonly ParameterError[] } {
  const parsed = schema.safeParse(json)
  if (parsed.success) return { ok: true, value: parsed.data }
  const issues = parsed.error.issues.slice(0, MAX_ISSUES)
  return { ok: false, errors: issues.flatMap((issue) => errorsOf(issue, json)) }
}

const NO_AMOUNTS: ReadonlySet<string> = new Set()

function plainBody(value: unknown, amounts: ReadonlySet<string>): JsonValue {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof JsonNumber)
    return plainJson(value, { isAmount: false })
  return Object.fromEntries(
    Object.entries(value).map(([key, given]) => [key, plainJson(given, { isAmount: amounts.has(key) })]),
  )
}

const refused = (errors: readonly ParameterError[]): BodyReading<never> => ({
  ok: false,
  refusal: badBody(errors),
})

/** Null for what is no UTF-8: a byte that was replaced would be read as something that nobody wrote. */
export function decodeText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function errorsOf(issue: z.core.$ZodIssue, json: unknown): ParameterError[] {
  const place = issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys')
    return issue.keys.slice(0, MAX_ISSUES).map((key) => ({
      parameter: place === '' ? key : `${place}.${key}`,
      detail: 'is not known here',
    }))
  return [{ parameter: place || 'body', detail: detailOf(issue, valueAt(json, issue.path)) }]
}

function detailOf(issue: z.core.$ZodIssue, given: unknown): string {
  if (given === undefined) return 'is missing'
  const shown = typeof given === 'string' ? quoted(given) : ''
  switch (issue.code) {
    case 'invalid_type':
      return `is not ${TYPES[issue.expected] ?? `a ${issue.expected}`}`
    case 'invalid_value':
      return `${shown} is not one of ${issue.values.join(', ')}`.trim()
    case 'too_small':
      return issue.origin === 'string' ? 'is empty' : `is less than ${issue.minimum}`
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `has more than ${issue.maximum} ${issue.origin === 'string' ? 'characters' : 'entries'}`
        : `is more than ${issue.maximum}`
    default:
      return `${shown} is not what is expected here`.trim()
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
}

const valueAt = (json: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? Reflect.get(value, key)
        : undefined,
    json,
  )
