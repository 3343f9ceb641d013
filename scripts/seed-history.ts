import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Devnet } from '@/lib/devnet/devnet'
import type { ScenarioPatchInput } from '@/lib/devnet/scenario-patch'
import { standingFleet } from '@/lib/devnet/standing-fleet'
import { NEWCOMERS, STANDING_STORY } from '@/lib/devnet/standing-story'
import { ClockedConductor } from '@/lib/discovery/clocked-conductor'
import { createNobody } from '@/lib/identity/create-asker'
import { createLog } from '@/lib/log'
import { createLookup } from '@/lib/net/create-lookup'
import { createDialPolicy } from '@/lib/net/dial-policy'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'

/**
 * Gives a demo a past: the conductor asks the simulated network over three days that go by in a minute, while things
 * happen to it. Whatever comes of it says that it is simulated, since the nodes say so themselves. Does nothing where
 * there is history already. `tsx scripts/seed-history.ts --data-dir ./data/demo --base-port 18935`
 */
const HOUR_MS = 3_600_000
const STORY_MS = 72 * HOUR_MS
const EVERY_MS = 30 * 60_000
/** The simulated network answers as much faster as the clock runs. */
const HASTE = 4
const USD = { rate: { numerator: 2_500n, denominator: 1n }, source: 'fixed' } as const

const { values } = parseArgs({
  options: {
    'data-dir': { type: 'string', default: './data/demo' },
    'base-port': { type: 'string', default: '18935' },
  },
})
const store = openSqliteStore(join(values['data-dir'], 'offerings.db'), {
  migrationsFolder: 'drizzle/migrations',
})
if ((await store.readLatestSnapshotId()) === null) await seed()
store.close()

async function seed(): Promise<void> {
  const devnet = await Devnet.start({
    fleet: standingFleet().map((scenario) => ({
      ...scenario,
      behaviour: {
        ...scenario.behaviour,
        latencyMs: scenario.behaviour.latencyMs / HASTE,
        jitterMs: scenario.behaviour.jitterMs / HASTE,
      },
    })),
    firstPort: Number(values['base-port']),
  })
  const endAt = Date.now()
  const hoursAgo = () => (endAt - at) / HOUR_MS
  const regions = new Map(devnet.orchestrators.map(({ uri, region }) => [uri as string, region]))
  const conductor = new ClockedConductor(
    {
      store,
      asker: createNobody(),
      log: createLog('silent'),
      net: { lookup: createLookup(), policy: createDialPolicy({ cidrs: ['127.0.0.0/8', '::1/128'] }) },
      source: { name: 'webhook', kind: 'webhook' },
      list: () =>
        devnet.listed
          .filter(({ name }) => hoursAgo() <= (NEWCOMERS[name] ?? Number.POSITIVE_INFINITY))
          .map(({ uri }) => uri),
      locate: ({ uri }) => {
        const name = regions.get(uri)
        return name ? { name, from: 'operator' } : null
      },
      ethUsd: () => ({ ...USD, at: endAt - STORY_MS }),
      monotonicMs: () => performance.now(),
    },
    {
      sweepIntervalMs: EVERY_MS,
      probeTimeoutMs: 3_000 / HASTE,
      // Few at a time: what probes take from each other counts four times.
      probeConcurrency: 8,
      vantage: 'this server',
      extraNodes: 8,
      runnersSpeakFor: [],
      keepCountsMs: { '5m': 14 * 24 * HOUR_MS, '1h': 92 * 24 * HOUR_MS, '1d': 1_100 * 24 * HOUR_MS },
      keep: {
        sweepsMs: 7 * 24 * HOUR_MS,
        hourlyMs: 92 * 24 * HOUR_MS,
        changesMs: 400 * 24 * HOUR_MS,
        requestsMs: 30 * 24 * HOUR_MS,
        decisionsMs: 3 * 24 * HOUR_MS,
      },
    },
    HASTE,
  )
  const events = STANDING_STORY.toSorted((a, b) => b.hoursAgo - a.hoursAgo)
  let at = endAt - STORY_MS
  for (; at < endAt - EVERY_MS / 2; at += EVERY_MS) {
    while (events[0] && events[0].hoursAgo >= hoursAgo()) {
      const { name, patch } = events.shift() ?? events[0]
      const orchestrator = devnet.orchestrator(name)
      if (patch === null) await orchestrator.reset()
      else await orchestrator.change(hastened(patch))
    }
    await conductor.sweepAt(at)
  }
  await conductor.stop()
  await devnet.stop()
}

/** A node that becomes slower does so at the speed of the story. */
function hastened({ latencyMs, jitterMs, ...patch }: ScenarioPatchInput): ScenarioPatchInput {
  return {
    ...patch,
    ...(latencyMs !== undefined && { latencyMs: Math.round(latencyMs / HASTE) }),
    ...(jitterMs !== undefined && { jitterMs: Math.round(jitterMs / HASTE) }),
  }
}
