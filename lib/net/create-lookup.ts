import type { LookupAddress } from 'node:dns'
import { Resolver, lookup as systemLookup } from 'node:dns/promises'
import type { Lookup } from './resolve-host'

export interface LookupDeps {
  /** Speaks DNS on sockets of its own. */
  readonly resolver?: Pick<Resolver, 'resolve4' | 'resolve6'>
  /** The system's own way, which knows /etc/hosts and local names as well. */
  readonly system?: Lookup
}

const QUERY_TIMEOUT_MS = 1_500
const TRIES = 2
/** The system's lookups hold a thread each, of which there are four for everything that a process does. */
const MAX_SYSTEM_LOOKUPS = 2

/**
 * Names → addresses, IPv4 first. DNS is asked on sockets, since a lookup of the system holds one of Node's four threads
 * for as long as a name server is silent: five names of silent servers would hold up all others, and the files and the
 * compression beside them. Only a name that DNS does not know is looked up in the system's way.
 */
export function createLookup({
  resolver = new Resolver({ timeout: QUERY_TIMEOUT_MS, tries: TRIES }),
  system = (host) => systemLookup(host, { all: true }),
}: LookupDeps = {}): Lookup {
  const bounded = boundedTo(MAX_SYSTEM_LOOKUPS)
  return async (host) => {
    const [four, six] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
    const found = [...addressesOf(four, 4), ...addressesOf(six, 6)]
    if (found.length > 0) return found
    if (four.status === 'rejected' && !isUnknownToDns(four.reason)) throw four.reason
    return bounded(() => system(host))
  }
}

const addressesOf = (answer: PromiseSettledResult<string[]>, family: 4 | 6): LookupAddress[] =>
  answer.status === 'fulfilled' ? answer.value.map((address) => ({ address, family })) : []

/** No such name, none of that kind, or no name server to ask: not that one is silent or broken. */
const isUnknownToDns = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ['ENOTFOUND', 'ENODATA', 'ECONNREFUSED', 'EBADNAME'].includes(String(error.code))

/** Runs so many at once, and the others in the order in which they came. */
function boundedTo(limit: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve))
    running += 1
    try {
      return await work()
    } finally {
      running -= 1
      waiting.shift()?.()
    }
  }
}
