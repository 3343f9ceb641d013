import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { PAYMENT_HEADER, paymentHeader, SEGMENT_HEADER, segmentHeader } from '@/lib/livepeer/job-headers'
import { ControlServer } from '../control-server'
import { Devnet } from '../devnet'
import { post } from '../jobs/testdata/job-client'
import { openRequest } from '../jobs/testdata/open-request'
import { TestGateway } from '../jobs/testdata/test-gateway'
import type { RunningOrchestrator } from '../running-orchestrator'
import { scenario } from '../scenario'
import { base64, SignerClient } from '../signer/testdata/signer-client'
import { standingFleet } from '../standing-fleet'
import { answerOf, ask, askingFor } from '../test-client'

const MODEL = 'org/live'
const ORDER = { pipeline: 'live-video-to-video', model: MODEL } as const

/** Of the network's clock before ours. */
let aheadMs = 0
let devnet: Devnet
let control: ControlServer
let node: RunningOrchestrator
let paid: RunningOrchestrator
let signer: SignerClient
let customer: TestGateway
beforeAll(async () => {
  const models = [{ ...ORDER, capacity: 2, price: 1n }]
  const verify = { payment: 'verify', ticketValueWei: 1_000_000_000n } as const
  const fleet = [
    { name: 'n', jobMs: 0, models },
    { ...verify, name: 'paid', jobMs: 0, models },
  ]
  devnet = await Devnet.start({ fleet: fleet.map(scenario), now: () => Date.now() + aheadMs })
  control = await ControlServer.start(devnet)
  node = devnet.orchestrator('n')
  paid = devnet.orchestrator('paid')
  signer = new SignerClient(control.signerUrl)
  customer = TestGateway.of(await signer.identity())
})
beforeEach(async () => {
  aheadMs = 0
  for (const { jobs } of devnet.orchestrators) jobs.streams.endAll('the test is over')
  await devnet.reset()
})
afterAll(async () => {
  await control.stop()
  await devnet.stop()
})

/** As off chain: a token and nothing else. */
async function freeHeaders(): Promise<Record<string, string>> {
  const { segment, payment } = await TestGateway.offChain().papers(node, ORDER)
  return { [SEGMENT_HEADER]: segmentHeader(segment), [PAYMENT_HEADER]: paymentHeader(payment) }
}

const startAt = (of: RunningOrchestrator, headers: Record<string, string>, body: unknown, protocol?: 'h2') =>
  post(`${of.uri}/live-video-to-video`, {
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(protocol && { protocol }),
  })

interface Urls {
  readonly publish_url: string
  readonly subscribe_url: string
  readonly control_url: string
  readonly events_url: string
  readonly manifest_id: string
}

async function started(params: Record<string, unknown> = {}, protocol?: 'h2'): Promise<Urls> {
  const reply = await startAt(node, await freeHeaders(), { model_id: MODEL, params }, protocol)
  if (reply.status !== 200) throw new Error(`${reply.status} ${reply.text}`)
  return JSON.parse(reply.text)
}

const NULL_PACKET = Buffer.from('471fff10', 'hex')

