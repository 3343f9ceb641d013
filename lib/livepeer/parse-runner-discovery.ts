import { z } from 'zod'
import type { LiveRunner, RunnersOfAddress } from '@/lib/domain/live-runner'
import { dialTarget, parseServiceUri, type ServiceUri } from '@/lib/domain/service-uri'
import { parseExactJson } from './exact-json'
import { objectOf, reasonOf, text } from './exact-json-schema'
import { parseLiveRunner } from './parse-live-runner'

/** What a gateway reads of a `/discovery` (go-livepeer discovery/db_discovery.go). */
export const MAX_DISCOVERY_BYTES = 1024 * 1024
/** Bounds of our own; go-livepeer's orchestrators send one entry with a runner per app they keep running. */
const MAX_ENTRIES = 100
const MAX_RUNNERS = 1000
const MAX_DEPTH = 32

export type RunnerDiscovery =
  | {
      readonly ok: true
      readonly listings: readonly RunnersOfAddress[]
      readonly refused: readonly Refusal[]
    }
  | { readonly ok: false; readonly problem: string }

/** A runner or a whole entry that was left out; `place` is where it stands, such as `[0].runners[3]`. */
export interface Refusal {
  readonly place: string
  readonly reason: string
}

/**
 * The body of an orchestrator's `GET /discovery` → its live runners.
 *
 * One bad runner costs that runner; go-livepeer drops the whole document when one field of one runner has the wrong
 * type. A node speaks for its own addresses only, and its runners are served from their hosts or names below them;
 * go-livepeer lets any orchestrator speak for any address and takes any text for a runner's URL
 * (server/remote_discovery.go). `speaksFor` are further addresses that are a node's to name: its siblings, or the
 * domain of its `-liveRunnerProxyUrl`.
 */
export function parseRunnerDiscovery(
  body: string,
  { ownAddresses, speaksFor = [] }: { ownAddresses: readonly string[]; speaksFor?: readonly string[] },
): RunnerDiscovery {
  const json = parseExactJson(body, { maxBytes: MAX_DISCOVERY_BYTES, maxDepth: MAX_DEPTH })
  if (!json.ok) return json
  if (!Array.isArray(json.value)) return { ok: false, problem: 'is no list' }

  const scope = scopeOf([...ownAddresses, ...speaksFor])
  const listings: RunnersOfAddress[] = []
  const refused: Refusal[] = []
  const within = (items: readonly unknown[], limit: number, place: string): readonly unknown[] => {
    if (items.length > limit)
      refused.push({ place: `${place}[${limit}]`, reason: 'it and all after it are too many' })
    return items.slice(0, limit)
  }
  let runnersLeft = MAX_RUNNERS

  for (const [i, item] of within(json.value, MAX_ENTRIES, '').entries()) {
    const entry = parseEntry(item, scope)
    if (!entry.ok) {
      refused.push({ place: `[${i}]`, reason: entry.reason })
      continue
    }
    const place = `[${i}].runners`
    const items = within(entry.runners, runnersLeft, place)
    runnersLeft -= items.length
    const runners: LiveRunner[] = []
    for (const [j, stated] of items.entries()) {
      const result = parseLiveRunner(stated)
      if (!result.ok) refused.push({ place: `${place}[${j}]`, reason: result.reason })
      else if (!isServedWithin(scope, result.runner.url))
        refused.push({ place: `${place}[${j}]`, reason: 'url is on a host that is not the node’s own' })
      else runners.push(result.runner)
    }
    listings.push({ address: entry.address, runners })
  }
  return { ok: true, listings, refused }
}

/** What one node may speak for. */
interface Scope {
  readonly addresses: ReadonlySet<ServiceUri>
  readonly hosts: ReadonlySet<string>
}

function scopeOf(addresses: readonly string[]): Scope {
  const uris = addresses.flatMap((address) => {
    const result = parseServiceUri(address)
    return result.ok ? result.uri : []
  })
  return { addresses: new Set(uris), hosts: new Set(uris.map((uri) => dialTarget(uri).host)) }
}

const Entry = objectOf({
  address: text,
  runners: z.array(z.unknown(), { error: 'is no list' }).nullish(),
})

function parseEntry(
  item: unknown,
  { addresses }: Scope,
):
  | { readonly ok: true; readonly address: string; readonly runners: readonly unknown[] }
  | { readonly ok: false; readonly reason: string } {
  const result = Entry.safeParse(item)
  if (!result.success) return { ok: false, reason: reasonOf(result.error) }
  const { address, runners } = result.data
  const parsed = parseServiceUri(address)
  if (!parsed.ok) return { ok: false, reason: `address ${parsed.problem}` }
  if (!addresses.has(parsed.uri)) return { ok: false, reason: 'address is not the node’s own' }
  return { ok: true, address, runners: runners ?? [] }
}

function isServedWithin({ hosts }: Scope, url: string): boolean {
  const { hostname } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  return hosts.has(host) || [...hosts].some((own) => host.endsWith(`.${own}`))
}
