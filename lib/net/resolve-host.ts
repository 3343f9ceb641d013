import type { LookupAddress } from 'node:dns'
import { isIP } from 'node:net'
import type { DialPolicy } from './dial-policy'

/** Every address of a name (`createLookup`); rejects when there is none. */
export type Lookup = (host: string) => Promise<readonly LookupAddress[]>

export type ResolvedHost =
  | { readonly kind: 'resolved'; readonly address: string }
  | { readonly kind: 'dns'; readonly detail: string }
  | { readonly kind: 'blocked'; readonly detail: string }

/**
 * Host and port → the one address that is checked here and dialled afterwards, so that a name cannot answer twice.
 * `localhost` and names under it are loopback without asking anybody (RFC 6761 §6.3).
 */
export async function resolveHost(
  { host, port }: { host: string; port: number },
  { lookup, policy }: { lookup: Lookup; policy: DialPolicy },
): Promise<ResolvedHost> {
  let addresses: readonly string[]
  if (isIP(host)) addresses = [host]
  else if (host === 'localhost' || host.endsWith('.localhost')) addresses = ['127.0.0.1']
  else {
    try {
      addresses = (await lookup(host)).map(({ address }) => address)
    } catch (cause) {
      return { kind: 'dns', detail: cause instanceof Error ? cause.message : String(cause) }
    }
  }
  let refusal: string | null = null
  for (const address of addresses) {
    const reason = policy.refusal({ host, address, port })
    if (reason === null) return { kind: 'resolved', address }
    refusal ??= reason
  }
  return refusal === null
    ? { kind: 'dns', detail: `${host} has no address` }
    : { kind: 'blocked', detail: refusal }
}
