import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Devnet } from '@/lib/devnet/devnet'
import { scenario } from '@/lib/devnet/scenario'
import { seededRandom } from '@/lib/domain/seeded-random'
import { attemptsOf } from '@/lib/history/probe-tally'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'

/** A process that sweeps, counts and forgets, killed at any moment and started again. */
const KILLS = 50
const NODES = 6
const HOUR_MS = 3_600_000
const SWEEPS_PER_HOUR = 12

let folder: string
let file: string
let devnet: Devnet
let child: ChildProcess | null
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-killed-'))
  file = join(folder, 'offerings.db')
  devnet = await Devnet.start({
    fleet: Array.from({ length: NODES }, (_, i) =>
      // Prices that change with every sweep would need somebody to change them; runners and cards are enough to store.
      scenario({
        name: `steady-${i + 1}`,
        cards: ['RTX 4090'],
        models: [{ pipeline: 'llm', model: 'm', price: 5n, cards: [0] }],
      }),
    ),
  })
  child = null
})
afterEach(async () => {
  child?.kill('SIGKILL')
  await devnet.stop()
  rmSync(folder, { recursive: true })
})

/** The numbers of the snapshots that it said were stored, in order. */
async function run(sweeps: number, killAfterMs: (() => number) | null): Promise<number[]> {
  const args = ['--import', 'tsx', 'lib/discovery/testdata/killed-conductor.ts', file, String(sweeps)]
  const running = spawn(process.execPath, [...args, ...devnet.serviceUris()], {
    env: { PATH: process.env.PATH, NODE_ENV: 'test' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child = running
  let text = ''
  let isTimed = false
  running.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString()
    if (isTimed || killAfterMs === null) return
    isTimed = true
    setTimeout(() => running.kill('SIGKILL'), killAfterMs())
  })
  const [code, signal] = await once(running, 'close')
  expect({ code, signal }).toEqual(
    killAfterMs ? { code: null, signal: 'SIGKILL' } : { code: 0, signal: null },
  )
  return text.split('\n').filter(Boolean).map(Number)
}

test(`killed ${KILLS} times, it has lost the running sweep at most, and counted nothing twice`, async () => {
  const random = seededRandom('killed')
  let last = 0
  for (let kill = 0; kill < KILLS; kill++) {
    const said = await run(Number.MAX_SAFE_INTEGER, () => random.next() * 250)
    const db = new Database(file)
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    const newer = db
      .prepare<[number], { id: number }>('select id from snapshots where id > ? order by id')
      .all(last)
    db.close()
    const ids = newer.map(({ id }) => id)
    // What it said is there, in order; beyond that the one at most that it had no time to tell of.
    const heard = ids.filter((id) => said.includes(id))
    expect(heard).toEqual(said)
    expect(ids.length).toBeLessThanOrEqual(said.length + 1)
    last = ids.at(-1) ?? last
  }
  await run(3 * SWEEPS_PER_HOUR, null)

  const store = openSqliteStore(file, { migrationsFolder: 'drizzle/migrations' })
  try {
    const until = (await store.readRollUpProgress())['1h'] ?? 0
    const from = Date.UTC(2026, 0, 1)
    const spans = [{ level: '1h', from, to: until }] as const
    const hours = (until - from) / HOUR_MS
    expect(hours).toBeGreaterThan(5)
    const whole = await store.readTallies([{ kind: 'network', key: '' }], spans, {
      from,
      stepMs: HOUR_MS,
      count: hours,
    })
    // Every sweep asks everybody once, and time goes on from the last one that was stored: no hour has more or less.
    expect(whole.map((tally) => tally && attemptsOf(tally))).toEqual(
      Array.from({ length: hours }, () => NODES * SWEEPS_PER_HOUR),
    )
    const db = new Database(file, { readonly: true })
    const count = (sql: string) => db.prepare<[], { n: number }>(sql).get()?.n
    // Nothing is begun twice, nothing stands twice, nothing kept refers to what is not.
    expect(count('select count(*) - count(distinct started_at) n from snapshots')).toBe(0)
    expect(count('select count(*) n from node_versions where to_snapshot is null')).toBe(NODES)
    expect(count('select count(*) n from offering_terms where to_at is null')).toBe(2 * NODES)
    expect(count('select count(*) n from node_gpus where to_at is null')).toBe(NODES)
    expect(
      count(
        'select count(*) n from node_versions v where answer_id is not null and not exists (select 1 from answers a where a.id = v.answer_id)',
      ),
    ).toBe(0)
    expect(count('select count(*) n from pragma_foreign_key_check')).toBe(0)
    db.close()
  } finally {
    store.close()
  }
}, 600_000)
