import { setMaxListeners } from 'node:events'
import { mapBounded } from '@/lib/probe/map-bounded'
import { type ProbeDeps, probeNode } from '@/lib/probe/probe-node'
import type { SettledNode } from '@/lib/snapshot/fold-snapshot'
import type { ListedNode } from './listed-nodes'

export interface SweepLimits {
  readonly probeTimeoutMs: number
  /** Probes that may be connecting at once: more than about 100 TLS handshakes in parallel stall the event loop. */
  readonly probeConcurrency: number
}

/** What has not answered by then mostly waits, at little cost to us; holding its place would hold up the rest. */
const QUIET_AFTER_MS = 20
/** Probes that may wait beyond those that are busy: each holds a socket and, at worst, an unfinished answer of 4 MiB. */
const MAX_WAITING = 400

/**
 * Asks every node once, all together under a bound. Each ends in exactly one outcome within the probe deadline;
 * `onSettled` is called after each. Rejects only when `signal` is aborted.
 */
export function sweepNodes(
  nodes: readonly ListedNode[],
  deps: ProbeDeps,
  {
    probeTimeoutMs,
    probeConcurrency,
    signal,
    onSettled,
  }: SweepLimits & { signal: AbortSignal; onSettled: () => void },
): Promise<SettledNode[]> {
  // Every open probe listens to it.
  setMaxListeners(0, signal)
  return mapBounded(
    nodes,
    async (node): Promise<SettledNode> => {
      const askedAt = deps.now()
      const result =
        node.problem === null
          ? await probeNode(node.uri, deps, { timeoutMs: probeTimeoutMs, signal })
          : ({ kind: 'invalid-uri', detail: `The URI ${node.problem}.` } as const)
      onSettled()
      return { uri: node.uri, askedAt, result }
    },
    {
      limit: probeConcurrency,
      quietAfterMs: QUIET_AFTER_MS,
      hardLimit: probeConcurrency + MAX_WAITING,
    },
  )
}
