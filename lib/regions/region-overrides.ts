import { BlockList, isIP } from 'node:net'
import { z } from 'zod'
import { parseRegionName } from '@/lib/domain/region'
import { dialTarget, type ServiceUri } from '@/lib/domain/service-uri'
import { isCidr } from '@/lib/net/dial-policy'

/** Where the operator says that nodes are. */
export interface RegionOverrides {
  /** `address` is the one that was dialled; null when none is known. */
  regionOf(uri: ServiceUri, address: string | null): string | null
}

const region = z.string().transform((stated, context) => {
  const name = parseRegionName(stated)
  if (name !== null) return name
  context.addIssue(`"${stated}" is no name of a region, such as eu-central`)
  return z.NEVER
})
const File = z.strictObject({ regions: z.record(z.string(), region) })

/**
 * `{"regions": {"orch.example.com": "us-east", "orch.example.com:9000": "us-west", "203.0.113.0/24": "eu-west"}}`: by host
 * and port, then by host, then by the address's range, the first in the file that fits. Throws with the mistake's place.
 */
export function parseRegionOverrides(bytes: Buffer): RegionOverrides {
  const parsed = File.safeParse(JSON.parse(bytes.toString('utf8')))
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error).replace(/\s+/g, ' '))
  const byPlace = new Map<string, string>()
  const byRange: { readonly range: BlockList; readonly region: string }[] = []
  for (const [key, name] of Object.entries(parsed.data.regions)) {
    if (!isCidr(key)) byPlace.set(key.toLowerCase(), name)
    else {
      const [address = '', bits = ''] = key.split('/')
      const range = new BlockList()
      range.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4')
      byRange.push({ range, region: name })
    }
  }
  return {
    regionOf(uri, address) {
      const { host, port } = dialTarget(uri)
      const named = byPlace.get(`${host}:${port}`) ?? byPlace.get(host)
      if (named !== undefined || address === null) return named ?? null
      const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
      return byRange.find(({ range }) => range.check(address, family))?.region ?? null
    },
  }
}
