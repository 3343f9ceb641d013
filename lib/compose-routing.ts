import { join } from 'node:path'
import { DeferredAnswers } from './api/routes/deferred-answers'
import { newRequestId } from './api/routes/request-id'
import type { Routing } from './api/routes/routing'
import type { Config } from './config'
import type { Asker } from './identity/asker'
import { signerDoor } from './identity/signer-door'
import { emptyFolder, MediaShelf } from './media/media-shelf'
import type { GuardedDeps } from './net/guarded-request'
import { AppSessions } from './routing/apps/app-sessions'
import type { JobLedger } from './routing/attempt'
import { LiveBoard } from './routing/live/live-board'
import { createPayer } from './routing/payment/create-payer'
import { SignerTickets } from './routing/payment/signer-tickets'
import { QuoteKeeper } from './routing/quotes/quote-keeper'
import type { Selector } from './routing/selector'
import { JobPlaces } from './routing/upstream/job-place'
import { UpstreamPools } from './routing/upstream/upstream-pools'
import type { SuspensionBoard } from './suspension/suspension-board'

export interface RoutingParts {
  readonly config: Pick<Config, 'dataDir' | 'routing' | 'probeTimeoutMs' | 'identity'>
  readonly net: GuardedDeps
  readonly asker: Asker
  readonly selector: Selector
  readonly suspensions: SuspensionBoard
  readonly ledger: JobLedger
  readonly now: () => number
  readonly monotonicMs: () => number
}

/** What is open to orchestrators. */
export type UpstreamTraffic = Pick<UpstreamPools, 'connections' | 'underWay'>

export interface ComposedRouting extends Routing {
  readonly upstream: UpstreamTraffic
  /** What would go on for hours: streams, sessions. */
  endLasting(): Promise<void>
  /** Cuts what is under way; nobody who was at work is blamed for it. */
  close(): Promise<void>
}

/** What carries jobs, put together. */
export function composeRouting({
  config: { dataDir, routing, probeTimeoutMs, identity },
  net,
  asker,
  selector,
  suspensions,
  ledger,
  now,
  monotonicMs,
}: RoutingParts): ComposedRouting {
  const pools = new UpstreamPools({ connectMs: routing.connectMs })
  const quotes = new QuoteKeeper({ ...net, asker, now, monotonicMs }, { timeoutMs: probeTimeoutMs })
  const media = new MediaShelf(
    { folder: join(dataDir, 'media'), keepMs: routing.mediaKeepMs, maxBytes: routing.mediaMaxBytes },
    now,
  )
  media.start()
  const ends = new AbortController()
  const tickets =
    identity.kind === 'remote-signer'
      ? new SignerTickets({
          ...signerDoor(identity, net, SIGNER_LIMITS),
          sender: () => asker.address,
          signal: ends.signal,
        })
      : null
  const payer = createPayer({ signer: asker.signer, tickets })
  const places = new JobPlaces({ ...net, now })
  const live = new LiveBoard(
    { pools, quotes, payer, tickets, places, times: routing.live, now, monotonicMs },
    { maxStreams: routing.live.maxStreams },
  )
  const sessions = new AppSessions({ pools, asker, now, monotonicMs }, routing.sessions)
  return {
    live,
    carriage: {
      selector,
      suspensions,
      ledger,
      pools,
      now,
      monotonicMs,
    },
    ai: {
      quotes,
      payer,
      places,
    },
    byoc: { asker, places, pools, monotonicMs, signal: ends.signal },
    apps: { places, tickets, asker, signal: ends.signal, now },
    sessions,
    limits: routing.limits,
    media,
    deferred: new DeferredAnswers(now),
    uploads: emptyFolder(join(dataDir, 'uploads')),
    maxUploadBytes: routing.maxUploadBytes,
    publicUrl: routing.publicUrl,
    newId: () => newRequestId(now()),
    upstream: pools,
    async endLasting() {
      // Orchestrators are told as long as that is quick.
      const isLate = new Promise((resolve) => setTimeout(resolve, LAST_MS).unref())
      await Promise.race([Promise.all([live.close(), sessions.close()]), isLate])
    },
    async close() {
      ends.abort(new Error('stopped'))
      quotes.stop()
      await pools.close()
    },
  }
}

/** For telling orchestrators that their streams end. */
const LAST_MS = 1_000
/** A payment is small, and a job waits for it. */
const SIGNER_LIMITS = { timeoutMs: 5_000, maxBytes: 1024 * 1024 }
