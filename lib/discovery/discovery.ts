import { parseServiceUri } from '@/lib/domain/service-uri'
import type { Logger } from '@/lib/log'
import type { ProbeDeps } from '@/lib/probe/probe-node'
import { foldSnapshot } from '@/lib/snapshot/fold-snapshot'
import { nextAskAt } from '@/lib/snapshot/next-ask'
import type { Snapshot, SourceReport } from '@/lib/snapshot/snapshot'
import type { Source, SourceReading } from '@/lib/sources/source'
import { LeaseLost, type Store } from '@/lib/store/store'
import { formatReport, parseReport, type SweepStatus } from './conductor-report'
import { type ListedNode, mergeListedNodes } from './listed-nodes'
import { pause } from './pause'
import { type SweepLimits, sweepNodes } from './sweep'

export interface DiscoveryOptions extends SweepLimits {
  /** From the start of one sweep to the start of the next, give or take a tenth; one that takes longer is followed at once. */
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
  /** From 0 to 1, for jitter. */
  readonly random: () => number
  /** Tells this process from every other one on the same store. */
  readonly holder: string
}

/** How often a process looks for what another one did: requests for a sweep, new snapshots, a lease that ran out. */
const LOOK_EVERY_MS = 500
const REPORT_EVERY_MS = 250
const JITTER = 0.1
/** Of the time a lease runs, so that a renewal may come late once. */
const RENEW_AFTER = 1 / 3

/**
 * The conductor: read the sources, ask the nodes that are due, fold, store, again. Of several processes on one store
 * one sweeps, the holder of the lease; the others follow what it writes and take over when it falls silent.
 */
export class Discovery {
  #snapshot: Snapshot | null = null
  #sources: readonly SourceReport[]
  #status: SweepStatus = { state: 'idle', settled: 0, total: 0, nextAt: null, lastError: null }
  /** The latest request for a sweep that has been met. */
  #metRequestAt = 0
  #isConductor = false
  #reportedAt = 0
  readonly #stopping = new AbortController()
  /** Aborted when a sweep must end: on stopping, and when the lease is lost. */
  #sweeping = new AbortController()
  #loop: Promise<void> = Promise.resolve()
  #renewal: NodeJS.Timeout | undefined

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

  /** Whether this process is the one that sweeps. */
  get isConductor(): boolean {
    return this.#isConductor
  }

  /** Takes up the last snapshot of the store, then sweeps or follows until stopped. */
  async start(): Promise<void> {
    await this.#takeUpLatest()
    this.#renewal = setInterval(() => this.#renewLease(), this.#leaseMs * RENEW_AFTER)
    this.#loop = this.#run()
  }

  /** Ends the loop; a sweep under way is given up and leaves no trace, the lease is free at once. */
  async stop(): Promise<void> {
    clearInterval(this.#renewal)
    const reason = new DOMException('Discovery is stopping.', 'AbortError')
    this.#stopping.abort(reason)
    this.#sweeping.abort(reason)
    await this.#loop
    // Left as it is, it runs out by itself.
    await this.deps.store
      .dropLease(this.deps.holder)
      .catch((err) => this.deps.log.error({ err }, 'the lease could not be given back'))
  }

  /** Has all nodes asked at once, whatever their turn, by whichever process conducts. */
  async requestSweep(): Promise<void> {
    await this.deps.store.requestSweep(this.deps.probe.now())
  }

  /**
   * One sweep over the nodes that are due, or over all. An empty list or a failing source never replaces what is known:
   * then there is no new snapshot. Rejects when it has to be given up.
   */
  async sweepOnce({ asksAll = false } = {}): Promise<void> {
    const { probe, store, log } = this.deps
    const { sweepIntervalMs, vantage, retentionMs, probeTimeoutMs, probeConcurrency } = this.options
    const { signal } = this.#sweeping
    const startedAt = probe.now()
    this.#setStatus({
      state: 'running',
      settled: 0,
      total: 0,
      nextAt: null,
      lastError: this.#status.lastError,
    })

