import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { PAYMENT_HEADER, SEGMENT_HEADER } from '@/lib/livepeer/job-headers'
import { Devnet } from '../devnet'
import type { RunningOrchestrator } from '../running-orchestrator'
import { scenario } from '../scenario'
import { answerOf } from '../test-client'
import { imageDimensions } from './image-dimensions'
import type { JobPipeline } from './job-pipelines'
import { makePng } from './png'
import { post } from './testdata/job-client'
import { type JobInput, sendWith, TestGateway } from './testdata/test-gateway'
import { makeWav, wavSeconds } from './wav'

const MODEL = 'org/model'
const IMAGE = makePng({ width: 40, height: 30 }, 'input')
const AUDIO = makeWav(3_500, 'input')
const MESSAGES = [{ role: 'user', content: 'say something' }]

const INPUTS: Readonly<Record<JobPipeline, JobInput>> = {
  'text-to-image': {
    json: { model_id: MODEL, prompt: 'a <b>', width: 64, height: 32, num_images_per_prompt: 2 },
  },
  'image-to-image': { fields: { model_id: MODEL, prompt: 'b' }, files: { image: IMAGE } },
  'image-to-video': { fields: { model_id: MODEL, width: '64', height: '32' }, files: { image: IMAGE } },
  upscale: { fields: { model_id: MODEL, prompt: 'b' }, files: { image: IMAGE } },
  'audio-to-text': { fields: { model_id: MODEL }, files: { audio: AUDIO } },
  'segment-anything-2': { fields: { model_id: MODEL }, files: { image: IMAGE } },
  llm: { json: { model: MODEL, messages: MESSAGES, max_tokens: 200, stream: false } },
  'image-to-text': { fields: { model_id: MODEL, prompt: '' }, files: { image: IMAGE } },
  'text-to-speech': { json: { model_id: MODEL, text: 'hello' } },
}
const PIPELINES = Object.keys(INPUTS) as JobPipeline[]

/** Of the network's clock before ours. */
let aheadMs = 0
let devnet: Devnet
let node: RunningOrchestrator
let gateway: TestGateway
beforeAll(async () => {
  const models = PIPELINES.map((pipeline) => ({ pipeline, model: MODEL, price: 5n }))
  const fleet = [
    { name: 'n', jobMs: 0, models },
    { name: 'other', models },
  ]
  devnet = await Devnet.start({ fleet: fleet.map(scenario), now: () => Date.now() + aheadMs })
  node = devnet.orchestrator('n')
  gateway = TestGateway.offChain()
})
beforeEach(() => {
  aheadMs = 0
  return devnet.reset()
})
afterAll(() => devnet.stop())

const send = (pipeline: JobPipeline, options: Parameters<TestGateway['send']>[3] = {}) =>
  gateway.send(node, { pipeline, model: MODEL }, INPUTS[pipeline], options)

