import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { parseAddress } from '@/lib/domain/eth-address'
import { featureBits } from '@/lib/domain/feature-bits'
import type { Capabilities } from '@/lib/domain/orchestrator-answer'
import { STRATEGIES } from '@/lib/domain/selection'
import { advertising, answer, model } from '@/lib/domain/testdata/answer'
import { PolicyBook } from '@/lib/policies/policy-book'
import { Selector } from '@/lib/routing/selector'
import type { NodeObservation, Snapshot } from '@/lib/snapshot/snapshot'
import { foldedSnapshot, lastAnswer, observation } from '@/lib/snapshot/testdata/observation'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import type { Store } from '@/lib/store/store'
import { policyComparisonDto } from './contract/policy-comparison'
import { positionDto } from './contract/position'
import { noHistory } from './testdata/answer-deps'
import { type Ask, asking } from './testdata/asking'

/** Policies and positions, now and then, on a real store with two sweeps an hour apart. */
const KEY = 'a key for tests alone'
const HOUR = 3_600_000
const THEN = 10 * HOUR
const NOW = 11 * HOUR
const PAYEES = ['a', 'b', 'c', 'd'].map((name) => parseAddress(`0x${name.repeat(40)}`))
const uriOf = (name: string) => `https://${name}.example:8935`

interface Told {
  /** In tenths of a wei for one pixel. */
  readonly price: bigint
  readonly latencyMs?: number
  readonly state?: 'warm' | 'cold'
}

function node(name: string, at: number, { price, latencyMs = 50, state = 'warm' }: Told) {
  const { capabilities = null } = advertising({ 27: { flux: model({ warm: state === 'warm' }) } })
  const able: Capabilities | null = capabilities && { ...capabilities, bitstring: featureBits([27]) }
  return observation({
    uri: uriOf(name),
    askedAt: at,
    lastAnswer: lastAnswer({
      latencyMs,
      answeredAt: at,
      answer: answer({
        transcoder: uriOf(name),
        recipient: PAYEES['abcd'.indexOf(name)] ?? null,
        capabilities: able,
        capabilitiesPrices: [{ capability: 27, constraint: 'flux', pricePerUnit: price, pixelsPerUnit: 10n }],
      }),
    }),
  })
}

/** The same prices with nothing to buy at them. */
function withoutModels(priced: NodeObservation): NodeObservation {
  const { capabilities = null } = advertising({})
  const { lastAnswer: told } = priced
  return { ...priced, lastAnswer: told && { ...told, answer: { ...told.answer, capabilities } } }
}

