import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Devnet } from '@/lib/devnet/devnet'
import { scenario } from '@/lib/devnet/scenario'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import type { Store } from '@/lib/store/store'

/** Real processes on one database, and orchestrators that count how often they are asked. */
let folder: string
let devnet: Devnet
let store: Store
let processes: ChildProcess[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-two-'))
  devnet = await Devnet.start({ fleet: [scenario({ name: 'counting-1', region: 'us-east' })] })
  store = openSqliteStore(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
  processes = []
})
afterEach(async () => {
  for (const child of processes) child.kill('SIGKILL')
  store.close()
  await devnet.stop()
  rmSync(folder, { recursive: true })
})

interface Conductor {
  readonly child: ChildProcess
  /** What it logged when it began to conduct. */
  readonly conducts: Promise<void>
  isConducting: boolean
}

function startConductor(): Conductor {
  const child = spawn(process.execPath, ['--import', 'tsx', 'lib/discover-main.ts'], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      DATA_DIR: folder,
      ORCH_ADDRS: devnet.serviceUris().join(','),
      ORCH_ALLOW_CIDRS: '127.0.0.0/8',
      SWEEP_INTERVAL_MS: '1000',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  processes.push(child)
  let begin = () => {}
  const conductor: Conductor = {
    child,
    conducts: new Promise((resolve) => {
      begin = resolve
    }),
    isConducting: false,
  }
  child.stdout?.on('data', (chunk: Buffer) => {
    if (!chunk.toString().includes('conducting the sweeps')) return
    conductor.isConducting = true
    begin()
  })
  return conductor
}

async function until<T>(ask: () => Promise<T>, fits: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (fits(answer)) return answer
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
const sweeps = async () => (await store.readSweeps({ before: null, limit: 1_000 })).length
const questions = () => devnet.orchestrator('counting-1').seen.questions

test('over twenty intervals one process sweeps and the other does not; when it is killed the other takes over', async () => {
  const first = startConductor()
  await first.conducts
  const second = startConductor()
  await until(sweeps, (count) => count >= 20)
  expect(second.isConducting).toBe(false)
  // Each snapshot is one question; one more may be under way.
  const [asked, written] = [questions(), await sweeps()]
  expect(asked - written).toBeGreaterThanOrEqual(0)
  expect(asked - written).toBeLessThanOrEqual(1)

  first.child.kill('SIGKILL')
  const before = await sweeps()
  await second.conducts
  await until(sweeps, (count) => count > before + 2)
}, 120_000)

test('a conductor that is stopped gives the lease back, and any process may ask it for a sweep', async () => {
  const first = startConductor()
  await first.conducts
  first.child.kill('SIGTERM')
  await until(
    async () => first.child.exitCode,
    (code) => code !== null,
  )
  expect(first.child.exitCode).toBe(0)
  const second = startConductor()
  await second.conducts
  const before = questions()
  await store.requestSweep(Date.now())
  await until(
    async () => questions(),
    (asked) => asked > before,
  )
})
