import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Devnet } from '@/lib/devnet/devnet'
import { scenario } from '@/lib/devnet/scenario'
import { coverSpan } from '@/lib/history/cover-span'
import { attemptsOf, reachedOf } from '@/lib/history/probe-tally'
import { createNobody } from '@/lib/identity/create-asker'
import { createLog } from '@/lib/log'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import { ClockedConductor } from './clocked-conductor'
import { conductingOptions } from './testdata/conducting'
import { loopbackProbe } from './testdata/loopback-probe'

const MINUTE = 60_000
const START = Date.UTC(2026, 4, 17)

test('whoever sweeps counts what it measured, node by node and together', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'offerings-measuring-'))
  const store = openSqliteStore(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
  const devnet = await Devnet.start({
    fleet: [scenario({ name: 'one-1' }), scenario({ name: 'two-1', fault: 'refuse' })],
  })
  const conductor = new ClockedConductor(
    {
      store,
      net: loopbackProbe,
      asker: createNobody(),
      locate: () => null,
      ethUsd: () => null,
      log: createLog('silent'),
      source: { name: 'list', kind: 'list' },
      list: () => devnet.serviceUris(),
      monotonicMs: () => performance.now(),
    },
    conductingOptions({ sweepIntervalMs: 5 * MINUTE }),
  )
  try {
    for (let minute = 1; minute <= 66; minute += 5) await conductor.sweepAt(START + minute * MINUTE)
    await expect
      .poll(() => store.readRollUpProgress(), { timeout: 10_000 })
      .toMatchObject({ '5m': START + 65 * MINUTE, '1h': START + 60 * MINUTE, '1d': null })
    const hour = { from: START, to: START + 60 * MINUTE }
    const spans = coverSpan(hour, await store.readRollUpProgress())
    expect(spans).toEqual([{ level: '1h', ...hour }])
    const [one, two] = devnet.serviceUris()
    const countsOf = async (subjects: Parameters<typeof store.readTallies>[0]) => {
      const [tally] = await store.readTallies(subjects, spans, { from: START, stepMs: 60 * MINUTE, count: 1 })
      return tally ? [attemptsOf(tally), reachedOf(tally), tally.latency.count] : null
    }
    expect(await countsOf([{ kind: 'node', key: one ?? '' }])).toEqual([12, 12, 12])
    const refused = await countsOf([{ kind: 'node', key: two ?? '' }])
    // It is asked less and less, and never reached.
    expect(refused?.[0]).toBeGreaterThan(2)
    expect(refused?.slice(1)).toEqual([0, 0])
    expect(await countsOf([{ kind: 'network', key: '' }])).toEqual([12 + (refused?.[0] ?? 0), 12, 12])
  } finally {
    await conductor.stop()
    await devnet.stop()
    store.close()
    rmSync(folder, { recursive: true })
  }
})