describe.each(['http/1.1', 'h2'] as const)('over %s', (protocol) => {
  const get = (url: string) => {
    const request = openRequest(url, { protocol })
    request.end()
    return request.answer
  }
  const publish = (url: string, headers = {}) => openRequest(url, { protocol, method: 'POST', headers })

  test('a stream has four channels at the node, and its place until it ends', async () => {
    const urls = await started({}, protocol === 'h2' ? protocol : undefined)
    const at = `${node.uri}/ai/trickle/${urls.manifest_id}`
    expect(urls).toEqual({
      publish_url: at,
      subscribe_url: `${at}-out`,
      control_url: `${at}-control`,
      events_url: `${at}-events`,
      manifest_id: expect.stringMatching(/^[0-9a-f]{8}$/),
    })
    const { capabilities } = await answerOf(node)
    const model = capabilities?.constraints?.perCapability.get(35)?.models.get(MODEL)
    expect(model).toMatchObject({ capacity: 1, capacityInUse: 1 })
    expect((await post(urls.publish_url, { protocol, method: 'DELETE' })).status).toBe(200)
    await expect.poll(() => node.jobs.places.taken(35, MODEL)).toBe(0)
    expect(node.jobs.streams.report().at(-1)).toMatchObject({
      id: urls.manifest_id,
      ended: 'the input was closed',
    })
  })

  test('a segment is read while it is published, and comes out marked', async () => {
    const { publish_url, subscribe_url } = await started({ prompt: 'a' })
    const [reader, result] = [get(`${publish_url}/0`), get(`${subscribe_url}/-1`)]
    const publisher = publish(`${publish_url}/0`)
    publisher.write('one')
    const [read, out] = [await reader, await result]
    expect(read).toMatchObject({ status: 200 })
    expect(read.headers).toMatchObject({ 'lp-trickle-seq': '0', 'content-type': 'video/MP2T' })
    expect(String(await read.next())).toBe('one')
    const mark = (await out.next()) ?? Buffer.alloc(0)
    expect(mark.subarray(0, 4)).toEqual(NULL_PACKET)
    expect(String(mark)).toContain('simulated org/live 0 {"prompt":"a"}')
    expect(publisher.hasAnswer()).toBe(false)
    publisher.end('two')
    expect(await read.text()).toBe('two')
    const answer = await publisher.answer
    expect([answer.status, answer.headers['lp-trickle-seq']]).toEqual([200, '0'])
    const rest = await out.text()
    expect(`${mark.toString('latin1')}${rest}`.slice(188)).toBe('onetwo')
  })

  test('index −1 is the next one, and /next says which that is', async () => {
    const { publish_url } = await started()
    const next = async () => {
      const answer = await get(`${publish_url}/next`)
      return [answer.headers['lp-trickle-latest'], await answer.text()]
    }
    expect(await next()).toEqual(['0', '0'])
    for (const index of ['0', '1', '2']) {
      const publisher = publish(`${publish_url}/-1`)
      publisher.end(`segment ${index}`)
      expect((await publisher.answer).headers['lp-trickle-seq']).toBe(index)
    }
    expect(await next()).toEqual(['3', '3'])
    const waiting = get(`${publish_url}/-1`)
    const publisher = publish(`${publish_url}/3`)
    publisher.end('live edge')
    const edge = await waiting
    expect([edge.headers['lp-trickle-seq'], await edge.text()]).toEqual(['3', 'live edge'])
    const old = await get(`${publish_url}/1`)
    expect(old.headers).toMatchObject({ 'lp-trickle-seq': '1', 'lp-trickle-latest': '4' })
    expect(await old.text()).toBe('segment 1')
  })

  test('470 for a segment that is not there; only five are kept', async () => {
    const { publish_url } = await started()
    const ahead = await get(`${publish_url}/7`)
    expect([ahead.status, await ahead.text()]).toEqual([470, 'Entry not found'])
    expect(ahead.headers).toMatchObject({ 'lp-trickle-seq': '7', 'lp-trickle-latest': '0' })
    for (let i = 0; i < 7; i++) {
      const publisher = publish(`${publish_url}/${i}`)
      publisher.end(String(i))
      await publisher.answer
    }
    expect((await get(`${publish_url}/1`)).status).toBe(470)
    expect((await get(`${publish_url}/3`)).status).toBe(200)
  })

  test('a closed channel says so to who waits, to who comes at once, and then there is none', async () => {
    const { publish_url } = await started()
    const waiting = get(`${publish_url}/0`)
    const early = publish(`${publish_url}/0`)
    await expect
      .poll(() => node.jobs.channels.find(publish_url.split('/').at(-1) ?? '')?.seen.reads)
      .toBeGreaterThan(1)
    await post(publish_url, { protocol, method: 'DELETE' })
    const [waited, published] = [await waiting, await early.answer]
    expect(waited.headers).toMatchObject({ 'lp-trickle-closed': 'terminated', 'lp-trickle-seq': '0' })
    expect(published.headers).toMatchObject({ 'lp-trickle-closed': 'terminated', 'lp-trickle-seq': '0' })
    early.abort()
    const late = await get(`${publish_url}/5`)
    expect([late.status, late.headers['lp-trickle-closed'], await late.text()]).toEqual([
      200,
      'terminated',
      'Entry not found',
    ])
    const again = publish(`${publish_url}/1`)
    again.end('x')
    expect((await again.answer).status).toBe(404)
    aheadMs = 11_000
    expect((await get(`${publish_url}/5`)).status).toBe(404)
  })

  test('a publisher that starts anew lets go of who waits at what it left open', async () => {
    const { publish_url } = await started()
    const broken = publish(`${publish_url}/0`)
    broken.write('half')
    const reader = await get(`${publish_url}/0`)
    expect(String(await reader.next())).toBe('half')
    broken.abort()
    const again = publish(`${publish_url}/1`, { 'lp-trickle-reset': '1' })
    again.end('whole')
    await again.answer
    expect(await reader.text()).toBe('')
  })

  test('a segment is closed by hand, so that nobody waits for it', async () => {
    const { publish_url } = await started()
    const waiting = get(`${publish_url}/0`)
    await expect
      .poll(async () => (await post(`${publish_url}/0`, { protocol, method: 'DELETE' })).status)
      .toBe(200)
    const answer = await waiting
    expect([answer.status, await answer.text(), answer.headers['lp-trickle-closed']]).toEqual([
      200,
      '',
      undefined,
    ])
  })

  test('parameters change by the control channel, and events tell', async () => {
    const { control_url, events_url } = await started({ prompt: 'a', strength: 1 })
    const send = async (index: number, text: string) => {
      const publisher = publish(`${control_url}/${index}`)
      publisher.end(text)
      expect((await publisher.answer).status).toBe(200)
    }
    const first = JSON.parse(await (await get(`${events_url}/0`)).text())
    expect(first).toMatchObject({
      queue_event_type: 'ai_stream_status',
      event: {
        type: 'status',
        pipeline: MODEL,
        inference_status: { last_params: { prompt: 'a', strength: 1 } },
      },
    })
    await send(0, '{"prompt":"b"}')
    await send(1, '{"keep":"alive"}')
    await send(2, 'nonsense')
    await send(3, '{"seed":7}')
    await expect
      .poll(async () => {
        const latest = await get(`${events_url}/-2`)
        return JSON.parse(await latest.text()).event.inference_status.last_params
      })
      .toEqual({ prompt: 'b', strength: 1, seed: 7 })
    expect(node.jobs.streams.report().at(-1)).toMatchObject({ updates: 2 })
  })
})

