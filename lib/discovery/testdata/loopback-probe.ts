import { NO_IDENTITY } from '@/lib/livepeer/asker-identity'
import { createDialPolicy } from '@/lib/net/dial-policy'
import type { ProbeDeps } from '@/lib/probe/probe-node'

/** Real clocks, real sockets, and nothing but loopback. */
export const loopbackProbe: ProbeDeps = {
  lookup: async () => {
    throw new Error('nothing but localhost is asked in tests')
  },
  policy: createDialPolicy({ cidrs: ['127.0.0.0/8', '::1/128'] }),
  identity: NO_IDENTITY,
  now: Date.now,
  monotonicMs: () => performance.now(),
}
