import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { advertising, answer, model } from '@/lib/domain/testdata/answer'
import { PolicyBook } from '@/lib/policies/policy-book'
import { lastAnswer, observation } from '@/lib/snapshot/testdata/observation'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import type { Store } from '@/lib/store/store'
import { policiesDto, policyDto } from './contract/policy'
import { type Ask, asking } from './testdata/asking'

/** Policies as clients meet them, on a real store, with two processes that share it. */
const KEY = 'a key for tests alone'
const A = 'https://a.example:8935'
const B = 'https://b.example:8935'

const node = (uri: string, prices: Readonly<Record<string, bigint>>, warm: boolean) =>
  observation({
    uri,
    lastAnswer: lastAnswer({
      answer: answer({
        transcoder: uri,
        ...advertising({
          27: Object.fromEntries(Object.keys(prices).map((name) => [name, model({ warm })])),
        }),
        capabilitiesPrices: Object.entries(prices).map(([constraint, pricePerUnit]) => ({
          capability: 27,
          constraint,
          pricePerUnit,
          pixelsPerUnit: 1n,
        })),
      }),
    }),
  })
const NODES = [node(A, { flux: 9n, sdxl: 2n }, true), node(B, { flux: 5n }, false)]

let folder: string
let stores: Store[]
let time: number
let ask: Ask
let elsewhere: Ask
const open = (): Ask => {
  const store = openSqliteStore(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
  stores.push(store)
  const policies = new PolicyBook({ store, now: () => time })
  const nodes = NODES.map((node) => ({
    ...node,
    region: node.uri === A ? ({ name: 'eu-west', from: 'operator' } as const) : null,
  }))
  return asking({ nodes, policies, operatorKey: KEY })
}
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-policies-'))
  stores = []
  time = 1_000
  ask = open()
  elsewhere = open()
})
afterEach(() => {
  for (const store of stores) store.close()
  rmSync(folder, { recursive: true })
})

const bearer = { authorization: `Bearer ${KEY}` }
const path = (name: string) => `/api/v1/policies/${name}`
const put = (
  name: string,
  filters: object,
  { headers = {}, description = '' }: { headers?: Record<string, string>; description?: string } = {},
) =>
  ask(path(name), {
    method: 'PUT',
    headers: { ...bearer, ...headers },
    body: JSON.stringify({ description, filters }),
  })
/** Those that are listed, without the built-in ones. */
const savedOnes = async (by: Ask, headers: Record<string, string> = {}) =>
  policiesDto
    .parse(JSON.parse((await by('/api/v1/policies', { headers })).text))
    .policies.filter(({ built_in }) => !built_in)
const problemsOf = (text: string): string[] =>
  z
    .object({ errors: z.array(z.object({ parameter: z.string() })) })
    .parse(JSON.parse(text))
    .errors.map(({ parameter }) => parameter)

