import type { EthAddress } from '@/lib/domain/eth-address'
import { isAnswered } from '@/lib/domain/outcome'
import type { PriceUnit } from '@/lib/domain/pipeline'
import { comparePrice } from '@/lib/domain/price'
import type { Catalog } from './catalog'
import { isImplausibleCapacity, type Offering } from './offering'
import { type ModelRollUp, type NamedRollUp, rollUpGpus, rollUpModels, rollUpOrchestrators } from './roll-up'

/** What one orchestrator brings to the network. */
export interface Fleet {
  readonly address: EthAddress
  readonly name: string | null
  readonly nodes: { readonly listed: number; readonly answered: number }
  /** Versions that its nodes state, most first. */
  readonly versions: readonly { readonly name: string; readonly count: number }[]
  readonly cards: { readonly total: number; readonly nodesReporting: number }
  /** Of those of its cards that state their memory, which are so many. */
  readonly memory: { readonly totalBytes: bigint; readonly cards: number }
  /** Parallel slots of the offerings that state a plausible capacity; null: none does. */
  readonly slots: { readonly inUse: number; readonly capacity: number; readonly offerings: number } | null
  /** Null while none of its nodes offers anything. */
  readonly offered: NamedRollUp | null
}

export interface FleetCards {
  readonly name: string
  readonly memoryTotalBytes: bigint | null
  /** In the order of the fleets: how many, and how many models run on them; null: none of its nodes reports any card. */
  readonly fleets: readonly ({ readonly cards: number; readonly models: number } | null)[]
}

export interface FleetModel {
  readonly kind: Offering['kind']
  readonly pipeline: string
  readonly model: string | null
  readonly unit: PriceUnit
  /** In the order of the fleets; null: it does not offer this. */
  readonly fleets: readonly (ModelRollUp | null)[]
  /** Places of those whose lowest price is the lowest of all; empty where fewer than two state one. */
  readonly cheapest: readonly number[]
}

export interface FleetComparison {
  readonly fleets: readonly Fleet[]
  readonly cards: readonly FleetCards[]
  /** What most fleets have in common first. */
  readonly models: readonly FleetModel[]
}

/** Some orchestrators beside each other, in the order in which they are asked for. */
export function compareFleets(catalog: Catalog, addresses: readonly EthAddress[]): FleetComparison {
  const own = addresses.map((address) => ownOf(catalog, address))
  const reporting = own.map(({ gpus }) => nodesReporting(gpus) > 0)
  return {
    fleets: own.map(fleetOf),
    cards: inOneList(
      own.map(({ gpus, offerings }) => rollUpGpus(gpus, offerings)),
      ({ name, memoryTotalBytes }) => `${name} ${memoryTotalBytes}`,
    )
      .map(([{ name, memoryTotalBytes }, kinds]) => ({
        name,
        memoryTotalBytes,
        fleets: kinds.map((kind, place) =>
          reporting[place] ? { cards: kind?.cards ?? 0, models: kind?.models.length ?? 0 } : null,
        ),
      }))
      .sort((a, b) => cardsOf(b) - cardsOf(a) || byText(a.name, b.name)),
    models: inOneList(
      own.map(({ offerings }) => rollUpModels(offerings)),
      ({ kind, pipeline, model, unit }) => JSON.stringify([kind, pipeline, model, unit]),
    )
      .map(([{ kind, pipeline, model, unit }, fleets]) => ({
        kind,
        pipeline,
        model,
        unit,
        fleets,
        cheapest: cheapestOf(fleets),
      }))
      .sort(
        (a, b) =>
          offeredBy(b) - offeredBy(a) ||
          byText(a.pipeline, b.pipeline) ||
          byText(a.model ?? '', b.model ?? ''),
      ),
  }
}

interface Own {
  readonly address: EthAddress
  readonly catalog: Catalog
  readonly nodes: Catalog['snapshot']['nodes']
  readonly offerings: readonly Offering[]
  readonly gpus: Catalog['gpusByNode']
}

function ownOf(catalog: Catalog, address: EthAddress): Own {
  const nodes = catalog.snapshot.nodes.filter(({ lastAnswer }) => lastAnswer?.answer.recipient === address)
  const uris = new Set(nodes.map(({ uri }) => uri))
  return {
    address,
    catalog,
    nodes,
    offerings: catalog.offerings.filter(({ orchestrator }) => orchestrator === address),
    gpus: new Map([...catalog.gpusByNode].filter(([uri]) => uris.has(uri))),
  }
}

function fleetOf({ address, catalog, nodes, offerings, gpus }: Own): Fleet {
  const cards = [...new Map([...gpus.values()].flat().map((gpu) => [gpu.key, gpu])).values()]
  const memories = cards.flatMap(({ memoryTotalBytes }) => memoryTotalBytes ?? [])
  const slots = offerings.flatMap(({ capacity, capacityInUse }) =>
    capacity === null || isImplausibleCapacity(capacity) ? [] : { capacity, inUse: capacityInUse ?? 0 },
  )
  const [offered = null] = rollUpOrchestrators(offerings)
  return {
    address,
    name: catalog.names.get(address) ?? null,
    nodes: { listed: nodes.length, answered: nodes.filter(({ kind }) => isAnswered(kind)).length },
    versions: countVersions(
      nodes.flatMap(({ lastAnswer }) => lastAnswer?.answer.capabilities?.version || []),
    ),
    cards: {
      total: cards.length,
      nodesReporting: nodesReporting(gpus),
    },
    memory: { totalBytes: memories.reduce((sum, bytes) => sum + bytes, 0n), cards: memories.length },
    slots:
      slots.length === 0
        ? null
        : {
            inUse: slots.reduce((sum, { inUse }) => sum + inUse, 0),
            capacity: slots.reduce((sum, { capacity }) => sum + capacity, 0),
            offerings: slots.length,
          },
    offered,
  }
}

function countVersions(versions: readonly string[]): { name: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const version of versions) counts.set(version, (counts.get(version) ?? 0) + 1)
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || byText(a.name, b.name))
}

/** What is in any list once, with its row of each list; null where a list has none. */
function inOneList<T>(
  lists: readonly (readonly T[])[],
  keyOf: (row: T) => string,
): [first: T, rows: (T | null)[]][] {
  const keyed = lists.map((rows) => new Map(rows.map((row) => [keyOf(row), row])))
  const all = new Map(lists.flat().map((row) => [keyOf(row), row]))
  return [...all].map(([key, row]) => [row, keyed.map((rows) => rows.get(key) ?? null)])
}

function cheapestOf(fleets: readonly (ModelRollUp | null)[]): readonly number[] {
  const prices = fleets.flatMap((row, place) => (row?.price.min ? { price: row.price.min, place } : []))
  const [lowest] = [...prices].sort((a, b) => comparePrice(a.price, b.price))
  if (!lowest || prices.length < 2) return []
  return prices.filter(({ price }) => comparePrice(price, lowest.price) === 0).map(({ place }) => place)
}

const nodesReporting = (gpus: Catalog['gpusByNode']): number =>
  [...gpus.values()].filter((one) => one.length > 0).length

const cardsOf = ({ fleets }: FleetCards): number => fleets.reduce((sum, row) => sum + (row?.cards ?? 0), 0)
const offeredBy = ({ fleets }: FleetModel): number => fleets.filter((row) => row !== null).length
const byText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1)
