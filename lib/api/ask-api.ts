import { afterPaint } from './after-paint'

/** A refused or failed request: the server's own words, else what the transport said. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
    this.name = 'ApiError'
  }
}

/** Whoever asked may not know that, or not by this key. */
export const isRefusal = (error: Error | null): error is ApiError =>
  error instanceof ApiError && (error.status === 401 || error.status === 403)

interface Asking {
  /** Of a key; left out: nobody in particular asks. */
  readonly secret?: string
  readonly method?: string
  readonly body?: string
  readonly signal?: AbortSignal
}

/**
 * What the API answers at `path` (from the root).
 *
 * @throws ApiError where it is refused, what `fetch` throws where there is no answer, SyntaxError where it is no JSON
 */
export const askApi = async <T>(path: string, asking?: Asking): Promise<T> =>
  asAnswer<T>(await (await fetchApi(path, asking)).json())

/**
 * Our own server's answer, taken at its word. It has read whatever came from others, and tests hold what it writes to
 * the schemas of the contract; to read it once more would cost a page a quarter of its scripts.
 */
export const asAnswer = <T>(json: unknown): T => json as T

/** An answer that is not an error. @throws ApiError where it is refused, what `fetch` throws where there is none */
export async function fetchApi(path: string, { secret, body, ...init }: Asking = {}): Promise<Response> {
  await afterPaint()
  const response = await fetch(path, {
    ...init,
    headers: {
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(secret !== undefined && { authorization: `Bearer ${secret}` }),
    },
    ...(body !== undefined && { body }),
  })
  if (response.ok) return response
  const problem: unknown = await response.json().catch(() => null)
  throw new ApiError(response.status, detailOf(problem) ?? `The server answered ${response.status}.`)
}

/** Whatever stands between may answer instead of the server, so a problem is looked at before it is shown. */
const detailOf = (problem: unknown): string | null =>
  typeof problem === 'object' && problem !== null && 'detail' in problem && typeof problem.detail === 'string'
    ? problem.detail
    : null