describe('a policy', () => {
  const filters = {
    pipeline: 'text-to-image',
    model: ['flux', 'sdxl'],
    unit: 'pixel',
    'price[lte]': '8',
    limit: 5,
  }

  test('is saved, read, listed and forgotten, by any process of the store', async () => {
    const saved = await put('cheap', filters, { description: 'Not dear' })
    expect(saved).toMatchObject({ status: 201, headers: { location: path('cheap') } })
    const dto = policyDto.parse(JSON.parse(saved.text))
    expect(dto).toEqual({
      name: 'cheap',
      description: 'Not dear',
      filters: { ...filters, limit: '5' },
      selection: null,
      private: false,
      built_in: false,
      created_at: '1970-01-01T00:00:01.000Z',
      updated_at: '1970-01-01T00:00:01.000Z',
    })
    const read = await elsewhere(path('cheap'))
    expect([read.status, JSON.parse(read.text), read.headers.etag]).toEqual([200, dto, saved.headers.etag])
    expect(await savedOnes(elsewhere)).toEqual([dto])
    expect((await elsewhere(path('cheap'), { method: 'DELETE', headers: bearer })).status).toBe(204)
    expect((await ask(path('cheap'))).status).toBe(404)
    expect((await ask(path('cheap'), { method: 'DELETE', headers: bearer })).status).toBe(404)
  })

  test('is only for the operator to change', async () => {
    for (const method of ['PUT', 'DELETE']) {
      const body = '{"filters":{}}'
      expect((await ask(path('x'), { method, body })).status).toBe(401)
      expect((await asking({ nodes: NODES })(path('x'), { method, body, headers: bearer })).status).toBe(403)
    }
    expect(await savedOnes(ask)).toEqual([])
  })

  test('is read by the very parser of the list, which names what is wrong', async () => {
    const wrong = await put('x', {
      state: 'hot',
      colour: 'red',
      'price[lte]': '5',
      cursor: 'abc',
      __proto: '1',
    })
    expect(wrong.status).toBe(400)
    expect(problemsOf(wrong.text)).toEqual([
      'filters.state',
      'filters.colour',
      'filters.cursor',
      'filters.__proto',
    ])
    expect(problemsOf((await put('x', { 'price[lte]': '5' })).text)).toEqual(['filters.price[lte]'])
    expect(problemsOf((await put('x', { policy: 'x' })).text)).toEqual(['filters.policy'])
    const broken = await ask(path('x'), { method: 'PUT', headers: bearer, body: '{' })
    expect(problemsOf(broken.text)).toEqual(['body'])
    for (const name of ['UPPER', 'a_b', '%20', 'x'.repeat(65), 'a.b'])
      expect([name, (await put(name, {})).status]).toEqual([name, 400])
    expect(await savedOnes(ask)).toEqual([])
  })

  test('is not overwritten by somebody who has not seen its latest state', async () => {
    const first = (await put('x', {})).headers.etag ?? ''
    const second = await put('x', { state: 'warm' }, { headers: { 'if-match': first } })
    expect(second.status).toBe(200)
    expect(second.headers.etag).not.toBe(first)
    const stale = { headers: { 'if-match': `"0", ${first}` } }
    expect((await put('x', { state: 'cold' }, stale)).status).toBe(412)
    expect(
      (await ask(path('x'), { method: 'DELETE', headers: { ...bearer, 'if-match': first } })).status,
    ).toBe(412)
    expect((await put('x', {}, { headers: { 'if-none-match': '*' } })).status).toBe(412)
    expect((await put('y', {}, { headers: { 'if-match': '*' } })).status).toBe(412)
    expect((await put('y', {}, { headers: { 'if-none-match': '*' } })).status).toBe(201)
    // Whatever compresses answers on their way marks tags as weak.
    const weak = { headers: { 'if-match': `W/${second.headers.etag}` } }
    expect((await put('x', { state: 'cold' }, weak)).status).toBe(200)
  })

  test('that says the same again is the same', async () => {
    const saved = await put('x', filters)
    time = 9_000
    const again = await put('x', filters)
    expect(again.status).toBe(200)
    expect([again.headers.etag, again.text]).toEqual([saved.headers.etag, saved.text])
  })

  test('is one of so many that a store has room for', async () => {
    const [store] = stores
    for (let i = 0; i < 1_000; i++)
      await store?.writePolicy({ name: `p${i}`, body: '{}', at: 1 }, { isMet: () => true, maxCount: 1_000 })
    const refused = await put('one-more', {})
    expect([refused.status, JSON.parse(refused.text).type]).toEqual([409, '/problems#too-many-policies'])
  })
})