test('strangers create no channels; what cannot be read is told', async () => {
  const { publish_url } = await started()
  const send = async (path: string, method: string) => {
    const { status, text, headers } = await post(`${node.uri}/ai/trickle/${path}`, { method })
    return [status, text, ...(headers.allow ? [headers.allow] : [])]
  }
  const name = publish_url.split('/').at(-1)
  expect(await send('mine', 'POST')).toEqual([404, 'Stream not found\n'])
  expect(await send(`${name}`, 'POST')).toEqual([200, ''])
  expect(await send('mine/0', 'POST')).toEqual([404, 'Stream not found\n'])
  expect(await send('mine/0', 'GET')).toEqual([404, 'Stream not found\n'])
  expect(await send('mine', 'DELETE')).toEqual([400, 'Invalid stream\n'])
  expect(await send('mine/0', 'DELETE')).toEqual([404, 'Stream not found\n'])
  expect(await send(`${name}/x`, 'GET')).toEqual([400, 'Invalid idx\n'])
  expect(await send(`${name}/x`, 'POST')).toEqual([400, 'Invalid idx\n'])
  expect(await send(`${name}/9`, 'DELETE')).toEqual([400, 'Nonexistent segment\n'])
  expect(await send(`${name}`, 'GET')).toEqual([405, 'Method Not Allowed\n', 'DELETE, POST'])
  expect((await post(`${publish_url}/-7`, { method: 'GET' })).status).toBeNull()
})

