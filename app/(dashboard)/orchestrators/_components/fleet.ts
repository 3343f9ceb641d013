import type { GroupDto } from '@/lib/api/contract/group'
import type { NodeDto } from '@/lib/api/contract/node'
import type { PriceRowDto } from '@/lib/api/contract/price-row'
import { HEALTH_STATES, type HealthState } from '@/lib/domain/health'
import { isReached } from '@/lib/domain/outcome'

/** What is known of an orchestrator's nodes, whether they offer anything or not. */
export interface Fleet {
  readonly address: string
  readonly name: string | null
  readonly nodes: number
  /** By the latest question to each. */
  readonly reached: number
  /** Of the nodes with an answer that counts, how many report any card. */
  readonly reporting: number
  readonly offerings: number
  /** The worst of them, and since when it is so (ISO). */
  readonly health: { readonly state: HealthState; readonly since: string } | null
}

const worse = (a: HealthState, b: HealthState): boolean => HEALTH_STATES.indexOf(a) > HEALTH_STATES.indexOf(b)

/** Nodes by whom they are paid to, or by whoever a source says they belong to where they never said so themselves. */
export function fleetsOf(nodes: readonly NodeDto[]): ReadonlyMap<string, Fleet> {
  const fleets = new Map<string, Fleet>()
  for (const node of nodes)
    for (const address of ownersOf(node)) {
      const key = address.toLowerCase()
      const known = fleets.get(key)
      const { state, since } = node.health
      const isWorse = !known?.health || worse(state, known.health.state)
      fleets.set(key, {
        address: known?.address ?? address,
        name: known?.name ?? node.orchestrator_name,
        nodes: (known?.nodes ?? 0) + 1,
        reached: (known?.reached ?? 0) + Number(isReached(node.outcome)),
        reporting: (known?.reporting ?? 0) + Number(node.gpus.length > 0),
        offerings: (known?.offerings ?? 0) + node.offerings,
        health: isWorse ? { state, since } : (known?.health ?? null),
      })
    }
  return fleets
}

function ownersOf({ orchestrator, sources }: NodeDto): readonly string[] {
  if (orchestrator !== null) return [orchestrator]
  const claimed = new Map(
    sources.flatMap(({ orchestrators }) =>
      orchestrators.map((address): [string, string] => [address.toLowerCase(), address]),
    ),
  )
  return [...claimed.values()]
}

/** How often each orchestrator, in small letters, asks the lowest price of a model. */
export function floorsOf(prices: readonly PriceRowDto[]): ReadonlyMap<string, number> {
  const floors = new Map<string, number>()
  for (const { cheapest } of prices)
    for (const address of new Set(
      cheapest.flatMap(({ orchestrator }) => (orchestrator === null ? [] : orchestrator.toLowerCase())),
    ))
      floors.set(address, (floors.get(address) ?? 0) + 1)
  return floors
}

/** A row of the list: what an orchestrator offers, and how its nodes do. */
export interface OrchestratorEntry {
  readonly group: GroupDto
  /** Null: the nodes are not known yet. */
  readonly fleet: Fleet | null
  /** For how many models it asks the lowest price; null: not known yet. */
  readonly floors: number | null
}
