import type { PriceLatencyPointDto } from '@/lib/api/contract/price-latency'
import { type PriceUnit, UNIT_LABELS } from '@/lib/domain/pipeline'
import { Check } from '../../../_components/icons'
import { LongText } from '../../../_components/long-text'
import { ModelLink } from '../../../_components/model-link'
import { OrchestratorLink } from '../../../_components/orchestrator-link'
import { Quantity } from '../../../_components/quantity'
import { ScrollRegion } from '../../../_components/scroll-region'
import { ShowMore } from '../../../_components/show-more'
import { StateBadge } from '../../../_components/state-badge'
import { Unknown } from '../../../_components/unknown'
import { useUnfolding } from '../../../_components/use-unfolding'

const PAGE = 20

/** The points of the chart in words and numbers, cheapest first. */
export function TradeOffTable({
  points,
  unit,
}: {
  points: readonly PriceLatencyPointDto[]
  unit: PriceUnit
}) {
  const unfolding = useUnfolding(unit, PAGE)
  return (
    <>
      <ScrollRegion label="Price and latency">
        <table className="data-table">
          <caption className="sr-only">Price and discovery latency by offering, cheapest first</caption>
          <thead>
            <tr>
              <th scope="col">Orchestrator</th>
              <th scope="col">Model</th>
              <th scope="col">State</th>
              <th scope="col" className="number">
                Price, {UNIT_LABELS[unit]}
              </th>
              <th scope="col" className="number">
                Latency, ms
              </th>
              <th scope="col">Beaten by none</th>
              <th scope="col">Region</th>
              <th scope="col">Card</th>
            </tr>
          </thead>
          <tbody>
            {points.slice(0, unfolding.limit).map((point) => (
              <tr key={point.offering_id}>
                <th scope="row">
                  <OrchestratorLink address={point.orchestrator} name={point.orchestrator_name} />
                </th>
                <td>
                  {point.model === null ? (
                    <Unknown reason="The node does not say which." />
                  ) : (
                    <ModelLink id={point.model} max={40} />
                  )}
                </td>
                <td>
                  <StateBadge state={point.state} />
                </td>
                <td className="number">
                  <Quantity value={point.price.wei_per_unit} />
                </td>
                <td className="number">
                  <Quantity value={point.latency_ms} />
                </td>
                <td>
                  {point.on_front ? (
                    <span className="inline-flex items-center gap-1">
                      <Check aria-hidden className="size-3.5" />
                      yes
                    </span>
                  ) : (
                    <span className="text-muted">no</span>
                  )}
                </td>
                <td>
                  {point.region === null ? (
                    <Unknown reason="Nobody says where it is." />
                  ) : (
                    <LongText text={point.region} max={30} what="region" />
                  )}
                </td>
                <td>
                  {point.gpu === null ? (
                    <Unknown reason="It reports no card." />
                  ) : (
                    <LongText text={point.gpu} max={30} what="card name" />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <ShowMore total={points.length} unfolding={unfolding} page={PAGE} />
    </>
  )
}