test('URLs without a host where the node writes them so', async () => {
  await node.change({ hostlessUrls: true })
  const { publish_url, manifest_id } = await started()
  expect(publish_url).toBe(`/ai/trickle/${manifest_id}`)
})

describe('a start is refused', () => {
  const answered = async (headers: Record<string, string>, body: unknown) => {
    const { status, text } = await startAt(node, headers, body)
    return [status, text]
  }

  test.each([
    ['', 'EOF\n'],
    ['{', /JSON/],
    ['{"model_id":7}', /model_id/],
    ['{"model_id":"m","params":[]}', /params/],
  ])('400 for %j', async (body, text) => {
    const [status, said] = await answered({}, body)
    expect(status).toBe(400)
    expect(said).toEqual(typeof text === 'string' ? text : expect.stringMatching(text))
  })

  test('without a model the node panics', async () => {
    expect((await startAt(node, await freeHeaders(), {})).status).toBeNull()
  })

  test('503 before the credentials are looked at, and when its places are taken', async () => {
    expect(await answered({}, { model_id: 'org/other' })).toEqual([503, 'insufficient capacity\n'])
    await started()
    await started()
    expect(await answered({}, { model_id: MODEL })).toEqual([503, 'insufficient capacity\n'])
    expect(await ask(node, { capabilities: askingFor([[35, MODEL]]) })).toMatchObject({
      details: 'Invalid orchestrator request: OrchestratorCapped',
    })
    node.jobs.streams.endAll('made room')
    expect((await answered(await freeHeaders(), { model_id: MODEL }))[0]).toBe(200)
  })

  test('402 and 403, which leave the place', async () => {
    const body = { model_id: MODEL }
    expect((await answered({ [PAYMENT_HEADER]: '?' }, body))[0]).toBe(402)
    expect(await answered({}, body)).toEqual([403, 'missing auth token\n'])
    expect(await answered({ [SEGMENT_HEADER]: '?' }, body)).toEqual([403, 'ErrorSegEncoding\n'])
    expect(node.jobs.places.taken(35, MODEL)).toBe(0)
  })

  test('by a fault of jobs', async () => {
    await node.change({ jobFault: { kind: 'status', status: 500 } })
    expect((await answered(await freeHeaders(), { model_id: MODEL }))[0]).toBe(500)
    await node.change({ jobFault: 'reset-before-headers' })
    expect((await answered(await freeHeaders(), { model_id: MODEL }))[0]).toBeNull()
  })
})

describe('a stream that is paid for', () => {
  const order = async (about: Record<string, unknown> = {}) => ({
    orchestrator: base64(await customer.quoteBytes(paid, ORDER)),
    type: 'lv2v',
    ...about,
  })
  const balance = (id: string) => {
    const worth = paid.jobs.balances.balance(devnet.signer.address, id)
    return worth && Number(worth.numerator / worth.denominator)
  }

  test('needs a ticket’s worth to begin', async () => {
    const { headers, payment } = await signer.pay(await order())
    const without = paymentHeader({
      ...payment,
      ticketParams: null,
      expirationParams: null,
      ticketSenderParams: [],
    })
    const reply = await startAt(paid, { ...headers, [PAYMENT_HEADER]: without }, { model_id: MODEL })
    expect([reply.status, reply.text]).toEqual([400, 'Insufficient balance\n'])
    expect(paid.jobs.places.taken(35, MODEL)).toBe(0)
  })

  test('is charged by the second when segments come, goes on with payments, and ends when the balance is short', async () => {
    await paid.change({ chargeEveryMs: 1_000 })
    const first = await signer.pay(await order())
    const reply = await startAt(paid, first.headers, { model_id: MODEL })
    const urls: Urls = JSON.parse(reply.text)
    const id = urls.manifest_id
    expect(balance(id)).toBe(2_000_000_000)
    const segment = (index: number) => post(`${urls.publish_url}/${index}`, { body: 'x' })
    const seconds = async (count: number, index: number) => {
      aheadMs += count * 1_000
      return (await segment(index)).status
    }
    expect(await seconds(40, 0)).toBe(200)
    await expect.poll(() => balance(id)).toBeLessThanOrEqual(2_000_000_000 - 40 * 27_648_000)
    expect(balance(id)).toBeGreaterThan(2_000_000_000 - 45 * 27_648_000)
    const next = await signer.pay(await order({ ManifestID: id, state: first.state }))
    expect((await post(`${paid.uri}/payment`, { headers: next.headers })).status).toBe(200)
    expect(await seconds(40, 1)).toBe(200)
    await expect.poll(() => paid.jobs.streams.find(id)?.report.channels.in?.published).toBe(2)
    aheadMs += 600_000
    await segment(2)
    await expect.poll(() => paid.jobs.streams.find(id)).toBeNull()
    expect(paid.jobs.streams.report().at(-1)?.ended).toMatch(
      new RegExp(`^insufficient balance, mid=${id}, fee=\\d+, balance=\\d+$`),
    )
    expect(paid.jobs.places.taken(35, MODEL)).toBe(0)
    const closed = await post(`${urls.subscribe_url}/99`, { method: 'GET' })
    expect(closed.headers['lp-trickle-closed']).toBe('terminated')
  })
})

