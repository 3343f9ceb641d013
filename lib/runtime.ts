import 'server-only'
import type { Server } from 'node:http'
import { connection } from 'next/server'
import { turnOfOthers } from '@/lib/turn-of-others'
import packageJson from '@/package.json'
import type { Answer, ReadRequest } from './api/answer'
import { type PastPage, readPast } from './api/as-of'
import { SnapshotDiffs } from './api/changes/snapshot-diffs'
import type { SweepHoursDto } from './api/contract'
import { answerRequest } from './api/endpoints'
import { sweepHours } from './api/endpoints/sweeps'
import { openLeanDoor } from './api/lean-door'
import { createReader, type Reader } from './api/reader'
import { ChangeStreams } from './api/stream/change-streams'
import { composeApplication } from './compose'
import { composeRouting } from './compose-routing'
import type { Config } from './config'
import type { Discovery } from './discovery/discovery'
import { AppError } from './domain/app-error'
import type { Logger } from './log'
import { createMetrics } from './metrics'
import { PolicyBook } from './policies/policy-book'
import { ReliabilityBoard } from './reliability/reliability-board'
import { JobTallies } from './requests/job-tallies'
import { RequestJournal } from './requests/request-journal'
import { createStakes } from './routing/create-stakes'
import { Selector } from './routing/selector'
import type { PriceCeilings } from './selection/price-ceilings'
import { SuspensionBoard } from './suspension/suspension-board'

/** The running application: everything put together, once per process. */
export interface Runtime {
  readonly read: Reader
  /** The catalog of the moment that a page's `as_of` names. */
  readonly past: (texts: readonly string[]) => Promise<PastPage>
  /** The sweeps of the last day, by hour. */
  readonly sweepHours: () => Promise<SweepHoursDto>
  readonly answer: (request: ReadRequest) => Answer | Promise<Answer>
}

/**
 * The runtime of this process, started at the first call. Pages and routes await it in their first line: it also tells
 * Next that what follows depends on the request, so that nothing is frozen at build time.
 */
export async function runtime(): Promise<Runtime> {
  await connection()
  return startRuntime()
}

// Next loads this module several times over (instrumentation, routes, pages); the process must have one runtime.
const KEY = Symbol.for('livepeer-offerings.runtime')
const processWide = globalThis as { [KEY]?: Promise<Runtime> }

/** For instrumentation, which runs outside any request. Ends the process when the runtime cannot be put together. */
export function startRuntime(): Promise<Runtime> {
  processWide[KEY] ??= createRuntime().catch((error: unknown) => {
    const message = error instanceof AppError ? error.message : String(error)
    process.stderr.write(`Livepeer Offerings cannot start. ${message}\n`)
    process.exit(1)
  })
  return processWide[KEY]
}

