import { expect, test } from 'vitest'
import { z } from 'zod'
import { type SeededRandom, seededRandom } from '@/lib/domain/seeded-random'
import { facetValueDto, facetValuesDto } from './contract/facet-values'
import { joinValues } from './listing/value-list'
import { type Ask, asking } from './testdata/asking'
import { LIST_NAMES, type ListName, parametersOf } from './testdata/list-doc-of'
import { randomNetwork } from './testdata/random-network'

/** A count says exactly how many rows one gets by choosing that value instead of what is chosen now. */
const NETWORKS = 6
const STEPS = 4

const Facets = z.looseObject({
  count: z.number(),
  facets: z.record(z.string(), z.array(facetValueDto)),
})

async function read(ask: Ask, path: string): Promise<unknown> {
  const { status, text } = await ask(path)
  expect([path, status, status === 200 ? '' : text]).toEqual([path, 200, ''])
  return JSON.parse(text)
}

/** The question without what it says of one field. */
function without(question: URLSearchParams, field: string): URLSearchParams {
  const isOfField = (parameter: string) => parameter === field || parameter.startsWith(`${field}[`)
  return new URLSearchParams([...question].filter(([parameter]) => !isOfField(parameter)))
}

function choosing(question: URLSearchParams, field: string, value: string | null): URLSearchParams {
  const chosen = without(question, field)
  if (value === null) chosen.set(`${field}[exists]`, 'false')
  else chosen.set(field, joinValues([value]))
  return chosen
}

const countOf = async (ask: Ask, name: ListName, question: URLSearchParams): Promise<number> =>
  Facets.parse(await read(ask, `/api/v1/${name}?${question}&limit=1`)).count

/** One more filter, of a value that is there or of a number. */
function narrowed(
  name: ListName,
  question: URLSearchParams,
  facets: z.output<typeof Facets>['facets'],
  random: SeededRandom,
): URLSearchParams {
  const params = new URLSearchParams(question)
  const fields = Object.entries(facets).filter(([, values]) => values.length > 0)
  const [field, values] = fields[random.int(0, fields.length - 1)] ?? []
  const texts = random.shuffle(values ?? []).flatMap(({ value }) => value ?? [])
  if (field !== undefined && texts.length > 0) {
    const operator = random.pick(['', '', '[not_in]'])
    const some = texts.slice(0, random.int(1, 2))
    const chosen = operator === '' ? without(params, field) : params
    chosen.set(`${field}${operator}`, joinValues(some))
    if (random.next() < 0.7) return chosen
  }
  const numbers = parametersOf(name).filter((parameter) =>
    /^(nodes|n|cards|latency_ms)\[gte\]$/.test(parameter.name),
  )
  const [number] = random.shuffle(numbers)
  if (number) params.set(number.name, random.pick(['0', '1', '2', '50']))
  if (name === 'offerings' && random.next() < 0.5) {
    params.set('unit', 'pixel')
    params.delete('unit[not_in]')
    params.set('price[lte]', random.pick(['1', '1e9', '123456789012345678901/7']))
  }
  return params
}

async function expectCountsToBeRows(
  ask: Ask,
  name: ListName,
  { question, facets }: { question: URLSearchParams; facets: z.output<typeof Facets>['facets'] },
): Promise<void> {
  for (const [field, values] of Object.entries(facets)) {
    const counted = values.map(({ value, count }) => ({ value, count }))
    const rows = await Promise.all(
      values.map(async ({ value }) => ({
        value,
        count: await countOf(ask, name, choosing(question, field, value)),
      })),
    )
    expect([name, String(question), field, counted]).toEqual([name, String(question), field, rows])
    expect(new Set(values.map(({ value }) => value)).size).toBe(values.length)
  }
}

test.each(LIST_NAMES)('%s: its facets count what they would leave', async (name) => {
  for (let n = 0; n < NETWORKS; n++) {
    const random = seededRandom(`facets ${name} ${n}`)
    const ask = asking(randomNetwork(random))
    let question = new URLSearchParams()
    for (let step = 0; step < STEPS; step++) {
      const { facets } = Facets.parse(await read(ask, `/api/v1/${name}?${question}`))
      await expectCountsToBeRows(ask, name, { question, facets })
      question = narrowed(name, question, facets, random)
    }
  }
})

test('/api/v1/facets counts what the list of offerings would give, and its ranges are those of the rows', async () => {
  for (let n = 0; n < NETWORKS; n++) {
    const random = seededRandom(`facet values ${n}`)
    const ask = asking(randomNetwork(random))
    let question = new URLSearchParams()
    for (let step = 0; step < STEPS; step++) {
      const { count, facets, ranges } = facetValuesDto.parse(await read(ask, `/api/v1/facets?${question}`))
      expect(count).toBe(await countOf(ask, 'offerings', question))
      await expectCountsToBeRows(ask, 'offerings', { question, facets })
      for (const [field, range] of Object.entries(ranges)) {
        const others = without(question, field)
        const { status, text } = await ask(`/api/v1/offerings?${others}&format=csv&fields=${field}`)
        expect([String(others), status]).toEqual([String(others), 200])
        const numbers = text
          .split('\r\n')
          .slice(1)
          .filter((cell) => /\d/.test(cell))
          .map(Number)
          .sort((a, b) => a - b)
        const { bins, ...ends } = range
        expect([field, ends]).toEqual([
          field,
          { n: numbers.length, min: numbers[0] ?? null, max: numbers.at(-1) ?? null },
        ])
        const last = bins.length - 1
        expect(bins.map(({ count }) => count)).toEqual(
          bins.map(
            ({ from, to }, bin) =>
              numbers.filter((number) => number >= from && (bin === last || number < to)).length,
          ),
        )
      }
      question = narrowed('offerings', question, facets, random)
    }
  }
})
