import type { Answer } from '../answer'
import { problemDocument } from '../problem'
import type { ProblemKind } from '../problem-types'

export interface RouteProblem {
  readonly kind: ProblemKind
  readonly detail: string
  readonly headers?: Readonly<Record<string, string>>
  /** The part of the request that is wrong, where it is one: `prompt`, `livepeer-region`. */
  readonly param?: string | null
  /** Fields that are wrong, which makes it an answer as validators of runners give them. */
  readonly fields?: readonly WrongField[]
}

export interface WrongField {
  readonly name: string
  readonly detail: string
}

/**
 * A problem as clients of gateways read it: `error.message` for those of OpenAI and go-livepeer, `detail.msg` for those
 * of Livepeer's AI API, and `detail` as a list where fields are wrong, as its runners say it. The rest is that of every
 * problem here. Its type is plain JSON, since none of those clients reads another one.
 */
export function routeProblem({ kind, detail, headers, param = null, fields }: RouteProblem): Answer {
  const { type, title, status } = problemDocument(kind, { detail })
  return {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
    body: Buffer.from(
      `${JSON.stringify({
        error: { message: detail, type: errorType(status), code: kind, param },
        detail: fields
          ? fields.map(({ name, detail: msg }) => ({ loc: ['body', name], msg, type: 'value_error' }))
          : { msg: detail },
        type,
        title,
        status,
      })}\n`,
    ),
  }
}

/** In the words of OpenAI's API. */
export function errorType(status: number): string {
  if (status === 401 || status === 403) return 'authentication_error'
  if (status === 404) return 'not_found_error'
  if (status === 429) return 'rate_limit_error'
  return status < 500 ? 'invalid_request_error' : 'server_error'
}
