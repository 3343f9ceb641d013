import { withoutSecrets } from '@/lib/domain/service-uri'
import type { SourceKind } from '@/lib/domain/source-kind'
import { NEVER_READ, type SourceReading } from '@/lib/domain/source-reading'
import { allowingPlace } from '@/lib/net/dial-policy'
import { type GuardedDeps, guardedRequest } from '@/lib/net/guarded-request'
import { operatorPlace } from '@/lib/net/operator-place'
import type { Source } from './source'

export interface HttpSourceOptions {
  readonly name: string
  readonly kind: SourceKind
  /** How a message calls it, such as `The webhook`. */
  readonly title: string
  /** http or https. It may hold credentials, which are sent as basic authentication; it is in no message. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly maxBytes: number
  readonly parse: (body: string) => ParsedList
}

export type ParsedList =
  | ({ readonly ok: true } & Pick<SourceReading, 'entries' | 'facts'>)
  | { readonly ok: false; readonly problem: string }

/** As many as any list behind a shortened address needs. */
const MAX_REDIRECTS = 3

/**
 * A list behind a URL that the operator configured, which is therefore asked wherever it is; where it redirects to is
 * judged like any stranger's address. On any error the last good list stays in use; an unchanged body is not parsed
 * again.
 */
export function createHttpSource(
  { name, kind, title, url, headers, timeoutMs, maxBytes, parse }: HttpSourceOptions,
  { net, now }: { net: GuardedDeps; now: () => number },
): Source {
  const place = operatorPlace(url)
  const policy = allowingPlace(net.policy, place)
  let last = NEVER_READ
  let lastBody: string | null = null
  return {
    name,
    kind,
    async read(signal) {
      const response = await guardedRequest(
        place.url,
        {
          headers: { ...place.headers, ...headers },
          timeoutMs,
          maxBytes,
          maxRedirects: MAX_REDIRECTS,
          verifiesTls: true,
          signal,
        },
        { ...net, policy },
      )
      const fail = (problem: string): SourceReading => {
        last = { ...last, error: `${title} could not be read: ${problem}.` }
        return last
      }
      if (!response.ok) return fail(response.detail)
      const { status, body } = response
      if (status < 200 || status > 299) return fail(`it answered ${status}`)
      if (body === lastBody) {
        last = { ...last, readAt: now(), error: null }
        return last
      }
      const list = parse(body)
      if (!list.ok) return fail(list.problem)
      lastBody = body
      const entries = list.entries.map((entry) => ({ ...entry, uri: withoutSecrets(entry.uri) }))
      last = { entries, facts: list.facts, readAt: now(), error: null }
      return last
    },
  }
}
