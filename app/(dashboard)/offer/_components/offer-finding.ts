import type { GatewayOfferingsDto } from '@/lib/api/contract/gateway'
import { formatCount, formatPlural } from '../../../_components/format'

/** What this gateway sells, in one sentence. */
export function offerFinding({ count, offers, reason }: GatewayOfferingsDto): string {
  if (reason?.code === 'no-pricing') return 'This gateway has set no prices, and offers nothing'
  if (count === 0) return 'Nobody serves what this gateway has a price for'
  const warm = offers.filter(({ is_warm }) => is_warm).length
  const unpriced = offers.filter(({ price }) => price.usd === null).length
  const rest = unpriced === 0 ? '' : `; ${formatCount(unpriced)} of them at a price that is not known now`
  return `This gateway offers ${formatPlural(count, 'model')}, ${formatCount(warm)} of them loaded somewhere${rest}`
}
