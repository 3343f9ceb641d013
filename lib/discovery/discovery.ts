import { diffSnapshots } from '@/lib/catalog/diff-snapshots'
import { standingChanges } from '@/lib/catalog/standing-changes'
import type { EthUsdQuote } from '@/lib/domain/eth-usd'
import type { LocatedNode, Region } from '@/lib/domain/region'
import type { SourceReading } from '@/lib/domain/source-reading'
import type { ByLevel } from '@/lib/history/history-window'
import type { Asker, IdentityAnswer } from '@/lib/identity/asker'
import type { Logger } from '@/lib/log'
import type { ProbeDeps } from '@/lib/probe/probe-node'
import { type BreakerSettings, DEFAULT_BREAKER_SETTINGS } from '@/lib/selection/breaker-settings'
import { foldSnapshot, type SettledNode } from '@/lib/snapshot/fold-snapshot'
import { areRunnersDue } from '@/lib/snapshot/runners-due'
import type { FoldedSnapshot, NodeObservation, Snapshot, SourceReport } from '@/lib/snapshot/snapshot'
import { snapshotNumber } from '@/lib/snapshot/snapshot-number'
import type { Source } from '@/lib/sources/source'
import { LeaseLost, type Store } from '@/lib/store/store'
import { StoreFailure } from '@/lib/store/store-failure'
import { formatReport, parseReport, type SweepStatus } from './conductor-report'
import { EXTRA_NODES_SOURCE, extraNodes, type KnownAnswer } from './extra-nodes'
import { type ListedNode, mergeListedNodes } from './listed-nodes'
import { Measuring } from './measuring'
import { pause } from './pause'
import {
  broughtUp,
  dueNodes,
  emptyReason,
  extraReport,
  isSameList,
  knownAnswers,
  lastListed,
  suspectsFirst,
  withExtra,
} from './plan-sweep'
import { type HistoryLimits, Retention } from './retention'
import { SourceBoard } from './source-board'
import { type SweepLimits, sweepNodes } from './sweep'
import { tellSuspensions } from './tell-suspensions'

export interface DiscoveryOptions extends SweepLimits {
  /** From the start of one sweep to the start of the next, give or take a tenth; one that takes longer is followed at once. */
  readonly sweepIntervalMs: number
  readonly vantage: string
  readonly keep: HistoryLimits
  /** How long counts of probes are kept, by the length of their buckets (ms). */
  readonly keepCountsMs: ByLevel<number>
  /** Of the nodes that an orchestrator advertises, how many are asked; 0: none. */
  readonly extraNodes: number
  /** Whether a sweep takes its time, so that its probes do not disturb each other; by default it does. */
  readonly isPatient?: boolean
  /** Addresses that any node's live runners may be at. */
  readonly runnersSpeakFor: readonly string[]
  /** By which it is told who is suspended. */
  readonly breaker?: BreakerSettings
}

export interface DiscoveryDeps {
  readonly sources: readonly Source[]
  readonly store: Store
  readonly probe: Omit<ProbeDeps, 'identity'>
  readonly asker: Asker
  /** Where a node is; null where nobody says. */
  readonly locate: (node: LocatedNode) => Region | null
  /** The price of ETH in dollars now; null: there is none. */
  readonly ethUsd: () => EthUsdQuote | null
  readonly log: Logger
  /** From 0 to 1, for jitter. */
  readonly random: () => number
  /** Tells this process from every other one on the same store. */
  readonly holder: string
}

/** What a sweep found, the number it is served under, and the price of ETH then. */
interface Found {
  readonly folded: FoldedSnapshot
  readonly number: number
  readonly ethUsd: EthUsdQuote | null
}

/** How often a process looks for what another one did: requests for a sweep, new snapshots, a lease that ran out. */
const LOOK_EVERY_MS = 500
const REPORT_EVERY_MS = 250
/** How often a snapshot that could not be stored is tried again, until the next sweep brings another one. */
const STORE_AGAIN_MS = 5_000
const JITTER = 0.1
/** A sweep waits this long for a source; one that takes longer counts in the next sweep. */
const SOURCE_PATIENCE_MS = 5_000
/** How soon it is tried again while nothing was ever collected. */
const FIRST_RETRY_MS = 5_000
/**
 * Of the interval, over which the starts of a sweep are spread: nodes that are asked all at once are measured with our
 * own haste. The first sweep and those that somebody asked for do not wait.
 */