test('the control server tells of streams, and ends them', async () => {
  const { manifest_id } = await started({ prompt: 'a' })
  const streams = async (method: string) =>
    (await fetch(`${control.url}/orchestrators/n/streams`, { method })).json()
  expect((await streams('GET')).at(-1)).toMatchObject({
    id: manifest_id,
    model: MODEL,
    params: { prompt: 'a' },
    channels: { in: { published: 0, bytes: 0 } },
    ended: null,
  })
  expect((await streams('DELETE')).at(-1)).toMatchObject({ id: manifest_id, ended: 'ended by hand' })
})

describe('a stream meets its faults while it goes on', () => {
  const report = () => node.jobs.streams.report().at(-1)
  const segment = (urls: Urls, index: number) => post(`${urls.publish_url}/${index}`, { body: 'x' })

  test('nothing comes out, until it does again', async () => {
    const urls = await started()
    await node.change({ streamFault: 'no-output' })
    await segment(urls, 0)
    await expect.poll(() => report()?.channels.in).toMatchObject({ published: 1 })
    expect(report()?.channels.out).toMatchObject({ published: 0 })
    await node.change({ streamFault: 'none' })
    await segment(urls, 1)
    await expect.poll(() => report()?.channels.out).toMatchObject({ published: 1 })
  })

  test('nothing is told', async () => {
    await node.change({ streamFault: 'no-events' })
    const { control_url } = await started()
    await post(`${control_url}/0`, { body: '{"a":1}' })
    await expect.poll(() => report()?.updates).toBe(1)
    expect(report()?.channels.events).toMatchObject({ published: 0 })
  })

  test('the next segment is the end', async () => {
    const urls = await started()
    await node.change({ streamFault: 'drop' })
    await segment(urls, 0)
    await expect.poll(() => report()?.ended).toBe('a fault of streams')
  })
})

test('the live models of the standing fleet run', async () => {
  const names = ['halcyon-1', 'tamarack-1']
  const network = await Devnet.start({ fleet: standingFleet().filter(({ name }) => names.includes(name)) })
  for (const each of network.orchestrators) {
    const [model] = each.scenario.offer.capabilities?.constraints?.perCapability.get(35)?.keys() ?? []
    const order = { pipeline: 'live-video-to-video', model: String(model) } as const
    const { segment } = await TestGateway.offChain().papers(each, order)
    const reply = await startAt(each, { [SEGMENT_HEADER]: segmentHeader(segment) }, { model_id: model })
    expect([each.name, reply.status]).toEqual([each.name, 200])
  }
  await network.stop()
})

test('a stream to which nothing comes ends after five minutes', async () => {
  await started()
  aheadMs = 5 * 60_000 + 1_000
  await expect.poll(() => node.jobs.places.taken(35, MODEL), { timeout: 10_000 }).toBe(0)
  expect(node.jobs.streams.report().at(-1)?.ended).toBe('nothing came for five minutes')
})
