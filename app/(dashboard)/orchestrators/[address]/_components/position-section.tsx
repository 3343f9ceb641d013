'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { positionQuery } from '@/lib/api/queries/position'
import { Abbreviated } from '../../../../_components/abbreviated'
import { formatCount, formatPlural } from '../../../../_components/format'
import { modelHref, modelIdOf } from '../../../../_components/model-href'
import { NameText } from '../../../../_components/name-text'
import { Quantity } from '../../../../_components/quantity'
import { QueryNotice } from '../../../../_components/query-notice'
import { SHORT_UNITS } from '../../../../_components/short-units'
import { Unknown } from '../../../../_components/unknown'

/** Where its first offerings stand by price, and the way to all of them. */
export function PositionSection({ address }: { address: string }) {
  const query = useQuery(positionQuery(address))
  const { data } = query
  return (
    <section aria-labelledby="position-title" className="panel min-w-0 p-3">
      <h2 id="position-title" className="mb-1 text-lg font-semibold">
        Position in the market
      </h2>
      <QueryNotice query={query} what="The position" />
      {data && data.offerings.length === 0 && <p className="text-sm text-muted">It offers nothing now.</p>}
      {data && data.offerings.length > 0 && (
        <ul className="mb-2 grid gap-2 text-sm">
          {data.offerings.map((row) => (
            <li key={row.offering_id} className="min-w-0">
              <Link href={modelHref(modelIdOf(row))} className="link font-medium">
                <Abbreviated text={modelIdOf(row)} max={48} />
              </Link>{' '}
              <span className="text-xs text-muted">
                <NameText text={row.pipeline} />
              </span>
              <span className="block">
                {row.market.rank === null || row.market.of === null ? (
                  <Unknown reason="It states no price that counts." />
                ) : (
                  <>
                    {formatCount(row.market.rank)} of {formatCount(row.market.of)} by price
                    {row.wei_per_unit !== null && (
                      <span className="text-muted">
                        , <Quantity value={row.wei_per_unit} unit={SHORT_UNITS[row.unit]} />
                      </span>
                    )}
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      <Link href={`/position/${encodeURIComponent(address)}`} className="link text-sm">
        {data ? `Where all ${formatPlural(data.count, 'offering')} stand` : 'Where all its offerings stand'},
        and why they get jobs or not
      </Link>
    </section>
  )
}