describe.each(['http/1.1', 'h2'] as const)('over %s', (protocol) => {
  const answer = async (pipeline: JobPipeline) => {
    const reply = await send(pipeline, { protocol })
    expect(reply).toMatchObject({ status: 200, error: null })
    expect(reply.headers).toMatchObject({
      'content-type': 'application/json',
      'x-simulated-network': 'devnet',
    })
    return JSON.parse(reply.text)
  }
  const media = async (url: string) => {
    expect(url).toMatch(new RegExp(`^${node.uri}/stream/[0-9a-f]{8}/[0-9a-f]{8}\\.\\w+$`))
    return post(url, { method: 'GET', protocol })
  }

  test.each([
    ['text-to-image', 2, { width: 64, height: 32 }],
    ['image-to-image', 1, { width: 40, height: 30 }],
    ['upscale', 1, { width: 160, height: 120 }],
  ] as const)('%s: images of the size, to be fetched from the node', async (pipeline, count, size) => {
    const { images } = await answer(pipeline)
    expect(images).toHaveLength(count)
    for (const { url, seed, nsfw } of images) {
      expect(nsfw).toBe(false)
      expect(Number.isSafeInteger(seed)).toBe(true)
      const { status, headers, body } = await media(url)
      expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'image/png' })
      expect(imageDimensions(body)).toEqual(size)
    }
  })

  test('image-to-video: one film, under images', async () => {
    const { images } = await answer('image-to-video')
    const { headers, body } = await media(images[0].url)
    expect(headers['content-type']).toBe('video/mp4')
    expect(body.toString('latin1', 4, 12)).toBe('ftypisom')
  })

  test('text-to-speech: sound to be fetched', async () => {
    const { audio } = await answer('text-to-speech')
    const { headers, body } = await media(audio.url)
    expect(headers['content-type']).toBe('audio/wav')
    expect(wavSeconds(body)).toBe(0)
    expect(body.length).toBeGreaterThan(44)
  })

  test('audio-to-text, image-to-text, segment-anything-2: texts, and masks as texts', async () => {
    const spoken = await answer('audio-to-text')
    expect(spoken.text.split(' ')).toHaveLength(6)
    expect(spoken.chunks).toEqual([{ text: spoken.text, timestamp: [0, 3] }])
    expect((await answer('image-to-text')).text).toContain('40 by 30')
    const { masks, scores, logits } = await answer('segment-anything-2')
    expect(JSON.parse(masks)).toHaveLength(3)
    expect(JSON.parse(masks)[0]).toHaveLength(30)
    expect(JSON.parse(scores)).toHaveLength(3)
    expect(JSON.parse(logits)[0][0]).toHaveLength(32)
  })

  test('llm: a document, or the same words one by one without [DONE]', async () => {
    const whole = await answer('llm')
    expect(whole).toMatchObject({ model: MODEL, choices: [{ index: 0, finish_reason: 'stop' }] })
    const json = { model: MODEL, messages: MESSAGES, max_tokens: 200, stream: true }
    const streamed = await gateway.send(node, { pipeline: 'llm', model: MODEL }, { json }, { protocol })
    expect(streamed.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
    })
    const frames = streamed.text.split('\n\n').filter(Boolean)
    const read = frames.map((frame) => JSON.parse(frame.replace(/^data: /, '')))
    expect(read.map(({ choices }) => choices[0].delta.content).join('')).toBe(
      whole.choices[0].message.content,
    )
    expect(read.at(-1).choices).toEqual([
      { delta: { content: '', role: 'assistant' }, finish_reason: 'stop', index: 0 },
    ])
    expect(read.slice(0, -1).every(({ choices }) => !('finish_reason' in choices[0]))).toBe(true)
    expect(read.at(-1).usage).toEqual(whole.usage)
  })

  test('without the protocol in Authorization images come within the answer, other media do not', async () => {
    const headers = { authorization: 'Bearer something' }
    for (const pipeline of ['text-to-image', 'image-to-image', 'upscale'] as const) {
      const reply = await send(pipeline, { headers, protocol })
      const [url] = JSON.parse(reply.text).images.map((image: { url: string }) => image.url)
      expect(url).toMatch(/^data:image\/png;base64,/)
      expect(imageDimensions(Buffer.from(url.slice(22), 'base64'))).not.toBeNull()
    }
    const spoken = await send('text-to-speech', { headers, protocol })
    expect(JSON.parse(spoken.text).audio.url).toMatch(/^https:/)
  })
})

test('the same prompt and seed are the same picture, others are not', async () => {
  const picture = async (about: Record<string, unknown>) => {
    const json = { model_id: MODEL, prompt: 'a', seed: 1, width: 32, height: 32, ...about }
    const reply = await gateway.send(
      node,
      { pipeline: 'text-to-image', model: MODEL },
      { json },
      { headers: { authorization: '' } },
    )
    return JSON.parse(reply.text).images[0]
  }
  expect(await picture({})).toEqual(await picture({}))
  expect((await picture({ prompt: 'b' })).url).not.toBe((await picture({})).url)
  expect((await picture({ seed: 2 })).url).not.toBe((await picture({})).url)
})

test('a job that asks for fewer tokens than the model would say ends by length', async () => {
  const json = { model: MODEL, messages: MESSAGES, max_tokens: 3 }
  const reply = await gateway.send(node, { pipeline: 'llm', model: MODEL }, { json })
  expect(JSON.parse(reply.text)).toMatchObject({
    choices: [{ finish_reason: 'length' }],
    usage: { completion_tokens: 3, prompt_tokens: 2, total_tokens: 5 },
  })
})

