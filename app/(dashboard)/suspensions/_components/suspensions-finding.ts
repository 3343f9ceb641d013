import type { SuspensionsDto } from '@/lib/api/contract/suspension'
import { formatCount, formatPlural } from '../../../_components/format'

/** The page in one sentence. */
export function suspensionsFinding({ suspensions, total }: SuspensionsDto): string {
  if (total === 0) return 'Nobody is suspended'
  const suspended = suspensions.filter(({ state }) => state === 'suspended')
  // The rest of a list that was cut is of any state.
  if (total > suspensions.length) return `${formatCount(total)} are not trusted now`
  if (suspended.length === 0) return `Nobody is suspended, ${formatCount(total)} on the way back`
  const nodes = suspended.filter(({ scope }) => scope === 'node').length
  const offerings = suspended.length - nodes
  const parts = [
    ...(nodes > 0 ? [formatPlural(nodes, 'node')] : []),
    ...(offerings > 0 ? [formatPlural(offerings, 'offering')] : []),
  ]
  return `${parts.join(' and ')} ${suspended.length === 1 ? 'is' : 'are'} suspended`
}
