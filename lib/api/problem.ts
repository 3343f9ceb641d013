import type { Answer } from './answer'
import type { ProblemDto } from './contract'

const TITLES = {
  400: 'Bad request',
  401: 'Operator key needed',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  500: 'Internal error',
  503: 'Nothing collected yet',
} as const

/** RFC 9457 problem document. `detail` says what was wrong and what would be right. */
export function problem(
  status: keyof typeof TITLES,
  detail: string,
  more: { errors?: ProblemDto['errors']; headers?: Record<string, string> } = {},
): Answer {
  const dto: ProblemDto = {
    type: 'about:blank',
    title: TITLES[status],
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
