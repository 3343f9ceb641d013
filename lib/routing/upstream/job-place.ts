import type { GuardedDeps } from '@/lib/net/guarded-request'
import { hostAndPort } from '@/lib/net/host-and-port'
import { resolveHost } from '@/lib/net/resolve-host'

/** Where jobs are sent: a stranger's URL whose host was resolved and judged, and the address that is dialled for it. */
export interface JobPlace {
  /** `https://host:port`, as the URL spells it. */
  readonly origin: string
  readonly host: string
  readonly port: number
  readonly isTls: boolean
  /** What its paths begin with; empty, or `/x/y` without a slash at its end. */
  readonly basePath: string
  readonly address: string
}

export type JobPlaceReading =
  | { readonly ok: true; readonly place: JobPlace }
  | { readonly ok: false; readonly cause: 'dns' | 'blocked' | 'bad-answer'; readonly detail: string }

/** Names may move, and what was allowed is judged anew. */
const KEPT_MS = 60_000
const MAX_KEPT = 5_000

/** Places by the URLs that orchestrators state. One that was good is kept for a minute; failures are not. */
export class JobPlaces {
  readonly #kept = new Map<string, { readonly reading: JobPlaceReading; readonly until: number }>()
  readonly #asked = new Map<string, Promise<JobPlaceReading>>()

  constructor(private readonly deps: GuardedDeps & { readonly now: () => number }) {}

  /** At once where it is known. */
  find(url: string): JobPlaceReading | Promise<JobPlaceReading> {
    const kept = this.#kept.get(url)
    if (kept && kept.until > this.deps.now()) return kept.reading
    const asked = this.#asked.get(url)
    if (asked) return asked
    const asking = this.#resolve(url).finally(() => this.#asked.delete(url))
    this.#asked.set(url, asking)
    return asking
  }

  async #resolve(text: string): Promise<JobPlaceReading> {
    const url = URL.canParse(text) ? new URL(text) : null
    if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '')
      return { ok: false, cause: 'bad-answer', detail: 'where jobs are to go is no http or https URL' }
    if (url.username !== '' || url.password !== '')
      return { ok: false, cause: 'blocked', detail: 'where jobs are to go carries credentials' }
    const target = hostAndPort(url)
    const resolved = await resolveHost(target, this.deps)
    if (resolved.kind !== 'resolved') return { ok: false, cause: resolved.kind, detail: resolved.detail }
    const place = {
      origin: url.origin,
      ...target,
      isTls: url.protocol === 'https:',
      basePath: url.pathname.replace(/\/+$/, ''),
      address: resolved.address,
    }
    const reading = { ok: true, place } as const
    if (this.#kept.size >= MAX_KEPT) this.#kept.clear()
    this.#kept.set(text, { reading, until: this.deps.now() + KEPT_MS })
    return reading
  }
}
