import { BlockList, isIP } from 'node:net'

/**
 * Which addresses may be dialled. A service URI is any text a stranger wrote on a chain or into a list, so everything
 * outside the public internet is refused unless the operator allows its range by name.
 */
export interface DialPolicy {
  readonly allows: (address: string) => boolean
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
]

/** `allowedCidrs`: ranges the operator trusts, such as `127.0.0.0/8`; checked by `isCidr` where configuration is read. */
export function createDialPolicy(allowedCidrs: readonly string[]): DialPolicy {
  const special = blockList(SPECIAL_RANGES)
  const allowed = blockList(allowedCidrs)
  return {
    allows(address) {
      const plain = unmapped(address)
      const family = familyOf(plain)
      if (family === null) return false
      return allowed.check(plain, family) || !special.check(plain, family)
    },
  }
}

export function isCidr(text: string): boolean {
  const [address = '', bits = '', ...rest] = text.split('/')
  const family = familyOf(address)
  if (family === null || rest.length > 0 || !/^\d{1,3}$/.test(bits)) return false
  return Number(bits) <= (family === 'ipv4' ? 32 : 128)
}

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
  const dotted = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (dotted) return dotted
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(address) ?? []
  if (high === undefined || low === undefined) return address
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)]
  return `${a >> 8}.${a & 255}.${b >> 8}.${b & 255}`
}

function familyOf(address: string): 'ipv4' | 'ipv6' | null {
  const version = isIP(address)
  return version === 4 ? 'ipv4' : version === 6 ? 'ipv6' : null
}
