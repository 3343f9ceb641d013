import { writeSync } from 'node:fs'
import { createNobody } from '@/lib/identity/create-asker'
import { createLog } from '@/lib/log'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import { ClockedConductor } from '../clocked-conductor'
import { conductingOptions } from './conducting'
import { loopbackProbe } from './loopback-probe'

/**
 * A conductor that is there to be killed: it sweeps, counts and forgets as fast as it can, each sweep five minutes after
 * the one before, and writes the number of every snapshot that is stored. `killed-conductor.ts FILE COUNT URI…`: ends by
 * itself after so many sweeps.
 */
const [file = '', count = '', ...uris] = process.argv.slice(2)
const EVERY_MS = 300_000
const HOUR_MS = 3_600_000
const START = Date.UTC(2026, 0, 1)

const store = openSqliteStore(file, { migrationsFolder: 'drizzle/migrations' })
const conductor = new ClockedConductor(
  {
    store,
    asker: createNobody(),
    log: createLog('silent'),
    net: loopbackProbe,
    source: { name: 'list', kind: 'list' },
    list: () => uris,
    locate: () => null,
    ethUsd: () => null,
    monotonicMs: () => performance.now(),
  },
  conductingOptions({
    sweepIntervalMs: EVERY_MS,
    // Little is kept, so that something is to be forgotten all the time.
    keep: {
      sweepsMs: 3 * HOUR_MS,
      hourlyMs: 9 * HOUR_MS,
      changesMs: 2 * HOUR_MS,
      requestsMs: HOUR_MS,
      decisionsMs: HOUR_MS,
    },
    keepCountsMs: { '5m': 2 * HOUR_MS, '1h': 1_000 * HOUR_MS, '1d': 1_000 * HOUR_MS },
  }),
)
await conductor.takeUp()
for (let left = Number(count); left > 0; left--) {
  const before = conductor.snapshot
  await conductor.sweepAt(before ? before.startedAt + EVERY_MS : START)
  // At once: what a pipe holds back is lost with the process.
  writeSync(1, `${conductor.snapshot?.id}\n`)
}
await conductor.stop()
store.close()
