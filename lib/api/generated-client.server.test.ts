import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import openapiTS, { astToString } from 'openapi-typescript'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { clientSample } from '@/app/(dashboard)/reference/_components/client-sample'
import { offeringsDto } from './contract/offering-list'
import { modelDetailDto } from './contract/single'
import { compileProgram, emitProgram, linkPackages } from './testdata/compile-program'
import { OPERATOR_KEY, type StandingApp, startStandingApp } from './testdata/standing-app'

/** A client as others make it: types from the document that is served, and a library that knows nothing of us. */
let standing: StandingApp
beforeAll(async () => {
  standing = await startStandingApp()
  linkPackages(standing.folder)
  const response = await fetch(`${standing.app.gatewayUrl}/api/v1/openapi.json`)
  const types = astToString(await openapiTS(await response.text()))
  writeFileSync(join(standing.folder, 'offerings-api.d.ts'), types)
})
afterAll(() => standing.stop())

const compile = (name: string, source: string): string[] => compileProgram(standing.folder, { name, source })

/** What it writes to its standard output. */
const run = async (name: string): Promise<string> =>
  (await promisify(execFile)(process.execPath, [emitProgram(standing.folder, name)])).stdout

const HEAD = (baseUrl: string) => `import createClient from 'openapi-fetch'
import type { components, paths } from './offerings-api'

const api = createClient<paths, 'application/json' | 'application/problem+json'>({ baseUrl: '${baseUrl}' })
`

const BODY = `
export type Offering = components['schemas']['Offering']
const offerings = await api.GET('/api/v1/offerings', {
  params: {
    query: {
      pipeline: ['text-to-image', 'image-to-image'],
      state: ['warm'],
      unit: ['pixel'],
      'price[lte]': '5000000',
      'capacity[exists]': true,
      sort: ['-price', 'latency_ms'],
      limit: 3,
    },
  },
})
if (offerings.error) throw new Error(offerings.error.detail)
const rows: Offering[] = offerings.data.offerings
const id: string = rows[0]?.model ?? ''
const model = await api.GET('/api/v1/models/{id}', { params: { path: { id } } })
const refused = await api.GET('/api/v1/models', { params: { query: { cursor: 'none of yours' } } })
const parameters: string[] | undefined = refused.error?.errors?.map(({ parameter }) => parameter)
const file = await api.GET('/api/v1/prices', {
  params: { query: { format: 'csv', fields: ['pipeline', 'n'] } },
  parseAs: 'text',
})
const sweep = await api.POST('/api/v1/sweeps', { headers: { authorization: 'Bearer ${OPERATOR_KEY}' } })
const said: 'requested' | undefined = sweep.data?.status
console.log(JSON.stringify({ offerings: offerings.data, model: model.data, parameters, file: file.data, said }))
`

test('a client of generated types compiles under strict settings, and reads what its filters ask for', async () => {
  expect(compile('client.ts', HEAD(standing.app.gatewayUrl) + BODY)).toEqual([])
  const answer = z
    .object({
      offerings: offeringsDto.omit({ facets: true }),
      model: modelDetailDto,
      parameters: z.array(z.string()),
      file: z.string(),
      said: z.string(),
    })
    .parse(JSON.parse(await run('client.ts')))
  const { offerings, count } = answer.offerings
  expect(offerings).toHaveLength(3)
  expect(count).toBeGreaterThan(3)
  for (const { pipeline, state, price, capacity } of offerings) {
    expect(['text-to-image', 'image-to-image']).toContain(pipeline)
    expect(state).toBe('warm')
    expect(price?.unit).toBe('pixel')
    expect(Number(price?.wei_per_unit)).toBeLessThanOrEqual(5_000_000)
    expect(capacity).not.toBeNull()
  }
  const prices = offerings.map(({ price }) => Number(price?.wei_per_unit))
  expect(prices).toEqual(prices.toSorted((a, b) => b - a))
  expect(answer.model.id).toBe(offerings[0]?.model)
  expect(answer.model.id).toContain('/')
  expect(answer.parameters).toEqual(['cursor'])
  expect(answer.file.split('\r\n')[0]).toBe('pipeline,n')
  expect(answer.said).toBe('requested')
})

test('the program that the reference shows compiles, and says what it finds', async () => {
  // It is for any runtime; the console alone is what Node and browsers bring.
  expect(compile('sample.ts', clientSample(standing.app.url))).toEqual([])
  const lines = (await run('sample.ts')).trimEnd().split('\n')
  expect(lines).toHaveLength(5)
  for (const line of lines) expect(line).toMatch(/ https:\/\/\S+ \d/)
})

test.each([
  [
    'a parameter that there is none of',
    `api.GET('/api/v1/offerings', { params: { query: { 'latency_ms[le]': 500 } } })`,
  ],
  [
    'a value that a field never has',
    `api.GET('/api/v1/offerings', { params: { query: { state: ['hot'] } } })`,
  ],
  ['a number as text', `api.GET('/api/v1/offerings', { params: { query: { limit: 'ten' } } })`],
  ['an address that there is none at', `api.GET('/api/v1/offers')`],
  ['a method that an address does not answer', `api.POST('/api/v1/offerings')`],
  ['a path without its segment', `api.GET('/api/v1/models/{id}')`],
  ['a key that no row has', `api.GET('/api/v1/offerings').then(({ data }) => data?.offerings[0]?.eur)`],
  [
    'null taken for a price',
    `api.GET('/api/v1/offerings').then(({ data }) => data?.offerings[0]?.price.wei)`,
  ],
])('%s does not compile', (_, mistake) => {
  const source = `${HEAD('http://localhost')}export type Price = components['schemas']['Price']\nvoid ${mistake}\n`
  const problems = compile('mistake.ts', source)
  expect(problems.length).toBeGreaterThan(0)
  for (const problem of problems) expect(problem).toContain('mistake.ts:6 ')
})
