'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useMemo } from 'react'
import { historyQuery } from '@/lib/api/queries/history'
import { formatCount, formatMoment } from '../../../_components/format'
import { Quantity } from '../../../_components/quantity'
import { ScrollRegion } from '../../../_components/scroll-region'
import { Unknown } from '../../../_components/unknown'
import { useAsOf } from '../../../_components/use-as-of'
import { type CardsPoint, cardsPoints } from './cards-points'
import { HistorySection } from './history-section'
import { HISTORY_WINDOWS } from './history-windows'
import { useHistoryWindow } from './use-history-window'

const CardsHistoryChart = dynamic(
  () => import('./cards-history-chart').then(({ CardsHistoryChart }) => CardsHistoryChart),
  { ssr: false },
)

/** How many cards were reported over time, of whatever the API has at `path`. */
export function CardsHistory({ path }: { path: string }) {
  const [name] = useHistoryWindow()
  const { window, step, label } = HISTORY_WINDOWS[name]
  const query = useQuery({
    ...historyQuery(path, { metric: 'gpus', window, step }, useAsOf()),
    placeholderData: keepPreviousData,
  })
  const history = query.data?.metric === 'gpus' ? query.data : null
  const points = useMemo(() => (history ? cardsPoints(history) : []), [history])
  return (
    <HistorySection
      id="cards-history"
      title="Reported cards over time"
      caption={`Distinct cards by node, added up (count), on average of each stretch of the last ${label}.`}
      query={query}
      what="The history of cards"
      empty={
        history !== null && points.every(({ mean }) => mean === null)
          ? `No card was reported in the last ${label}.`
          : null
      }
      chart={
        history && (
          <CardsHistoryChart points={points} from={Date.parse(history.from)} to={Date.parse(history.as_of)} />
        )
      }
      table={<CardsTable points={points} />}
    />
  )
}

function CardsTable({ points }: { points: readonly CardsPoint[] }) {
  return (
    <ScrollRegion label="Cards over time" className="max-h-80 overflow-auto">
      <table className="data-table">
        <caption className="sr-only">Reported cards over time, latest first</caption>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col" className="number">
              Fewest
            </th>
            <th scope="col" className="number">
              On average
            </th>
            <th scope="col" className="number">
              Most
            </th>
            <th scope="col" className="number">
              Nodes
            </th>
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map(({ at, min, mean, max, nodes }) => (
            <tr key={at}>
              <th scope="row" className="whitespace-nowrap">
                <time dateTime={at}>{formatMoment(at)}</time>
              </th>
              {[min, mean, max].map((value, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the columns have an order and no other name
                <td key={place} className="number">
                  {value === null ? (
                    <Unknown reason="Nobody looked, or none was reported." />
                  ) : (
                    <Quantity value={value} />
                  )}
                </td>
              ))}
              <td className="number">
                {nodes === null ? (
                  <Unknown reason="Nobody looked, or none was reported." />
                ) : (
                  formatCount(nodes)
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}
