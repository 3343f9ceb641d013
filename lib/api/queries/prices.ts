import { queryOptions } from '@tanstack/react-query'
import { askApi } from '../ask-api'
import type { OfferingsDto } from '../contract/offering-list'
import type { PricesDto } from '../contract/roll-up-list'
import { ofMoment } from './of-moment'
import { allRows } from './rows'
import { withAsOf } from './with-as-of'

/** What every model costs, and who asks the lowest price. `filters` are parameters of `/api/v1/prices`. */
export const pricesQuery = (asOf: string | null = null, filters = new URLSearchParams()) => {
  const path = allRows('/api/v1/prices', filters, asOf)
  return queryOptions({
    queryKey: ['prices', path],
    queryFn: ({ signal }) => askApi<PricesDto>(path, { signal }),
    ...ofMoment(asOf),
  })
}

/** Who states a price that nobody can mean. */
export const implausibleQuery = (asOf: string | null = null) => {
  const path = implausiblePath(asOf)
  return queryOptions({
    queryKey: ['offerings', path],
    queryFn: ({ signal }) => askApi<OfferingsDto>(path, { signal }),
    ...ofMoment(asOf),
  })
}

export const implausiblePath = (asOf: string | null): string =>
  `/api/v1/offerings${withAsOf(new URLSearchParams({ price_state: 'implausible', limit: String(IMPLAUSIBLE_ROWS) }), asOf)}`

const IMPLAUSIBLE_ROWS = 100
