import type { OfferingState } from '@/lib/domain/facet'
import type { PriceUnit } from '@/lib/domain/pipeline'
import { canonicalGpuName } from './gpu-name'
import { groupsOf } from './groups-of'
import { freeCapacity, type Offering, type ReportedGpu } from './offering'
import { percentile } from './percentile'
import { type PriceSpread, priceSpread } from './price-spread'

/** What some offerings amount to. */
export interface RollUp {
  readonly members: readonly Offering[]
  readonly offerings: number
  readonly nodes: number
  readonly orchestrators: number
  readonly states: Readonly<Record<OfferingState, number>>
  /** Parallel slots that are free, of those offerings that state both numbers plausibly; null: none does. */
  readonly freeSlots: number | null
  /** How many offerings the free slots are of. */
  readonly slotsReported: number
  /** Distinct reported cards, most first. */
  readonly gpus: readonly { readonly name: string; readonly count: number }[]
  readonly regions: readonly { readonly name: string; readonly count: number }[]
  /** Of the nodes, each once; a percentile is null below 20. */
  readonly latency: {
    readonly n: number
    readonly minMs: number | null
    readonly p50Ms: number | null
    readonly p95Ms: number | null
  }
}

function rollUp(offerings: readonly Offering[]): RollUp {
  const latencies = new Map(offerings.map(({ nodeUri, latencyMs }) => [nodeUri, latencyMs]))
  const cards = new Map(offerings.flatMap(({ gpus }) => gpus.map((gpu) => [gpu.key, gpu] as const)))
  const regions = new Map(offerings.map(({ nodeUri, region }) => [nodeUri, region?.name ?? null]))
  const slots = offerings.flatMap((offering) => freeCapacity(offering) ?? [])
  const values = [...latencies.values()]
  return {
    members: offerings,
    offerings: offerings.length,
    nodes: latencies.size,
    orchestrators: new Set(offerings.flatMap(({ orchestrator }) => orchestrator ?? [])).size,
    states: {
      warm: countState(offerings, 'warm'),
      cold: countState(offerings, 'cold'),
      'priced-only': countState(offerings, 'priced-only'),
      unknown: countState(offerings, 'unknown'),
    },
    freeSlots: slots.length === 0 ? null : slots.reduce((sum, free) => sum + free, 0),
    slotsReported: slots.length,
    gpus: countNames([...cards.values()].map(({ reportedName }) => canonicalGpuName(reportedName))),
    regions: countNames([...regions.values()].flatMap((name) => name ?? [])),
    latency: {
      n: values.length,
      minMs: values.reduce<number | null>((least, ms) => (least === null || ms < least ? ms : least), null),
      p50Ms: percentile(values, 50),
      p95Ms: percentile(values, 95),
    },
  }
}

const countState = (offerings: readonly Offering[], state: OfferingState): number =>
  offerings.filter((offering) => offering.state === state).length

function countNames(names: readonly string[]): { name: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
}

/** Who serves one model, or one capability that names none, and at what price. */
export interface ModelRollUp extends RollUp {
  readonly kind: Offering['kind']
  readonly pipeline: string
  /** Null where the nodes do not say which. */
  readonly model: string | null
  readonly unit: PriceUnit
  readonly price: PriceSpread
}

/** By kind, pipeline, model and unit: prices in unlike units never come together. */
export function rollUpModels(offerings: readonly Offering[]): ModelRollUp[] {
  return groupsOf(offerings, ({ kind, pipeline, model, unit }) =>
    JSON.stringify([kind, pipeline, model, unit]),
  ).map(([first, group]) => ({
    kind: first.kind,
    pipeline: first.pipeline,
    model: first.model,
    unit: first.unit,
    price: priceSpread(group),
    ...rollUp(group),
  }))
}

/** One model, or one capability that names none, in whatever units its nodes price it. */
export interface PricedModel extends RollUp {
  readonly kind: Offering['kind']
  readonly pipeline: string
  readonly model: string | null
  /** At least one; unlike units never come together. */
  readonly prices: readonly { readonly unit: PriceUnit; readonly spread: PriceSpread }[]
}

/** By kind, pipeline and model; what is only on a price list is nothing that a node says it serves, and is left out. */
export function rollUpPricedModels(offerings: readonly Offering[]): PricedModel[] {
  const advertised = offerings.filter(({ state }) => state !== 'priced-only')
  return groupsOf(advertised, ({ kind, pipeline, model }) => JSON.stringify([kind, pipeline, model])).map(
    ([{ kind, pipeline, model }, group]) => ({
      kind,
      pipeline,
      model,
      prices: groupsOf(group, ({ unit }) => unit).map(([{ unit }, alike]) => ({
        unit,
        spread: priceSpread(alike),
      })),
      ...rollUp(group),
    }),
  )
}