const SPREAD = 0.25
const MAX_GAP_MS = 200
/** Of the time a lease runs, so that a renewal may come late once. */
const RENEW_AFTER = 1 / 3

/**
 * The conductor: read the sources, ask the nodes that are due, fold, store, again. Of several processes on one store
 * one sweeps, the holder of the lease; the others follow what it writes and take over when it falls silent.
 */
export class Discovery {
  #snapshot: Snapshot | null = null
  /** The latest one that the store has, from which changes are told; the one that is served may be newer. */
  #stored: Snapshot | null = null
  /** What is served and could not be stored, and when that was last tried. */
  #unsaved: { readonly found: Found; readonly triedAt: number } | null = null
  readonly #listeners = new Set<() => void>()
  readonly #board: SourceBoard
  readonly #retention: Retention
  readonly #measuring: Measuring
  #sources: readonly SourceReport[]
  #readings: ReadonlyMap<string, SourceReading> = new Map()
  #readingsRevision: number | null = null
  #status: SweepStatus = { state: 'idle', settled: 0, total: 0, nextAt: null, lastError: null }
  /** The latest request for a sweep that has been met. */
  #metRequestAt = 0
  /** When a sweep was asked for here, on a disk that could not note it. */
  #requestedHereAt = 0
  #isConductor = false
  /** Whether the others on the same store know that we conduct. */
  #hasLease = false
  #reportedAt = 0
  /** What is wrong with the sources, as it was logged. */
  readonly #loggedErrors = new Map<string, string | null>()
  readonly #stopping = new AbortController()
  /** Aborted when a sweep must end: on stopping, and when the lease is lost. */
  #sweeping = new AbortController()
  #loop: Promise<void> = Promise.resolve()
  #renewal: NodeJS.Timeout | undefined