describe('policy=', () => {
  const addresses = async (query: string) => {
    const { status, text } = await elsewhere(`/orchestrators.json?${query}`)
    expect([query, status]).toEqual([query, 200])
    return z
      .array(z.object({ address: z.string() }))
      .parse(JSON.parse(text))
      .map(({ address }) => address)
  }

  test('and a query both hold, of one field too', async () => {
    await put('flux', { model: 'flux' })
    expect(await addresses('policy=flux')).toEqual([A, B])
    expect(await addresses('policy=flux&state=warm')).toEqual([A])
    expect(await addresses('policy=flux&model=flux,sdxl')).toEqual([A, B])
    // No offering is both, though the node of A serves both.
    expect(await addresses('policy=flux&model=sdxl')).toEqual([])
    await put('search', { q: 'flux' })
    expect(await addresses('policy=search&q=eu-west')).toEqual([A])
  })

  test('gives the unit that a price in the query needs', async () => {
    await put('pixels', { unit: 'pixel', model: 'flux' })
    expect(await addresses('policy=pixels&price[lte]=5')).toEqual([B])
    expect(await addresses('policy=pixels&sort=-price')).toEqual([A, B])
    expect(await addresses('policy=pixels&unit=token&price[lte]=5')).toEqual([])
    await put('images', { pipeline: 'text-to-image' })
    expect(await addresses('policy=images&max_price_wei=3')).toEqual([A])
  })

  test('orders where the query does not, and the smaller limit counts', async () => {
    await put('cheapest', { unit: 'pixel', model: 'flux', sort: 'price', limit: 1 })
    expect(await addresses('policy=cheapest')).toEqual([B])
    expect(await addresses('policy=cheapest&limit=2')).toEqual([B])
    expect(await addresses('policy=cheapest&sort=-price')).toEqual([A])
  })

  test('counts as it is now, not as it was when it was first asked', async () => {
    await put('moving', { state: 'warm' })
    expect(await addresses('policy=moving')).toEqual([A])
    await put('moving', { state: 'cold' })
    expect(await addresses('policy=moving')).toEqual([B])
  })

  test('chooses rows of the offerings, whole nodes for a signer’s clients and rows of the network', async () => {
    await put('eu', { region: 'eu-west', model: 'sdxl', limit: 1 })
    const offerings = JSON.parse((await elsewhere('/api/v1/offerings?policy=eu')).text)
    expect(offerings).toMatchObject({ count: 1, offerings: [{ node_uri: A, model: 'sdxl' }] })
    const facets = JSON.parse((await elsewhere('/api/v1/facets?policy=eu')).text)
    expect(facets).toMatchObject({ count: 1, facets: { region: [{ value: 'eu-west', count: 1 }] } })
    // Nothing outside of the policy can be chosen instead, whatever the same filters would leave without it.
    const narrower = ['policy=eu&', 'region=eu-west&model=sdxl&'].map(
      async (said) => JSON.parse((await elsewhere(`/api/v1/facets?${said}state=warm`)).text).facets.model,
    )
    expect(await Promise.all(narrower)).toEqual([
      [{ value: 'sdxl', count: 1 }],
      [
        { value: 'flux', count: 1 },
        { value: 'sdxl', count: 1 },
      ],
    ])
    const signer = async (query: string) =>
      JSON.parse((await elsewhere(`/discover-orchestrators?${query}`)).text)
    // The node is chosen by one offering; what it is good for stays whole.
    expect(await signer('policy=eu')).toMatchObject([
      { address: A, capabilities: ['text-to-image/flux', 'text-to-image/sdxl'] },
    ])
    expect(await signer('policy=eu&caps=text-to-image/sdxl')).toHaveLength(1)
    // What is asked for is what the policy must leave.
    expect(await signer('policy=eu&caps=text-to-image/flux')).toEqual([])
    expect(await signer('policy=eu&caps=llm/none')).toEqual([])
    await put('by-price', { unit: 'pixel', model: 'flux', sort: 'price' })
    expect((await signer('policy=by-price')).map(({ address }: { address: string }) => address)).toEqual([
      B,
      A,
    ])
    const network = JSON.parse((await elsewhere('/getNetworkCapabilities?policy=eu')).text)
    expect(network.orchestrators).toMatchObject([{ orch_uri: A }])
  })

  test('of nobody’s is refused, by the names that there are, in the words of each address', async () => {
    for (let i = 0; i < 30; i++) await put(`p${10 + i}`, {})
    const refused = await elsewhere('/orchestrators.json?policy=nobodys')
    expect([refused.status, problemsOf(refused.text)]).toEqual([400, ['policy']])
    expect(refused.text).toContain('there are p10, p11')
    expect(refused.text).toContain('and 15 more')
    for (const list of ['offerings', 'facets'])
      expect(problemsOf((await elsewhere(`/api/v1/${list}?policy=nobodys`)).text)).toEqual(['policy'])
    expect(problemsOf((await elsewhere('/orchestrators.json?policy=p10&policy=p11')).text)).toEqual([
      'policy',
    ])
    for (const drop of ['/discover-orchestrators', '/getNetworkCapabilities']) {
      const { status, text } = await elsewhere(`${drop}?policy=nobodys`)
      expect([status, JSON.parse(text)]).toEqual([
        400,
        { error: { message: expect.stringContaining('p10') } },
      ])
    }
    // Lists that are not about nodes' offerings have no such parameter.
    expect((await elsewhere('/api/v1/models?policy=p10')).status).toBe(400)
  })

  test('pages of the offerings follow one another under a policy', async () => {
    await put('flux', { model: 'flux', unit: 'pixel', sort: 'price' })
    const first = JSON.parse((await elsewhere('/api/v1/offerings?policy=flux&limit=1')).text)
    const second = JSON.parse(
      (await elsewhere(`/api/v1/offerings?policy=flux&limit=1&cursor=${first.next_cursor}`)).text,
    )
    expect([first, second].map(({ offerings }) => offerings[0].node_uri)).toEqual([B, A])
    expect(second.next_cursor).toBeNull()
  })
})
