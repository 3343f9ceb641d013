import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CHANGE_KINDS, type Change } from '@/lib/domain/change'
import { type ChangeFilter, fitsFilter } from '@/lib/domain/change-filter'
import { addressFromBytes } from '@/lib/domain/eth-address'
import { type SeededRandom, seededRandom } from '@/lib/domain/seeded-random'
import { foldedSnapshot } from '@/lib/snapshot/testdata/observation'
import type { ChangePageQuery, Store, StoredChange } from '../store'
import { readChanges } from './filtered-change-rows'
import { openDatabase, type SqliteDatabase } from './open-database'
import { openSqliteStore } from './sqlite-store'

let folder: string
let store: Store
let db: SqliteDatabase
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-filtered-'))
  db = openDatabase(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
  store = openSqliteStore(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
})
afterEach(() => {
  db.$client.close()
  store.close()
  rmSync(folder, { recursive: true })
})

const [A, B] = ['https://a.example:1', 'https://b.example:1']
const URIS = [A, B, 'https://never.example:1']
const ORCHESTRATORS = [1, 2, 3].map((byte) => addressFromBytes(Uint8Array.of(byte)))
const PIPELINES = ['llm', 'upscale', '__proto__'] as const
const NAMES = ['m', 'n', 'unknown', "'; drop table changes; --"]
const GPUS = ['RTX 4090', 'H100', 'A\u0000'] as const

const ALL: ChangeFilter = {
  kinds: null,
  nodeUris: null,
  orchestrators: null,
  pipelines: null,
  models: null,
  gpus: null,
  hasEverySnapshot: false,
}
const EVERYTHING: ChangePageQuery = {
  filter: ALL,
  order: 'asc',
  after: null,
  foundAfter: null,
  foundUpTo: null,
  upTo: Number.MAX_SAFE_INTEGER,
  limit: 100_000,
}

function someChange(random: SeededRandom): Change {
  const about = {
    nodeUri: random.pick([A, B]),
    orchestrator: random.pick([null, ...ORCHESTRATORS]),
    observedAt: 1,
  }
  const offering = {
    id: 'x',
    kind: 'ai' as const,
    pipeline: random.pick(PIPELINES),
    model: random.pick([null, ...NAMES]),
    gpu: random.pick([null, ...GPUS]),
  }
  return random.pick<Change>([
    { ...about, kind: 'version-changed', before: null, after: 'v' },
    { ...about, kind: 'gpu-added', gpu: random.pick(GPUS), before: 0, after: 1 },
    { ...about, kind: 'capacity-changed', offering, before: 1, after: 2 },
    { ...about, kind: 'warmed', offering, before: 'cold', after: 'warm' },
    { ...about, kind: 'many-changes', leftOut: 3 },
  ])
}

function someFilter(random: SeededRandom): ChangeFilter {
  const some = (values: readonly string[]) =>
    random.int(0, 2) > 0 ? null : new Set(values.filter(() => random.int(0, 1) === 0))
  return {
    kinds: some(CHANGE_KINDS),
    nodeUris: some(URIS),
    orchestrators: some(ORCHESTRATORS),
    pipelines: some(PIPELINES),
    models: some([...NAMES, 'unknown']),
    gpus: some([...GPUS, 'unknown']),
    hasEverySnapshot: random.int(0, 1) === 0,
  }
}

/** Ten sweeps, a minute apart. */
async function write(random: SeededRandom, { perSweep }: { perSweep: number }): Promise<void> {
  let snapshotId: number | null = null
  for (let sweep = 1; sweep <= 10; sweep++) {
    const changes = Array.from({ length: random.int(0, perSweep) }, () => someChange(random))
    const { id }: { id: number } = await store.writeSnapshot(foldedSnapshot({ endedAt: sweep * 60_000 }), {
      since: { snapshotId, changes, standing: [] },
    })
    snapshotId = id
  }
}

async function allPages(query: Partial<ChangePageQuery>, read = store.readChanges): Promise<StoredChange[]> {
  const found: StoredChange[] = []
  for (let after: number | null = null; ; ) {
    const page = await read({ ...EVERYTHING, ...query, after })
    if (page === null) throw new Error('lost')
    found.push(...page.changes)
    if (!page.hasMore) return found
    after = page.position
  }
}

test.each(Array.from({ length: 12 }, (_, i) => `seed ${i}`))(
  'the store finds what fits, in either order, however it is paged, and nothing else: %s',
  async (seed) => {
    const random = seededRandom(seed)
    await write(random, { perSweep: 60 })
    const all = await allPages({})
    expect(all.map(({ id }) => id)).toEqual(all.map(({ id }) => id).toSorted((a, b) => a - b))
    for (let i = 0; i < 25; i++) {
      const filter = someFilter(random)
      const [foundAfter, foundUpTo] = [null, ...[0, 60_000, 200_000, 480_000, 900_000]]
        .map((at) => [random.int(0, 1), at] as const)
        .sort(([a], [b]) => a - b)
        .map(([, at]) => at)
      const span = { foundAfter: foundAfter ?? null, foundUpTo: foundUpTo ?? null }
      const expected = all.filter(
        ({ change, foundAt }) =>
          fitsFilter(change, filter) &&
          foundAt > (span.foundAfter ?? 0) &&
          foundAt <= (span.foundUpTo ?? Number.POSITIVE_INFINITY),
      )
      const limit = random.pick([1, 7, 1_000])
      // So few at a time that the feed is looked through in many parts.
      const rowsPerLook = random.pick([1, 20, 1_000])
      const read = (query: ChangePageQuery) => readChanges(db, query, { rowsPerLook, minPerRun: 1 })
      expect(await allPages({ filter, ...span, limit }, read)).toEqual(expected)
      const backwards = { filter, ...span, limit, order: 'desc' } as const
      expect(await allPages(backwards, read)).toEqual(expected.toReversed())
      expect(await allPages(backwards)).toEqual(expected.toReversed())
    }
  },
)

