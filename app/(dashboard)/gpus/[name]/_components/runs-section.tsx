'use client'

import type { ModelDto } from '@/lib/api/contract/model'
import { CellLabel } from '../../../../_components/cell-label'
import { formatCount, formatPlural } from '../../../../_components/format'
import { LongText } from '../../../../_components/long-text'
import { modelIdOf } from '../../../../_components/model-href'
import { ModelLink } from '../../../../_components/model-link'
import { PriceAmount } from '../../../../_components/price-amount'
import { ShowMore } from '../../../../_components/show-more'
import { StateCounts } from '../../../../_components/state-counts'
import { Unknown } from '../../../../_components/unknown'
import { useUnfolding } from '../../../../_components/use-unfolding'

const PAGE = 10

/** What is offered on such cards, and at what price: of those offerings alone. */
export function RunsSection({ models }: { models: readonly ModelDto[] }) {
  const unfolding = useUnfolding('', PAGE)
  return (
    <section aria-labelledby="runs-title" className="panel min-w-0">
      <h2 id="runs-title" className="px-3 py-2 text-lg font-semibold">
        {models.length === 0
          ? 'No node says what runs on it'
          : `${formatPlural(models.length, 'model')} ${models.length === 1 ? 'is' : 'are'} offered on it`}
      </h2>
      {models.length > 0 && (
        <table className="data-table card-table">
          <caption className="sr-only">Models on this card, with their prices on it</caption>
          <thead>
            <tr>
              <th scope="col" className="w-[26%]">
                Model
              </th>
              <th scope="col" className="w-[17%]">
                Pipeline
              </th>
              <th scope="col" className="number w-[8%]">
                Nodes
              </th>
              <th scope="col" className="w-[13%]">
                State of its offerings
              </th>
              <th scope="col" className="number w-[12%]">
                Lowest price
              </th>
              <th scope="col" className="number w-[12%]">
                Median price
              </th>
              <th scope="col" className="number w-[12%]">
                Highest price
              </th>
            </tr>
          </thead>
          <tbody>
            {models.slice(0, unfolding.limit).map((model) => (
              <tr key={JSON.stringify([model.kind, model.pipeline, model.model, model.unit])}>
                <th scope="row" className="wide">
                  <CellLabel>Model</CellLabel>
                  <ModelLink id={modelIdOf(model)} max={56} />
                </th>
                <td className="wide">
                  <CellLabel>Pipeline</CellLabel>
                  <LongText text={model.pipeline} max={40} what="pipeline name" />
                </td>
                <td className="number">
                  <CellLabel>Nodes</CellLabel>
                  {formatCount(model.nodes)}
                </td>
                <td>
                  <CellLabel>Offerings</CellLabel>
                  <StateCounts states={model.states} />
                </td>
                {PRICES.map(({ which, label }) => (
                  <td key={which} className="number wide">
                    <CellLabel>{label}</CellLabel>
                    {model.price[which] === null ? (
                      <Unknown reason="No node states a price that can be meant." />
                    ) : (
                      <PriceAmount price={model.price[which]} />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <ShowMore total={models.length} unfolding={unfolding} page={PAGE} />
    </section>
  )
}

const PRICES = [
  { which: 'min', label: 'Lowest price' },
  { which: 'median', label: 'Median price' },
  { which: 'max', label: 'Highest price' },
] as const
