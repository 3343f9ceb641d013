import type { RegionMapDto } from '@/lib/api/contract/region-map'
import { displayText, shortenMiddle } from '../../../_components/display-text'
import { formatCount, formatPlural } from '../../../_components/format'

/** Where most nodes are, in one sentence. */
export function mapFinding({ regions, unknown }: Pick<RegionMapDto, 'regions' | 'unknown'>): string {
  const nodes = regions.reduce((sum, region) => sum + region.nodes, 0)
  const [most] = regions
  if (!most)
    return unknown.nodes === 0 ? 'Nobody offers this anywhere' : 'Of no node anybody says where it is'
  return `${formatCount(most.nodes)} of ${formatPlural(nodes + unknown.nodes, 'node')} ${most.nodes === 1 ? 'is' : 'are'} in ${shortenMiddle(displayText(most.name), 32)}`
}
