/** How an answer came about, by its headers (docs/routing.md); null: they do not say. */
export interface AnswerHead {
  readonly status: number
  /** Without parameters. */
  readonly mediaType: string
  readonly requestId: string | null
  readonly node: string | null
  readonly orchestrator: string | null
  readonly model: string | null
  readonly attempts: number | null
  readonly reason: string | null
  readonly costWei: string | null
  readonly paidWei: string | null
  /** What this server itself took. */
  readonly overheadMs: number | null
  /** How long the orchestrators took, up to the first byte. */
  readonly orchestratorMs: number | null
}

export function readHead({ status, headers }: Pick<Response, 'status' | 'headers'>): AnswerHead {
  const text = (name: string): string | null => headers.get(name) || null
  const number = (value: string | null | undefined): number | null =>
    value != null && value !== '' && Number.isFinite(Number(value)) ? Number(value) : null
  return {
    status,
    mediaType: (text('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
    requestId: text('x-request-id'),
    node: text('livepeer-node'),
    orchestrator: text('livepeer-orchestrator'),
    model: text('livepeer-model'),
    attempts: number(text('livepeer-attempts')),
    reason: text('livepeer-reason'),
    costWei: text('livepeer-cost-wei'),
    paidWei: text('livepeer-paid-wei'),
    overheadMs: number(text('livepeer-overhead-ms')),
    orchestratorMs: number(/orchestrator;dur=([\d.]+)/.exec(text('server-timing') ?? '')?.[1]),
  }
}

/** What a job came to, as it can be shown. */
export type RunResult =
  | { readonly kind: 'images' | 'films' | 'sounds'; readonly urls: readonly string[]; readonly text: string }
  | { readonly kind: 'words'; readonly words: string; readonly text: string }
  | { readonly kind: 'document'; readonly text: string }

const FILM_PIPELINE = 'image-to-video'

/** A document of an answer. What has nothing of its kind in it is shown as it is. */
export function readResult(pipeline: string, text: string): RunResult {
  const value = parsed(text)
  const urls = list(value.images).flatMap(({ url }) => urlOf(url))
  if (urls.length > 0) return { kind: pipeline === FILM_PIPELINE ? 'films' : 'images', urls, text }
  const sounds = urlOf(record(value.audio).url)
  if (sounds.length > 0) return { kind: 'sounds', urls: sounds, text }
  const said = record(record(list(value.choices)[0]).message).content ?? value.text
  return typeof said === 'string' ? { kind: 'words', words: said, text } : { kind: 'document', text }
}

/** The words in a piece of a stream. */
export function wordsOf(data: string): string {
  const { delta } = record(list(parsed(data).choices)[0])
  const { content } = record(delta)
  return typeof content === 'string' ? content : ''
}

/** Files are served by this server or stand in the answer; nothing else is loaded. */
const urlOf = (url: unknown): string[] =>
  typeof url === 'string' && /^(https?:\/\/|data:(image|video|audio)\/)/.test(url) ? [url] : []

/** A problem of a route, whichever of its shapes (lib/api/routes: for OpenAI, for Livepeer's own, and ours). */
export interface RouteProblem {
  /** Of `/problems`; null: it is none of ours. */
  readonly kind: string | null
  readonly title: string
  readonly detail: string
  readonly fields: readonly { readonly name: string; readonly detail: string }[]
}

export function readProblem(status: number, text: string): RouteProblem {
  const value = parsed(text)
  const error = record(value.error)
  const kind = typeof error.code === 'string' && /^[a-z-]+$/.test(error.code) ? error.code : null
  const fields = list(value.detail).flatMap(({ loc, msg }) =>
    Array.isArray(loc) && typeof msg === 'string' ? [{ name: String(loc.at(-1)), detail: msg }] : [],
  )
  return {
    kind,
    title: typeof value.title === 'string' ? value.title : `The server answered ${status}`,
    detail:
      typeof error.message === 'string'
        ? error.message
        : typeof value.detail === 'string'
          ? value.detail
          : '',
    fields,
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    return record(JSON.parse(text))
  } catch {
    return {}
  }
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {}
const list = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.map(record) : [])
