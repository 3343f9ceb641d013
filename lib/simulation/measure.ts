import { percentile } from '@/lib/catalog/percentile'
import { isBroken } from './behaviour'
import { breakagesOf, breakageTimes, sendingsByNode } from './breakage'
import type { Run, World } from './simulate'

/** What one chooser came to. Times are ms; null: there is nothing to tell. */
export interface Figures {
  readonly name: string
  /** Those that could be served: the mistakes of clients count nowhere but in tries and in what is charged. */
  readonly jobs: number
  readonly served: number
  readonly failed: number
  readonly successRate: number
  /** Of jobs that were served, from their coming to their answer, tries in vain included. */
  readonly latencyP50Ms: number | null
  readonly latencyP95Ms: number | null
  /** What was really charged, also for jobs that failed. */
  readonly totalWei: bigint
  /** All that was charged, by the jobs that were served. */
  readonly weiPerServedJob: number | null
  readonly triesPerJob: number
  /** Of all tries. */
  readonly busiestNodeShare: number
  readonly busiestOrchestratorShare: number
  readonly nodesUsed: number
  readonly triesAtBrokenNodes: number
  readonly brokenShare: number
  /** Over all breakages of which something can be told; Infinity: never. */
  readonly leaveMedianMs: number | null
  readonly breakages: number
  readonly left: number
  readonly returnMedianMs: number | null
  readonly healings: number
  readonly returned: number
}

export function measure({ name, tries, ends }: Run, { network, jobs, spanMs }: World): Figures {
  const sound = ends.filter((_, i) => jobs[i]?.isBadRequest === false)
  const served = sound.filter(({ isServed }) => isServed)
  const latencies = served.map(({ latencyMs }) => latencyMs)
  const totalWei = tries.reduce((sum, { chargedWei }) => sum + chargedWei, 0n)
  const broken = tries.filter(({ node, at }) => isBroken(node.behaviour, at)).length
  const sendings = sendingsByNode(tries)
  const all = tries.map(({ at }) => at)
  const times = breakagesOf(network).flatMap(
    (breakage) =>
      breakageTimes({ node: sendings.get(breakage.node.id) ?? [], all }, breakage, { endAt: spanMs }) ?? [],
  )
  const leaves = times.map(({ leaveMs }) => leaveMs)
  // Whoever was never left cannot be returned to.
  const returns = times.flatMap(({ leaveMs, returnMs }) =>
    returnMs === null || leaveMs === Number.POSITIVE_INFINITY ? [] : [returnMs],
  )
  const share = (count: number) => (tries.length === 0 ? 0 : count / tries.length)
  return {
    name,
    jobs: sound.length,
    served: served.length,
    failed: sound.length - served.length,
    successRate: sound.length === 0 ? 0 : served.length / sound.length,
    latencyP50Ms: percentile(latencies, 50),
    latencyP95Ms: percentile(latencies, 95),
    totalWei,
    weiPerServedJob: served.length === 0 ? null : Number(totalWei) / served.length,
    triesPerJob: jobs.length === 0 ? 0 : tries.length / jobs.length,
    busiestNodeShare: share(largestCount(tries.map(({ node }) => node.id))),
    busiestOrchestratorShare: share(largestCount(tries.map(({ node }) => node.orchestrator))),
    nodesUsed: sendings.size,
    triesAtBrokenNodes: broken,
    brokenShare: share(broken),
    leaveMedianMs: median(leaves),
    breakages: leaves.length,
    left: leaves.filter(Number.isFinite).length,
    returnMedianMs: median(returns),
    healings: returns.length,
    returned: returns.filter(Number.isFinite).length,
  }
}

function largestCount(names: readonly string[]): number {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return Math.max(0, ...counts.values())
}

/** The lower one of two in the middle, so that it is a time that was measured. */
const median = (times: readonly number[]): number | null =>
  times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) / 2)] ?? null
