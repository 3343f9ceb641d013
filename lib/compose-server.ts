import { turnOfOthers } from '@/lib/turn-of-others'
import packageJson from '@/package.json'
import type { Answer, ReadRequest } from './api/answer'
import { SnapshotDiffs } from './api/changes/snapshot-diffs'
import { answerRequest } from './api/endpoints'
import { createReader, type Reader } from './api/reader'
import { RequestStreams } from './api/requests/request-streams'
import { type Upgraded, upgradeApp } from './api/routes/app-upgrade'
import { ChangeStreams } from './api/stream/change-streams'
import { type Application, composeApplication } from './compose'
import { composeRouting, type UpstreamTraffic } from './compose-routing'
import { createGate } from './keys/gate'
import { KeyBoard } from './keys/key-board'
import { KeyLimits } from './keys/key-limits'
import { createMetrics } from './metrics'
import { PolicyBook } from './policies/policy-book'
import { ReliabilityBoard } from './reliability/reliability-board'
import { JobTallies } from './requests/job-tallies'
import { RequestJournal } from './requests/request-journal'
import type { AppSessions } from './routing/apps/app-sessions'
import { createStakes } from './routing/create-stakes'
import { Selector } from './routing/selector'
import type { PriceCeilings } from './selection/price-ceilings'
import { SuspensionBoard } from './suspension/suspension-board'

/** The whole server but its doors, started. */
export interface ComposedServer extends Pick<Application, 'config' | 'log' | 'store' | 'discovery'> {
  readonly read: Reader
  readonly upstream: UpstreamTraffic
  readonly answer: (request: ReadRequest) => Answer | Promise<Answer>
  /** Requests for WebSockets. */
  readonly upgrade: (request: ReadRequest) => Promise<Upgraded>
  readonly sessions: Pick<AppSessions, 'count' | 'close'>
  /** Streams of live video and of own capabilities that go on. */
  live(): number
  /** Streams end, so that their connections do. */
  closeStreams(): void
  /** Jobs under way may end for so long (ms), then they are cut; what would go on for hours ends at once. */
  drain(graceMs: number): Promise<void>
  /** Cuts what is under way and writes what is not written; sweeps are to be stopped before. */
  close(): void
}

/** Throws AppError `bad-configuration` or `store-unusable`. */
export async function composeServer(
  env: Readonly<Record<string, string | undefined>>,
): Promise<ComposedServer> {
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
  } = await composeApplication(env)
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
    pricingProblem: () => pricing?.problem ?? null,
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
  const keyDeps = {
    store,
    now: Date.now,
    every: repeat,
    onError: (err: unknown) => log.error({ err }, 'keys could not be kept'),
  }
  const keys = new KeyBoard(keyDeps)
  const keyLimits = new KeyLimits(keyDeps, { spendWeiPerDay: config.routingSpendWeiPerDay })
  await Promise.all([keys.start(), keyLimits.start()])
  const gate = createGate({ keys, auth: config.routingAuth })
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
    onRecord: (record) => metrics.record(record),
    onError: (err) => log.error({ err }, 'requests could not be kept'),
  })
  const requestStreams = new RequestStreams({
    journal: requests,
    every: repeat,
    onError: (err) => log.error({ err }, 'a stream of requests failed'),
  })
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
    requests,
    liveStreams: () => routing.live.count,
    version: packageJson.version,
    now: Date.now,
  })
  requests.start()
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
      requestRows: store,
      requestStreams,
      routing,
      keys,
      keyLimits,
      gate,
      metrics,
      operatorKey: config.operatorKey,
      now: Date.now,
      onError: (err) => log.error({ err, path: request.url.pathname }, 'request failed'),
    })
  const closeStreams = () => {
    streams.close()
    requestStreams.close()
  }
  const close = () => {
    closeStreams()
    // What is not written yet is written before the store closes.
    void routing.endLasting().then(() => routing.close())
    requests.stop()
    suspensions.stop()
    keys.stop()
    keyLimits.stop()
    rates.stop()
    leaderboard?.stop()
    regions.stop()
    names?.stop()
    pricing?.stop()
    maxPrices?.stop()
    store.close()
  }
  const drain = async (graceMs: number) => {
    closeStreams()
    await routing.endLasting()
    const until = performance.now() + graceMs
    while (requests.inFlight > 0 && performance.now() < until) await pause(DRAIN_BEAT_MS)
    await routing.close()
    // Whoever was cut learns of it, and has its record.
    await turnOfOthers()
  }
  const live = () => routing.live.count
  const upgrade = (request: ReadRequest) => upgradeApp(request, { gate, routing })
  return {
    config,
    log,
    store,
    discovery,
    read,
    upstream: routing.upstream,
    answer,
    upgrade,
    sessions: routing.sessions,
    live,
    closeStreams,
    drain,
    close,
  }
}

const DRAIN_BEAT_MS = 25
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

function repeat(ms: number, beat: () => void): () => void {
  const timer = setInterval(beat, ms)
  return () => clearInterval(timer)
}
