import { expect } from 'vitest'
import { z } from 'zod'
import { problemDto } from '../contract/problem'
import { PROBLEM_TYPES, type ProblemKind } from '../problem-types'
import type { Reply } from './asking'

export interface Refusal {
  /** `plain` at the addresses whose clients read `{"error":{"message"}}`. */
  readonly kind: ProblemKind | 'plain'
  readonly parameters: readonly string[]
  /** All that it says. */
  readonly text: string
}

const MAX_REFUSAL_LENGTH = 200_000
const MAX_HEADER_LENGTH = 300
const Plain = z.strictObject({ error: z.strictObject({ message: z.string().min(10) }) })
/** Of routes, whose clients read it in one of three shapes. */
const Routed = z.strictObject({
  error: z.strictObject({
    message: z.string().min(5),
    type: z.string().regex(/_error$/),
    code: z.string(),
    param: z.string().nullable(),
  }),
  detail: z.union([
    z.strictObject({ msg: z.string() }),
    z.array(z.strictObject({ loc: z.array(z.string()), msg: z.string(), type: z.string() })).min(1),
  ]),
  type: z.string(),
  title: z.string(),
  status: z.int(),
})

const kindOf = (type: string): ProblemKind | undefined =>
  Object.keys(PROBLEM_TYPES).find((kind): kind is ProblemKind => type === `/problems#${kind}`)

/** Whatever was asked: headers that nobody can have written into, and a body that is what they say. Null: no refusal. */
export function expectWellFormed({ status, headers, text }: Reply): Refusal | null {
  // What is said not to be served here is no failure.
  if (status !== 501) expect(status).toBeLessThan(500)
  for (const [name, value] of Object.entries(headers)) {
    expect(name).toMatch(/^[A-Za-z-]+$/)
    expect(value).toMatch(/^[\x20-\x7e]*$/)
    expect(value.length).toBeLessThan(MAX_HEADER_LENGTH)
  }
  const type = headers['content-type'] ?? ''
  if (status < 400) {
    if (text !== '' && type === 'application/json') JSON.parse(text)
    return null
  }
  expect(headers['cache-control']).toMatch(/no-store/)
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(text.length).toBeLessThan(MAX_REFUSAL_LENGTH)
  if (type === 'application/json') {
    const routed = Routed.safeParse(JSON.parse(text))
    if (routed.success) {
      const { error, type: named } = routed.data
      const kind = kindOf(named)
      expect([kind, routed.data.status]).toEqual([error.code, status])
      return kind === undefined
        ? null
        : { kind, parameters: error.param === null ? [] : [error.param], text: error.message }
    }
    const { message } = Plain.parse(JSON.parse(text)).error
    return { kind: 'plain', parameters: [], text: message }
  }
  expect(type).toBe('application/problem+json')
  const problem = problemDto.parse(JSON.parse(text))
  const kind = kindOf(problem.type)
  if (kind === undefined) throw new Error(`${problem.type} is no kind of problem`)
  expect([problem.status, problem.title]).toEqual([status, PROBLEM_TYPES[kind].title])
  expect(PROBLEM_TYPES[kind].status).toBe(status)
  for (const { parameter } of problem.errors ?? []) expect(parameter.length).toBeLessThanOrEqual(100)
  return {
    kind,
    parameters: problem.errors?.map(({ parameter }) => parameter) ?? [],
    text: [problem.detail, ...(problem.errors ?? []).map(({ detail }) => detail)].join('\n'),
  }
}
