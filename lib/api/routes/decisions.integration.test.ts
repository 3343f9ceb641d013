import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Devnet } from '@/lib/devnet/devnet'
import { scenario } from '@/lib/devnet/scenario'
import { type StandingServer, startServer } from '@/lib/testdata/standing-server'
import { type SelectionDto, selectionDto } from '../contract/selection'

const MODEL = 'org/model'
const OPERATOR_KEY = 'a key for tests alone'
const operator = { authorization: `Bearer ${OPERATOR_KEY}` }

let devnet: Devnet
let standing: StandingServer
beforeAll(async () => {
  const names = ['one', 'two', 'three', 'four', 'five', 'six', 'seven']
  devnet = await Devnet.start({
    fleet: names.map((name, i) =>
      scenario({
        name,
        jobMs: 0,
        models: [{ pipeline: 'text-to-image', model: MODEL, price: BigInt(5 + i), isWarm: i % 3 !== 0 }],
      }),
    ),
  })
  standing = await startServer(devnet, { OPERATOR_KEY, ROUTING_AUTH: 'keys' })
})
beforeEach(() => devnet.reset())
afterAll(async () => {
  await standing.stop()
  await devnet.stop()
})

const created = z.object({ id: z.string(), secret: z.string() })
async function newKey(limits: Record<string, unknown> = {}): Promise<z.infer<typeof created>> {
  const response = await fetch(`${standing.url}/api/v1/keys`, {
    method: 'POST',
    headers: { ...operator, 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'a test',
      scopes: ['route'],
      ...(Object.keys(limits).length > 0 && { limits }),
    }),
  })
  return created.parse(await response.json())
}

let secret: string
beforeAll(async () => {
  secret = (await newKey()).secret
})

