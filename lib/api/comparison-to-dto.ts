import type { Catalog } from '@/lib/catalog/catalog'
import { compareFleets, type Fleet } from '@/lib/catalog/compare-fleets'
import type { EthAddress } from '@/lib/domain/eth-address'
import type { EthUsdQuote } from '@/lib/domain/eth-usd'
import { vramClassGb } from '@/lib/domain/vram-class'
import type { ComparisonDto, FleetDto } from './contract/comparison'
import { groupToDto, modelToDto } from './roll-up-lists'
import { ethUsdToDto, snapshotToDto } from './to-dto'

export function comparisonToDto(
  catalog: Catalog,
  addresses: readonly EthAddress[],
  quote: EthUsdQuote | null,
): ComparisonDto {
  const { snapshot } = catalog
  const context = { snapshot, quote, include: [] }
  const { fleets, cards, models } = compareFleets(catalog, addresses)
  return {
    snapshot: snapshotToDto(snapshot),
    eth_usd: ethUsdToDto(quote),
    fleets: fleets.map(({ offered, ...fleet }) =>
      fleetToDto({ ...fleet, offered }, offered && groupToDto(offered, context)),
    ),
    cards: cards.map(({ name, memoryTotalBytes, fleets }) => ({
      name,
      memory_total_bytes: memoryTotalBytes === null ? null : String(memoryTotalBytes),
      vram_gb: vramClassGb(memoryTotalBytes),
      fleets: fleets.map((row) => row && { cards: row.cards, models: row.models }),
    })),
    models: models.map(({ kind, pipeline, model, unit, fleets, cheapest }) => ({
      kind,
      pipeline,
      model,
      unit,
      fleets: fleets.map((row) => {
        if (row === null) return null
        const { price, states, latency } = modelToDto(row, context)
        return { price: price.min, prices: price.n, states, min_ms: latency.min_ms }
      }),
      cheapest: cheapest.flatMap((place) => addresses[place] ?? []),
    })),
  }
}

const NO_STATES = { warm: 0, cold: 0, priced_only: 0, unknown: 0 }
const NO_LATENCY = { n: 0, min_ms: null, p50_ms: null, p95_ms: null }

function fleetToDto(fleet: Fleet, offered: ReturnType<typeof groupToDto> | null): FleetDto {
  const { address, name, nodes, versions, cards, memory, slots } = fleet
  const states = offered?.states ?? NO_STATES
  const told = states.warm + states.cold
  return {
    address,
    label: name,
    is_known: nodes.listed > 0,
    nodes: { listed: nodes.listed, answered: nodes.answered },
    versions: [...versions],
    regions: offered?.regions ?? [],
    cards: { total: cards.total, nodes_reporting: cards.nodesReporting },
    memory: { total_bytes: String(memory.totalBytes), cards: memory.cards },
    offerings: offered?.offerings ?? 0,
    models: offered?.models ?? 0,
    states,
    warm_share: told === 0 ? null : states.warm / told,
    slots: slots && { in_use: slots.inUse, capacity: slots.capacity, offerings: slots.offerings },
    latency: offered?.latency ?? NO_LATENCY,
  }
}
