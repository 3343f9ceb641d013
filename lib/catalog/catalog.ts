import { type EthAddress, ZERO_ADDRESS } from '@/lib/domain/eth-address'
import type { OrchestratorAnswer } from '@/lib/domain/orchestrator-answer'
import { isAnswered, isRefusal, OUTCOME_KINDS, type OutcomeKind } from '@/lib/domain/outcome'
import type { Snapshot } from '@/lib/snapshot/snapshot'
import { canonicalGpuName } from './gpu-name'
import { groupsOf } from './groups-of'
import { type LiveNode, liveNodes, offeringsOfNode } from './list-offerings'
import { cardsOfNode } from './node-gpus'
import type { Offering, ReportedGpu } from './offering'
import type { OrchestratorNames } from './parse-names'
import { percentile } from './percentile'
import { runnerOfferings } from './runner-offerings'

/** What can be bought now: one snapshot, read at one moment. */
export interface Catalog {
  readonly snapshot: Snapshot
  /** Nodes whose last answer still counts. */
  readonly live: readonly LiveNode[]
  readonly offerings: readonly Offering[]
  readonly names: OrchestratorNames
  /** Distinct cards that the node or its live runners report. */
  readonly gpusByNode: ReadonlyMap<string, readonly ReportedGpu[]>
}

/** `names`: what orchestrators are called, by default nothing. */
export function createCatalog(
  snapshot: Snapshot,
  now: number,
  { names = new Map() }: { names?: OrchestratorNames } = {},
): Catalog {
  const live = liveNodes(snapshot, now)
  const offerings: Offering[] = []
  const gpusByNode = new Map<string, readonly ReportedGpu[]>()
  for (const node of live) {
    const { recipient } = node.lastAnswer.answer
    const known = {
      region: node.region,
      orchestratorName: (recipient && names.get(recipient)) ?? null,
    }
    const runners = runnerOfferings(node, now, known)
    for (const offering of offeringsOfNode(node, known)) offerings.push(offering)
    for (const offering of runners) offerings.push(offering)
    gpusByNode.set(node.uri, cardsOfNode(node, runners))
  }
  return { snapshot, live, names, offerings, gpusByNode }
}

export interface Summary {
  readonly orchestrators: number
  readonly nodes: {
    readonly listed: number
    readonly answered: number
    /** Those that refuse us included. */
    readonly failed: number
    readonly refused: number
    /** Each outcome that there is, in their usual order. */
    readonly outcomes: readonly {
      readonly outcome: OutcomeKind
      readonly count: number
      /** The first ones; none of those that are well. */
      readonly examples: readonly { readonly uri: string; readonly failingSince: number | null }[]
    }[]
    /** Of those whose answer counts, how many state it at all. */
    readonly stating: { readonly orchestrator: number; readonly model: number; readonly offering: number }
  }
  readonly offerings: StateCounts & { readonly total: number }
  readonly models: number
  readonly gpus: {
    readonly total: number
    readonly nodesReporting: number
    readonly nodesCounted: number
    readonly byName: readonly { readonly name: string; readonly count: number }[]
  }
  readonly latency: { readonly n: number; readonly p50Ms: number | null; readonly p95Ms: number | null }
  readonly pipelines: readonly (StateCounts & {
    readonly pipeline: string
    readonly models: number
    readonly nodes: number
  })[]
}

export interface StateCounts {
  readonly warm: number
  readonly cold: number
  readonly pricedOnly: number
  readonly unknown: number
}

/** Named for each outcome in a summary; whoever wants all reads the list of nodes. */
const MAX_EXAMPLES = 2

/** The network in a few numbers. Cards are counted once in the whole network, whoever lists them. */
export function summarize({ snapshot, live, offerings, gpusByNode }: Catalog): Summary {
  const answered = snapshot.nodes.filter(({ kind }) => isAnswered(kind))
  const gpus = new Map([...gpusByNode.values()].flat().map((gpu) => [gpu.key, gpu]))
  const latencies = answered.flatMap(({ lastAnswer }) => lastAnswer?.latencyMs ?? [])
  return {
    orchestrators: new Set(live.flatMap(({ lastAnswer: { answer } }) => payee(answer) ?? [])).size,
    nodes: {
      listed: snapshot.nodes.length,
      answered: answered.length,
      failed: snapshot.nodes.length - answered.length,
      refused: snapshot.nodes.filter(({ kind }) => isRefusal(kind)).length,
      outcomes: OUTCOME_KINDS.flatMap((outcome) => {
        const own = snapshot.nodes.filter(({ kind }) => kind === outcome)
        const examples = outcome === 'ok' ? [] : own.slice(0, MAX_EXAMPLES)
        return own.length === 0
          ? []
          : {
              outcome,
              count: own.length,
              examples: examples.map(({ uri, failingSince }) => ({ uri, failingSince })),
            }
      }),
      stating: {
        orchestrator: live.filter(({ lastAnswer: { answer } }) => payee(answer) !== null).length,
        model: nodesOf(offerings.filter(({ model }) => model !== null)),
        offering: nodesOf(offerings),
      },
    },
    offerings: { total: offerings.length, ...countStates(offerings) },
    models: new Set(offerings.flatMap(({ model }) => model ?? [])).size,
    gpus: {
      total: gpus.size,
      nodesReporting: [...gpusByNode.values()].filter((cards) => cards.length > 0).length,
      nodesCounted: live.length,
      byName: countBy([...gpus.values()], ({ reportedName }) => canonicalGpuName(reportedName)).map(
        ([name, count]) => ({
          name,
          count,
        }),
      ),
    },
    latency: { n: latencies.length, p50Ms: percentile(latencies, 50), p95Ms: percentile(latencies, 95) },
    pipelines: groupsOf(offerings, ({ pipeline }) => pipeline)
      .map(([{ pipeline }, own]) => ({
        pipeline,
        models: new Set(own.flatMap(({ model }) => model ?? [])).size,
        nodes: nodesOf(own),
        total: own.length,
        ...countStates(own),
      }))
      .sort((a, b) => b.total - a.total || (a.pipeline < b.pipeline ? -1 : 1))
      .map(({ total: _, ...row }) => row),
  }
}

const nodesOf = (offerings: readonly Offering[]): number =>
  new Set(offerings.map(({ nodeUri }) => nodeUri)).size

/** Who gets paid, or else the node's own key; a node off chain has neither. */
const payee = ({ recipient, localAddress }: OrchestratorAnswer): EthAddress | null =>
  [recipient, localAddress].find((address) => address !== null && address !== ZERO_ADDRESS) ?? null

const countStates = (offerings: readonly Offering[]): StateCounts => ({
  warm: offerings.filter(({ state }) => state === 'warm').length,
  cold: offerings.filter(({ state }) => state === 'cold').length,
  pricedOnly: offerings.filter(({ state }) => state === 'priced-only').length,
  unknown: offerings.filter(({ state }) => state === 'unknown').length,
})

/** [value, count], most first, then by value. */
function countBy<T>(items: readonly T[], value: (item: T) => string): [string, number][] {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(value(item), (counts.get(value(item)) ?? 0) + 1)
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
}