    const readings = await this.#readSources(signal)
    const named = mergeListedNodes(readings, this.#cadences())
    const emptyError = named.length === 0 ? emptyReason(this.#sources) : null
    if (emptyError !== null) log.warn({ sources: this.#sources }, emptyError)
    // Nobody names anybody: more likely a mistake than the end of the network, so the nodes known last are asked on.
    const listed = named.length === 0 ? lastListed(this.#snapshot) : named
    if (listed.length === 0) {
      this.#setStatus({ ...this.#status, lastError: emptyError })
      return
    }
    const due = asksAll ? listed : dueNodes(listed, this.#snapshot, startedAt + sweepIntervalMs / 2)
    if (due.length === 0 && isSameList(listed, this.#snapshot)) {
      this.#setStatus({ ...this.#status, lastError: emptyError })
      return
    }
    this.#setStatus({ ...this.#status, total: due.length })
    const settled = await sweepNodes(suspectsFirst(due, this.#snapshot), probe, {
      probeTimeoutMs,
      probeConcurrency,
      signal,
      onSettled: () => this.#setStatus({ ...this.#status, settled: this.#status.settled + 1 }),
    })
    signal.throwIfAborted()
    const about = {
      startedAt,
      endedAt: probe.now(),
      cadenceMs: sweepIntervalMs,
      vantage,
      sources: this.#sources,
    }
    const folded = foldSnapshot(this.#snapshot, listed, settled, about)
    const storeError = await this.#store(folded)
    this.#setStatus({ ...this.#status, lastError: storeError ?? emptyError })
    if (storeError === null) await store.deleteSnapshotsBefore(about.endedAt - retentionMs)
    const answered = settled.filter(({ result }) => 'answer' in result).length
    const tookMs = about.endedAt - startedAt
    log.info(
      { snapshot: this.#snapshot?.id, nodes: listed.length, asked: due.length, answered, tookMs },
      'sweep done',
    )
  }

  /** What cannot be stored, on a full disk for one, is served all the same. Returns why it could not. */
  async #store(folded: Omit<Snapshot, 'id'>): Promise<string | null> {
    const { store, holder, log } = this.deps
    try {
      this.#snapshot = await store.writeSnapshot(folded, this.#isConductor ? holder : undefined)
      return null
    } catch (error) {
      if (error instanceof LeaseLost) throw error
      log.error({ err: error }, 'a snapshot could not be stored')
      this.#snapshot = { id: (this.#snapshot?.id ?? 0) + 1, ...folded }
      const reason = error instanceof Error ? error.message : String(error)
      return `The latest snapshot could not be stored and will be lost at a restart: ${reason}.`
    }
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      try {
        await this.#settleLease()
        if (this.#isConductor) await this.#conduct()
        else await this.#follow()
      } catch (error) {
        if (signal.aborted) return
        this.#status = { ...this.#status, state: 'idle' }
        if (error instanceof LeaseLost) continue
        this.#setStatus({
          ...this.#status,
          lastError: 'The sweep failed for a reason of our own; the log says which.',
        })
        this.deps.log.error({ err: error }, 'sweep failed')
        await pause(LOOK_EVERY_MS, signal)
      }
    }
  }

  /** One sweep, then the wait for the next turn or for somebody's request. */
  async #conduct(): Promise<void> {
    const { probe, random, store } = this.deps
    const { sweepIntervalMs } = this.options
    const startedAt = probe.now()
    const requestedAt = (await store.readSweepRequest()) ?? 0
    await this.sweepOnce({ asksAll: requestedAt > this.#metRequestAt })
    this.#metRequestAt = requestedAt

    const nextAt = Math.max(
      startedAt + Math.round(sweepIntervalMs * (1 + JITTER * (2 * random() - 1))),
      probe.now(),
    )
    this.#setStatus({ ...this.#status, state: 'idle', nextAt })
    while (this.#isConductor && !this.#stopping.signal.aborted && probe.now() < nextAt) {
      await pause(Math.min(nextAt - probe.now(), LOOK_EVERY_MS), this.#stopping.signal)
      if (((await store.readSweepRequest()) ?? 0) > this.#metRequestAt) return
    }
  }

  /** Takes over what the conductor wrote and says it is doing. */
  async #follow(): Promise<void> {
    const { store } = this.deps
    if ((await store.readLatestSnapshotId()) !== this.#snapshot?.id) await this.#takeUpLatest()
    const report = parseReport(await store.readReport())
    if (report) {
      this.#status = report.status
      this.#sources = report.sources
    }
    await pause(LOOK_EVERY_MS, this.#stopping.signal)
  }

  async #takeUpLatest(): Promise<void> {
    this.#snapshot = await this.deps.store.readLatestSnapshot()
    this.#metRequestAt = Math.max(this.#metRequestAt, this.#snapshot?.endedAt ?? 0)
  }

  /** A store that cannot be written, on a full disk for one, does not end the sweeps of whoever conducts them. */
  async #settleLease(): Promise<void> {
    try {
      await this.#renewOrTakeLease()
    } catch (error) {
      if (!this.#isConductor) throw error
      this.deps.log.error({ err: error }, 'the lease could not be renewed')
    }
  }

  get #leaseMs(): number {
    return Math.max(this.options.sweepIntervalMs, 1_000)
  }

  async #renewOrTakeLease(): Promise<void> {
    const { store, holder, probe, log } = this.deps
    const now = probe.now()
    const holds = await store.takeLease(holder, { now, expiresAt: now + this.#leaseMs })
    if (holds === this.#isConductor) return
    this.#isConductor = holds
    log.info({ holder }, holds ? 'conducting the sweeps' : 'following the conductor')
    if (holds) {
      this.#sweeping = new AbortController()
      if (this.#stopping.signal.aborted) this.#sweeping.abort(this.#stopping.signal.reason)
      await this.#takeUpLatest()
    } else this.#sweeping.abort(new LeaseLost('another process conducts the sweeps'))
  }

  #renewLease(): void {
    if (!this.#isConductor) return
    this.#renewOrTakeLease().catch((err) => this.deps.log.error({ err }, 'the lease could not be renewed'))
  }

  #setStatus(status: SweepStatus): void {
    const isTurn = status.state !== this.#status.state || status.lastError !== this.#status.lastError
    this.#status = status
    const now = this.deps.probe.now()
    if (!this.#isConductor || (!isTurn && now - this.#reportedAt < REPORT_EVERY_MS)) return
    this.#reportedAt = now
    this.deps.store
      .writeReport(this.deps.holder, formatReport({ status, sources: this.#sources }))
      .catch((err) => this.deps.log.error({ err }, 'progress could not be written'))
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
    // A source that was not read since we started still names what it named before.
    return new Map(
      readings.map(([name, reading]) => {
        if (reading.error === null || reading.readAt !== null) return [name, reading]
        return [name, { ...reading, uris: urisNamedBy(this.#snapshot, name) }]
      }),
    )
  }

  #cadences(): Map<string, number> {
    const { sweepIntervalMs } = this.options
    return new Map(
      this.deps.sources.map(({ name, cadenceMs }) => [name, Math.max(cadenceMs ?? 0, sweepIntervalMs)]),
    )
  }
}

/** Nodes never asked, and those whose turn comes before `until` (ms). */
function dueNodes(nodes: readonly ListedNode[], previous: Snapshot | null, until: number): ListedNode[] {
  const known = new Map(previous?.nodes.map((node) => [node.uri, node]))
  return nodes.filter(({ uri, cadenceMs }) => {
    const node = known.get(uri)
    return node === undefined || nextAskAt({ ...node, cadenceMs }) <= until
  })
}

function isSameList(listed: readonly ListedNode[], previous: Snapshot | null): boolean {
  const known = new Set(previous?.nodes.map(({ uri }) => uri))
  return known.size === listed.length && listed.every(({ uri }) => known.has(uri))
}

/** Nodes that were silent last time start first: they may take the whole deadline, which then runs beside the others' work. */
function suspectsFirst(nodes: readonly ListedNode[], previous: Snapshot | null): ListedNode[] {
  const failing = new Set(
    previous?.nodes.flatMap(({ uri, failingSince }) => (failingSince === null ? [] : uri)),
  )
  return nodes.toSorted((a, b) => Number(failing.has(b.uri)) - Number(failing.has(a.uri)))
}

/** The nodes of a snapshot as their sources named them. */
const lastListed = (snapshot: Snapshot | null): ListedNode[] =>
  snapshot?.nodes.map(({ uri, sources, cadenceMs }) => {
    const parsed = parseServiceUri(uri)
    const named = { sources: sources.map(({ name }) => name), cadenceMs }
    return parsed.ok
      ? { ...named, uri: parsed.uri, problem: null }
      : { ...named, uri, problem: parsed.problem }
  }) ?? []

const urisNamedBy = (snapshot: Snapshot | null, source: string): string[] =>
  snapshot?.nodes.flatMap(({ uri, sources }) => (sources.some(({ name }) => name === source) ? uri : [])) ??
  []

function emptyReason(sources: readonly SourceReport[]): string {
  if (sources.length === 0) return 'No source is configured: set ORCH_ADDRS, ORCH_WEBHOOK_URL or ETH_RPC_URL.'
  const errors = sources.flatMap(({ error }) => error ?? [])
  return errors.length > 0 ? errors.join(' ') : 'No source names a single node.'
}