const route = (headers: Record<string, string> = {}, body: Record<string, unknown> = {}) =>
  fetch(`${standing.url}/text-to-image`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}`, ...headers },
    body: JSON.stringify({ prompt: 'a', model_id: MODEL, width: 64, height: 32, ...body }),
  })

const select = async (body: Record<string, unknown>): Promise<SelectionDto> => {
  const response = await fetch(`${standing.url}/api/v1/select`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      pipeline: 'text-to-image',
      model: MODEL,
      size: { width: 64, height: 32, images: 1 },
      ...body,
    }),
  })
  return selectionDto.parse(await response.json())
}

/** The moment of the decision is the one thing that is its own, and what hangs on it alone. */
const timeless = ({ inputs: { decided_at: _, ...inputs }, ...selection }: SelectionDto) => ({
  ...selection,
  inputs,
})

const recordOf = async (response: Response) => {
  const id = response.headers.get('x-request-id')
  const ask = () => fetch(`${standing.url}/api/v1/requests/${id}`, { headers: operator })
  await expect.poll(async () => (await ask()).status, { timeout: 5_000 }).toBe(200)
  const answer = z.looseObject({ decision: selectionDto, attempts: z.array(z.looseObject({})) })
  return answer.parse(await (await ask()).json())
}

describe('a routed request, its dry run and /api/v1/select decide alike', () => {
  const questions: readonly (readonly [string, Record<string, string>, Record<string, unknown>])[] = [
    ['no hints', {}, {}],
    ['cheapest', { 'livepeer-strategy': 'cheapest' }, { strategy: 'cheapest' }],
    ['a ceiling', { 'livepeer-max-price': '7' }, { max_price: '7' }],
    ['warm alone', { 'livepeer-warm': 'required' }, { warm: 'required' }],
    ['a session', { 'livepeer-session': 'a session' }, { affinity: 'a session' }],
    ['a policy', { 'livepeer-policy': 'go-livepeer' }, { policy: 'go-livepeer' }],
  ]
  test.each(questions.flatMap((question) => ['s1', 's2', 's3'].map((seed) => [...question, seed] as const)))(
    '%s',
    async (_, hints, rules, seed) => {
      const headers = { ...hints, 'livepeer-seed': seed }
      const asked = timeless(await select({ ...rules, seed }))
      const dryRun = await route({ ...headers, 'livepeer-dry-run': 'true' })
      expect(timeless(selectionDto.parse(await dryRun.json()))).toEqual(asked)
      // What is known of jobs that were sent is a part of it: the same question, before the next one is sent.
      const { decision: kept } = await recordOfSame(headers, rules, seed)
      expect(kept.routed).toEqual(kept.asked)
    },
  )

  async function recordOfSame(headers: Record<string, string>, rules: Record<string, unknown>, seed: string) {
    const asked = timeless(await select({ ...rules, seed, show: { ranking: 5, rejections: 10 } }))
    const response = await route(headers)
    expect(response.status, await response.clone().text()).toBe(200)
    expect(response.headers.get('livepeer-offering')).toBe(asked.chosen?.offering_id)
    const { decision } = await recordOf(response)
    return { decision: { routed: timeless(decision), asked } }
  }

  test('why is said in a header, where it is asked for', async () => {
    const response = await route({ 'livepeer-explain': 'true', 'livepeer-strategy': 'cheapest' })
    expect(response.headers.get('livepeer-explanation')).toMatch(
      /place 1 of \d by cheapest: \d+ offerings > /,
    )
  })
})

describe('headers that cannot be read are refused by name', () => {
  test.each([
    ['livepeer-strategy', 'best'],
    ['livepeer-max-price', 'cheap'],
    ['livepeer-max-price', '0'],
    ['livepeer-region', ';preferred'],
    ['livepeer-warm', 'hot'],
    ['livepeer-policy', 'Nobody Knows'],
    ['livepeer-policy', 'nobody-knows'],
    ['livepeer-no-fallback', 'yes'],
    ['livepeer-dry-run', '1'],
    ['livepeer-media', 'file'],
    ['livepeer-timeout-ms', '-5'],
    ['livepeer-only', Array.from({ length: 101 }, (_, i) => `x${i}`).join(',')],
    ['livepeer-stratgy', 'cheapest'],
    ['Livepeer-Retry-Payed', 'true'],
  ])('%s: %s', async (name, value) => {
    const response = await route({ [name]: value })
    expect(response.status).toBe(400)
    const { error, detail } = await response.json()
    expect(`${error.message} ${error.param}`).toContain(
      name.toLowerCase().replace('livepeer-', '').replace('max-price', 'max'),
    )
    expect(detail.msg).toBe(error.message)
  })

  test('and those that are nobody of ours, and near none, are passed over', async () => {
    const response = await route({
      'livepeer-trace-id': 'x',
      'livepeer-payment': '',
      'livepeer-reason': 'rank',
    })
    expect(response.status, await response.text()).toBe(200)
  })
})

describe('whom they are carried for', () => {
  test('nobody without a key, and no word of it is carried', async () => {
    for (const headers of [{ authorization: '' }, { authorization: 'Bearer lpo_wrong' }]) {
      const response = await route(headers)
      expect(response.status).toBe(401)
      expect((await response.json()).error.type).toBe('authentication_error')
    }
  })

  test('a key that may send two a minute', async () => {
    const { secret: limited } = await newKey({ requests_per_minute: 2 })
    const statuses = []
    for (let i = 0; i < 3; i++) {
      const response = await route({ authorization: `Bearer ${limited}` })
      statuses.push(response.status)
      if (response.status === 429) expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
    }
    expect(statuses).toEqual([200, 200, 429])
  })

  test('a key that may have one job under way', async () => {
    const { secret: limited } = await newKey({ concurrency: 1 })
    for (const one of devnet.orchestrators) await one.change({ jobMs: 300 })
    const both = await Promise.all([1, 2].map(() => route({ authorization: `Bearer ${limited}` })))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 429])
    const after = await route({ authorization: `Bearer ${limited}` })
    expect(after.status).toBe(200)
  })

  test('the record names the key', async () => {
    const { id, secret: own } = await newKey()
    const record = await recordOf(await route({ authorization: `Bearer ${own}` }))
    expect(record).toMatchObject({ key_id: id })
  })
})
