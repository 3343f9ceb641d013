import { tmpdir } from 'node:os'
import { MediaShelf } from '@/lib/media/media-shelf'
import { createDialPolicy } from '@/lib/net/dial-policy'
import { AppSessions } from '@/lib/routing/apps/app-sessions'
import { LiveBoard } from '@/lib/routing/live/live-board'
import { createPayer } from '@/lib/routing/payment/create-payer'
import { QuoteKeeper } from '@/lib/routing/quotes/quote-keeper'
import { Selector } from '@/lib/routing/selector'
import { JobPlaces } from '@/lib/routing/upstream/job-place'
import { UpstreamPools } from '@/lib/routing/upstream/upstream-pools'
import { noSuspensions } from '@/lib/suspension/testdata/no-suspensions'
import { DeferredAnswers } from '../routes/deferred-answers'
import type { Routing } from '../routes/routing'

/** For tests that carry no jobs: nobody can be dialled. */
export function idleRouting(): Routing {
  const net = {
    lookup: async () => Promise.reject(new Error('nobody is looked up here')),
    policy: createDialPolicy({}),
  }
  const clocks = { now: () => 5_000, monotonicMs: () => 0 }
  const asker = { identity: async () => ({ ok: false, problem: 'nobody asks here' }) as const }
  const pools = new UpstreamPools({ connectMs: 100 })
  const quotes = new QuoteKeeper({ ...net, ...clocks, asker }, { timeoutMs: 100 })
  const payer = createPayer({ signer: null, tickets: null })
  const places = new JobPlaces({ ...net, ...clocks })
  const times = { idleMs: 1_000, silenceMs: 1_000, payEveryMs: 1_000 }
  return {
    live: new LiveBoard({ ...clocks, pools, quotes, payer, tickets: null, places, times }, { maxStreams: 1 }),
    carriage: {
      ...clocks,
      selector: new Selector(clocks),
      suspensions: noSuspensions(),
      ledger: { begun: () => undefined, ended: () => undefined },
      pools,
    },
    ai: {
      quotes,
      payer,
      places,
    },
    byoc: {
      ...clocks,
      asker: { ...asker, signer: null },
      places,
      pools,
      signal: new AbortController().signal,
    },
    apps: {
      ...clocks,
      places,
      tickets: null,
      asker: { ...asker, address: null },
      signal: new AbortController().signal,
    },
    sessions: new AppSessions(
      { ...clocks, pools, asker: { address: null } },
      { idleMs: 1_000, maxCount: 1, payEveryMs: 1_000 },
    ),
    limits: new Map(),
    media: new MediaShelf({ folder: tmpdir(), keepMs: 1_000, maxBytes: 1_000 }, clocks.now),
    deferred: new DeferredAnswers(clocks.now),
    uploads: tmpdir(),
    maxUploadBytes: 1_000_000,
    publicUrl: null,
    newId: () => '0'.repeat(36),
  }
}
