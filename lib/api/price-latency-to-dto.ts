import type { Catalog } from '@/lib/catalog/catalog'
import { nameOfCards } from '@/lib/catalog/count-cards'
import { type PriceLatencyPoint, priceLatency } from '@/lib/catalog/price-latency'
import type { EthUsdQuote } from '@/lib/domain/eth-usd'
import type { PriceUnit } from '@/lib/domain/pipeline'
import type { PriceLatencyDto, PriceLatencyPointDto } from './contract/price-latency'
import { amountToDto, ethUsdToDto, type Rate, rounded, snapshotToDto } from './to-dto'

export function priceLatencyToDto(
  catalog: Catalog,
  asked: { readonly pipeline: string | null; readonly unit: PriceUnit | null },
  quote: EthUsdQuote | null,
): PriceLatencyDto {
  const { pipeline, unit, units, offerings, priced, missing, implausible, onFront, points, leftOut } =
    priceLatency(catalog, asked)
  return {
    snapshot: snapshotToDto(catalog.snapshot),
    eth_usd: ethUsdToDto(quote),
    pipeline,
    unit,
    units: [...units],
    offerings,
    priced,
    missing,
    implausible,
    on_front: onFront,
    points: points.map((point) => pointToDto(point, quote?.rate ?? null)),
    left_out: leftOut,
  }
}

function pointToDto({ offering, price, isOnFront }: PriceLatencyPoint, rate: Rate): PriceLatencyPointDto {
  const { wei, per_units, wei_per_unit, usd_per_unit } = amountToDto(price, offering, rate)
  return {
    offering_id: offering.id,
    node_uri: offering.nodeUri,
    orchestrator: offering.orchestrator,
    orchestrator_name: offering.orchestratorName,
    model: offering.model,
    state: offering.state,
    price: { wei, per_units, wei_per_unit, usd_per_unit },
    latency_ms: rounded(offering.latencyMs),
    region: offering.region?.name ?? null,
    gpu: nameOfCards(offering.gpus),
    node_outcome: offering.nodeOutcome,
    on_front: isOnFront,
  }
}
