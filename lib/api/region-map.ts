import { groupsOf } from '@/lib/catalog/groups-of'
import type { Offering } from '@/lib/catalog/offering'
import { isAdvertised } from '@/lib/catalog/price-position'
import { priceSpread } from '@/lib/catalog/price-spread'
import { regionCoordinates } from '@/lib/domain/region-coordinates'
import type { MapRegionDto, RegionMapDto } from './contract/region-map'
import type { Market } from './reader'
import { amountToDto, ethUsdToDto, type Rate, rounded, snapshotToDto } from './to-dto'

/** What there is by region, of one pipeline or of all. */
export function regionMapToDto(pipeline: string | null, { catalog, quote }: Market): RegionMapDto {
  const meant = catalog.offerings.filter((offering) => pipeline === null || offering.pipeline === pipeline)
  const known = meant.filter(({ region }) => region !== null)
  const rate = quote?.rate ?? null
  return {
    snapshot: snapshotToDto(catalog.snapshot),
    eth_usd: ethUsdToDto(quote),
    pipeline,
    regions: groupsOf(known, ({ region }) => region?.name ?? '')
      .map(
        ([first, group]): MapRegionDto => ({
          name: first.region?.name ?? '',
          place: regionCoordinates(first.region?.name ?? ''),
          ...counts(group),
          price: pipeline === null ? null : medianOf(group, rate),
        }),
      )
      .sort((a, b) => b.nodes - a.nodes || (a.name < b.name ? -1 : 1)),
    unknown: counts(meant.filter(({ region }) => region === null)),
  }
}

function counts(offerings: readonly Offering[]): RegionMapDto['unknown'] {
  const latencies = [
    ...new Map(offerings.map(({ nodeUri, latencyMs }) => [nodeUri, latencyMs])).values(),
  ].sort((a, b) => a - b)
  const inMs = (ms: number | undefined): number | null => (ms === undefined ? null : rounded(ms))
  return {
    offerings: offerings.length,
    nodes: latencies.length,
    orchestrators: new Set(offerings.flatMap(({ orchestrator }) => orchestrator ?? [])).size,
    cards: new Set(offerings.flatMap(({ gpus }) => gpus.map(({ key }) => key))).size,
    latency: {
      n: latencies.length,
      min_ms: inMs(latencies[0]),
      // The nearest rank, as everywhere.
      median_ms: inMs(latencies[((latencies.length + 1) >> 1) - 1]),
      max_ms: inMs(latencies.at(-1)),
    },
  }
}

/** Of whoever advertises it; prices in unlike units have no median. */
function medianOf(offerings: readonly Offering[], rate: Rate): MapRegionDto['price'] {
  const advertised = offerings.filter(isAdvertised)
  const [first] = advertised
  if (!first || advertised.some(({ unit }) => unit !== first.unit)) return null
  const { n, median } = priceSpread(advertised)
  return median && { unit: first.unit, n, median: amountToDto(median, first, rate) }
}
