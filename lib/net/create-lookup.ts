import type { LookupAddress } from 'node:dns'
import { Resolver, lookup as systemLookup } from 'node:dns/promises'
import { readFileSync, statSync } from 'node:fs'
import { isIP } from 'node:net'
import { boundedTo } from './bounded-to'
import type { Lookup } from './resolve-host'

export interface LookupDeps {
  /** Speaks DNS on sockets of its own. */
  readonly makeResolver?: () => Pick<Resolver, 'resolve4' | 'resolve6'>
  /** The system's own way, which knows local names as well. */
  readonly system?: Lookup
  readonly hostsFile?: string
}

const QUERY_TIMEOUT_MS = 1_500
const TRIES = 2
/** The system's name servers may change while we run. */
const RESOLVER_LIFE_MS = 60_000
/** Many names have addresses of one kind only, and some name servers are silent about the other. */
const OTHER_KIND_GRACE_MS = 100
/** The system's lookups hold a thread each, of which there are four for everything that a process does. */
const MAX_SYSTEM_LOOKUPS = 2
const MAX_WAITING_LOOKUPS = 50

/**
 * Names → addresses, IPv4 first. DNS is asked on sockets, since a lookup of the system holds one of Node's four threads
 * for as long as a name server is silent: five names of silent servers would hold up all others, and the files and the
 * compression beside them. The hosts file stands before DNS, as it does for the system; only a name that neither knows
 * is looked up in the system's way.
 */
export function createLookup({
  makeResolver = () => new Resolver({ timeout: QUERY_TIMEOUT_MS, tries: TRIES }),
  system = (host) => systemLookup(host, { all: true }),
  hostsFile = process.platform === 'win32' ? '' : '/etc/hosts',
}: LookupDeps = {}): Lookup {
  const lane = boundedTo(MAX_SYSTEM_LOOKUPS)
  const hosts = createHostsFile(hostsFile)
  let waiting = 0
  let resolver = makeResolver()
  let madeAt = performance.now()
  return async (host) => {
    const listed = hosts(host)
    if (listed.length > 0) return listed
    if (performance.now() > madeAt + RESOLVER_LIFE_MS) {
      resolver = makeResolver()
      madeAt = performance.now()
    }
    const { found, error } = await askBoth(resolver, host)
    if (found.length > 0) return found
    if (!isUnknownToDns(error) || waiting >= MAX_WAITING_LOOKUPS) throw error
    waiting += 1
    try {
      return await lane(() => system(host))
    } finally {
      waiting -= 1
    }
  }
}

/** Addresses of both kinds, or the error that says most of why there are none. */
async function askBoth(
  resolver: Pick<Resolver, 'resolve4' | 'resolve6'>,
  host: string,
): Promise<{ found: LookupAddress[]; error: unknown }> {
  const six = settled(resolver.resolve6(host), 6)
  const four = await settled(resolver.resolve4(host), 4)
  if (four.found.length === 0) {
    const other = await six
    // Silence of one kind means more than the other's "no such address".
    const error = isUnknownToDns(other.error) ? four.error : other.error
    return { found: other.found, error }
  }
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), OTHER_KIND_GRACE_MS))
  const other = await Promise.race([six, late])
  return { found: [...four.found, ...(other?.found ?? [])], error: null }
}

const settled = (
  answer: Promise<string[]>,
  family: 4 | 6,
): Promise<{ found: LookupAddress[]; error: unknown }> =>
  answer.then(
    (addresses) => ({ found: addresses.map((address) => ({ address, family })), error: null }),
    (error: unknown) => ({ found: [], error }),
  )

/** No such name, none of that kind, or no name server to ask: not that one is silent or broken. */
const isUnknownToDns = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ['ENOTFOUND', 'ENODATA', 'ECONNREFUSED', 'EBADNAME'].includes(String(error.code))

/** What the hosts file says of a name; read again when it changes. */
function createHostsFile(path: string): (host: string) => LookupAddress[] {
  let changedAt = Number.NaN
  let addresses = new Map<string, LookupAddress[]>()
  return (host) => {
    try {
      const { mtimeMs } = statSync(path)
      if (mtimeMs !== changedAt) addresses = parseHosts(readFileSync(path, 'utf8'))
      changedAt = mtimeMs
    } catch {
      // Without one there is nothing in it.
      addresses = new Map()
    }
    return addresses.get(host.toLowerCase()) ?? []
  }
}

function parseHosts(text: string): Map<string, LookupAddress[]> {
  const addresses = new Map<string, LookupAddress[]>()
  for (const line of text.split('\n')) {
    const [address = '', ...names] = (line.split('#')[0] ?? '').trim().split(/\s+/)
    const family = isIP(address)
    if (family === 0) continue
    for (const name of names.map((one) => one.toLowerCase()))
      addresses.set(name, [...(addresses.get(name) ?? []), { address, family }])
  }
  return addresses
}
