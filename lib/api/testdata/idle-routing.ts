import { tmpdir } from 'node:os'
import { MediaShelf } from '@/lib/media/media-shelf'
import { createDialPolicy } from '@/lib/net/dial-policy'
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
  return {
    carriage: {
      ...clocks,
      selector: new Selector(clocks),
      suspensions: noSuspensions(),
      ledger: { begun: () => undefined, ended: () => undefined },
      pools: new UpstreamPools({ connectMs: 100 }),
    },
    ai: {
      quotes: new QuoteKeeper({ ...net, ...clocks, asker }, { timeoutMs: 100 }),
      payer: createPayer({ signer: null, tickets: null }),
      places: new JobPlaces({ ...net, ...clocks }),
    },
    limits: new Map(),
    media: new MediaShelf({ folder: tmpdir(), keepMs: 1_000, maxBytes: 1_000 }, clocks.now),
    deferred: new DeferredAnswers(clocks.now),
    uploads: tmpdir(),
    maxUploadBytes: 1_000_000,
    publicUrl: null,
    newId: () => '0'.repeat(36),
  }
}
