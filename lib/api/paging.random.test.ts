import { expect, test } from 'vitest'
import { z } from 'zod'
import { BYOC_CAPABILITY } from '@/lib/domain/capability'
import { PRICE_UNITS } from '@/lib/domain/pipeline'
import { type SeededRandom, seededRandom } from '@/lib/domain/seeded-random'
import { answer, gpu } from '@/lib/domain/testdata/answer'
import { lastAnswer, observation } from '@/lib/snapshot/testdata/observation'
import { type Ask, asking } from './testdata/asking'
import { LIST_NAMES, type ListName, pricedFieldsOf, sortsOf } from './testdata/list-doc-of'
import { randomNetwork } from './testdata/random-network'

/** Whoever reads page after page, a CSV or an NDJSON reads the same rows, each once, in the same order. */
const NETWORKS = 12
const QUESTIONS = 5

const Row = z.record(z.string(), z.unknown())
type Row = z.output<typeof Row>
const Page = z.looseObject({ next_cursor: z.string().nullable() })

/** What tells rows of a list apart in either format. */
const NAMED_BY: Readonly<Record<ListName, readonly string[]>> = {
  offerings: ['id'],
  models: ['kind', 'pipeline', 'model', 'unit'],
  orchestrators: ['name'],
  gpus: ['name'],
  pipelines: ['name'],
  regions: ['name'],
  prices: ['kind', 'pipeline', 'model', 'unit'],
}

async function read(ask: Ask, path: string): Promise<string> {
  const { status, text } = await ask(path)
  expect([path, status, status === 200 ? '' : text]).toEqual([path, 200, ''])
  return text
}

async function allPages(ask: Ask, name: ListName, params: URLSearchParams): Promise<Row[]> {
  const rows: Row[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const query = new URLSearchParams(params)
    if (cursor !== '') query.set('cursor', cursor)
    const page = Page.parse(JSON.parse(await read(ask, `/api/v1/${name}?${query}`)))
    const own = z.array(Row).parse(page[name])
    // A page that is empty and says that another follows would be asked for for ever.
    expect(own.length > 0 || page.next_cursor === null).toBe(true)
    rows.push(...own)
    cursor = page.next_cursor
    // It has to fit into a URL, whatever nodes call their models.
    expect((cursor ?? '').length).toBeLessThan(8_000)
  }
  return rows
}

function questionOf(name: ListName, random: SeededRandom): URLSearchParams {
  const params = new URLSearchParams()
  const keys = random.shuffle(sortsOf(name)).slice(0, random.int(0, 3))
  const sort = keys.filter((key, i) => keys.findIndex((other) => bare(other) === bare(key)) === i)
  if (sort.length > 0) params.set('sort', sort.join(','))
  if (sort.some((key) => pricedFieldsOf(name).includes(bare(key))))
    params.set('unit', random.pick(PRICE_UNITS))
  if (random.next() < 0.3) params.set('q', random.pick(['flux', 'a', 'L', '4090']))
  return params
}
const bare = (key: string): string => key.replace(/^-/, '')

/** A row as CSV names it: nothing is empty, and what would be a formula is marked as text. */
const named = (row: Row, name: ListName): string[] =>
  NAMED_BY[name].map((key) => {
    const text = row[key] === null ? (key === 'model' ? 'unknown' : '') : String(row[key])
    return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  })

/** RFC 4180 by its letter, character by character. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let cells: string[] = []
  let cell = ''
  let isQuoted = false
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i)
    if (isQuoted) {
      if (char !== '"') cell += char
      else if (text.charAt(i + 1) === '"') cell += text.charAt(++i)
      else isQuoted = false
    } else if (char === '"') isQuoted = true
    else if (char === ',') {
      cells.push(cell)
      cell = ''
    } else if (char === '\r' && text.charAt(i + 1) === '\n') {
      i += 1
      rows.push([...cells, cell])
      cells = []
      cell = ''
    } else cell += char
  }
  expect([cells, cell, isQuoted]).toEqual([[], '', false])
  return rows
}

test.each(LIST_NAMES)('%s: pages, CSV and NDJSON are one list', async (name) => {
  let longest = 0
  for (let n = 0; n < NETWORKS; n++) {
    const random = seededRandom(`paging ${name} ${n}`)
    const ask = asking(randomNetwork(random))
    for (let q = 0; q < QUESTIONS; q++) {
      const question = questionOf(name, random)
      const whole = (await read(ask, `/api/v1/${name}?${question}&format=ndjson`))
        .split('\n')
        .slice(0, -1)
        .map((line) => Row.parse(JSON.parse(line)))
      const paged = new URLSearchParams(question)
      paged.set('limit', String(random.int(1, 9)))
      expect([String(paged), await allPages(ask, name, paged)]).toEqual([String(paged), whole])

      const fields = NAMED_BY[name].join(',')
      const csv = await read(ask, `/api/v1/${name}?${question}&format=csv&fields=${fields}`)
      expect(parseCsv(csv)).toEqual([NAMED_BY[name], ...whole.map((row) => named(row, name))])
      longest = Math.max(longest, whole.length)
    }
  }
  expect(longest).toBeGreaterThan(2)
})

test('names of any length leave a way to the next page', async () => {
  const long = (name: string) => name.repeat(20_000)
  const capabilitiesPrices = ['a', 'b', 'c'].map((name) => ({
    capability: BYOC_CAPABILITY,
    constraint: long(name),
    pricePerUnit: 1n,
    pixelsPerUnit: 1n,
  }))
  const gpus = new Map(['x', 'y'].map((name) => [name, gpu({ id: name, name: long(name) })]))
  const hardware = [{ pipeline: long('a'), modelId: 'm', gpus }]
  const nodes = [
    observation({ lastAnswer: lastAnswer({ answer: answer({ capabilitiesPrices, hardware }) }) }),
  ]
  const ask = asking({ nodes })
  for (const name of ['offerings', 'models', 'gpus', 'pipelines', 'prices'] as const) {
    const whole = await allPages(ask, name, new URLSearchParams())
    expect(whole.length).toBeGreaterThan(1)
    for (const sort of sortsOf(name).filter((key) => !pricedFieldsOf(name).includes(bare(key))))
      expect(await allPages(ask, name, new URLSearchParams({ limit: '1', sort }))).toHaveLength(whole.length)
  }
})

test('a cursor leads on in its own list alone', async () => {
  const ask = asking(randomNetwork(seededRandom('cursors of others'), { size: 20 }))
  const cursors = new Map<ListName, string>()
  for (const name of LIST_NAMES) {
    const { next_cursor } = z
      .looseObject({ next_cursor: z.string() })
      .parse(JSON.parse(await read(ask, `/api/v1/${name}?limit=1`)))
    cursors.set(name, next_cursor)
  }
  for (const name of LIST_NAMES)
    for (const [other, cursor] of cursors) {
      const { status, text } = await ask(`/api/v1/${name}?limit=1&cursor=${cursor}`)
      expect([name, other, status]).toEqual([name, other, name === other ? 200 : 400])
      if (name !== other) expect(JSON.parse(text).errors).toMatchObject([{ parameter: 'cursor' }])
    }
})
