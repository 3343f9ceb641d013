import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { offeringId } from '@/lib/catalog/offering-id'
import { type Admission, TRUSTED } from '@/lib/domain/admission'
import { featureBits } from '@/lib/domain/feature-bits'
import type { Capabilities } from '@/lib/domain/orchestrator-answer'
import { advertising, answer, model } from '@/lib/domain/testdata/answer'
import { PolicyBook } from '@/lib/policies/policy-book'
import { Selector } from '@/lib/routing/selector'
import { lastAnswer, observation } from '@/lib/snapshot/testdata/observation'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import type { Store } from '@/lib/store/store'
import { policiesDto } from './contract/policy'
import { selectionDto } from './contract/selection'
import { type Ask, asking } from './testdata/asking'

/** Policies that say who is chosen, as clients meet them, on a real store. */
const KEY = 'a key for tests alone'
const [A, B, C] = ['a', 'b', 'c'].map((name) => `https://${name}.example:8935`) as [string, string, string]

const node = (
  uri: string,
  prices: Readonly<Record<string, bigint>>,
  { warm = true, latencyMs = 50 }: { warm?: boolean; latencyMs?: number } = {},
) =>
  observation({
    uri,
    lastAnswer: lastAnswer({
      latencyMs,
      answer: answer({
        transcoder: uri,
        capabilities: advertised(Object.keys(prices), warm),
        capabilitiesPrices: Object.entries(prices).map(([constraint, pricePerUnit]) => ({
          capability: 27,
          constraint,
          pricePerUnit,
          pixelsPerUnit: 1n,
        })),
      }),
    }),
  })

function advertised(names: readonly string[], warm: boolean): Capabilities | null {
  const { capabilities = null } = advertising({
    27: Object.fromEntries(names.map((name) => [name, model({ warm })])),
  })
  return capabilities && { ...capabilities, bitstring: featureBits([27]) }
}

const NODES = [
  node(A, { flux: 9n, sdxl: 2n }, { latencyMs: 300 }),
  node(B, { flux: 5n }, { latencyMs: 200 }),
  node(C, { flux: 7n }, { latencyMs: 10 }),
]