describe('refusals, in the words and the order of go-livepeer', () => {
  const order = { pipeline: 'text-to-image', model: MODEL } as const
  const papers = () => gateway.papers(node, order)
  const input = INPUTS['text-to-image']

  test.each([
    ['', 'EOF\n'],
    ['{', /JSON/],
    ['{"width":"wide"}', /width/],
    ['{"width":1.5}', /width/],
  ])('a body of %j is a 400, before anything else is looked at', async (body, text) => {
    const headers = { [PAYMENT_HEADER]: '?', [SEGMENT_HEADER]: '?' }
    const reply = await sendWith(await papers(), 'text-to-image', input, { body, headers })
    expect(reply.status).toBe(400)
    expect(reply.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
    })
    expect(reply.text).toMatch(text)
  })

  test('a form that is none, or has no boundary, is a 400', async () => {
    const reply = await sendWith(await papers(), 'upscale', { json: {} })
    expect(reply).toMatchObject({ status: 400, text: "request Content-Type isn't multipart/form-data\n" })
    const headers = { 'content-type': 'multipart/form-data' }
    expect(await sendWith(await papers(), 'upscale', { json: {} }, { headers })).toMatchObject({
      status: 400,
      text: 'no multipart boundary param in Content-Type\n',
    })
    const bounded = { 'content-type': 'multipart/form-data; boundary=x' }
    expect((await sendWith(await papers(), 'upscale', { json: {} }, { headers: bounded })).status).toBe(400)
  })

  test('a payment that cannot be read is a 402, before the credentials', async () => {
    const headers = { [PAYMENT_HEADER]: '?', [SEGMENT_HEADER]: '?' }
    expect(await sendWith(await papers(), 'text-to-image', input, { headers })).toMatchObject({
      status: 402,
      text: 'base64 decode error: illegal base64 data at input byte 0\n',
    })
    const garbage = { [PAYMENT_HEADER]: Buffer.of(0x0f).toString('base64') }
    expect(await sendWith(await papers(), 'text-to-image', input, { headers: garbage })).toMatchObject({
      status: 402,
      text: expect.stringMatching(/^protobuf unmarshal error: /),
    })
  })

  test.each([
    ['no base64', '?', 'ErrorSegEncoding\n'],
    ['no message', Buffer.of(0x0f).toString('base64'), /^proto: /],
    ['nothing', '', 'missing auth token\n'],
  ])('credentials that are %s are a 403', async (_, header, text) => {
    const reply = await sendWith(await papers(), 'text-to-image', input, {
      headers: { [SEGMENT_HEADER]: header },
    })
    expect(reply.status).toBe(403)
    expect(reply.text).toMatch(text)
  })

  test('a token of another session, of another node, or changed, is invalid', async () => {
    const good = await papers()
    const token = good.segment.authToken
    const elsewhere = await gateway.papers(devnet.orchestrator('other'), order)
    for (const authToken of [
      { ...token, sessionId: '00000000' },
      { ...token, expiration: (token?.expiration ?? 0n) + 1n },
      { ...token, token: new Uint8Array(32) },
      { ...token, token: new Uint8Array(0) },
      elsewhere.segment.authToken,
    ]) {
      const segment = {
        ...good.segment,
        authToken: { token: new Uint8Array(), sessionId: '', expiration: 0n, ...authToken },
      }
      const reply = await sendWith({ ...good, segment }, 'text-to-image', input)
      expect(reply).toMatchObject({ status: 403, text: 'invalid auth token\n' })
    }
  })

  test('a token lives as long as the scenario says', async () => {
    await node.change({ tokenLifeMs: 10_000 })
    const short = await papers()
    expect((await sendWith(short, 'text-to-image', input)).status).toBe(200)
    aheadMs = 12_000
    expect(await sendWith(short, 'text-to-image', input)).toMatchObject({
      status: 403,
      text: 'expired auth token\n',
    })
  })

  test('what the node cannot do is incompatible; without a word of what is needed there is just no capacity', async () => {
    const good = await papers()
    const json = { model_id: 'org/absent', prompt: '' }
    const asked = await gateway.segment(good.quote, { pipeline: 'text-to-image', model: 'org/absent' })
    expect(await sendWith({ ...good, segment: asked }, 'text-to-image', { json })).toMatchObject({
      status: 403,
      text: 'incompatible capabilities\n',
    })
    expect(
      await sendWith({ ...good, segment: { ...asked, capabilities: null } }, 'text-to-image', { json }),
    ).toMatchObject({ status: 503, text: 'insufficient capacity\n' })
  })

  test('the segment of least content is enough off chain', async () => {
    const good = await papers()
    const segment = {
      ...good.segment,
      manifestId: new Uint8Array(),
      hash: new Uint8Array(),
      capabilities: null,
    }
    expect((await sendWith({ ...good, segment }, 'text-to-image', input)).status).toBe(200)
  })

  test.each([
    ['image-to-image', { image: Buffer.from('no image') }, 'image: unknown format\n'],
    ['upscale', {}, 'image: unknown format\n'],
    ['audio-to-text', { audio: makeWav(900, '') }, 'Unable to calculate duration\n'],
    ['audio-to-text', { audio: Buffer.from('noise') }, 'Unable to calculate duration\n'],
  ] as const)('%s of what cannot be measured is a 400', async (pipeline, files, text) => {
    const reply = await gateway.send(node, { pipeline, model: MODEL }, { fields: { model_id: MODEL }, files })
    expect(reply).toMatchObject({ status: 400, text })
  })

  test('words without a limit are a 400', async () => {
    const json = { model: MODEL, messages: MESSAGES }
    const reply = await gateway.send(node, { pipeline: 'llm', model: MODEL }, { json })
    expect(reply).toMatchObject({ status: 400, text: 'MaxTokens not specified\n' })
  })

  test('what the runner refuses is a 500 that says so', async () => {
    const json = { model_id: MODEL, prompt: '', width: 9_000, height: 8 }
    expect(await gateway.send(node, order, { json })).toMatchObject({
      status: 500,
      text: expect.stringMatching(/^text-to-image container returned 400: /),
    })
  })

  test('a job that names no model gets no answer, and the node goes on', async () => {
    for (const protocol of ['http/1.1', 'h2'] as const)
      expect(await gateway.send(node, order, { json: { prompt: '' } }, { protocol })).toMatchObject({
        status: null,
        error: expect.any(String),
      })
    expect((await send('text-to-image')).status).toBe(200)
  })

  test('another method is an empty success, another path is not found', async () => {
    expect(await post(`${node.uri}/text-to-image`, { method: 'GET' })).toMatchObject({
      status: 200,
      text: '',
    })
    expect(await post(`${node.uri}/stream/x/y.png`, { method: 'GET' })).toMatchObject({ status: 404 })
    expect((await post(`${node.uri}/live-video`)).status).toBe(404)
  })
})

