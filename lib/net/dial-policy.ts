import { BlockList, isIP } from 'node:net'

/**
 * What may be dialled. A service URI is any text a stranger wrote on a chain or into a list, so everything outside the
 * public internet is refused unless the operator allows its range or its name, and so are ports on which other
 * protocols than ours listen.
 */
export interface DialPolicy {
  /** Why nothing at this address and port may be dialled for `host`, a name or the address itself; null: it may. */
  refusal(target: { readonly host: string; readonly address: string; readonly port: number }): string | null
}

/** IANA special-purpose registries, IPv4 and IPv6: nothing in here is an orchestrator of the public network. */
const SPECIAL_RANGES = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/96',
  // Addresses within which an IPv4 address is embedded: what they reach is decided elsewhere.
  '::ffff:0:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
  // The metadata service of one large cloud, in a range of public addresses.
  '168.63.129.16/32',
]

/** Below this ports belong to the system's services; orchestrators serve on 80 and 443 of them at most. */
const FIRST_USER_PORT = 1024
const WEB_PORTS: ReadonlySet<number> = new Set([80, 443])
/** Services that a line of HTTP could be made to command; browsers do not dial them either (WHATWG fetch, port blocking). */
const BAD_PORTS: ReadonlySet<number> = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679,
  6697, 10_080, 11_211,
])

export interface DialAllowances {
  /** Ranges the operator trusts, such as `127.0.0.0/8`; checked by `isCidr` where configuration is read. */
  readonly cidrs?: readonly string[]
  /** Names, `orch.internal`, `*.internal` or, with a port of any number, `orch.internal:25`; checked by `isHostPattern`. */
  readonly hosts?: readonly string[]
}

export function createDialPolicy({ cidrs = [], hosts = [] }: DialAllowances): DialPolicy {
  const special = blockList(SPECIAL_RANGES)
  const allowed = blockList(cidrs)
  return {
    refusal({ host, address, port }) {
      const plain = unmapped(address)
      const family = familyOf(plain)
      if (family === null) return `${address} is no address`
      const named = hosts.filter((pattern) => isNamedBy(pattern, { host, port }))
      if (named.length === 0 && special.check(plain, family) && !allowed.check(plain, family)) {
        const where = host === address ? address : `${host}, at ${address},`
        return `${where} is not on the public internet; ORCH_ALLOW_CIDRS or ORCH_ALLOW_HOSTS can allow it`
      }
      if (isServicePort(port) && !named.some((pattern) => pattern.includes(':')))
        return `port ${port} is not one that orchestrators serve on; ORCH_ALLOW_HOSTS can allow it for a host`
      return null
    },
  }
}

/** The policy with one place more: a URL that the operator wrote into the configuration may be dialled, wherever it is. */
export const allowingPlace = (policy: DialPolicy, place: { host: string; port: number }): DialPolicy => ({
  refusal: (target) =>
    target.host === place.host && target.port === place.port ? null : policy.refusal(target),
})

export function isCidr(text: string): boolean {
  const [address = '', bits = '', ...rest] = text.split('/')
  const family = familyOf(address)
  if (family === null || rest.length > 0 || !/^\d{1,3}$/.test(bits)) return false
  return Number(bits) <= (family === 'ipv4' ? 32 : 128)
}

export function isHostPattern(text: string): boolean {
  const [name = '', port, ...rest] = text.split(':')
  const isPort = port === undefined || (/^[1-9]\d{0,4}$/.test(port) && Number(port) <= 65_535)
  return (
    isPort &&
    rest.length === 0 &&
    /^(\*\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/i.test(name)
  )
}

function isNamedBy(pattern: string, { host, port }: { host: string; port: number }): boolean {
  const [name = '', ownPort] = pattern.toLowerCase().split(':')
  if (ownPort !== undefined && Number(ownPort) !== port) return false
  return name.startsWith('*.') ? host.endsWith(name.slice(1)) : host === name
}

const isServicePort = (port: number): boolean =>
  (port < FIRST_USER_PORT && !WEB_PORTS.has(port)) || BAD_PORTS.has(port)

function blockList(cidrs: readonly string[]): BlockList {
  const list = new BlockList()
  for (const cidr of cidrs) {
    const [address = '', bits = ''] = cidr.split('/')
    list.addSubnet(address, Number(bits), familyOf(address) ?? 'ipv4')
  }
  return list
}

/** `::ffff:10.0.0.1` reaches 10.0.0.1, so it is judged as that. */
function unmapped(address: string): string {
  // URL brings every spelling of an IPv6 address into one.
  const [, high, low] = isIP(address) === 6 ? (MAPPED.exec(shortest(address)) ?? []) : []
  if (high === undefined || low === undefined) return address
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)]
  return `${a >> 8}.${a & 255}.${b >> 8}.${b & 255}`
}

const MAPPED = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/

const shortest = (address: string): string => new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname

function familyOf(address: string): 'ipv4' | 'ipv6' | null {
  const version = isIP(address)
  return version === 4 ? 'ipv4' : version === 6 ? 'ipv6' : null
}
