'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { implausiblePath, implausibleQuery } from '@/lib/api/queries/prices'
import { displayText, displayUri } from '../../../_components/display-text'
import { formatCount, formatPlural } from '../../../_components/format'
import { LongText } from '../../../_components/long-text'
import { modelIdOf } from '../../../_components/model-href'
import { OrchestratorLink } from '../../../_components/orchestrator-link'
import { Quantity } from '../../../_components/quantity'
import { QueryNotice } from '../../../_components/query-notice'
import { ScrollRegion } from '../../../_components/scroll-region'
import { SHORT_UNITS } from '../../../_components/short-units'
import { ShowMore } from '../../../_components/show-more'
import { useAsOf } from '../../../_components/use-as-of'
import { useUnfolding } from '../../../_components/use-unfolding'

const FIRST_ROWS = 10

/** Prices that count in no median, with who states them and why nobody can mean them. */
export function SetAsideSection() {
  const asOf = useAsOf()
  const query = useQuery(implausibleQuery(asOf))
  const unfolding = useUnfolding('', FIRST_ROWS)
  const { data } = query
  return (
    <section id="set-aside" aria-labelledby="set-aside-title" className="panel min-w-0">
      <h2 id="set-aside-title" className="px-3 pt-3 text-lg font-semibold">
        {data === undefined
          ? 'Prices set aside'
          : data.count === 0
            ? 'No price is set aside'
            : `${formatPlural(data.count, 'price')} ${data.count === 1 ? 'is' : 'are'} set aside`}
      </h2>
      <p className="max-w-[70ch] px-3 pb-2 text-sm text-muted">
        Whoever wants no work often states a price that nobody pays. Where the commonest task would cost one
        ETH or more, the price counts in no median, band or heading here.{' '}
        <Link href="/method#implausible" className="link">
          How that is judged
        </Link>
        ;{' '}
        <a href={implausiblePath(asOf)} className="link">
          the same as JSON
        </a>
      </p>
      <div className="px-3">
        <QueryNotice query={query} what="The list of prices set aside" />
      </div>
      {data && data.offerings.length > 0 && (
        <>
          <ScrollRegion label="Prices set aside">
            <table className="data-table">
              <caption className="sr-only">Prices that nobody can mean, with who states them and why</caption>
              <thead>
                <tr>
                  <th scope="col">Who</th>
                  <th scope="col">Model</th>
                  <th scope="col" className="number">
                    States
                  </th>
                  <th scope="col">Why it is set aside</th>
                </tr>
              </thead>
              <tbody>
                {data.offerings.slice(0, unfolding.limit).map((offering) => (
                  <tr key={offering.id}>
                    <th scope="row">
                      <OrchestratorLink address={offering.orchestrator} name={offering.orchestrator_name} />
                      <span className="block text-xs text-muted">
                        <bdi>{displayUri(offering.node_uri)}</bdi>
                      </span>
                    </th>
                    <td>
                      <LongText text={modelIdOf(offering)} max={40} what="model id" />
                      <span className="block text-xs text-muted">
                        <bdi>{displayText(offering.pipeline)}</bdi>
                      </span>
                    </td>
                    <td className="number">
                      {offering.price && (
                        <Quantity
                          value={offering.price.wei_per_unit}
                          unit={SHORT_UNITS[offering.price.unit]}
                        />
                      )}
                    </td>
                    <td className="min-w-48">{offering.price?.implausible}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollRegion>
          <ShowMore total={data.offerings.length} unfolding={unfolding} />
          {data.count > data.offerings.length && (
            <p className="px-3 pb-2 text-sm text-muted">
              The first {formatCount(data.offerings.length)} of {formatCount(data.count)}.
            </p>
          )}
        </>
      )}
    </section>
  )
}