describe('places', () => {
  const order = { pipeline: 'text-to-image', model: MODEL } as const
  const capacity = async () =>
    (await answerOf(node)).capabilities?.constraints?.perCapability.get(27)?.models.get(MODEL)?.capacity

  test('a job takes one while it lasts, told in the next answer, and a second one has none', async () => {
    await node.change({ jobMs: 600_000 })
    const patience = new AbortController()
    const first = send('text-to-image', { signal: patience.signal })
    await until(async () => (await capacity()) === 0)
    expect(await send('text-to-image')).toMatchObject({ status: 503, text: 'insufficient capacity\n' })
    patience.abort()
    expect((await first).status).toBeNull()
    await until(async () => (await capacity()) === 1)
    expect(node.jobs.log.report().ended['client-gone']).toBe(1)
  })

  test('a place is free again after every kind of end', async () => {
    await gateway.send(node, order, { json: { model_id: MODEL, width: 9_000, height: 8 } })
    await gateway.send(node, order, { json: {} })
    await node.change({ jobFault: 'reset-after-headers' })
    await send('text-to-image')
    await node.change({ jobFault: 'none' })
    await until(async () => (await capacity()) === 1)
    expect((await send('text-to-image')).status).toBe(200)
  })

  test('as many at once as there are places', async () => {
    await node.change({ jobMs: 600_000, models: [{ pipeline: 'text-to-image', model: MODEL, capacity: 3 }] })
    const patience = new AbortController()
    const jobs = [1, 2, 3].map(() => send('text-to-image', { signal: patience.signal }))
    await until(async () => (await capacity()) === 0)
    expect((await send('text-to-image')).status).toBe(503)
    patience.abort()
    await Promise.all(jobs)
  })
})

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5))
}
