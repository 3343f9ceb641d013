import { z } from 'zod'
import { JsonNumber } from './exact-json'

/** Schemas for what `parseExactJson` gives. What is missing or null is empty or zero, as in Go. */

/** A bound of our own; longer names and URLs serve nobody. */
const MAX_TEXT_LENGTH = 2048

/** A number is an instance of a class here, and would pass for an object without properties. */
export const objectOf = <T extends z.ZodRawShape>(shape: T) =>
  z.preprocess(
    (value) => (value instanceof JsonNumber ? value.spelling : value),
    z.object(shape, { error: 'is no object' }),
  )

export const text = z
  .string({ error: orMissing('is no text') })
  .max(MAX_TEXT_LENGTH, { error: `is longer than ${MAX_TEXT_LENGTH} characters` })
  // Half of a surrogate pair: Go reads it as U+FFFD, so no two readers would agree on the text.
  .refine((value) => !/\p{Surrogate}/u.test(value), { error: 'is no well-formed Unicode' })

export const optionalText = text.nullish().transform((value) => value ?? '')

/** A whole number, zero when not stated. */
export const count = z
  .instanceof(JsonNumber, { error: 'is no number' })
  .refine(({ spelling }) => /^-?\d+$/.test(spelling) && Number.isSafeInteger(Number(spelling)), {
    error: 'is no whole number',
  })
  .transform(({ spelling }) => Number(spelling))
  .nullish()
  .transform((value) => value ?? 0)

/** The spelling of a number: bare, or in quotes, which Go's json.Number takes just so. */
export const spelledNumber = z.union(
  [z.instanceof(JsonNumber).transform(({ spelling }) => spelling), z.string()],
  { error: orMissing('is no number') },
)

/** The first thing wrong, such as `gpu.name is no text`. */
export function reasonOf(error: z.ZodError): string {
  const issue = error.issues[0]
  return `${issue?.path.join('.') || 'it'} ${issue?.message}`
}

function orMissing(problem: string): (issue: { readonly input?: unknown }) => string {
  return ({ input }) => (input === undefined || input === null ? 'is missing' : problem)
}