let folder: string
let store: Store
let latest: Snapshot
let ask: Ask
/** Of which nodes, and for how long a time, probes were added up. */
let added: string[]
const suspended = new Set<string>()
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-compare-'))
  store = openSqliteStore(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
  const write = (at: number, nodes: Readonly<Record<string, Told>>) =>
    store.writeSnapshot(
      foldedSnapshot({
        startedAt: at - 1_000,
        endedAt: at,
        nodes: Object.entries(nodes).map(([name, told]) => node(name, at, told)),
      }),
      { ethUsd: null },
    )
  await write(THEN, { a: { price: 40n }, b: { price: 60n }, c: { price: 80n } })
  latest = await write(NOW, { a: { price: 90n }, b: { price: 60n }, d: { price: 55n, state: 'cold' } })
  suspended.clear()
  added = []
  const history: typeof noHistory = {
    ...noHistory,
    readTallies: async (subjects, spans, buckets) => {
      added.push(...subjects.map(({ key }) => `${key} ${buckets.stepMs / HOUR} h`))
      return noHistory.readTallies(subjects, spans, buckets)
    },
  }
  const selector = new Selector({
    now: () => NOW,
    admission: (_, uri) =>
      suspended.has(uri)
        ? { kind: 'suspended', cause: 'jobs failed', since: 1, reopensAt: null, isByHand: false }
        : { kind: 'trusted' },
  })
  const policies = new PolicyBook({ store, now: () => NOW })
  ask = asking({
    nodes: null,
    snapshot: latest,
    store,
    policies,
    selector,
    history,
    operatorKey: KEY,
    now: NOW,
  })
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
const compare = async (path: string, headers = {}) => {
  const { status, text } = await ask(`/api/v1/policies/${path}`, { headers })
  expect([path, status, status === 200 ? '' : text]).toEqual([path, 200, ''])
  return policyComparisonDto.parse(JSON.parse(text))
}
const namesIn = (list: { offerings: readonly { node_uri: string }[] }) =>
  list.offerings.map(({ node_uri }) => new URL(node_uri).hostname[0])

describe('a policy now and then', () => {
  const CHEAPEST = 'default-cheapest/compare?pipeline=text-to-image&model=flux&seed=x'

  test('says who entered, left, moved and changed the price, and both choices by one seed', async () => {
    const { now, past, changes, not_counted, ...about } = await compare(CHEAPEST)
    expect(about).toMatchObject({ policy: 'default-cheapest', from: new Date(THEN).toISOString(), seed: 'x' })
    expect(now.ranking.map(({ node_uri }) => new URL(node_uri).hostname[0])).toEqual(['b', 'a', 'd'])
    expect(past.ranking.map(({ node_uri }) => new URL(node_uri).hostname[0])).toEqual(['a', 'b', 'c'])
    expect([now.inputs.seed, past.inputs.seed, past.inputs.decided_at]).toEqual([
      'x',
      'x',
      new Date(THEN).toISOString(),
    ])
    expect([now.explanation, past.explanation]).not.toContain('')
    expect(changes.chosen_is_same).toBe(now.chosen?.node_uri === past.chosen?.node_uri)
    expect(changes.entered).toMatchObject({
      count: 1,
      offerings: [{ place: 3, why: { reason: 'not-offered' } }],
    })
    expect(namesIn(changes.entered)).toEqual(['d'])
    expect(changes.left).toMatchObject({ count: 1, offerings: [{ place: 3 }] })
    expect(namesIn(changes.left)).toEqual(['c'])
    expect(changes.moved.offerings.map(({ node_uri, from, to }) => [node_uri, from, to])).toEqual([
      [uriOf('b'), 2, 1],
      [uriOf('a'), 1, 2],
    ])
    expect(changes.repriced.offerings).toMatchObject([
      { node_uri: uriOf('a'), wei_per_unit: '9', wei_per_unit_then: '4', percent: '125' },
    ])
    expect(not_counted.join(' ')).toContain('suspended')
  })

  test('whoever is rejected on one side is told by which rule; suspensions count today alone', async () => {
    await put('capped', { filters: { pipeline: 'text-to-image' }, selection: { max_price: '6' } })
    suspended.add(uriOf('b'))
    const { changes, now } = await compare('capped/compare')
    expect(namesIn(changes.left)).toEqual(['a', 'b'])
    expect(changes.left.offerings.map(({ why: { rule } }) => rule)).toEqual(['max-price', 'suspended'])
    expect(now.chosen?.node_uri).toBe(uriOf('d'))
  })

  test('probes are added up where the order or a rule looks at them, and for nobody else', async () => {
    for (const strategy of STRATEGIES) {
      added = []
      await put(strategy, { selection: { strategy } })
      const { past, not_counted } = await compare(`${strategy}/compare?pipeline=text-to-image`)
      const isLookedAt = past.ranking[0]?.parts.some(({ part }) => part === 'reliability') ?? false
      expect([strategy, added.length]).toEqual([strategy, isLookedAt ? 3 : 0])
      expect(past.inputs.reliability_until !== null).toBe(isLookedAt)
      expect(not_counted.join(' ')).not.toContain('reliable')
    }
    added = []
    await put('reliable-cheap', {
      selection: { strategy: 'cheapest', min_reliability: 90, reliability_window: '1h' },
    })
    await compare('reliable-cheap/compare?pipeline=text-to-image')
    expect(added.sort()).toEqual(['a', 'b', 'c'].map((name) => `${uriOf(name)} 1 h`))
  })

  test('a reliability that nobody reckoned is not held against anybody in a list of the past', async () => {
    await put('reliable', { selection: { min_reliability: 90 } })
    const at = new Date(THEN).toISOString()
    const list = async (suffix: string) =>
      z
        .object({ count: z.int() })
        .parse(JSON.parse((await ask(`/api/v1/offerings?policy=reliable${suffix}`)).text)).count
    expect([await list(''), await list(`&as_of=${at}`)]).toEqual([0, 3])
  })

  test('lists by a policy are as of a moment as well, by what was offered then', async () => {
    suspended.add(uriOf('a'))
    const list = async (suffix: string) =>
      z
        .object({ offerings: z.array(z.object({ node_uri: z.string() })) })
        .parse(JSON.parse((await ask(`/api/v1/offerings?policy=default-cheapest${suffix}`)).text))
    expect(namesIn(await list(''))).toEqual(['b', 'd'])
    expect(namesIn(await list(`&as_of=${new Date(THEN).toISOString()}`))).toEqual(['a', 'b', 'c'])
  })

  test('where nobody said since when, and an hour ago is not kept, it is since the oldest that is', async () => {
    const early = asking({ nodes: null, snapshot: latest, store, now: NOW - HOUR / 2 })
    const { text } = await early(`/api/v1/policies/${CHEAPEST}`)
    expect(policyComparisonDto.parse(JSON.parse(text)).past.inputs.decided_at).toBe(
      new Date(THEN).toISOString(),
    )
    expect((await early(`/api/v1/policies/${CHEAPEST}&from=1h`)).status).toBe(404)
  })

  test('what cannot be compared is refused by name', async () => {
    const refused = async (path: string) => {
      const { status, text } = await ask(`/api/v1/policies/${path}`)
      const { errors = [] } = z
        .object({ errors: z.array(z.object({ parameter: z.string() })).optional() })
        .parse(JSON.parse(text))
      return [status, errors.map(({ parameter }) => parameter)]
    }
    expect(await refused('default-cheapest/compare')).toEqual([400, ['pipeline']])
    expect(await refused('nobodys/compare')).toEqual([404, []])
    await put('secret', { private: true })
    expect(await refused('secret/compare?pipeline=text-to-image')).toEqual([404, []])
    expect((await compare('secret/compare?pipeline=text-to-image', bearer)).policy).toBe('secret')
    for (const from of ['', 'x', '2999-01-01', '1s'])
      expect(await refused(`${CHEAPEST}&from=${from}`)).toEqual([400, ['from']])
    expect(await refused(`${CHEAPEST}&from=1970-01-01`)).toEqual([404, []])
    expect(await refused(`${CHEAPEST}&kind=x&colour=1`)).toEqual([400, ['colour', 'kind']])
  })
})

describe('a position', () => {
  const positionOf = async (name: string, suffix = '') => {
    const path = `/api/v1/orchestrators/0x${name.repeat(40)}/position${suffix}`
    const { status, text } = await ask(path)
    expect([path, status]).toEqual([path, 200])
    return positionDto.parse(JSON.parse(text))
  }

  test('says where each price stands, and how far the next ones are', async () => {
    const { offerings, count, next_cursor } = await positionOf('b')
    expect([count, next_cursor]).toEqual([1, null])
    expect(offerings[0]?.market).toEqual({
      offerings: 3,
      competitors: 2,
      warm_competitors: 1,
      priced: 3,
      floor: '5.5',
      median: '6',
      rank: 2,
      of: 3,
      percentile: 50,
      next_cheaper: { wei_per_unit: '5.5', wei: '-0.5', percent: '-8.33' },
      next_dearer: { wei_per_unit: '9', wei: '3', percent: '50' },
    })
  })

  test('a price that stands on a list alone is one more than those that are offered', async () => {
    const listed = node('c', NOW, { price: 120n })
    const nodes = [...latest.nodes, withoutModels(listed)]
    const askAgain = asking({ nodes: null, snapshot: { ...latest, nodes }, now: NOW })
    const { text } = await askAgain(`/api/v1/orchestrators/0x${'c'.repeat(40)}/position`)
    const [offering] = positionDto.parse(JSON.parse(text)).offerings
    expect(offering).toMatchObject({
      state: 'priced-only',
      market: { offerings: 3, priced: 3, rank: 4, of: 4, percentile: 0 },
    })
  })

  test('says for each built-in policy its place, and why it gets no jobs', async () => {
    suspended.add(uriOf('a'))
    const standings = (await positionOf('a')).offerings[0]?.standings ?? []
    expect(standings.map(({ policy }) => policy)).toEqual([
      'default-balanced',
      'default-cheapest',
      'default-fastest',
      'default-reliable',
      'go-livepeer',
    ])
    expect(standings[1]).toMatchObject({
      rank: null,
      of: 2,
      probability: 0,
      broken: [
        { rule: 'suspended', wanted: 'not suspended', would_do: ['an operator lifted the suspension'] },
      ],
    })
    expect(standings[4]?.broken.map(({ rule }) => rule)).toEqual(['feature', 'suspended'])
    expect(standings[1]?.passed).toContain('price-known')
    expect((await positionOf('d')).offerings[0]?.standings[1]).toMatchObject({ rank: 2, of: 2, broken: [] })
  })

  test('is as of a moment, too, by what was offered then', async () => {
    const { offerings } = await positionOf('a', `?as_of=${new Date(THEN).toISOString()}`)
    expect(offerings[0]?.market).toMatchObject({ rank: 1, floor: '4', median: '6' })
    expect((await ask(`/api/v1/orchestrators/0x${'e'.repeat(40)}/position`)).status).toBe(404)
    expect((await ask(`/api/v1/orchestrators/0x${'c'.repeat(40)}/position`)).status).toBe(404)
  })

  test('of what cannot be read is refused', async () => {
    for (const suffix of ['?limit=0', '?limit=201', '?cursor=nothing', '?colour=1', '?limit=1&limit=2'])
      expect((await ask(`/api/v1/orchestrators/0x${'a'.repeat(40)}/position${suffix}`)).status).toBe(400)
  })
})
