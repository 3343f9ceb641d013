import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { answering, priced } from '@/lib/catalog/testdata/look'
import { advertising, model } from '@/lib/domain/testdata/answer'
import type { NodeObservation } from '@/lib/snapshot/snapshot'
import { foldedSnapshot } from '@/lib/snapshot/testdata/observation'
import { type SnapshotDiff, SnapshotDiffs } from '../changes/snapshot-diffs'
import { type DiffDto, diffDto } from '../contract/change'
import { problemDto } from '../contract/problem'
import { StreamServer } from '../stream/testdata/stream-server'

let folder: string
let server: StreamServer
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-diff-'))
  server = await StreamServer.start(join(folder, 'offerings.db'))
})
afterEach(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

const MINUTE = 60_000
const at = (minute: number) => new Date(minute * MINUTE).toISOString()
const get = async (query = '') => fetch(`${await server.origin()}/api/v1/diff${query}`)
const diffOf = async (query = ''): Promise<DiffDto> => {
  const response = await get(query)
  expect(response.status).toBe(200)
  return diffDto.parse(await response.json())
}
const uriOf = (name: string) => `https://${name}.example:8935`

/** A sweep that found these nodes, each with the prices of its models. */
const sweep = (minute: number, prices: Readonly<Record<string, Readonly<Record<string, bigint>>>>) => {
  const nodes = Object.entries(prices).map(
    ([name, ofModels]): NodeObservation =>
      answering(
        {
          ...advertising({ 27: Object.fromEntries(Object.keys(ofModels).map((id) => [id, model()])) }),
          capabilitiesPrices: Object.entries(ofModels).map(([id, wei]) => priced(id, wei)),
        },
        { uri: uriOf(name), at: minute * MINUTE - 10, cadenceMs: MINUTE },
      ),
  )
  const endedAt = minute * MINUTE
  return server.store.writeSnapshot(foldedSnapshot({ startedAt: endedAt - 20, endedAt, nodes }))
}

test('it compares the last snapshots that had ended by two moments, and says which they are', async () => {
  const first = await sweep(1, { a: { flux: 8n }, b: { flux: 5n } })
  await sweep(2, { a: { flux: 9n } })
  const third = await sweep(3, { a: { flux: 7n, sdxl: 3n }, b: { flux: 5n } })
  await sweep(4, { a: { flux: 1n } })
  // What happened in between is no difference: b left and came back, the price of a rose first.
  const diff = await diffOf(`?from=${at(1.5)}&to=${at(3)}`)
  expect(diff).toMatchObject({
    before: { snapshot_id: first.id, as_of: at(1) },
    after: { snapshot_id: third.id, as_of: at(3) },
    count: 2,
    left_out: 0,
    counts: [
      { kind: 'offering-added', count: 1 },
      { kind: 'price-changed', count: 1 },
    ],
    changes: [
      { kind: 'price-changed', node_uri: uriOf('a'), change_percent: '-12.5', offering: { model: 'flux' } },
      { kind: 'offering-added', node_uri: uriOf('a'), offering: { model: 'sdxl' } },
    ],
    next_cursor: null,
  })
  expect((await diffOf(`?from=${at(3)}&to=${at(3)}`)).count).toBe(0)
})

test('without moments it goes from the oldest snapshot that is kept to now', async () => {
  const first = await sweep(1, { a: { flux: 8n } })
  const last = await sweep(2, { a: { flux: 8n }, b: { flux: 5n } })
  expect(await diffOf()).toMatchObject({
    before: { snapshot_id: first.id },
    after: { snapshot_id: last.id },
    counts: [
      { kind: 'node-joined', count: 1 },
      { kind: 'offering-added', count: 1 },
    ],
  })
})

test.each([
  ['?kind=price-changed', ['a flux', 'b flux']],
  ['?node_uri=b.example', ['b flux']],
  ['?node_uri=b.example&kind=node-joined', []],
  ['?model=sdxl', ['a sdxl']],
  ['?pipeline=text-to-image&kind=offering-gone', ['a sdxl']],
  ['?gpu=H100', []],
])('%s', async (query, expected) => {
  await sweep(1, { a: { flux: 8n, sdxl: 1n }, b: { flux: 5n } })
  await sweep(2, { a: { flux: 7n }, b: { flux: 6n } })
  const { changes, count } = await diffOf(query)
  expect(count).toBe(expected.length)
  const subjects = changes.map((change) =>
    'offering' in change ? `${change.node_uri.slice(8, 9)} ${change.offering.model}` : change.kind,
  )
  expect(subjects).toEqual(expected)
})

describe('pages', () => {
  const models = (wei: bigint) => Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`m${i}`, wei]))

  test('are of the same two snapshots, whatever is found meanwhile', async () => {
    await sweep(1, { a: models(1n) })
    await sweep(2, { a: models(2n) })
    const seen: unknown[] = []
    for (let query = '?limit=10'; ; ) {
      const page = await diffOf(query)
      expect([page.count, page.after.as_of]).toEqual([25, at(2)])
      seen.push(...page.changes.map((change) => 'offering' in change && change.offering.model))
      if (page.next_cursor === null) break
      await sweep(seen.length, { a: {} })
      query = `?limit=10&cursor=${page.next_cursor}`
    }
    expect(seen).toEqual(Object.keys(models(1n)))
  })

  test('of snapshots that are kept no more are refused', async () => {
    await sweep(1, { a: models(1n) })
    await sweep(60 * 24, { a: models(2n) })
    await sweep(60 * 24 + 1, { a: models(3n) })
    const { next_cursor } = await diffOf(`?limit=10&to=${at(60 * 24)}`)
    await server.store.forgetSnapshots({ thinBefore: 0, before: 60 * 24 * MINUTE })
    expect((await get(`?cursor=${next_cursor}`)).status).toBe(404)
  })
})

