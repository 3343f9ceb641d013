import { Livepeer } from '@livepeer/ai'
import { HTTPError, HTTPValidationError } from '@livepeer/ai/models/errors'
import { Livepeer as Studio } from 'livepeer'
import OpenAI, { toFile } from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Devnet } from '@/lib/devnet/devnet'
import { makePng } from '@/lib/devnet/jobs/png'
import { makeWav } from '@/lib/devnet/jobs/wav'
import { scenario } from '@/lib/devnet/scenario'
import type { ScenarioPatchInput } from '@/lib/devnet/scenario-patch'
import { type StandingServer, startServer } from '@/lib/testdata/standing-server'
import { BATCH_PIPELINES } from './pipeline-routes'

/** The clients that programs really use, unchanged, on simulated orchestrators. */
const MODEL = 'org/model'
const NAMES = ['one', 'two', 'three']

let devnet: Devnet
let standing: StandingServer
beforeAll(async () => {
  const models = BATCH_PIPELINES.map((pipeline) => ({ pipeline, model: MODEL, price: 5n }))
  devnet = await Devnet.start({ fleet: NAMES.map((name) => scenario({ name, jobMs: 0, models })) })
  // One failing test is not to suspend everybody for the next.
  standing = await startServer(devnet, { BREAKER_CONSECUTIVE: '100', BREAKER_MIN_SAMPLES: '100' })
})
beforeEach(() => devnet.reset())
afterAll(async () => {
  await standing.stop()
  await devnet.stop()
})

const png = makePng({ width: 40, height: 30 }, 'in')
const wav = makeWav(2_500, 'in')
const image = { fileName: 'in.png', content: new Uint8Array(png) }
const audio = { fileName: 'in.wav', content: new Uint8Array(wav) }
const messages = [{ role: 'user' as const, content: 'say something' }]

type Fault = Extract<NonNullable<ScenarioPatchInput['jobFault']>, object>
const everywhere = async (fault: Fault) => {
  for (const name of NAMES) await devnet.orchestrator(name).change({ jobFault: fault })
}