let folder: string
let store: Store
let ask: Ask
let admissions: Map<string, Admission>
let reliabilities: Map<string, number>
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-policies-'))
  store = openSqliteStore(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
  admissions = new Map()
  reliabilities = new Map()
  const selector = new Selector({
    now: () => 5_000,
    admission: (id, uri) => admissions.get(id) ?? admissions.get(uri) ?? TRUSTED,
    reliability: (uri) => reliabilities.get(uri) ?? null,
  })
  const policies = new PolicyBook({ store, now: () => 1_000 })
  ask = asking({ nodes: NODES, policies, selector, operatorKey: KEY })
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

const bearer = { authorization: `Bearer ${KEY}` }
const put = (name: string, body: object) =>
  ask(`/api/v1/policies/${name}`, {
    method: 'PUT',
    headers: bearer,
    body: JSON.stringify({ filters: {}, ...body }),
  })
const addresses = async (query: string, headers: Record<string, string> = {}) => {
  const { status, text } = await ask(`/orchestrators.json?${query}`, { headers })
  expect([query, status]).toEqual([query, 200])
  return z
    .array(z.object({ address: z.string() }))
    .parse(JSON.parse(text))
    .map(({ address }) => address)
}
const rows = async (query: string) => {
  const { offerings } = z
    .object({ offerings: z.array(z.object({ node_uri: z.string(), model: z.string() })) })
    .parse(JSON.parse((await ask(`/api/v1/offerings?${query}`)).text))
  return offerings.map(({ node_uri, model }) => [node_uri, model])
}
const problemsOf = (text: string): string[] =>
  z
    .object({ errors: z.array(z.object({ parameter: z.string() })) })
    .parse(JSON.parse(text))
    .errors.map(({ parameter }) => parameter)
const suspended = (uri: string, isByHand = false) =>
  admissions.set(uri, { kind: 'suspended', cause: 'jobs failed', since: 1, reopensAt: null, isByHand })

describe('rules of a policy', () => {
  test('are read when they are saved, and named by their place', async () => {
    const wrong = await put('x', {
      filters: { state: 'hot' },
      selection: { strategy: 'luck', max_price: '5 pounds', colour: 1, min_reliability: 101 },
      private: 1,
    })
    expect(wrong.status).toBe(400)
    expect(problemsOf(wrong.text)).toEqual(['private'])
    const rules = await put('x', {
      filters: { state: 'hot' },
      selection: { strategy: 'luck', colour: 1, min_reliability: 101 },
    })
    expect(problemsOf(rules.text)).toEqual([
      'filters.state',
      'selection.strategy',
      'selection.min_reliability',
      'selection.colour',
    ])
    expect(problemsOf((await put('x', { selection: { max_price: '5 pounds' } })).text)).toEqual([
      'selection.max_price',
    ])
    const file = { capabilities_prices: [{ pipeline: 'none', price_per_unit: 1 }] }
    expect(problemsOf((await put('x', { selection: { max_prices: file } })).text)).toEqual([
      'selection.max_prices',
    ])
  })

  test('hold in every list, for each offering by itself, and their strategy is the order', async () => {
    await put('cheap', { filters: { model: 'flux' }, selection: { strategy: 'cheapest', max_price: '8' } })
    expect(await addresses('policy=cheap')).toEqual([B, C])
    expect(await rows('policy=cheap')).toEqual([
      [B, 'flux'],
      [C, 'flux'],
    ])
    await put('quick', { selection: { strategy: 'fastest' } })
    expect(await addresses('policy=quick')).toEqual([C, B, A])
    // The node of A is meant by its other model.
    await put('cheap-any', { selection: { strategy: 'cheapest', max_price: '6' } })
    expect(await addresses('policy=cheap-any')).toEqual([A, B])
    expect(await rows('policy=cheap-any')).toEqual([
      [A, 'sdxl'],
      [B, 'flux'],
    ])
    const signer = JSON.parse((await ask('/discover-orchestrators?policy=cheap')).text)
    expect(signer.map(({ address }: { address: string }) => address)).toEqual([B, C])
    const network = JSON.parse((await ask('/getNetworkCapabilities?policy=cheap')).text)
    expect(network.orchestrators.map(({ orch_uri }: { orch_uri: string }) => orch_uri)).toEqual([B, C])
    const facets = JSON.parse((await ask('/api/v1/facets?policy=cheap')).text)
    expect(facets).toMatchObject({ count: 2, total: 4 })
  })

  test('hold for the very capabilities that a signer’s client asks for, and leave none that they refuse', async () => {
    const signer = async (query: string) =>
      z
        .array(z.object({ address: z.string(), capabilities: z.array(z.string()) }))
        .parse(JSON.parse((await ask(`/discover-orchestrators?${query}`)).text))
        .map(({ address, capabilities }) => [address, ...capabilities])
    const [flux, sdxl] = ['text-to-image/flux', 'text-to-image/sdxl']
    await put('ceil', { selection: { strategy: 'cheapest', max_price: '8' } })
    // The other model of A is under the ceiling, and stays the only one that it is listed with.
    expect(await signer('policy=ceil')).toEqual([
      [A, sdxl],
      [B, flux],
      [C, flux],
    ])
    expect(await signer(`policy=ceil&caps=${flux}`)).toEqual([
      [B, flux],
      [C, flux],
    ])
    expect(await signer(`policy=ceil&caps=${flux}&caps=${sdxl}`)).toEqual([
      [A, sdxl],
      [B, flux],
      [C, flux],
    ])
    await put('any', { selection: { strategy: 'cheapest' } })
    expect(await signer(`policy=any&caps=${flux}`)).toEqual([
      [B, flux],
      [C, flux],
      [A, flux, sdxl],
    ])
    const id = offeringId(A, 27, 'flux')
    admissions.set(id, {
      kind: 'suspended',
      cause: 'jobs failed',
      since: 1,
      reopensAt: null,
      isByHand: false,
    })
    expect(await signer(`policy=any&caps=${flux}`)).toEqual([
      [B, flux],
      [C, flux],
    ])
    expect(await signer('policy=any')).toContainEqual([A, sdxl])
    admissions.clear()
    // Filters of offerings are meant of those that are asked for, too.
    await put('dear', { filters: { model: 'flux', unit: 'pixel', 'price[gte]': '9', sort: 'price' } })
    expect(await signer(`policy=dear&caps=${flux}`)).toEqual([[A, flux, sdxl]])
    expect(await signer(`policy=dear&caps=${sdxl}`)).toEqual([])
    // Without one everything is as it is advertised.
    expect(await signer(`caps=${sdxl}`)).toEqual([[A, flux, sdxl]])
  })

  test('hold beside the query, whose order counts, and so does one that the author names', async () => {
    await put('all', { selection: { strategy: 'fastest' } })
    expect(await addresses('policy=all&model=sdxl')).toEqual([A])
    expect(await addresses('policy=all&unit=pixel&model=flux&sort=price')).toEqual([B, C, A])
    expect(await rows('policy=all&sort=model,policy_rank')).toEqual([
      [C, 'flux'],
      [B, 'flux'],
      [A, 'flux'],
      [A, 'sdxl'],
    ])
    await put('sorted', { filters: { sort: 'node_uri', limit: 2 }, selection: { strategy: 'fastest' } })
    expect(await addresses('policy=sorted')).toEqual([A, B])
    const nobody = JSON.parse((await ask('/api/v1/offerings?policy=all&model=none')).text)
    expect(nobody).toMatchObject({ count: 0, emptied_by: [{ parameter: 'model' }, { parameter: 'policy' }] })
  })

  test('page in the order of the strategy', async () => {
    await put('quick', { filters: { model: 'flux' }, selection: { strategy: 'fastest' } })
    const seen: string[] = []
    let query = 'policy=quick&limit=1'
    for (let page = 0; page < 3; page++) {
      const { offerings, next_cursor } = JSON.parse((await ask(`/api/v1/offerings?${query}`)).text)
      seen.push(offerings[0].node_uri)
      query = `policy=quick&limit=1&cursor=${next_cursor}`
    }
    expect(seen).toEqual([C, B, A])
    const csv = (await ask('/api/v1/offerings?policy=quick&format=csv&fields=node_uri')).text
    expect(csv.split('\r\n').slice(1, 4)).toEqual([C, B, A])
    expect((await ask('/api/v1/offerings?policy=quick&fields=policy_rank')).status).toBe(400)
    expect((await ask('/api/v1/offerings?sort=policy_rank')).status).toBe(400)
  })

  test('count as trust and reliability are now; while these stay, so do the bytes', async () => {
    await put('reliable', {
      filters: { model: 'flux' },
      selection: { strategy: 'most-reliable', min_reliability: 50 },
    })
    reliabilities.set(A, 90)
    reliabilities.set(B, 91)
    const of = (path: string) => ask(path)
    const path = '/api/v1/offerings?policy=reliable'
    const [first, second] = [await of(path), await of(path)]
    expect(first.headers.etag).toBe(second.headers.etag)
    expect(await addresses('policy=reliable')).toEqual([B, A])
    suspended(B)
    expect(await addresses('policy=reliable')).toEqual([A])
    expect((await of(path)).headers.etag).not.toBe(first.headers.etag)
    reliabilities.set(C, 60)
    expect(await addresses('policy=reliable')).toEqual([A, C])
    admissions.clear()
    reliabilities.delete(C)
    expect((await of(path)).headers.etag).toBe(first.headers.etag)
  })

  test('with nobody trusted left name the last resort, which is said, but never whom the operator suspended', async () => {
    await put('use', { filters: { model: 'flux' }, selection: { strategy: 'fastest' } })
    await put('refuse', { selection: { when_nobody_is_trusted: 'refuse' } })
    for (const uri of [A, B, C]) suspended(uri, uri === C)
    const said = await ask('/orchestrators.json?policy=use')
    expect(JSON.parse(said.text).map(({ address }: { address: string }) => address)).toEqual([B, A])
    expect(said.headers['x-livepeer-offerings-last-resort']).toBe('true')
    expect(await addresses('policy=refuse')).toEqual([])
    admissions.delete(A)
    const well = await ask('/orchestrators.json?policy=use')
    expect(well.headers['x-livepeer-offerings-last-resort']).toBeUndefined()
    expect(JSON.parse(well.text)).toMatchObject([{ address: A }])
  })

  test('are what passes over suspended nodes: lists without them name those nevertheless', async () => {
    await put('filters', { filters: { model: 'flux' } })
    await put('rules', { filters: { model: 'flux' }, selection: {} })
    suspended(A)
    suspended(B, true)
    expect([await addresses('policy=filters'), await addresses('model=flux')]).toEqual([
      [A, B, C],
      [A, B, C],
    ])
    expect(await addresses('policy=rules')).toEqual([C])
  })

  test('and the past go together in lists of offerings; lists for gateways are of now', async () => {
    const plain = 'policy=default-cheapest'
    const past = `${plain}&as_of=1970-01-01T00:00:01Z`
    expect(problemsOf((await ask(`/orchestrators.json?${past}`)).text)).toEqual(['as_of'])
    for (const list of ['/discover-orchestrators', '/getNetworkCapabilities'])
      expect((await ask(`${list}?${past}`)).text).toBe((await ask(`${list}?${plain}`)).text)
    for (const list of ['/api/v1/offerings', '/api/v1/facets'])
      expect(JSON.parse((await ask(`${list}?${past}`)).text)).toMatchObject({ type: '/problems#not-kept' })
  })

  test('told in dollars need a rate, in lists and in jobs', async () => {
    await put('dollars', { selection: { max_price: '0.5usd' } })
    const refused = await ask('/orchestrators.json?policy=dollars')
    expect([refused.status, problemsOf(refused.text)]).toEqual([400, ['policy']])
    expect(refused.text).toContain('ETH_USD')
  })
})

describe('a job', () => {
  const select = async (body: object, headers: Record<string, string> = {}) => {
    const { status, text } = await ask('/api/v1/select', {
      method: 'POST',
      headers,
      body: JSON.stringify({ pipeline: 'text-to-image', model: 'flux', exploration: 0, ...body }),
    })
    return { status, text }
  }
  const chosenBy = async (body: object) => selectionDto.parse(JSON.parse((await select(body)).text))

  test('takes the rules of its policy where it says nothing of the same, and its filters in any case', async () => {
    await put('mine', {
      filters: { 'latency_ms[lte]': 250, limit: 1, sort: 'node_uri' },
      selection: { strategy: 'cheapest', max_price: '8' },
    })
    const own = await chosenBy({ policy: 'mine' })
    expect(own).toMatchObject({
      chosen: { node_uri: B },
      ranked: 2,
      inputs: { policy: 'mine', strategy: 'cheapest', max_wei_per_unit: '8' },
      rejections: [{ node_uri: A, broken: [{ rule: 'policy' }, { rule: 'max-price' }] }],
    })
    const other = await chosenBy({ policy: 'mine', strategy: 'fastest', max_price: '6' })
    expect(other).toMatchObject({ chosen: { node_uri: B }, ranked: 1, inputs: { strategy: 'fastest' } })
    expect(await chosenBy({ policy: 'default-fastest' })).toMatchObject({ chosen: { node_uri: C } })
  })

  test('that names a policy which there is not is told which there are', async () => {
    const { status, text } = await select({ policy: 'nobodys' })
    expect([status, problemsOf(text)]).toEqual([400, ['policy']])
    expect(text).toContain('default-balanced')
  })

  test('and a list of one model agree on the order', async () => {
    for (const name of ['default-balanced', 'default-cheapest', 'default-fastest', 'default-reliable']) {
      const { ranking } = await chosenBy({ policy: name })
      expect([name, ranking.map(({ node_uri }) => node_uri)]).toEqual([
        name,
        await addresses(`policy=${name}&model=flux`),
      ])
    }
  })
})

describe('a private policy', () => {
  beforeEach(async () => {
    await put('secret', { private: true, selection: { strategy: 'fastest' } })
  })

  test('is not there for anybody else, by any address', async () => {
    const unknown = async (path: string) => {
      const [own, none] = [await ask(path), await ask(path.replace('secret', 'absent'))]
      expect([path, own.status, own.text.replaceAll('secret', 'absent')]).toEqual([
        path,
        none.status,
        none.text,
      ])
    }
    for (const path of ['/orchestrators.json', '/discover-orchestrators', '/getNetworkCapabilities'])
      await unknown(`${path}?policy=secret`)
    for (const path of ['/api/v1/offerings?policy=secret', '/api/v1/facets?policy=secret'])
      await unknown(path)
    await unknown('/api/v1/policies/secret')
    expect((await ask('/api/v1/policies')).text).not.toContain('secret')
    const job = { method: 'POST', body: '{"pipeline":"text-to-image","policy":"secret"}' }
    expect((await ask('/api/v1/select', job)).status).toBe(400)
    expect((await ask('/api/v1/select', { ...job, headers: bearer })).status).toBe(200)
  })

  test('makes no answer that a cache would hand to somebody else', async () => {
    for (const list of [
      '/orchestrators.json',
      '/discover-orchestrators',
      '/getNetworkCapabilities',
      '/api/v1/offerings',
      '/api/v1/facets',
    ])
      for (const name of ['secret', 'default-cheapest']) {
        const { status, headers } = await ask(`${list}?policy=${name}`, { headers: bearer })
        expect([list, status, headers.vary]).toEqual([list, 200, 'authorization, x-api-key, accept-encoding'])
      }
    expect((await ask('/orchestrators.json')).headers.vary).toBe('accept-encoding')
  })

  test('leaves no trace in the tags of others, which say which state they stand for and nothing else', async () => {
    const tagOf = async (name: string) => (await ask(`/api/v1/policies/${name}`)).headers.etag
    const body = { description: 'seen by all' }
    await put('open', body)
    const before = await tagOf('open')
    expect(before).toMatch(/^"[\w-]{22}"$/)
    await ask('/api/v1/policies/open', { method: 'DELETE', headers: bearer })
    for (const strategy of ['cheapest', 'spread'])
      await put('secret', { private: true, selection: { strategy } })
    await put('open', body)
    expect(await tagOf('open')).toBe(before)
    const edit = (tag: string | undefined) =>
      ask('/api/v1/policies/open', {
        method: 'PUT',
        headers: { ...bearer, 'if-match': tag ?? '' },
        body: '{"filters":{"limit":1}}',
      })
    expect([(await edit(before)).status, (await edit(before)).status]).toEqual([200, 412])
    expect(await tagOf('open')).not.toBe(before)
  })

  test('is listed, read and used by whoever bears the key', async () => {
    const { policies } = policiesDto.parse(
      JSON.parse((await ask('/api/v1/policies', { headers: bearer })).text),
    )
    expect(policies[0]).toMatchObject({ name: 'secret', private: true })
    expect(await addresses('policy=secret', bearer)).toEqual([C, B, A])
    expect((await ask('/api/v1/policies/secret', { headers: bearer })).status).toBe(200)
    await put('secret', { private: false })
    expect(await addresses('policy=secret')).toHaveLength(3)
  })
})

describe('built-in policies', () => {
  test('are there, are read like others, and are changed by nobody', async () => {
    const { policies } = policiesDto.parse(JSON.parse((await ask('/api/v1/policies')).text))
    expect(policies.map(({ name }) => name)).toEqual([
      'default-balanced',
      'default-cheapest',
      'default-fastest',
      'default-reliable',
      'go-livepeer',
    ])
    for (const { name, built_in, created_at } of policies) {
      expect([built_in, created_at]).toEqual([true, null])
      expect((await ask(`/api/v1/policies/${name}`)).status).toBe(200)
      for (const method of ['PUT', 'DELETE']) {
        const refused = await ask(`/api/v1/policies/${name}`, {
          method,
          headers: bearer,
          body: method === 'PUT' ? '{"filters":{}}' : '',
        })
        expect([refused.status, JSON.parse(refused.text).type]).toEqual([409, '/problems#built-in-policy'])
      }
      expect((await addresses(`policy=${name}`)).length).toBe(name === 'go-livepeer' ? 0 : 3)
    }
  })

  test('do not replace one that was saved under their name before', async () => {
    const body = '{"version":1,"description":"mine","filters":[["model",["sdxl"]]]}'
    await store.writePolicy({ name: 'go-livepeer', body, at: 1 }, { isMet: () => true, maxCount: 1_000 })
    expect(await addresses('policy=go-livepeer')).toEqual([A])
    const gone = await ask('/api/v1/policies/go-livepeer', { method: 'DELETE', headers: bearer })
    expect(gone.status).toBe(204)
    expect(JSON.parse((await ask('/api/v1/policies/go-livepeer')).text)).toMatchObject({ built_in: true })
  })
})
