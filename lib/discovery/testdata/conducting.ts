import { createNobody } from '@/lib/identity/create-asker'
import { createLog } from '@/lib/log'
import type { DiscoveryDeps, DiscoveryOptions } from '../discovery'
import { loopbackProbe } from './loopback-probe'

/** A conductor that asks loopback as nobody and says nothing; say only what the test is about. */
export const conducting = (
  about: Pick<DiscoveryDeps, 'sources' | 'store'> & Partial<DiscoveryDeps>,
): DiscoveryDeps => ({
  probe: loopbackProbe,
  asker: createNobody(),
  locate: () => null,
  ethUsd: () => null,
  log: createLog('silent'),
  random: Math.random,
  holder: 'test',
  ...about,
})

export const conductingOptions = (about: Partial<DiscoveryOptions> = {}): DiscoveryOptions => ({
  sweepIntervalMs: 60_000,
  vantage: 'test',
  keepCountsMs: { '5m': 3_600_000, '1h': 3_600_000, '1d': 86_400_000 },
  keep: {
    sweepsMs: 3_600_000,
    hourlyMs: 3_600_000,
    changesMs: 3_600_000,
    requestsMs: 3_600_000,
    decisionsMs: 3_600_000,
  },
  probeTimeoutMs: 10_000,
  probeConcurrency: 100,
  extraNodes: 8,
  runnersSpeakFor: [],
  ...about,
})
