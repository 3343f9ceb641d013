import { setMaxListeners } from 'node:events'
import { askRunners } from '@/lib/probe/ask-runners'
import { mapBounded } from '@/lib/probe/map-bounded'
import { type ProbeDeps, type ProbeResult, probeNode } from '@/lib/probe/probe-node'
import type { RunnerReading, SettledNode } from '@/lib/snapshot/fold-snapshot'
import { ownAddresses } from './extra-nodes'
import type { ListedNode } from './listed-nodes'

export interface SweepLimits {
  readonly probeTimeoutMs: number
  /** Probes that may be connecting at once: more than about 100 TLS handshakes in parallel stall the event loop. */
  readonly probeConcurrency: number
}

export interface SweepOptions extends SweepLimits {
  /** Between the starts of two probes at least: what is started together is measured together. */
  readonly gapMs?: number
  /** Who is asked for live runners too, if it answers at all; by default nobody. */
  readonly wantsRunners?: (uri: string) => boolean
  /** Addresses and hosts that any node's runners may be at. */
  readonly runnersSpeakFor?: readonly string[]
  readonly signal: AbortSignal
  readonly onSettled: () => void
}

/** What has not answered by then mostly waits, at little cost to us; holding its place would hold up the rest. */
const QUIET_AFTER_MS = 20
/** Probes that may wait beyond those that are busy: each holds a socket and, at worst, an unfinished answer of 4 MiB. */
const MAX_WAITING = 400
/** Questions for runners at once: each is a handshake more, which must not disturb the probes. */
const RUNNER_CONCURRENCY = 20

/**
 * Asks every node once, all together under a bound. Each ends in exactly one outcome within the probe deadline;
 * `onSettled` is called after each. Runners are asked for when the last probe has started, while the slow ones are still
 * awaited. Rejects only when `signal` is aborted.
 */
export async function sweepNodes(
  nodes: readonly ListedNode[],
  deps: ProbeDeps,
  options: SweepOptions,
): Promise<SettledNode[]> {
  const { probeTimeoutMs, probeConcurrency, gapMs = 0, signal, onSettled } = options
  if (nodes.length === 0) return []
  // Every open probe listens to it.
  setMaxListeners(0, signal)
  const limits = {
    quietAfterMs: QUIET_AFTER_MS,
    limit: probeConcurrency,
    hardLimit: probeConcurrency + MAX_WAITING,
  }
  const allStarted = deferred<void>()
  const outcomes = nodes.map(() => deferred<Pick<SettledNode, 'askedAt' | 'result'>>())

  const probing = mapBounded(
    nodes,
    async (node, i) => {
      if (i === nodes.length - 1) allStarted.resolve()
      const askedAt = deps.now()
      const result =
        node.problem === null
          ? await probeNode(node.uri, deps, { timeoutMs: probeTimeoutMs, signal })
          : ({ kind: 'invalid-uri', detail: `The URI ${node.problem}.` } as const)
      onSettled()
      outcomes[i]?.resolve({ askedAt, result })
    },
    { ...limits, gapMs },
  )
  const settling = allStarted.promise.then(() =>
    mapBounded(
      nodes,
      async (node, i): Promise<SettledNode> => {
        const outcome = await (outcomes[i] ?? deferred()).promise
        return { uri: node.uri, ...outcome, runners: await runnersOf(node, outcome.result, deps, options) }
      },
      { quietAfterMs: QUIET_AFTER_MS, limit: RUNNER_CONCURRENCY, hardLimit: nodes.length },
    ),
  )
  // The first rejection of the probes is the sweep's; what waits for their outcomes then waits for nothing.
  const [settled] = await Promise.race([Promise.all([settling, probing]), never(probing)])
  return settled
}

async function runnersOf(
  node: ListedNode,
  result: ProbeResult,
  deps: ProbeDeps,
  { wantsRunners = () => false, runnersSpeakFor = [], signal }: SweepOptions,
): Promise<RunnerReading | null> {
  if (!('answer' in result) || node.problem !== null || !wantsRunners(node.uri)) return null
  const options = { ownAddresses: ownAddresses(node.uri, result.answer), speaksFor: runnersSpeakFor, signal }
  return askRunners(node.uri, options, deps)
}

interface Deferred<T> {
  readonly promise: Promise<T>
  resolve(value: T): void
}

function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve: (value) => resolve(value) }
}

/** Rejects as the work does, and never resolves. */
const never = (work: Promise<unknown>): Promise<never> =>
  new Promise((_, reject) => {
    work.catch(reject)
  })
