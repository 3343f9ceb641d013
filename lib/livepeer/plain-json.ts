import { JsonNumber } from './exact-json'

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue }

/** What `parseExactJson` reads as plain data; numbers as numbers, or, where they are amounts, as the texts that they were. */
export function plainJson(value: unknown, { isAmount }: { readonly isAmount: boolean }): JsonValue {
  if (value instanceof JsonNumber) return isAmount ? value.spelling : Number(value.spelling)
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map((item) => plainJson(item, { isAmount }))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, given]) => [key, plainJson(given, { isAmount })]),
    )
  return null
}
