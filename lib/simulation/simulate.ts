import { seededRandom } from '@/lib/domain/seeded-random'
import type { Chooser, ChooserFactory, JobOutcome } from './chooser'
import { drawFor } from './draw'
import { EventQueue } from './event-queue'
import type { Job } from './job'
import type { NodeTruth } from './network'
import { RunningNode } from './running-node'

export interface World {
  readonly network: readonly NodeTruth[]
  /** In the order in which they come. */
  readonly jobs: readonly Job[]
  readonly spanMs: number
  readonly seed: string
}

/** Everything that became of the jobs of one chooser. */
export interface Run {
  readonly name: string
  readonly tries: readonly Try[]
  /** By the job's index. */
  readonly ends: readonly JobEnd[]
}

export interface Try {
  readonly job: Job
  readonly node: NodeTruth
  /** When it was sent. */
  readonly at: number
  readonly kind: JobOutcome['kind']
  readonly chargedWei: bigint
}

export interface JobEnd {
  readonly isServed: boolean
  /** As its client sees it, from its coming to its answer or its failure. */
  readonly latencyMs: number
  readonly tries: number
}

/** As long as a client waits. */
export const CLIENT_WAITS_MS = 60_000
const SWEEP_EVERY_MS = 60_000

/** A job that is not over yet. */
interface OpenJob {
  readonly job: Job
  readonly tried: Set<string>
  tries: number
}

type Event =
  | { readonly kind: 'sent'; readonly open: OpenJob; readonly node: RunningNode }
  | { readonly kind: 'ended'; readonly open: OpenJob; readonly nodeId: string; readonly outcome: JobOutcome }

/**
 * One chooser, alone with the network. What happens to a job at a node depends on the world's seed and on what this
 * chooser sent there, so that all of them meet the same world.
 */
export function simulate(world: World, factory: ChooserFactory): Run {
  const seed = Math.floor(drawFor(0, ...[...world.seed].map((char) => char.charCodeAt(0))) * 2 ** 32)
  const nodesById = new Map(world.network.map((truth) => [truth.id, new RunningNode(truth, seed)]))
  const probeAll = (nowMs: number) => [...nodesById.values()].map((node) => node.observe(nowMs))
  const chooser = factory.create({
    random: seededRandom(`${world.seed} ${factory.name}`),
    probeAll,
  })
  const queue = new EventQueue<Event>()
  const tries: Try[] = []
  const ends: JobEnd[] = []

  const end = (open: OpenJob, now: number, isServed: boolean) => {
    ends[open.job.index] = { isServed, latencyMs: now - open.job.at, tries: open.tries }
    chooser.onEnd(open.job, now)
  }
  const next = (open: OpenJob, now: number) => {
    if (!mayTry(chooser, open, now)) return end(open, now, false)
    const choice = chooser.choose(open.job, now, open.tried)
    const node = choice && nodesById.get(choice.nodeId)
    if (!choice || !node) return end(open, now, false)
    open.tries += 1
    open.tried.add(choice.nodeId)
    queue.plan(now + choice.afterMs, { kind: 'sent', open, node })
  }
  const send = (open: OpenJob, node: RunningNode, now: number) => {
    const clientGoesAt = open.job.at + CLIENT_WAITS_MS
    const { attemptMs } = chooser.limits
    const deadline =
      attemptMs !== null && open.tries < chooser.limits.maxTries
        ? Math.min(clientGoesAt, now + attemptMs)
        : clientGoesAt
    const { outcome, chargedWei } = node.accept(open.job, { now, deadline })
    tries.push({ job: open.job, node: node.truth, at: now, kind: outcome.kind, chargedWei })
    queue.plan(now + Math.max(0, outcome.tookMs), { kind: 'ended', open, nodeId: node.truth.id, outcome })
  }
  const happen = (event: Event, now: number) => {
    if (event.kind === 'sent') return send(event.open, event.node, now)
    chooser.onOutcome(event.nodeId, event.outcome, now)
    if (event.outcome.kind === 'ok') end(event.open, now, true)
    else if (event.outcome.kind === 'bad-request') end(event.open, now, false)
    else next(event.open, now)
  }

  let [nextJob, nextSweepAt] = [0, 0]
  for (;;) {
    const jobAt = world.jobs[nextJob]?.at ?? Number.POSITIVE_INFINITY
    const sweepAt = nextSweepAt < world.spanMs ? nextSweepAt : Number.POSITIVE_INFINITY
    const now = Math.min(jobAt, sweepAt, queue.nextAt)
    if (now === Number.POSITIVE_INFINITY) return { name: factory.name, tries, ends }
    if (now === sweepAt) {
      chooser.onSweep(probeAll(now), now)
      nextSweepAt += SWEEP_EVERY_MS
      continue
    }
    const event = now === queue.nextAt ? queue.take() : null
    if (event) {
      happen(event, now)
      continue
    }
    const job = world.jobs[nextJob++]
    if (job) next({ job, tried: new Set(), tries: 0 }, now)
  }
}

function mayTry({ limits }: Chooser, { job, tries }: OpenJob, now: number): boolean {
  const waited = now - job.at
  return (
    tries < limits.maxTries &&
    waited < CLIENT_WAITS_MS &&
    (limits.retryWithinMs === null || waited <= limits.retryWithinMs)
  )
}
