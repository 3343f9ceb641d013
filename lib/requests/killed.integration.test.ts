import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { seededRandom } from '@/lib/domain/seeded-random'

const KILLS = 8
/** What may be lost; a machine that is busy with other things takes its time. */
const LOST_MS = 1_000

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-killed-journal-'))
  file = join(folder, 'offerings.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

interface Said {
  readonly id: string
  readonly at: number
}

/** Kills it so long after its first word. */
async function run(name: string, killAfterMs: number): Promise<Said[]> {
  const args = ['--import', 'tsx', 'lib/requests/testdata/killed-journal.ts', file, name]
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, NODE_ENV: 'test' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), killAfterMs))
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  const [code, signal] = await once(child, 'close')
  expect({ code, signal }).toEqual({ code: null, signal: 'SIGKILL' })
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [id = '', at] = line.split(' ')
      return { id, at: Number(at) }
    })
}

test('killed at any moment, what ended more than a second before is there, once, and counted once', async () => {
  const random = seededRandom('killed journal')
  const said: Said[] = []
  const safe: string[] = []
  for (let kill = 0; kill < KILLS; kill++) {
    const ofRun = await run(`run${kill}`, 1_200 + random.next() * 800)
    const last = ofRun.at(-1)?.at ?? 0
    said.push(...ofRun)
    safe.push(...ofRun.filter(({ at }) => at < last - LOST_MS).map(({ id }) => id))
    const db = new Database(file)
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    db.close()
  }
  expect(safe.length).toBeGreaterThan(KILLS * 10)
  const db = new Database(file, { readonly: true })
  const stored = db.prepare<[], { id: string }>('select id from requests').all()
  const ids = new Set(stored.map(({ id }) => id))
  expect(ids.size).toBe(stored.length)
  expect(safe.filter((id) => !ids.has(id))).toEqual([])
  const known = new Set(said.map(({ id }) => id))
  // The pipe of a process that is killed may have lost its last word, the store not.
  expect([...ids].filter((id) => !known.has(id)).length).toBeLessThanOrEqual(KILLS)
  // With all that belongs to them, in the same transaction.
  const count = (sql: string) => db.prepare<[], { n: number }>(sql).get()?.n
  expect(count('select count(*) n from request_attempts')).toBe(stored.length)
  expect(count('select count(*) n from request_decisions')).toBe(stored.length)
  expect(count("select sum(requests) n from request_counts where level = 1 and dimension = 'all'")).toBe(
    stored.length,
  )
  expect(count('select sum(succeeded) n from job_counts where level = 0')).toBe(stored.length)
  db.close()
}, 300_000)
