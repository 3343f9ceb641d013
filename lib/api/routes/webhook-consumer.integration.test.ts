import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { Devnet } from '@/lib/devnet/devnet'
import { imageDimensions } from '@/lib/devnet/jobs/image-dimensions'
import { post } from '@/lib/devnet/jobs/testdata/job-client'
import { sendWith, TestGateway } from '@/lib/devnet/jobs/testdata/test-gateway'
import type { RunningOrchestrator } from '@/lib/devnet/running-orchestrator'
import { scenario } from '@/lib/devnet/scenario'
import { comparePrice, type Price, parsePrice } from '@/lib/domain/price'
import { type StandingServer, startServer } from '@/lib/testdata/standing-server'
import { GoLivepeerGateway, goDialTarget } from '../testdata/consumers'

/**
 * A go-livepeer gateway with `-orchWebhookUrl` from beginning to end: it reads the list, dials everybody on it, compares
 * what they ask for, and sends a job to one of them, without our having a part in it any more.
 */
const ORDER = { pipeline: 'text-to-image', model: 'org/image' } as const
const INPUT = { json: { model_id: ORDER.model, prompt: 'a', width: 48, height: 32 } }
const OPERATOR_KEY = 'a key for tests alone'
const SWEEPS_UNTIL_DOWN = 3

let devnet: Devnet
let standing: StandingServer
let consumer: Consumer
beforeAll(async () => {
  const image = (price: bigint) => [{ ...ORDER, price, capacity: 4 }]
  devnet = await Devnet.start({
    fleet: [
      scenario({ name: 'cheap', jobMs: 0, payment: 'verify', models: image(1n) }),
      scenario({ name: 'middle', jobMs: 0, payment: 'verify', models: image(5n) }),
      scenario({ name: 'dear', jobMs: 0, payment: 'verify', models: image(9n) }),
      scenario({ name: 'words', jobMs: 0, models: [{ pipeline: 'llm', model: 'org/words', price: 1n }] }),
    ],
  })
})
beforeEach(async () => {
  await devnet.reset()
  await standing?.stop()
  standing = await startServer(devnet, {
    OPERATOR_KEY,
    IDENTITY: 'ephemeral',
  })
  consumer = new Consumer(await TestGateway.withKey(`0x${'11'.repeat(32)}`))
})
afterAll(async () => {
  await standing.stop()
  await devnet.stop()
})

/** Polls, dials, chooses, sends: as much of such a gateway as has to do with us. */
class Consumer {
  readonly list = new GoLivepeerGateway()

  constructor(private readonly gateway: TestGateway) {}

  async poll(query = ''): Promise<readonly string[]> {
    const response = await fetch(`${standing.url}/orchestrators.json${query}`)
    const text = await response.text()
    expect([200, 503], text).toContain(response.status)
    this.list.refresh({ status: response.status, text })
    return this.list.addresses.map(nameOf)
  }

  /** Those who answer and can do it, cheapest first. */
  async quotes(): Promise<{ readonly node: RunningOrchestrator; readonly price: Price }[]> {
    const found = await Promise.all(
      this.list.addresses.map(async (address) => {
        const node = at(address)
        const quote = await this.gateway.quote(node, ORDER).catch(() => null)
        const price = quote?.price && parsePrice(quote.price.pricePerUnit, quote.price.pixelsPerUnit)
        const sells = node.scenario.offer.capabilities?.constraints?.perCapability.get(27)?.has(ORDER.model)
        return price && sells ? [{ node, price }] : []
      }),
    )
    return found.flat().toSorted((a, b) => comparePrice(a.price, b.price))
  }

  /** The picture, from the cheapest that does it. */
  async work(): Promise<{ readonly by: string; readonly picture: Buffer }> {
    for (const { node } of await this.quotes()) {
      const papers = await this.gateway.papers(node, ORDER)
      const reply = await sendWith(papers, ORDER.pipeline, INPUT)
      if (reply.status !== 200) continue
      const [image] = Answer.parse(JSON.parse(reply.text)).images
      const file = await post(image.url, { method: 'GET' })
      return { by: node.name, picture: file.body }
    }
    throw new Error('nobody on the list does it')
  }
}

const Answer = z.object({ images: z.tuple([z.object({ url: z.url() })]) })

/** What is dialled of an address: nothing else is known of a node. */
function at(address: string): RunningOrchestrator {
  const port = goDialTarget(address)?.split(':').at(-1)
  const node = devnet.orchestrators.find((one) => String(one.port) === port)
  if (!node) throw new Error(`nobody is at ${address}`)
  return node
}
const nameOf = (address: string) => at(address).name