export interface NamedRollUp extends RollUp {
  readonly name: string
  /** What people call an orchestrator. */
  readonly label: string | null
  readonly models: number
}

export const rollUpPipelines = (offerings: readonly Offering[]): NamedRollUp[] =>
  named(offerings, ({ pipeline }) => pipeline)

/** By who gets paid; nodes off chain have nobody, and are left out. */
export const rollUpOrchestrators = (offerings: readonly Offering[]): NamedRollUp[] =>
  named(
    offerings.filter(({ orchestrator }) => orchestrator !== null),
    ({ orchestrator }) => orchestrator ?? '',
  ).map((row) => ({ ...row, label: row.members[0]?.orchestratorName ?? null }))

/** Nodes of which nobody says where they are have a region of no name, which is left out. */
export const rollUpRegions = (offerings: readonly Offering[]): NamedRollUp[] =>
  named(
    offerings.filter(({ region }) => region !== null),
    ({ region }) => region?.name ?? '',
  )

function named(offerings: readonly Offering[], nameOf: (offering: Offering) => string): NamedRollUp[] {
  return groupsOf(offerings, nameOf).map(([first, group]) => ({
    name: nameOf(first),
    label: null,
    models: new Set(group.flatMap(({ model }) => model ?? [])).size,
    ...rollUp(group),
  }))
}

/** Cards of one model and size, over the whole network. */
export interface GpuRollUp {
  readonly name: string
  readonly memoryTotalBytes: bigint | null
  /** Distinct reported cards. */
  readonly cards: number
  readonly nodes: number
  readonly models: readonly string[]
  /** Where its nodes are, most cards first; null: nobody says. */
  readonly regions: readonly CountedCards<string | null>[]
  /** For which pipelines nodes report it; one card may serve several. */
  readonly pipelines: readonly CountedCards<string>[]
}

export interface CountedCards<Name extends string | null> {
  readonly name: Name
  readonly cards: number
}

export function rollUpGpus(
  gpusByNode: ReadonlyMap<string, readonly ReportedGpu[]>,
  offerings: readonly Offering[],
  /** By node; left out, or null within: nobody says where it is. */
  regionOf: ReadonlyMap<string, string | null> = new Map(),
): GpuRollUp[] {
  const kinds = new Map<
    string,
    {
      kind: Pick<GpuRollUp, 'name' | 'memoryTotalBytes'>
      cards: Set<string>
      nodes: Set<string>
      models: Set<string>
      regions: Map<string | null, Set<string>>
      pipelines: Map<string, Set<string>>
    }
  >()
  const kindOf = ({ reportedName, memoryTotalBytes }: ReportedGpu) => {
    const kind = { name: canonicalGpuName(reportedName), memoryTotalBytes }
    const key = `${kind.name} ${memoryTotalBytes}`
    const known = kinds.get(key) ?? {
      kind,
      cards: new Set(),
      nodes: new Set(),
      models: new Set(),
      regions: new Map(),
      pipelines: new Map(),
    }
    kinds.set(key, known)
    return known
  }
  for (const [uri, gpus] of gpusByNode)
    for (const gpu of gpus) {
      const own = kindOf(gpu)
      own.cards.add(gpu.key)
      own.nodes.add(uri)
      addTo(own.regions, regionOf.get(uri) ?? null, gpu.key)
    }
  for (const { gpus, model, pipeline } of offerings)
    for (const gpu of gpus) {
      const own = kindOf(gpu)
      if (model !== null) own.models.add(model)
      addTo(own.pipelines, pipeline, gpu.key)
    }
  return [...kinds.values()].map(({ kind, cards, nodes, models, regions, pipelines }) => ({
    ...kind,
    cards: cards.size,
    nodes: nodes.size,
    models: [...models].sort(),
    regions: countedCards(regions),
    pipelines: countedCards(pipelines),
  }))
}

function addTo<Name>(sets: Map<Name, Set<string>>, name: Name, key: string): void {
  const known = sets.get(name)
  if (known) known.add(key)
  else sets.set(name, new Set([key]))
}

const countedCards = <Name extends string | null>(sets: ReadonlyMap<Name, ReadonlySet<string>>) =>
  [...sets]
    .map(([name, keys]): CountedCards<Name> => ({ name, cards: keys.size }))
    .sort((a, b) => b.cards - a.cards || ((a.name ?? '') < (b.name ?? '') ? -1 : 1))