describe('whoever goes on', () => {
  test('hears what came since, once, also when nothing fitted for a while', async () => {
    const random = seededRandom('follow')
    const filter = { ...ALL, kinds: new Set(['warmed']) }
    const heard: StoredChange[] = []
    let after: number | null = null
    let snapshotId: number | null = null
    for (let sweep = 1; sweep <= 20; sweep++) {
      const changes = Array.from({ length: random.int(0, 4) }, () => someChange(random))
      const { id }: { id: number } = await store.writeSnapshot(foldedSnapshot({ endedAt: sweep * 60_000 }), {
        since: { snapshotId, changes, standing: [] },
      })
      snapshotId = id
      const page = await store.readChanges({ ...EVERYTHING, filter, after, limit: 2 })
      heard.push(...(page?.changes ?? []))
      after = page?.position ?? null
    }
    const rest = await store.readChanges({ ...EVERYTHING, filter, after })
    expect([...heard, ...(rest?.changes ?? [])]).toEqual(await allPages({ filter }))
  })

  test('from a change that was forgotten is told so, and whoever looks back has reached the end', async () => {
    await write(seededRandom('forgotten'), { perSweep: 5 })
    const [first] = await allPages({})
    await store.deleteChanges({ before: 400_000, keep: 1_000 })
    const after = first?.id ?? 0
    expect(await store.readChanges({ ...EVERYTHING, after })).toBeNull()
    expect(await store.readChanges({ ...EVERYTHING, after, order: 'desc' })).toMatchObject({
      changes: [],
      hasMore: false,
    })
    expect(await store.readFirstChangeTime()).toBe(360_000)
  })

  test('hears nothing beyond what the lists of its process hold', async () => {
    await write(seededRandom('beyond'), { perSweep: 5 })
    const all = await allPages({})
    const upTo = all.at(-4)?.id ?? 0
    expect((await allPages({ upTo })).at(-1)?.id).toBe(upTo)
    expect(await store.readChanges({ ...EVERYTHING, upTo })).toMatchObject({ position: upTo })
  })
})

/** The migrations of an older version. */
function migrationsUntil(tag: string): string {
  const older = join(folder, 'migrations')
  cpSync('drizzle/migrations', older, { recursive: true })
  const file = join(older, 'meta', '_journal.json')
  const journal: { entries: { tag: string }[] } = JSON.parse(readFileSync(file, 'utf8'))
  const last = journal.entries.findIndex((entry) => entry.tag === tag)
  writeFileSync(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, last + 1) }))
  return older
}

test('rows of an older version are found by what they say, and kinds that are no more are passed over', async () => {
  const offering = { id: 'x', kind: 'ai', pipeline: 'llm', model: 'm' } as const
  const about = { orchestrator: ORCHESTRATORS[0] ?? null, observedAt: 1 }
  const older = openDatabase(join(folder, 'older.db'), { migrationsFolder: migrationsUntil('0006_history') })
  older.run(sql`insert into nodes (id, uri) values (1, ${A})`)
  const rows: readonly (readonly [kind: string, nodeId: number | null, body: object])[] = [
    ['state-changed', 1, { ...about, offering, before: 'cold', after: 'warm' }],
    ['state-changed', 1, { ...about, offering, before: 'cold', after: 'priced-only' }],
    ['gpus-changed', 1, { ...about, added: [{ name: 'H100', count: 1 }], removed: [], others: 0 }],
    ['snapshot', null, { observedAt: 1, startedAt: 0, nodesAsked: 1, nodesAnswered: 1 }],
  ]
  for (const [kind, nodeId, body] of rows)
    older.run(
      sql`insert into changes (snapshot_id, at, kind, node_id, body) values (1, 1, ${kind}, ${nodeId}, ${JSON.stringify(body)})`,
    )
  older.$client.close()
  store.close()
  store = openSqliteStore(join(folder, 'older.db'), { migrationsFolder: 'drizzle/migrations' })
  const before = { ...offering, gpu: null }
  expect((await allPages({})).map(({ change }) => change)).toMatchObject([
    { kind: 'warmed', offering: before, after: 'warm' },
    { kind: 'state-changed', offering: before },
    { kind: 'snapshot', nodesListed: 1, nodesAsked: null, nodesAnswered: 1 },
  ])
  for (const filter of [
    { pipelines: new Set(['llm']), models: new Set(['m']) },
    { orchestrators: new Set(ORCHESTRATORS), gpus: new Set(['unknown']) },
  ])
    expect(await allPages({ filter: { ...ALL, ...filter } })).toHaveLength(2)
})
