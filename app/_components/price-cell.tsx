import type { OfferingDto } from '@/lib/api/contract/offering'
import { formatDecimal } from '@/lib/domain/price'
import { formatNumber } from './format'
import { formatFraction, PriceAmount } from './price-amount'
import { Unknown } from './unknown'

const MAX_OTHERS = 3

/** The price of an offering, or why there is none, and the other ones that it states. */
export function PriceCell({ offering: { price, price_state, other_prices } }: { offering: OfferingDto }) {
  if (!price)
    return (
      <Unknown
        reason={price_state === 'invalid' ? 'The stated price cannot be used.' : 'The node states no price.'}
      />
    )
  return (
    <>
      <PriceAmount price={price} />
      {other_prices.length > 0 && (
        <span className="block text-xs text-muted" title={other_prices.map(formatFraction).join('; ')}>
          also {other_prices.slice(0, MAX_OTHERS).map(formatOther).join(', ')}
          {other_prices.length > MAX_OTHERS && ` and ${other_prices.length - MAX_OTHERS} more`}
        </span>
      )}
    </>
  )
}

const formatOther = ({ wei, per_units }: OfferingDto['other_prices'][number]): string =>
  formatNumber(formatDecimal({ wei: BigInt(wei), perUnits: BigInt(per_units) }))
