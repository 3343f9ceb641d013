import type { LookupAddress } from 'node:dns'
import { isIP } from 'node:net'
import type { DialPolicy } from './dial-policy'

/** The system's resolver, every address of a name. */
export type Lookup = (host: string) => Promise<readonly LookupAddress[]>

export type ResolvedHost =
  | { readonly kind: 'resolved'; readonly address: string }
  | { readonly kind: 'dns'; readonly detail: string }
  | { readonly kind: 'blocked'; readonly detail: string }

/**
 * Host → the one address that is checked here and dialled afterwards, so that a name cannot answer twice.
 * `localhost` and names under it are loopback without asking anybody (RFC 6761 §6.3).
 */
export async function resolveHost(
  host: string,
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
  if (addresses.length === 0) return { kind: 'dns', detail: `${host} has no address` }
  const address = addresses.find((candidate) => policy.allows(candidate))
  if (address !== undefined) return { kind: 'resolved', address }
  const where = isIP(host) ? host : `${host}, at ${addresses.slice(0, 4).join(', ')},`
  return {
    kind: 'blocked',
    detail: `${where} is not on the public internet; ORCH_ALLOW_CIDRS can allow its range`,
  }
}