  constructor(
    private readonly deps: DiscoveryDeps,
    private readonly options: DiscoveryOptions,
  ) {
    const { sweepIntervalMs } = options
    const { now } = deps.probe
    this.#board = new SourceBoard(deps.sources, { now, sweepIntervalMs, patienceMs: SOURCE_PATIENCE_MS })
    this.#sources = this.#board.reports
    this.#retention = new Retention(deps.store, options.keep, (error) =>
      error === null ? this.#warn('retention', null) : this.#storeFailed(error, 'retention'),
    )
    this.#measuring = new Measuring(deps.store, {
      keepMs: options.keepCountsMs,
      monotonicMs: deps.probe.monotonicMs,
      onEnd: (error) =>
        error === null ? this.#warn('measuring', null) : this.#storeFailed(error, 'measuring'),
    })
  }

  /** The latest finished snapshot, from this run or an earlier one; null when nothing was ever collected. */
  get snapshot(): Snapshot | null {
    return this.#snapshot
  }

  /** Calls `listener` whenever there is another snapshot, ours or another process's. Returns what ends that. */
  onSnapshot(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get status(): SweepStatus {
    return this.#status
  }

  get sources(): readonly SourceReport[] {
    return this.#sources
  }

  /** What each source said last, complete. */
  get readings(): ReadonlyMap<string, SourceReading> {
    return this.#readings
  }

  /** Who we are toward orchestrators. */
  get asker(): Pick<Asker, 'kind' | 'address'> {
    return this.deps.asker
  }

  /** Whether this process is the one that sweeps. */
  get isConductor(): boolean {
    return this.#isConductor
  }

  /** Takes up the last snapshot of the store, from which the next sweep goes on. */
  async takeUp(): Promise<void> {
    await this.#takeUpLatest()
  }

  /** Takes up the last snapshot of the store, then sweeps or follows until stopped. */
  async start(): Promise<void> {
    await this.#takeUpLatest()
    this.#sources = this.#board.reports
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
    await this.#retention.end()
    await this.#measuring.end()
    // Left as it is, it runs out by itself.
    await this.deps.store.dropLease(this.deps.holder).catch((error: unknown) => this.#storeFailed(error))
  }

  /**
   * Has all nodes asked at once, whatever their turn, by whichever process conducts. Rejects with StoreFailure where that
   * is another one, and it cannot be told.
   */
  async requestSweep(): Promise<void> {
    const now = this.deps.probe.now()
    try {
      await this.deps.store.requestSweep(now)
    } catch (error) {
      if (!this.#isConductor || !(error instanceof StoreFailure)) throw error
      this.#requestedHereAt = now
    }
  }

  /**
   * One sweep over the nodes that are due, or over all. An empty list or a failing source never replaces what is known:
   * then there is no new snapshot. Rejects when it has to be given up.
   */
  async sweepOnce({ asksAll = false } = {}): Promise<void> {
    const { probe, log } = this.deps
    const { sweepIntervalMs } = this.options
    const { signal } = this.#sweeping
    const startedAt = probe.now()
    const { lastError } = this.#status
    this.#setStatus({ state: 'running', settled: 0, total: 0, nextAt: null, lastError })

    await this.#readSources(signal, asksAll)
    const asker = await this.#identity(signal)
    const named = mergeListedNodes(this.#board.lists)
    const emptyError = named.length === 0 ? emptyReason(this.#board.reports) : null
    // A failing source has said so itself.
    this.#warn('sources', this.#board.reports.every(({ error }) => error === null) ? emptyError : null)
    if (!asker.ok) return this.#setStatus({ ...this.#status, lastError: asker.problem })
    // Nobody names anybody: more likely a mistake than the end of the network, so the nodes known last are asked on.
    const base = named.length === 0 ? lastListed(this.#snapshot) : named
    const known = knownAnswers(this.#snapshot)
    const listed = this.#withExtraNodes(base, known)
    const dueOf = (nodes: readonly ListedNode[]) =>
      asksAll ? nodes : dueNodes(nodes, this.#snapshot, startedAt + sweepIntervalMs / 2)
    const due = dueOf(listed)
    if (listed.length === 0 || (due.length === 0 && isSameList(listed, this.#snapshot)))
      return this.#setStatus({ ...this.#status, lastError: emptyError })

    const isHurried = asksAll || this.#snapshot === null || this.options.isPatient === false
    const ask = (nodes: readonly ListedNode[]) => this.#ask(nodes, asker.identity, { isHurried, signal })
    const settled = await ask(suspectsFirst(due, this.#snapshot))
    // Orchestrators that were heard for the first time, or again, may have named further nodes.
    for (const { uri, askedAt, result } of settled)
      if ('answer' in result) known.set(uri, { answer: result.answer, answeredAt: askedAt })
    const complete = this.#withExtraNodes(base, known)
    settled.push(...(await ask(dueOf(broughtUp(complete, listed)))))
    signal.throwIfAborted()

    const endedAt = probe.now()
    const storeError = await this.#keep(complete, settled, { startedAt, endedAt })
    this.#setStatus({ ...this.#status, lastError: storeError ?? emptyError })
    const answered = settled.filter(({ result }) => 'answer' in result).length
    const counts = { nodes: complete.length, asked: settled.length, answered, tookMs: endedAt - startedAt }
    log.info({ snapshot: this.#snapshot?.id, ...counts }, 'sweep done')
  }

  #ask(
    nodes: readonly ListedNode[],
    identity: ProbeDeps['identity'],
    { isHurried, signal }: { isHurried: boolean; signal: AbortSignal },
  ): Promise<SettledNode[]> {
    const { probe } = this.deps
    const { sweepIntervalMs, probeTimeoutMs, probeConcurrency, runnersSpeakFor } = this.options
    this.#setStatus({ ...this.#status, total: this.#status.total + nodes.length })
    const listings = new Map(this.#snapshot?.nodes.map(({ uri, runners }) => [uri, runners]))
    return sweepNodes(
      nodes,
      { ...probe, identity },
      {
        probeTimeoutMs,
        probeConcurrency,
        gapMs: isHurried ? 0 : Math.min(MAX_GAP_MS, (SPREAD * sweepIntervalMs) / Math.max(1, nodes.length)),
        wantsRunners: (uri) => isHurried || areRunnersDue(listings.get(uri) ?? null, probe.now()),
        runnersSpeakFor,
        signal,
        onSettled: () => this.#setStatus({ ...this.#status, settled: this.#status.settled + 1 }),
      },
    )
  }

  /** Folds, serves and stores what a sweep found. Returns why it could not be stored, null when it was. */
  async #keep(
    listed: readonly ListedNode[],
    settled: readonly SettledNode[],
    { startedAt, endedAt }: { startedAt: number; endedAt: number },
  ): Promise<string | null> {
    const { sweepIntervalMs, vantage } = this.options
    const regionOf = ({ uri, lastAnswer, runners }: Omit<NodeObservation, 'region'>) =>
      this.deps.locate({ uri, address: lastAnswer?.address ?? null, runners: runners?.listings ?? [] })
    const about = {
      startedAt,
      endedAt,
      cadenceMs: sweepIntervalMs,
      vantage,
      sources: this.#sources,
      regionOf,
    }
    const folded = foldSnapshot(this.#snapshot, listed, settled, about)
    const number = snapshotNumber(this.#snapshot?.id ?? null, endedAt)
    const storeError = await this.#store({ folded, number, ethUsd: this.deps.ethUsd() })
    if (storeError === null) {
      this.#retention.run(endedAt)
      this.#measuring.run(endedAt, this.#isConductor ? this.deps.holder : undefined)
    }
    await this.#storeReadings()
    return storeError
  }

  /** The listed nodes, and those that they advertise. */
  #withExtraNodes(base: readonly ListedNode[], known: ReadonlyMap<string, KnownAnswer>): ListedNode[] {
    const now = this.deps.probe.now()
    const { extraNodes: perNode, sweepIntervalMs } = this.options
    // Who still counted when the last sweep ended counts in this one, however long ago that was: nobody could be heard
    // in between, and those whom it advertises have not left because we paused.
    const countsAt = Math.min(now, this.#snapshot?.endedAt ?? now)
    const extra = extraNodes(base, known, { perNode, now: countsAt })
    if (perNode > 0) {
      const entries = extra.flatMap((list) => list.entries)
      const reading = { entries, readAt: now, error: null, facts: null }
      this.#sources = [...this.#board.reports, extraReport(extra, { readAt: now, sweepIntervalMs })]
      this.#readings = new Map([...this.#board.readings, [EXTRA_NODES_SOURCE, reading]])
    }
    return withExtra(base, extra)
  }

  async #identity(signal: AbortSignal): Promise<IdentityAnswer> {
    const answer = await this.deps.asker.identity(signal)
    this.#warn('identity', answer.ok ? null : answer.problem)
    return answer
  }

  /**
   * What cannot be stored, on a full disk for one, is served all the same, under a number that nothing else will have.
   * Returns why it could not.
   */
  async #store(found: Found): Promise<string | null> {
    const { folded, number, ethUsd } = found
    const { store, probe } = this.deps
    try {
      const news = tellSuspensions(
        folded,
        { breakers: await store.readBreakers(), told: await store.readToldSuspensions() },
        { settings: this.options.breaker ?? DEFAULT_BREAKER_SETTINGS },
      )
      const since = {
        snapshotId: this.#stored?.id ?? null,
        changes: [...diffSnapshots(this.#stored, folded), ...news.changes],
        standing: standingChanges(this.#stored, folded),
        told: news.told,
      }
      if (this.#isConductor && !this.#hasLease) await this.#renewOrTakeLease()
      // Somebody else may have it.
      this.#sweeping.signal.throwIfAborted()
      const holder = this.#isConductor ? this.deps.holder : undefined
      this.#stored = await store.writeSnapshot(folded, { holder, since, number, ethUsd })
      this.#unsaved = null
      this.#serve(this.#stored)
      return null
    } catch (error) {
      if (error instanceof LeaseLost) throw error
      this.#storeFailed(error)
      const lastChangeId = this.#stored?.lastChangeId ?? null
      if (this.#snapshot?.id !== number) this.#serve({ ...folded, id: number, lastChangeId })
      this.#unsaved = { found, triedAt: probe.now() }
      return `The latest snapshot could not be stored and will be lost at a restart. ${storeProblem(error)}`
    }
  }

  /** Stores what could not be stored before; the space may have come back. */
  async #storeAgain(): Promise<void> {
    if (this.#unsaved === null || this.deps.probe.now() - this.#unsaved.triedAt < STORE_AGAIN_MS) return
    const lastError = await this.#store(this.#unsaved.found)
    this.#setStatus({ ...this.#status, lastError })
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
        const reason = error instanceof StoreFailure ? error.message : 'The log says why.'
        this.#setStatus({ ...this.#status, lastError: `The sweep failed for a reason of our own. ${reason}` })
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
    const requestedAt = await this.#requestedAt()
    // A process that was halted for longer than its lease may have been stood in for.
    const storedId = this.#stored?.id ?? null
    if ((await this.#orElse(storedId, store.readLatestSnapshotId())) !== storedId) await this.#takeUpLatest()
    await this.sweepOnce({ asksAll: requestedAt > this.#metRequestAt })
    this.#metRequestAt = requestedAt

    const waitMs = this.#snapshot === null ? Math.min(sweepIntervalMs, FIRST_RETRY_MS) : sweepIntervalMs
    const nextAt = Math.max(startedAt + Math.round(waitMs * (1 + JITTER * (2 * random() - 1))), probe.now())
    this.#setStatus({ ...this.#status, state: 'idle', nextAt })
    // By whichever clock is first: one may be set back, the other stands still while the machine sleeps.
    const dueMs = probe.monotonicMs() + (nextAt - probe.now())
    const leftMs = () => Math.min(nextAt - probe.now(), dueMs - probe.monotonicMs())
    while (this.#isConductor && !this.#stopping.signal.aborted && leftMs() > 0) {
      await pause(Math.min(leftMs(), LOOK_EVERY_MS), this.#stopping.signal)
      if ((await this.#requestedAt()) > this.#metRequestAt) return
      await this.#storeAgain()
    }
  }

  async #requestedAt(): Promise<number> {
    return Math.max(
      this.#requestedHereAt,
      (await this.#orElse(null, this.deps.store.readSweepRequest())) ?? 0,
    )
  }

  /** A store that cannot even be read does not end the sweeps. */
  async #orElse<T>(otherwise: T, reading: Promise<T>): Promise<T> {
    try {
      return await reading
    } catch (error) {
      this.#storeFailed(error)
      return otherwise
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
    await this.#takeUpReadings()
    await pause(LOOK_EVERY_MS, this.#stopping.signal)
  }

  async #takeUpLatest(): Promise<void> {
    this.#stored = await this.deps.store.readLatestSnapshot()
    this.#unsaved = null
    this.#serve(this.#stored)
    this.#metRequestAt = Math.max(this.#metRequestAt, this.#snapshot?.endedAt ?? 0)
    await this.#takeUpReadings()
    this.#board.restore(this.#readings, this.#snapshot?.sources ?? [])
  }

  #serve(snapshot: Snapshot | null): void {
    this.#snapshot = snapshot
    for (const listener of this.#listeners) listener()
  }

  /** What the conductor's sources said, for those who follow it. */
  async #takeUpReadings(): Promise<void> {
    const revision = await this.deps.store.readSourceRevision()
    if (revision === this.#readingsRevision) return
    this.#readingsRevision = revision
    const stored = await this.deps.store.readSourceReadings()
    this.#readings = new Map([...stored].map(([name, reading]) => [name, { ...reading, error: null }]))
  }

  /**
   * On a disk that takes nothing nobody can be told who conducts. Then whoever finds nobody else conducting does so for
   * itself alone, and serves what it finds.
   */
  async #settleLease(): Promise<void> {
    try {
      await this.#renewOrTakeLease()
    } catch (error) {
      if (!this.#isConductor && !(error instanceof StoreFailure)) throw error
      this.#storeFailed(error)
      this.#hasLease = false
      const lease = await this.#orElse(null, this.deps.store.readLease())
      const isTaken =
        lease !== null && lease.holder !== this.deps.holder && lease.expiresAt > this.deps.probe.now()
      await this.#turnTo({ isConductor: !isTaken })
    }
  }

  get #leaseMs(): number {
    return Math.max(this.options.sweepIntervalMs, 1_000)
  }

  async #renewOrTakeLease(): Promise<void> {
    const { store, holder, probe } = this.deps
    const now = probe.now()
    this.#hasLease = await store.takeLease(holder, { now, expiresAt: now + this.#leaseMs })
    await this.#turnTo({ isConductor: this.#hasLease })
  }

  async #turnTo({ isConductor }: { isConductor: boolean }): Promise<void> {
    if (isConductor === this.#isConductor) return
    const { holder, log } = this.deps
    this.#isConductor = isConductor
    log.info({ holder }, isConductor ? 'conducting the sweeps' : 'following the conductor')
    if (isConductor) {
      this.#sweeping = new AbortController()
      if (this.#stopping.signal.aborted) this.#sweeping.abort(this.#stopping.signal.reason)
      await this.#takeUpLatest()
      this.#sources = this.#board.reports
    } else this.#sweeping.abort(new LeaseLost('another process conducts the sweeps'))
  }

  #renewLease(): void {
    if (!this.#isConductor) return
    this.#settleLease().catch((error: unknown) => this.#storeFailed(error))
  }

  #setStatus(status: SweepStatus): void {
    const isTurn = status.state !== this.#status.state || status.lastError !== this.#status.lastError
    this.#status = status
    const now = this.deps.probe.now()
    if (!this.#isConductor || (!isTurn && now - this.#reportedAt < REPORT_EVERY_MS)) return
    this.#reportedAt = now
    this.deps.store.writeReport(this.deps.holder, formatReport({ status, sources: this.#sources })).then(
      () => this.#warn('store', null),
      (error: unknown) => this.#storeFailed(error),
    )
  }

  async #readSources(signal: AbortSignal, anew: boolean): Promise<void> {
    await this.#board.read(signal, { anew })
    // What was advertised last stands until this sweep has heard anew.
    this.#sources = [
      ...this.#board.reports,
      ...this.#sources.filter(({ name }) => name === EXTRA_NODES_SOURCE),
    ]
    for (const { name, error } of this.#sources) this.#warn(`source ${name}`, error)
    this.#readings = new Map([...this.#readings, ...this.#board.readings])
    await this.#storeReadings()
  }

  async #storeReadings(): Promise<void> {
    try {
      await this.deps.store.writeSourceReadings(this.#readings)
    } catch (error) {
      this.#storeFailed(error)
    }
  }

  /** A store whose disk fails has said so itself. */
  #storeFailed(error: unknown, subject = 'store'): void {
    if (!(error instanceof StoreFailure)) this.#warn(subject, storeProblem(error))
  }

  /** Says once what goes wrong, and once that it does no more, instead of in every sweep. */
  #warn(subject: string, error: string | null): void {
    const before = this.#loggedErrors.get(subject) ?? null
    this.#loggedErrors.set(subject, error)
    if (error === before) return
    if (error !== null) this.deps.log.warn({ subject }, error)
    // Whoever names nobody, for whatever reason, has said so under its own name.
    else if (subject !== 'sources') this.deps.log.info({ subject }, 'works again')
  }
}

/** The same words for every write that fails for one reason, so that they are said once. */
function storeProblem(error: unknown): string {
  if (error instanceof StoreFailure) return error.message
  return `The database cannot be written: ${error instanceof Error ? error.message : String(error)}.`
}