const expectPicture = (bytes: Buffer) => {
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
  expect(imageDimensions(bytes)).toMatchObject({ width: 48, height: 32 })
}

const policy = (name: string, body: object) =>
  fetch(`${standing.url}/api/v1/policies/${name}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${OPERATOR_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

test('the whole list: everybody is dialled, and the cheapest who can do it does it', async () => {
  expect((await consumer.poll()).toSorted()).toEqual(['cheap', 'dear', 'middle', 'words'])
  expect((await consumer.quotes()).map(({ node, price }) => [node.name, price.wei])).toEqual([
    ['cheap', 1n],
    ['middle', 5n],
    ['dear', 9n],
  ])
  const { by, picture } = await consumer.work()
  expect(by).toBe('cheap')
  expectPicture(picture)
  // Only the node itself was told of the job.
  expect(standing.server.upstream.underWay).toBe(0)
  expect(devnet.orchestrator('cheap').jobs.log.report().begun).toBeGreaterThan(0)
})

test('a list by filters, in its order, is the same until something changes', async () => {
  const query = `?model=${ORDER.model}&state=warm&unit=pixel&sort=price`
  expect(await consumer.poll(query)).toEqual(['cheap', 'middle', 'dear'])
  await standing.sweep()
  await consumer.poll(query)
  expect(consumer.list.parsed).toBe(1)
  await devnet.orchestrator('dear').change({ models: [{ ...ORDER, price: '3' }] })
  await standing.sweep()
  expect(await consumer.poll(query)).toEqual(['cheap', 'dear', 'middle'])
  expect(consumer.list.parsed).toBe(2)
})

test('a list by policy follows prices', async () => {
  const made = await policy('cheap-images', {
    filters: { model: ORDER.model },
    selection: { strategy: 'cheapest', max_price: '6' },
  })
  expect(made.status).toBe(201)
  expect(await consumer.poll('?policy=cheap-images')).toEqual(['cheap', 'middle'])
  expect((await consumer.work()).by).toBe('cheap')

  await devnet.orchestrator('cheap').change({ models: [{ ...ORDER, price: '7' }] })
  await devnet.orchestrator('dear').change({ models: [{ ...ORDER, price: '2' }] })
  await standing.sweep()
  expect(await consumer.poll('?policy=cheap-images')).toEqual(['dear', 'middle'])
  const { by, picture } = await consumer.work()
  expect(by).toBe('dear')
  expectPicture(picture)
})

test('one that dies is left out by the lists that look at that, and the job is done whichever is read', async () => {
  await policy('alive', { filters: { model: ORDER.model }, selection: { strategy: 'cheapest' } })
  const alive = `?model=${ORDER.model}&health=up&unit=pixel&sort=price`
  expect(await consumer.poll(alive)).toEqual(['cheap', 'middle', 'dear'])
  await devnet.orchestrator('cheap').change({ fault: 'refuse' })

  // The list that it has is of before.
  expect((await consumer.work()).by).toBe('middle')
  await standing.sweep()
  expect(await consumer.poll(alive)).toEqual(['middle', 'dear'])
  expect((await consumer.work()).by).toBe('middle')

  // One that did not answer once may be back in a moment: it is down after three times.
  for (let sweeps = 1; sweeps < SWEEPS_UNTIL_DOWN; sweeps++) await standing.sweep()
  expect(await consumer.poll('?policy=alive')).toEqual(['middle', 'dear'])
  // What it said counts on for a while, and a list without rules leaves nobody out who may come back.
  expect(await consumer.poll()).toContain('cheap')
  const { by, picture } = await consumer.work()
  expect(by).toBe('middle')
  expectPicture(picture)

  await devnet.orchestrator('cheap').change({ fault: 'none' })
  await standing.sweep()
  await standing.sweep()
  expect(await consumer.poll('?policy=alive')).toEqual(['cheap', 'middle', 'dear'])
  expect((await consumer.work()).by).toBe('cheap')
})

test('while nobody fits it keeps the list that it has, if it asks so', async () => {
  const query = `?pipeline=${ORDER.pipeline}&model=${ORDER.model}&max_price_wei=6&unit=pixel&on_empty=keep`
  expect((await consumer.poll(query)).toSorted()).toEqual(['cheap', 'middle'])
  for (const { name } of devnet.orchestrators.filter(({ name }) => name !== 'words'))
    await devnet.orchestrator(name).change({ models: [{ ...ORDER, price: '90' }] })
  await standing.sweep()
  expect((await consumer.poll(query)).toSorted()).toEqual(['cheap', 'middle'])
  expectPicture((await consumer.work()).picture)
})
