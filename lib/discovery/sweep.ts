import { setMaxListeners } from 'node:events'
import { boundedTo } from '@/lib/net/bounded-to'
import { timeLimit } from '@/lib/net/time-limit'
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
/** After the last probe; whoever was not asked by then, or has not answered, is asked in the next sweep. */
const RUNNER_GRACE_MS = 3_000

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
  const giveUp = new AbortController()
  // Every open probe, and every question for runners, listens to them.
  setMaxListeners(0, signal, giveUp.signal)
  const lane = boundedTo(RUNNER_CONCURRENCY)
  let begin = () => {}
  const allStarted = new Promise<void>((resolve) => {
    begin = resolve
  })
  const questions: Promise<RunnerReading | null>[] = []

  const probes = await mapBounded(
    nodes,
    async (node, i) => {
      if (i === nodes.length - 1) begin()
      const askedAt = deps.now()
      const result =
        node.problem === null
          ? await probeNode(node.uri, deps, { timeoutMs: probeTimeoutMs, signal })
          : ({ kind: 'invalid-uri', detail: `The URI ${node.problem}.` } as const)
      onSettled()
      questions[i] = allStarted.then(() => lane(() => runnersOf(node, result, deps, options, giveUp.signal)))
      // Awaited below, when the last probe is in; until then nobody listens to its failure.
      questions[i].catch(() => {})
      return { uri: node.uri, askedAt, result }
    },
    {
      limit: probeConcurrency,
      quietAfterMs: QUIET_AFTER_MS,
      hardLimit: probeConcurrency + MAX_WAITING,
      gapMs,
    },
  ).catch((error: unknown) => {
    giveUp.abort(error)
    throw error
  })
  const limit = timeLimit(signal, RUNNER_GRACE_MS)
  limit.signal.addEventListener('abort', () => giveUp.abort(limit.signal.reason))
  const runners = await Promise.all(questions)
  limit.end()
  signal.throwIfAborted()
  return probes.map((probe, i) => ({ ...probe, runners: runners[i] ?? null }))
}

/** Null for a node that is not asked, or not in time. */
async function runnersOf(
  node: ListedNode,
  result: ProbeResult,
  deps: ProbeDeps,
  { wantsRunners = () => false, runnersSpeakFor = [] }: SweepOptions,
  signal: AbortSignal,
): Promise<RunnerReading | null> {
  if (!('answer' in result) || node.problem !== null || signal.aborted || !wantsRunners(node.uri)) return null
  const options = { ownAddresses: ownAddresses(node.uri, result.answer), speaksFor: runnersSpeakFor, signal }
  // Given up because the sweep ends: it is asked in the next one.
  return askRunners(node.uri, options, deps).catch((error: unknown) => {
    if (signal.aborted) return null
    throw error
  })
}
