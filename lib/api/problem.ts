import type { Answer } from './answer'
import type { ProblemDto } from './contract'
import { shortened } from './listing/reading'
import { PROBLEM_TYPES, type ProblemKind } from './problem-types'

/** RFC 9457 problem document. `detail` says what was wrong and what would be right. */
export function problem(
  kind: ProblemKind,
  detail: string,
  more: { errors?: ProblemDto['errors']; headers?: Record<string, string> } = {},
): Answer {
  const { status, title } = PROBLEM_TYPES[kind]
  const dto: ProblemDto = {
    type: `/problems#${kind}`,
    title,
    status,
    detail,
    ...(more.errors && { errors: more.errors }),
  }
  return {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...more.headers },
    body: Buffer.from(JSON.stringify(dto)),
  }
}

/** More of them would make a long answer of a short question. */
const MAX_ERRORS = 50

type NamedErrors = readonly { readonly parameter: string; readonly detail: string }[]

/** Parameters that cannot be read, all at once. */
export const badParameters = (errors: NamedErrors): Answer =>
  problem('bad-parameters', sentenceOf(errors), { errors: named(errors) })

/** Parts of a body that cannot be read, all at once. */
export const badBody = (errors: NamedErrors): Answer =>
  problem('bad-body', sentenceOf(errors), { errors: named(errors) })

export const sentenceOf = (errors: NamedErrors): string =>
  named(errors)
    .map(({ parameter, detail }) => `${parameter} ${detail}`)
    .join('; ')

/** The first of them; strangers name parameters as they like. */
const named = (errors: NamedErrors): { parameter: string; detail: string }[] =>
  errors.slice(0, MAX_ERRORS).map(({ parameter, detail }) => ({ parameter: shortened(parameter), detail }))
