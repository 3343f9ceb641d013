import type { Logger } from '@/lib/log'
import type { ProbeDeps } from '@/lib/probe/probe-node'
import { foldSnapshot } from '@/lib/snapshot/fold-snapshot'
import type { Snapshot, SourceReport } from '@/lib/snapshot/snapshot'
import type { Source, SourceReading } from '@/lib/sources/source'
import type { Store } from '@/lib/store/store'
import { type ListedNode, mergeListedNodes } from './listed-nodes'
import { type SweepLimits, sweepNodes } from './sweep'

export interface DiscoveryOptions extends SweepLimits {
  /** From the start of one sweep to the start of the next; a sweep that takes longer is followed at once. */
  readonly sweepIntervalMs: number
  readonly vantage: string
  /** Snapshots older than this are forgotten. */
  readonly retentionMs: number
}

export interface DiscoveryDeps {
  readonly sources: readonly Source[]
  readonly store: Store
  readonly probe: ProbeDeps
  readonly log: Logger
}

export interface SweepStatus {
  readonly state: 'idle' | 'running'
  /** Nodes whose outcome is known, of those the running (or latest) sweep asks. */
  readonly settled: number
  readonly total: number
  readonly nextAt: number | null
  /** Why the latest sweep brought no snapshot; null when it did. */
  readonly lastError: string | null
}

/** The loop: read the sources, ask every node, fold, store, again. Holds the latest snapshot. */
export class Discovery {
  #snapshot: Snapshot | null = null
  #sources: readonly SourceReport[] = []
  #status: SweepStatus = { state: 'idle', settled: 0, total: 0, nextAt: null, lastError: null }
  #stopping = new AbortController()
  #loop: Promise<void> = Promise.resolve()

  constructor(
    private readonly deps: DiscoveryDeps,
    private readonly options: DiscoveryOptions,
  ) {
    this.#sources = deps.sources.map(({ name }) => ({ name, count: 0, readAt: null, error: null }))
  }

  /** The latest finished snapshot, from this run or an earlier one; null when nothing was ever collected. */
  get snapshot(): Snapshot | null {
    return this.#snapshot
  }

  get status(): SweepStatus {
    return this.#status
  }

  get sources(): readonly SourceReport[] {
    return this.#sources
  }

  /** Takes up the last snapshot of the store, then sweeps until stopped. */
  async start(): Promise<void> {
    this.#snapshot = await this.deps.store.readLatestSnapshot()
    this.#loop = this.#sweepForever()
  }

  /** Ends the loop; a sweep under way is given up and leaves no trace. */
  async stop(): Promise<void> {
    this.#stopping.abort(new DOMException('Discovery is stopping.', 'AbortError'))
    await this.#loop
  }

  async #sweepForever(): Promise<void> {
    const { now } = this.deps.probe
    const { signal } = this.#stopping
    while (!signal.aborted) {
      const startedAt = now()
      try {
        await this.sweepOnce()
      } catch (error) {
        if (signal.aborted) return
        this.#status = {
          ...this.#status,
          lastError: 'The sweep failed for a reason of our own; the log says which.',
        }
        this.deps.log.error({ err: error }, 'sweep failed')
      }
      const nextAt = Math.max(startedAt + this.options.sweepIntervalMs, now())
      this.#status = { ...this.#status, state: 'idle', nextAt }
      await pause(nextAt - now(), signal)
    }
  }

  /** One sweep. An empty list or a failing source never replaces what is known: then there is no new snapshot. */
  async sweepOnce(): Promise<void> {
    const { probe, store, log } = this.deps
    const { signal } = this.#stopping
    const { sweepIntervalMs, vantage, retentionMs, probeTimeoutMs, probeConcurrency } = this.options
    const startedAt = probe.now()
    this.#status = { state: 'running', settled: 0, total: 0, nextAt: null, lastError: this.#status.lastError }

    const readings = await this.#readSources(signal)
    const nodes = suspectsFirst(mergeListedNodes(readings), this.#snapshot)
    this.#status = { ...this.#status, total: nodes.length }
    if (nodes.length === 0) {
      this.#status = { ...this.#status, lastError: emptyReason(this.#sources) }
      log.warn({ sources: this.#sources }, 'no source names a node')
      return
    }
    const settled = await sweepNodes(nodes, probe, {
      probeTimeoutMs,
      probeConcurrency,
      signal,
      onSettled: () => {
        this.#status = { ...this.#status, settled: this.#status.settled + 1 }
      },
    })
    const about = {
      startedAt,
      endedAt: probe.now(),
      cadenceMs: sweepIntervalMs,
      vantage,
      sources: this.#sources,
    }
    this.#snapshot = await store.writeSnapshot(foldSnapshot(this.#snapshot, settled, about))
    this.#status = { ...this.#status, lastError: null }
    await store.deleteSnapshotsBefore(about.endedAt - retentionMs)
    const answered = settled.filter(({ result }) => 'answer' in result).length
    log.info(
      { snapshot: this.#snapshot.id, nodes: nodes.length, answered, tookMs: about.endedAt - startedAt },
      'sweep done',
    )
  }

  async #readSources(signal: AbortSignal): Promise<Map<string, SourceReading>> {
    const readings = await Promise.all(
      this.deps.sources.map(async (source) => [source.name, await source.read(signal)] as const),
    )
    this.#sources = readings.map(([name, { uris, readAt, error }]) => ({
      name,
      count: uris.length,
      readAt,
      error,
    }))
    for (const { name, error } of this.#sources)
      if (error !== null) this.deps.log.warn({ source: name }, error)
    return new Map(readings)
  }
}

/** Nodes that were silent last time start first: they may take the whole deadline, which then runs beside the others' work. */
function suspectsFirst(nodes: readonly ListedNode[], previous: Snapshot | null): ListedNode[] {
  const failing = new Set(
    previous?.nodes.flatMap(({ uri, failingSince }) => (failingSince === null ? [] : uri)),
  )
  return nodes.toSorted((a, b) => Number(failing.has(b.uri)) - Number(failing.has(a.uri)))
}

function emptyReason(sources: readonly SourceReport[]): string {
  if (sources.length === 0) return 'No source is configured: set ORCH_ADDRS or ORCH_WEBHOOK_URL.'
  const errors = sources.flatMap(({ error }) => error ?? [])
  return errors.length > 0 ? errors.join(' ') : 'No source names a single node.'
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end, { once: true })
  })
}
