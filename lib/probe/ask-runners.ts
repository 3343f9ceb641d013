import type { RunnersOfAddress } from '@/lib/domain/live-runner'
import { printable } from '@/lib/domain/printable'
import type { RunnerListing, RunnerRefusal } from '@/lib/domain/runner-listing'
import type { ServiceUri } from '@/lib/domain/service-uri'
import { MAX_DISCOVERY_BYTES, parseRunnerDiscovery } from '@/lib/livepeer/parse-runner-discovery'
import { type GuardedDeps, guardedRequest } from '@/lib/net/guarded-request'
import { hostAndPort } from '@/lib/net/host-and-port'
import { resolveHost } from '@/lib/net/resolve-host'
import { timeLimit, untilAborted } from '@/lib/net/time-limit'

export interface RunnerOptions {
  /** Addresses a node may speak for: its own, those the operator allows. */
  readonly ownAddresses: readonly string[]
  readonly speaksFor: readonly string[]
  readonly signal: AbortSignal
}

/** As a go-livepeer signer gives it (discovery/db_discovery.go). */
const TIMEOUT_MS = 2_000
const LOOKUP_TIMEOUT_MS = 1_000
const MAX_REDIRECTS = 2
/** Hosts and ports of the runners of one node; each is a name to resolve. */
const MAX_PLACES = 20

/**
 * Asks one node for its live runners, `GET /discovery`. A runner whose URL leads to an address that may not be dialled
 * is left out as `blocked`, without a packet sent. Rejects only when the signal is aborted.
 */
export async function askRunners(
  uri: ServiceUri,
  { ownAddresses, speaksFor, signal }: RunnerOptions,
  net: GuardedDeps & { readonly now: () => number },
): Promise<Omit<RunnerListing, 'readAt'>> {
  const askedAt = net.now()
  const unlisted = (kind: Exclude<RunnerListing['kind'], 'listed'>, detail: string | null) => ({
    kind,
    detail: detail === null ? null : printable(detail),
    askedAt,
    listings: [],
    refused: [],
  })
  const response = await guardedRequest(
    `${uri}/discovery`,
    {
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_DISCOVERY_BYTES,
      maxRedirects: MAX_REDIRECTS,
      verifiesTls: false,
      signal,
    },
    net,
  )
  if (!response.ok) return unlisted(response.kind, response.detail)
  const { status, body } = response
  if (status === 404) return unlisted('none', null)
  if (status < 200 || status > 299) return unlisted('error', `it answered HTTP status ${status}`)
  const document = parseRunnerDiscovery(body, { ownAddresses, speaksFor })
  if (!document.ok) return unlisted('bad-answer', `its document ${document.problem}`)

  const urls = document.listings.flatMap(({ runners }) => runners.map(({ url }) => url))
  const reasons = await reasonsNotToDial(urls, { net, signal })
  const refused: RunnerRefusal[] = document.refused.map((refusal) => ({ ...refusal, kind: 'invalid' }))
  const listings = document.listings.map(({ address, runners }): RunnersOfAddress => {
    for (const { url, app } of runners) {
      const reason = reasons.get(url)
      if (reason != null) refused.push({ place: printable(app), kind: 'blocked', reason: printable(reason) })
    }
    return { address, runners: runners.filter(({ url }) => reasons.get(url) == null) }
  })
  return { kind: 'listed', detail: null, askedAt, listings, refused }
}

/**
 * Why URLs may not be dialled, null for those that may, as far as can be told now; who routes to one checks again. Names
 * are resolved side by side, and one that takes too long is as good as one that does not exist: nobody can dial it yet.
 */
async function reasonsNotToDial(
  urls: readonly string[],
  { net, signal }: { net: GuardedDeps; signal: AbortSignal },
): Promise<ReadonlyMap<string, string | null>> {
  const limit = timeLimit(signal, LOOKUP_TIMEOUT_MS)
  const asked = new Map<string, Promise<string | null>>()
  const reasonOf = (url: string): Promise<string | null> => {
    const place = hostAndPort(new URL(url))
    const key = `${place.host} ${place.port}`
    const known = asked.get(key)
    if (known) return known
    if (asked.size >= MAX_PLACES) return Promise.resolve('its runners are at too many places')
    const reason = untilAborted(limit.signal, resolveHost(place, net)).then(
      (resolved) => (resolved.kind === 'blocked' ? resolved.detail : null),
      () => null,
    )
    asked.set(key, reason)
    return reason
  }
  try {
    const reasons = await Promise.all(urls.map(async (url) => [url, await reasonOf(url)] as const))
    signal.throwIfAborted()
    return new Map(reasons)
  } finally {
    limit.end()
  }
}