async function createRuntime(): Promise<Runtime> {
  const {
    config,
    log,
    store,
    discovery,
    leaderboard,
    rates,
    regions,
    names,
    pricing,
    maxPrices,
    net,
    asker,
  } = await composeApplication(process.env)
  // Sweeps tell where nodes are and what an ETH costs.
  await regions.start()
  rates.start()
  leaderboard?.start()
  await discovery.start()
  names?.start()
  pricing?.start()
  maxPrices?.start()

  const read = createReader(discovery, {
    now: Date.now,
    version: packageJson.version,
    store,
    rate: () => rates.current(),
    ...(names && { names: () => names.current }),
    pricing: () => pricing?.current ?? null,
    retention: config.keep,
    storeHealth: () => store.health(),
  })
  const streams = new ChangeStreams({
    store,
    network: discovery,
    every: repeat,
    onError: (err) => log.error({ err }, 'a stream of changes failed'),
  })
  const diffs = new SnapshotDiffs(store)
  const policies = new PolicyBook({ store, now: Date.now })
  const reliability = new ReliabilityBoard({
    store,
    now: Date.now,
    turn: turnOfOthers,
    onError: (err) => log.error({ err }, 'reliability could not be reckoned'),
  })
  const reckon = () => reliability.refresh(discovery.snapshot?.nodes.map(({ uri }) => uri) ?? [])
  void reckon()
  discovery.onSnapshot(reckon)
  const ownCeiling: PriceCeilings = { global: config.maxPrices.perUnit, byModel: new Map() }
  const suspensions = new SuspensionBoard(
    {
      store,
      now: Date.now,
      random: Math.random,
      every: repeat,
      onError: (err) => log.error({ err }, 'suspensions could not be kept'),
    },
    { settings: config.breaker },
  )
  await suspensions.start()
  const tallies = new JobTallies({
    store,
    now: Date.now,
    onError: (err) => log.error({ err }, 'times of jobs could not be read'),
  })
  await tallies.start()
  const requests = new RequestJournal({
    store,
    every: repeat,
    turn: turnOfOthers,
    monotonicMs: () => performance.now(),
    onError: (err) => log.error({ err }, 'requests could not be kept'),
  })
  requests.start()
  const selector = new Selector({
    now: Date.now,
    admission: (offeringId, nodeUri) => suspensions.admission(offeringId, nodeUri),
    reliability: (uri, window) => reliability.score(uri, window),
    reliabilityUntil: () => reliability.until,
    ceilings: () => maxPrices?.current ?? ownCeiling,
    stake: createStakes(() => discovery.readings),
    inFlight: (offeringId) => tallies.inFlight(offeringId),
    jobTime: (offeringId) => tallies.jobTime(offeringId),
  })
  const routing = composeRouting({
    config,
    net,
    asker,
    selector,
    suspensions,
    ledger: tallies,
    now: Date.now,
    monotonicMs: () => performance.now(),
  })
  const metrics = createMetrics({
    snapshot: () => discovery.snapshot,
    isConductor: () => discovery.isConductor,
    reader: read,
    suspensions,
    storeHealth: () => store.health(),
    version: packageJson.version,
    now: Date.now,
  })
  const answer = (request: ReadRequest): Answer | Promise<Answer> =>
    answerRequest(request, {
      reader: read,
      actions: discovery,
      streams,
      sweeps: store,
      changes: store,
      history: store,
      incidents: store,
      diffs,
      leaderboard: () => leaderboard?.current() ?? null,
      policies,
      selector,
      suspensions,
      requests,
      routing,
      metrics,
      operatorKey: config.operatorKey,
      now: Date.now,
      onError: (err) => log.error({ err, path: request.url.pathname }, 'request failed'),
    })
  const door = config.gatewayPort === 0 ? null : await openLeanDoor(answer, { port: config.gatewayPort })
  if (door) log.info({ port: config.gatewayPort }, 'gateway door open')

  const close = () => {
    streams.close()
    // What is under way is cut, and what is not written yet is written before the store closes.
    void routing.close()
    requests.stop()
    suspensions.stop()
    rates.stop()
    leaderboard?.stop()
    regions.stop()
    names?.stop()
    pricing?.stop()
    maxPrices?.stop()
    store.close()
  }
  endOnSignal({ config, door, log, discovery, streams, close })
  return {
    read,
    answer,
    past: (texts) => readPast(texts, { reader: read, now: Date.now() }),
    sweepHours: () => sweepHours(store, Date.now()),
  }
}

function repeat(ms: number, beat: () => void): () => void {
  const timer = setInterval(beat, ms)
  return () => clearInterval(timer)
}

/**
 * With NEXT_MANUAL_SIG_HANDLE (set by `npm start`) the process is ours to end: running requests finish, a sweep under
 * way is given up. Without it Next exits by itself within milliseconds, so only what is synchronous is done.
 */
function endOnSignal(parts: {
  config: Config
  door: Server | null
  log: Logger
  discovery: Discovery
  streams: ChangeStreams
  close: () => void
}): void {
  const { config, door, log, discovery, streams, close } = parts
  let isEnding = false
  const end = async (signal: NodeJS.Signals) => {
    // A group of processes that is ended hears it twice: from whoever ends it, and from the one that started us.
    if (isEnding) return
    isEnding = true
    if (!config.handlesSignals) return close()
    log.info({ signal }, 'stopping')
    // Streams would keep their connections open for ever.
    streams.close()
    door?.close()
    door?.closeIdleConnections()
    await discovery.stop()
    close()
    process.exit(0)
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
}
