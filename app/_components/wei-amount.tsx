import { exactFraction } from '@/lib/domain/exact-fraction'
import { formatFraction } from '@/lib/domain/fraction'
import { weiToUsd } from '@/lib/domain/usd'
import { Quantity } from './quantity'

/** An amount of wei, and in dollars where a rate (for one ETH, as a decimal) is known. */
export function WeiAmount({ wei, usdPerEth }: { wei: string; usdPerEth: string | null }) {
  const usd = usdOfWei(wei, usdPerEth)
  return (
    <>
      <Quantity value={wei} unit="wei" />
      {usd !== null && (
        <span className="block text-xs text-muted">
          <Quantity value={usd} unit="USD" />
        </span>
      )}
    </>
  )
}

/** As priced everywhere: exact to 18 places, cut. */
const USD_PLACES = 18

export function usdOfWei(wei: string, usdPerEth: string | null): string | null {
  const rate = usdPerEth === null ? null : exactFraction(usdPerEth)
  if (!rate || !/^\d+$/.test(wei)) return null
  return formatFraction(weiToUsd({ numerator: BigInt(wei), denominator: 1n }, rate), USD_PLACES)
}
