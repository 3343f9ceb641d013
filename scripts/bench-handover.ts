import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { forkDevnet } from '@/e2e/support/fork-devnet'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'

/**
 * Two conductors on one database: how long after the death of the one that sweeps does the other one begin a sweep.
 * `npm run bench:handover -- --interval 2000 --rounds 9`
 */
const { values } = parseArgs({
  options: { interval: { type: 'string', default: '2000' }, rounds: { type: 'string', default: '9' } },
})
const intervalMs = Number(values.interval)
const rounds = Number(values.rounds)

const devnet = await forkDevnet(['--count', '5'])
const folder = mkdtempSync(join(tmpdir(), 'offerings-bench-'))
const store = openSqliteStore(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
const pauseMs = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

interface Conductor {
  readonly child: ChildProcess
  isConducting: boolean
}

function start(): Conductor {
  const child = spawn(process.execPath, ['--import', 'tsx', 'lib/discover-main.ts'], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      DATA_DIR: folder,
      ORCH_ADDRS: devnet.orchestrators.map(({ uri }) => uri).join(','),
      ORCH_ALLOW_CIDRS: '127.0.0.0/8',
      SWEEP_INTERVAL_MS: String(intervalMs),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const conductor: Conductor = { child, isConducting: false }
  child.stdout?.on('data', (chunk: Buffer) => {
    if (chunk.toString().includes('conducting the sweeps')) conductor.isConducting = true
  })
  return conductor
}

async function nextSnapshotAfter(at: number): Promise<number> {
  for (;;) {
    const { startedAt = 0 } = (await store.readLatestSnapshot()) ?? {}
    if (startedAt > at) return startedAt
    await pauseMs(10)
  }
}

let holder = start()
while (!holder.isConducting) await pauseMs(10)
const tookMs: number[] = []
for (let round = 0; round < rounds; round++) {
  const follower = start()
  await nextSnapshotAfter(Date.now() + 2 * intervalMs)
  // At any moment of the interval.
  await pauseMs((intervalMs * round) / rounds)
  const killedAt = Date.now()
  holder.child.kill('SIGKILL')
  await once(holder.child, 'exit')
  tookMs.push((await nextSnapshotAfter(killedAt)) - killedAt)
  holder = follower
}
holder.child.kill('SIGKILL')
store.close()
devnet.stop()
rmSync(folder, { recursive: true })

const sorted = tookMs.toSorted((a, b) => a - b)
const inIntervals = (ms = 0) => `${ms} ms (${(ms / intervalMs).toFixed(2)} intervals)`
console.log(`interval ${intervalMs} ms, ${rounds} rounds: from the death of the holder to the next sweep`)
console.log(`median ${inIntervals(sorted[Math.floor(rounds / 2)])}, worst ${inIntervals(sorted.at(-1))}`)
