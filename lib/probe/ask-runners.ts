import { isIP } from 'node:net'
import type { RunnersOfAddress } from '@/lib/domain/live-runner'
import type { RunnerListing, RunnerRefusal } from '@/lib/domain/runner-listing'
import type { ServiceUri } from '@/lib/domain/service-uri'
import { MAX_DISCOVERY_BYTES, parseRunnerDiscovery } from '@/lib/livepeer/parse-runner-discovery'
import { type GuardedDeps, guardedRequest } from '@/lib/net/guarded-request'
import { hostAndPort } from '@/lib/net/operator-place'
import { resolveHost } from '@/lib/net/resolve-host'
import { printable } from './printable'

export interface RunnerOptions {
  /** Addresses a node may speak for: its own, those the operator allows. */
  readonly ownAddresses: readonly string[]
  readonly speaksFor: readonly string[]
  readonly signal: AbortSignal
}

/** As a go-livepeer signer gives it (discovery/db_discovery.go). */
const TIMEOUT_MS = 2_000
const MAX_REDIRECTS = 2
/** Of the runners of one node; each is a name to resolve. */
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

  const refused: RunnerRefusal[] = document.refused.map((refusal) => ({ ...refusal, kind: 'invalid' }))
  const listings: RunnersOfAddress[] = []
  const reasons = new Map<string, string | null>()
  for (const { address, runners } of document.listings) {
    const kept = []
    for (const runner of runners) {
      const reason = await reasonNotToDial(runner.url, reasons, net)
      if (reason === null) kept.push(runner)
      else refused.push({ place: runner.app, kind: 'blocked', reason: printable(reason) })
    }
    listings.push({ address, runners: kept })
  }
  signal.throwIfAborted()
  return { kind: 'listed', detail: null, askedAt, listings, refused }
}

/** Null when it may be dialled, as far as can be told now; who routes to it checks again. */
async function reasonNotToDial(
  url: string,
  known: Map<string, string | null>,
  net: GuardedDeps,
): Promise<string | null> {
  const place = hostAndPort(new URL(url))
  const key = `${place.host} ${place.port}`
  const before = known.get(key)
  if (before !== undefined) return before
  if (known.size >= MAX_PLACES && !isIP(place.host)) return 'its runners are on too many hosts'
  const resolved = await resolveHost(place, net)
  const reason = resolved.kind === 'blocked' ? resolved.detail : null
  known.set(key, reason)
  return reason
}
