import type { EthUsdDto } from '@/lib/api/contract/eth-usd'
import { formatExact, formatMoment } from './format'
import { MethodLink } from './method-link'

const RATE_SOURCES: Readonly<Record<EthUsdDto['source'], string>> = {
  fixed: 'set by the operator',
  http: 'from a price server',
  chain: 'from Chainlink’s feed',
}

/** What one has to know of every price on the page, said once. */
export function PriceNotes({ ethUsd }: { ethUsd: EthUsdDto | null }) {
  return (
    <p className="mt-2 max-w-[70ch] text-xs text-muted">
      {ethUsd ? (
        <>
          Dollars at {formatExact(ethUsd.usd)} USD for one ETH, {RATE_SOURCES[ethUsd.source]},{' '}
          <time dateTime={ethUsd.at}>{formatMoment(ethUsd.at)}</time>.
        </>
      ) : (
        'No price of ETH is known, so nothing is shown in dollars.'
      )}{' '}
      Prices are what this asker was told; orchestrators may tell others another one, and a job also costs its
      ticket overhead. <MethodLink part="price" />
    </p>
  )
}