describe.each([
  ['@livepeer/ai', ''],
  ['@livepeer/ai at the path of a hosted gateway', '/api/beta/generate'],
])('%s', (_, path) => {
  const client = () => new Livepeer({ serverURL: `${standing.url}${path}`, httpBearer: 'any' })

  test('textToImage, with a model and without', async () => {
    for (const modelId of [MODEL, '']) {
      const { imageResponse } = await client().generate.textToImage({
        prompt: 'a',
        modelId,
        width: 64,
        height: 32,
      })
      expect(imageResponse?.images[0]?.url).toMatch(/^http/)
    }
  })
  test('imageToImage', async () => {
    const { imageResponse } = await client().generate.imageToImage({ prompt: 'a', image, modelId: MODEL })
    expect(imageResponse?.images).toHaveLength(1)
  })
  test('upscale', async () => {
    const { imageResponse } = await client().generate.upscale({ prompt: 'a', image, modelId: MODEL })
    expect(imageResponse?.images).toHaveLength(1)
  })
  test('imageToVideo', async () => {
    const { videoResponse } = await client().generate.imageToVideo({
      image,
      modelId: MODEL,
      width: 64,
      height: 32,
    })
    expect(videoResponse?.images[0]?.url).toMatch(/\.mp4$/)
  })
  test('audioToText', async () => {
    const { textResponse } = await client().generate.audioToText({ audio, modelId: MODEL })
    expect(textResponse?.text.length).toBeGreaterThan(0)
  })
  test('segmentAnything2', async () => {
    const { masksResponse } = await client().generate.segmentAnything2({ image, modelId: MODEL })
    expect(masksResponse?.masks).toMatch(/^\[/)
  })
  test('imageToText', async () => {
    const { imageToTextResponse } = await client().generate.imageToText({ image, modelId: MODEL })
    expect(imageToTextResponse?.text).toContain('40 by 30')
  })
  test('textToSpeech', async () => {
    const { audioResponse } = await client().generate.textToSpeech({ text: 'hello', modelId: MODEL })
    expect(audioResponse?.audio.url).toMatch(/\.wav$/)
  })
  test('llm', async () => {
    const { llmResponse } = await client().generate.llm({ messages, model: MODEL })
    expect(llmResponse?.choices[0]?.message?.content).toBeTruthy()
  })

  test('a wrong field is told as its own validation error', async () => {
    await expect(client().generate.textToImage({ prompt: '' })).rejects.toBeInstanceOf(HTTPValidationError)
  })
  test('what the runner refuses is told with its message', async () => {
    await everywhere({ kind: 'status', status: 500, text: 'container returned 400: too odd' })
    const failing = client().generate.textToImage({ prompt: 'a', modelId: MODEL })
    await expect(failing).rejects.toBeInstanceOf(HTTPError)
    await expect(failing).rejects.toMatchObject({ detail: { msg: expect.stringContaining('too odd') } })
  })
  test.each([
    [503, { kind: 'status', status: 503 }],
    [502, { kind: 'status', status: 500 }],
  ] satisfies [number, Fault][])('%i when all fail so', async (status, fault) => {
    await everywhere(fault)
    await expect(client().generate.textToImage({ prompt: 'a', modelId: MODEL })).rejects.toMatchObject({
      statusCode: status,
    })
  })
  test('404 for a model that nobody has', async () => {
    const failing = client().generate.textToImage({ prompt: 'a', modelId: 'no/such' })
    await expect(failing).rejects.toMatchObject({ statusCode: 404 })
  })
})

describe('livepeer (Studio)', () => {
  const client = () => new Studio({ serverURL: standing.url, apiKey: 'any' })

  test('generate', async () => {
    const made = await client().generate.textToImage({ prompt: 'a', modelId: MODEL, width: 64, height: 32 })
    expect(made.imageResponse?.images).toHaveLength(1)
    const heard = await client().generate.audioToText({ audio, modelId: MODEL })
    expect(heard.textResponse?.text.length).toBeGreaterThan(0)
    const larger = await client().generate.upscale({ prompt: 'a', image, modelId: MODEL })
    expect(larger.imageResponse?.images).toHaveLength(1)
    const masks = await client().generate.segmentAnything2({ image, modelId: MODEL })
    expect(masks.masksResponse?.masks).toMatch(/^\[/)
  })
})

describe('openai', () => {
  const client = () => new OpenAI({ baseURL: `${standing.url}/v1`, apiKey: 'any', maxRetries: 0 })

  test('models', async () => {
    const listed = []
    for await (const model of client().models.list()) listed.push(model.id)
    expect(listed).toEqual([MODEL])
    expect(await client().models.retrieve(MODEL)).toMatchObject({ id: MODEL, object: 'model' })
    await expect(client().models.retrieve('no/such')).rejects.toBeInstanceOf(OpenAI.NotFoundError)
  })
  test('chat', async () => {
    const answer = await client().chat.completions.create({ model: MODEL, messages })
    expect(answer.object).toBe('chat.completion')
    expect(answer.choices[0]?.finish_reason).toBe('stop')
    expect(answer.choices[0]?.message.content).toBeTruthy()
    expect(answer.usage?.total_tokens).toBeGreaterThan(0)
  })
  test('chat, streamed, with and without usage', async () => {
    for (const include_usage of [false, true]) {
      const stream = await client().chat.completions.create({
        model: MODEL,
        messages: [{ role: 'user', content: [{ type: 'text', text: 'say something' }] }],
        stream: true,
        stream_options: { include_usage },
      })
      let text = ''
      let last = null
      let usage = null
      for await (const chunk of stream) {
        expect(chunk.object).toBe('chat.completion.chunk')
        text += chunk.choices[0]?.delta.content ?? ''
        last = chunk.choices[0]?.finish_reason ?? last
        usage = chunk.usage ?? usage
      }
      expect(text.length).toBeGreaterThan(10)
      expect(last).toBe('stop')
      expect(usage !== null).toBe(include_usage)
    }
  })
  test('a stream that its reader leaves ends at the orchestrator, too', async () => {
    await everywhere({ kind: 'slow-chunks', ms: 50 })
    const stream = await client().chat.completions.create({ model: MODEL, messages, stream: true })
    for await (const _ of stream) break
    await expect
      .poll(() => NAMES.map((name) => devnet.orchestrator(name).jobs.log.report().ended['client-gone']))
      .toContain(1)
  })
  test('a stream that breaks off is an error, not an end', async () => {
    await everywhere({ kind: 'truncated' })
    const read = async () => {
      const stream = await client().chat.completions.create({ model: MODEL, messages, stream: true })
      for await (const _ of stream);
    }
    await expect(read()).rejects.toBeInstanceOf(OpenAI.APIError)
  })
  test('images', async () => {
    const byUrl = await client().images.generate({
      model: MODEL,
      prompt: 'a',
      size: '64x32' as '256x256',
      n: 2,
    })
    expect(byUrl.data).toHaveLength(2)
    expect(byUrl.data?.[0]?.url).toMatch(/^http/)
    const inside = await client().images.generate({
      model: MODEL,
      prompt: 'a',
      size: '64x32' as '256x256',
      response_format: 'b64_json',
    })
    expect(
      Buffer.from(inside.data?.[0]?.b64_json ?? '', 'base64')
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG')
  })
  test('transcriptions', async () => {
    const file = await toFile(wav, 'in.wav')
    const plain = await client().audio.transcriptions.create({ file, model: MODEL })
    expect(plain.text.length).toBeGreaterThan(0)
    const detailed = await client().audio.transcriptions.create({
      file,
      model: MODEL,
      response_format: 'verbose_json',
    })
    expect(detailed.segments?.[0]?.start).toBe(0)
    expect(
      String(await client().audio.transcriptions.create({ file, model: MODEL, response_format: 'srt' })),
    ).toMatch(/^1\n00:00:00,000 --> /)
  })
  test('speech', async () => {
    const spoken = await client().audio.speech.create({ model: MODEL, voice: 'alloy', input: 'hello' })
    expect(spoken.headers.get('content-type')).toBe('audio/wav')
    expect(
      Buffer.from(await spoken.arrayBuffer())
        .subarray(0, 4)
        .toString(),
    ).toBe('RIFF')
  })
  test('errors are those of its own classes', async () => {
    await expect(client().chat.completions.create({ model: MODEL, messages: [] })).rejects.toBeInstanceOf(
      OpenAI.UnprocessableEntityError,
    )
    await everywhere({ kind: 'status', status: 500 })
    await expect(client().chat.completions.create({ model: MODEL, messages })).rejects.toBeInstanceOf(
      OpenAI.InternalServerError,
    )
  })
})
