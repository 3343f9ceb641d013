import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Devnet } from '@/lib/devnet/devnet'
import { scenario } from '@/lib/devnet/scenario'
import { capabilityOf } from '@/lib/domain/pipeline'
import type { Asker } from '@/lib/identity/asker'
import { createKeyAsker } from '@/lib/identity/create-asker'
import { createDialPolicy } from '@/lib/net/dial-policy'
import { QuoteKeeper } from './quote-keeper'

const MINUTE = 60_000
const MODEL = 'org/model'

let devnet: Devnet
/** A node on chain answers only those who say who they are. */
let asker: Asker
/** Of keeper and orchestrators alike. */
let now = 1_800_000_000_000
beforeAll(async () => {
  asker = await createKeyAsker('ephemeral', `0x${'11'.repeat(32)}`)
  const models = [{ pipeline: 'text-to-image', model: MODEL, price: 5n, capacity: 9 } as const]
  devnet = await Devnet.start({
    now: () => now,
    fleet: [
      scenario({ name: 'off-chain', operator: null, models }),
      scenario({ name: 'on-chain', models, payment: 'verify' }),
    ],
  })
})
beforeEach(() => devnet.reset())
afterAll(() => devnet.stop())

const keeper = ({ cidrs = ['127.0.0.0/8'], maxCount = 100, timeoutMs = 2_000 } = {}) =>
  new QuoteKeeper(
    {
      lookup: async () => [],
      policy: createDialPolicy({ cidrs }),
      asker,
      now: () => now,
      monotonicMs: () => performance.now(),
    },
    { timeoutMs, maxCount },
  )
const node = (name = 'off-chain') => devnet.orchestrator(name)
const orderOf = (name = 'off-chain', model = MODEL) => ({
  nodeUri: node(name).uri,
  capability: capabilityOf('text-to-image') ?? 0,
  model,
})
async function keptOf(asked: ReturnType<QuoteKeeper['get']>) {
  const answer = await asked
  if (!answer.ok) throw new Error(answer.detail)
  return answer.kept
}

test('a quote is asked for once, however many wait for it', async () => {
  const quotes = keeper()
  await node().change({ latencyMs: 50 })
  const before = node().seen.questions
  const all = await Promise.all(Array.from({ length: 20 }, () => keptOf(quotes.get(orderOf()))))
  expect(node().seen.questions).toBe(before + 1)
  expect(new Set(all).size).toBe(1)
  expect(quotes.find(orderOf())).toBe(all[0])
  await quotes.get(orderOf())
  expect(node().seen.questions).toBe(before + 1)
})

test('what was asked for is what it is for: a node, a capability, a model', async () => {
  const quotes = keeper()
  await quotes.get(orderOf())
  expect(quotes.find(orderOf('on-chain'))).toBeNull()
  expect(quotes.find(orderOf('off-chain', 'org/other'))).toBeNull()
  expect(quotes.find({ ...orderOf(), capability: 28 })).toBeNull()
})

describe('it is good until it nears its end', () => {
  test.each([
    ['off-chain', 30 * MINUTE, 27 * MINUTE],
    ['off-chain', 10 * MINUTE, 9 * MINUTE],
    ['off-chain', MINUTE, 54_000],
    ['on-chain', 30 * MINUTE, 5 * MINUTE],
    ['on-chain', MINUTE, 54_000],
  ])('%s, with a token of %i ms: %i ms', async (name, tokenLifeMs, lifeMs) => {
    const quotes = keeper()
    await node(name).change({ tokenLifeMs })
    const kept = await keptOf(quotes.get(orderOf(name)))
    expect(kept.until - now).toBe(lifeMs)
    now += lifeMs - 1
    expect(quotes.find(orderOf(name))).toBe(kept)
    now += 1
    expect(quotes.find(orderOf(name))).toBeNull()
    const before = node(name).seen.questions
    expect(await keptOf(quotes.get(orderOf(name)))).not.toBe(kept)
    expect(node(name).seen.questions).toBe(before + 1)
  })

  test('one that is over when it comes is given once, and not kept for the next', async () => {
    const quotes = keeper()
    await node().change({ tokenLifeMs: 0 })
    await keptOf(quotes.get(orderOf()))
    expect(quotes.find(orderOf())).toBeNull()
  })
})

test('one that is forgotten is asked for anew', async () => {
  const quotes = keeper()
  const first = await keptOf(quotes.get(orderOf()))
  quotes.forget(first)
  expect(quotes.find(orderOf())).toBeNull()
  expect(await keptOf(quotes.get(orderOf()))).not.toBe(first)
})

test('of more than there is room for the oldest goes', async () => {
  const quotes = keeper({ maxCount: 1 })
  await quotes.get(orderOf('off-chain'))
  await quotes.get(orderOf('on-chain'))
  expect(quotes.find(orderOf('off-chain'))).toBeNull()
  expect(quotes.find(orderOf('on-chain'))).not.toBeNull()
})

describe('what goes wrong is told, and not kept', () => {
  test.each([
    ['refuse', 'refused'],
    ['not-tls', 'tls'],
    ['reset', 'reset'],
  ] as const)('%s', async (fault, outcome) => {
    const quotes = keeper()
    await node().change({ fault })
    expect(await quotes.get(orderOf())).toMatchObject({ ok: false, outcome })
    expect(quotes.find(orderOf())).toBeNull()
    await node().change({ fault: 'none' })
    await expect.poll(async () => (await quotes.get(orderOf())).ok).toBe(true)
  })

  test('silence', async () => {
    await node().change({ latencyMs: 600_000 })
    expect(await keeper({ timeoutMs: 300 }).get(orderOf())).toMatchObject({ ok: false, outcome: 'timed-out' })
  })

  test('a node that takes no work itself', async () => {
    await node().change({ transcoder: '' })
    expect(await keeper().get(orderOf())).toMatchObject({ ok: false, outcome: 'takes-no-work' })
  })

  test('a node that may not be dialled', async () => {
    expect(await keeper({ cidrs: [] }).get(orderOf())).toMatchObject({ ok: false, outcome: 'blocked' })
  })

  test('the end of the server', async () => {
    const quotes = keeper()
    await node().change({ latencyMs: 600_000 })
    const before = node().seen.questions
    const asking = quotes.get(orderOf())
    await expect.poll(() => node().seen.questions).toBe(before + 1)
    quotes.stop()
    expect(await asking).toMatchObject({ ok: false })
  })
})