describe('what cannot be compared', () => {
  test('nothing was collected', async () => {
    const response = await get()
    expect(response.status).toBe(404)
    expect(problemDto.parse(await response.json()).detail).toContain('nothing was collected yet')
  })

  test('nothing so old is kept, and it is said what is', async () => {
    await sweep(5, { a: { flux: 1n } })
    for (const query of [`?from=${at(4)}`, `?from=${at(1)}&to=${at(2)}`, `?to=${at(2)}`]) {
      const response = await get(query)
      expect(response.status).toBe(404)
      const { type, detail } = problemDto.parse(await response.json())
      expect([type, detail]).toEqual(['/problems#not-kept', expect.stringContaining(at(5))])
    }
  })
})

test('a node that differs in more than anybody reads is cut, and what is left out is counted', async () => {
  const flood = (wei: bigint) => Object.fromEntries(Array.from({ length: 6_000 }, (_, i) => [`m${i}`, wei]))
  await sweep(1, { a: flood(1n), b: { flux: 1n } })
  await sweep(2, { a: flood(2n), b: { flux: 2n } })
  expect(await diffOf()).toMatchObject({
    left_out: 1_000,
    counts: [
      { kind: 'price-changed', count: 5_001 },
      { kind: 'many-changes', count: 1 },
    ],
  })
  // Whoever asks for less is told all of it.
  expect(await diffOf('?model=m5999,flux')).toMatchObject({ count: 2, left_out: 0 })
})

test('the same question is compared once, and others have their turn meanwhile', async () => {
  const nodes = Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`n${i}`, { flux: 1n }]))
  await sweep(1, nodes)
  await sweep(2, { ...nodes, n7: { flux: 2n } })
  let reads = 0
  const diffs = new SnapshotDiffs({
    ...server.store,
    readSnapshotAt: (moment) => {
      reads += 1
      return server.store.readSnapshotAt(moment)
    },
  })
  const filter = {
    kinds: null,
    nodeUris: null,
    orchestrators: null,
    pipelines: null,
    models: null,
    gpus: null,
    hasEverySnapshot: false,
  }
  let [turns, isOver] = [0, false]
  const turn = () => {
    turns += 1
    if (!isOver) setImmediate(turn)
  }
  setImmediate(turn)
  const first: SnapshotDiff | null = await diffs.between(MINUTE, 2 * MINUTE, filter)
  expect(first?.changes).toMatchObject([{ kind: 'price-changed', nodeUri: uriOf('n7') }])
  isOver = true
  expect(turns).toBeGreaterThan(1)
  expect(await diffs.between(MINUTE + 5, 2 * MINUTE + 5, filter)).toBe(first)
  expect(reads).toBe(2)
})
