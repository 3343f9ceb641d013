import { vramClassGb } from '@/lib/domain/vram-class'
import type { Catalog } from './catalog'
import type { ReportedGpu } from './offering'

/** Distinct cards of a part of the network, and how many of its nodes report any at all. */
export interface CardSupply {
  readonly cards: number
  readonly nodesReporting: number
  readonly nodesCounted: number
}

export interface GpuSupply {
  readonly total: CardSupply
  /** By the size on the box, largest first; null: cards that do not say. */
  readonly classes: readonly {
    readonly vramGb: number | null
    readonly cards: number
    readonly nodes: number
  }[]
  /** By where the nodes are, most cards first; null: nobody says. */
  readonly regions: readonly (CardSupply & { readonly name: string | null })[]
  /** Cards that nodes report for offerings of a pipeline, most first; one card may serve several. */
  readonly pipelines: readonly (CardSupply & { readonly name: string })[]
}

/** What hardware there is, each number with how many nodes it is of: whoever reports none may have any. */
export function gpuSupply({
  live,
  gpusByNode,
  offerings,
}: Pick<Catalog, 'live' | 'gpusByNode' | 'offerings'>): GpuSupply {
  const total = new Tally()
  const classes = new Map<number | null, Tally>()
  const regions = new Map<string | null, Tally>()
  const pipelines = new Map<string, Tally>()
  for (const { uri, region } of live) {
    const gpus = gpusByNode.get(uri) ?? []
    total.add(uri, gpus)
    tallyOf(regions, region?.name ?? null).add(uri, gpus)
    for (const gpu of gpus) tallyOf(classes, vramClassGb(gpu.memoryTotalBytes)).add(uri, [gpu])
  }
  for (const { pipeline, nodeUri, gpus } of offerings) tallyOf(pipelines, pipeline).add(nodeUri, gpus)
  return {
    total: total.supply(),
    classes: [...classes]
      .map(([vramGb, tally]) => ({ vramGb, cards: tally.cards.size, nodes: tally.reporting.size }))
      .sort((a, b) => (b.vramGb ?? -1) - (a.vramGb ?? -1)),
    regions: named(regions),
    pipelines: named(pipelines),
  }
}

class Tally {
  readonly cards = new Set<string>()
  readonly reporting = new Set<string>()
  readonly counted = new Set<string>()

  add(nodeUri: string, gpus: readonly ReportedGpu[]): void {
    this.counted.add(nodeUri)
    if (gpus.length > 0) this.reporting.add(nodeUri)
    for (const { key } of gpus) this.cards.add(key)
  }

  supply(): CardSupply {
    return {
      cards: this.cards.size,
      nodesReporting: this.reporting.size,
      nodesCounted: this.counted.size,
    }
  }
}

function tallyOf<K>(tallies: Map<K, Tally>, key: K): Tally {
  const known = tallies.get(key) ?? new Tally()
  tallies.set(key, known)
  return known
}

const named = <K extends string | null>(tallies: ReadonlyMap<K, Tally>) =>
  [...tallies]
    .map(([name, tally]) => ({ name, ...tally.supply() }))
    .sort(
      (a, b) =>
        b.cards - a.cards || b.nodesCounted - a.nodesCounted || ((a.name ?? '') < (b.name ?? '') ? -1 : 1),
    )
