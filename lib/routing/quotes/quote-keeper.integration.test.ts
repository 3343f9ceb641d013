import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Devnet } from '@/lib/devnet/devnet'
import { scenario } from '@/lib/devnet/scenario'
import type { Asker } from '@/lib/identity/asker'
import { identityOfKey, NO_IDENTITY } from '@/lib/livepeer/asker-identity'
import { createDialPolicy } from '@/lib/net/dial-policy'
import { QuoteKeeper, type QuoteKeeperOptions, type QuoteOrder } from './quote-keeper'

const IMAGE = 27
const MINUTE = 60_000
const MODELS = ['org/a', 'org/b', 'org/c']

let devnet: Devnet
let now: number
beforeAll(async () => {
  const models = MODELS.map((model) => ({ pipeline: 'text-to-image', model, price: 5n }) as const)
  devnet = await Devnet.start({
    fleet: [scenario({ name: 'one', models }), scenario({ name: 'two', models })],
    now: () => now,
  })
})
beforeEach(async () => {
  // Tokens are good to the second.
  now = Date.parse('2026-05-01T12:00:00Z')
  await devnet.reset()
})
afterAll(() => devnet.stop())

const asker = (answer: Awaited<ReturnType<Asker['identity']>> = { ok: true, identity: NO_IDENTITY }) => ({
  identity: async () => answer,
})
const keeperOf = (options: Partial<QuoteKeeperOptions> = {}, who = asker()) =>
  new QuoteKeeper(
    {
      lookup: async () => [{ address: '127.0.0.1', family: 4 }],
      policy: createDialPolicy({ cidrs: ['127.0.0.0/8'] }),
      asker: who,
      now: () => now,
      monotonicMs: () => performance.now(),
    },
    { timeoutMs: 2_000, ...options },
  )
const orderOf = (name: string, model = 'org/a'): QuoteOrder => ({
  nodeUri: devnet.orchestrator(name).uri,
  capability: IMAGE,
  model,
})
const questions = (name: string) => devnet.orchestrator(name).seen.questions

async function keep(keeper: QuoteKeeper, order: QuoteOrder) {
  const answer = await keeper.get(order)
  if (!answer.ok) throw new Error(answer.detail)
  return answer.kept
}

test('however many wait for a quote, it is asked for once, and kept', async () => {
  const keeper = keeperOf()
  const before = questions('one')
  const kept = await Promise.all(Array.from({ length: 20 }, () => keep(keeper, orderOf('one'))))
  expect(new Set(kept).size).toBe(1)
  expect(keeper.find(orderOf('one'))).toBe(kept[0])
  expect(await keep(keeper, orderOf('one'))).toBe(kept[0])
  expect(questions('one')).toBe(before + 1)
})

test('of each node, capability and model there is another one', async () => {
  const keeper = keeperOf()
  const a = await keep(keeper, orderOf('one'))
  expect(keeper.find(orderOf('one', 'org/b'))).toBeNull()
  expect(keeper.find(orderOf('two'))).toBeNull()
  expect(keeper.find({ ...orderOf('one'), capability: IMAGE + 1 })).toBeNull()
  expect(await keep(keeper, orderOf('two'))).not.toBe(a)
})

test.each([
  // Three minutes before the end, as go-livepeer does it,
  ['half an hour', 30 * MINUTE, 27 * MINUTE],
  // or in the last tenth of one that lives shorter.
  ['ten minutes', 10 * MINUTE, 9 * MINUTE],
  ['a minute', MINUTE, 54_000],
])('a token of %s is used until its end is near', async (_, tokenLifeMs, usableMs) => {
  await devnet.orchestrator('one').change({ tokenLifeMs })
  const keeper = keeperOf()
  const kept = await keep(keeper, orderOf('one'))
  expect(kept.until - now).toBe(usableMs)
  now += usableMs - 1
  expect(keeper.find(orderOf('one'))).toBe(kept)
  now += 1
  expect(keeper.find(orderOf('one'))).toBeNull()
  const before = questions('one')
  expect(await keep(keeper, orderOf('one'))).not.toBe(kept)
  expect(questions('one')).toBe(before + 1)
})

test('ticket parameters are used for minutes only', async () => {
  await devnet.orchestrator('one').change({ payment: 'verify' })
  const identity = await identityOfKey(`0x${'1'.repeat(64)}`)
  const kept = await keep(keeperOf({}, asker({ ok: true, identity })), orderOf('one'))
  expect(kept.quote.ticketParams).not.toBeNull()
  expect(kept.until - now).toBe(5 * MINUTE)
})

test('a token that is over already is not kept', async () => {
  await devnet.orchestrator('one').change({ tokenLifeMs: 0 })
  const keeper = keeperOf()
  await keeper.get(orderOf('one'))
  expect(keeper.find(orderOf('one'))).toBeNull()
})

test('one that is forgotten is asked for anew, the others stay', async () => {
  const keeper = keeperOf()
  const [a, b] = [await keep(keeper, orderOf('one')), await keep(keeper, orderOf('one', 'org/b'))]
  keeper.forget(a)
  expect(keeper.find(orderOf('one'))).toBeNull()
  expect(keeper.find(orderOf('one', 'org/b'))).toBe(b)
  expect(await keep(keeper, orderOf('one'))).not.toBe(a)
})

test('only so many are kept, the oldest go', async () => {
  const keeper = keeperOf({ maxCount: 2 })
  for (const model of MODELS) await keep(keeper, orderOf('one', model))
  expect(MODELS.map((model) => keeper.find(orderOf('one', model)) !== null)).toEqual([false, true, true])
})

test('a failure is told as what it is, and not kept', async () => {
  const keeper = keeperOf({ timeoutMs: 500 })
  const node = devnet.orchestrator('one')
  for (const [fault, outcome] of [
    ['refuse', 'refused'],
    ['reset', 'reset'],
    ['black-hole', 'tls'],
    ['not-tls', 'tls'],
  ] as const) {
    await node.change({ fault })
    expect(await keeper.get(orderOf('one'))).toMatchObject({ ok: false, outcome })
    expect(keeper.find(orderOf('one'))).toBeNull()
    await node.change({ fault: 'none' })
    keeper.forget(await keep(keeper, orderOf('one')))
  }
})

test('without an identity nobody is asked', async () => {
  const before = questions('one')
  const keeper = keeperOf({}, asker({ ok: false, problem: 'the signer does not answer' }))
  expect(await keeper.get(orderOf('one'))).toEqual({
    ok: false,
    outcome: 'cannot-pay',
    detail: 'the signer does not answer',
  })
  expect(questions('one')).toBe(before)
})

test('a place that may not be dialled is not', async () => {
  const keeper = new QuoteKeeper(
    {
      lookup: async () => [{ address: '127.0.0.1', family: 4 }],
      policy: createDialPolicy({}),
      asker: asker(),
      now: () => now,
      monotonicMs: () => performance.now(),
    },
    { timeoutMs: 500 },
  )
  expect(await keeper.get(orderOf('one'))).toMatchObject({ ok: false, outcome: 'blocked' })
})

test('whoever waits when the server stops is let go', async () => {
  await devnet.orchestrator('one').change({ latencyMs: 60_000 })
  const keeper = keeperOf({ timeoutMs: 30_000 })
  const asking = keeper.get(orderOf('one'))
  keeper.stop()
  expect(await asking).toMatchObject({ ok: false })
})
