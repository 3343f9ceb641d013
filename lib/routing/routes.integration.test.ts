import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { BATCH_PIPELINES } from '@/lib/api/routes/pipeline-routes'
import { Devnet } from '@/lib/devnet/devnet'
import { makePng } from '@/lib/devnet/jobs/png'
import { makeWav } from '@/lib/devnet/jobs/wav'
import { scenario } from '@/lib/devnet/scenario'
import { type StandingServer, startServer } from '@/lib/testdata/standing-server'

const MODEL = 'org/model'

let devnet: Devnet
let standing: StandingServer
beforeAll(async () => {
  const models = BATCH_PIPELINES.map((pipeline) => ({ pipeline, model: MODEL, price: 5n }))
  devnet = await Devnet.start({
    fleet: [scenario({ name: 'one', jobMs: 0, models }), scenario({ name: 'two', jobMs: 0, models })],
  })
  standing = await startServer(devnet)
})
beforeEach(() => devnet.reset())
afterAll(async () => {
  await standing.stop()
  await devnet.stop()
})

const json = (body: unknown, headers: Record<string, string> = {}) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})
const form = (fields: Record<string, string>, file: readonly [string, Buffer, string]) => {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.set(name, value)
  const [field, bytes, name] = file
  body.set(field, new Blob([new Uint8Array(bytes)]), name)
  return { method: 'POST', body }
}
const image = ['image', makePng({ width: 40, height: 30 }, 'in'), 'in.png'] as const
const audio = ['audio', makeWav(2_500, 'in'), 'in.wav'] as const

describe('every pipeline is carried, and its files are served from here', () => {
  test.each([
    ['text-to-image', json({ prompt: 'a', model_id: MODEL, width: 64, height: 32 }), 'image/png'],
    ['text-to-image', json({ prompt: 'a' }), 'image/png'],
    ['image-to-image', form({ prompt: 'a', model_id: MODEL }, image), 'image/png'],
    ['image-to-video', form({ width: '64', height: '32', model_id: '' }, image), 'video/mp4'],
    ['upscale', form({ prompt: 'a', model_id: MODEL }, image), 'image/png'],
    ['text-to-speech', json({ text: 'good morning' }), 'audio/wav'],
  ])('%s', async (pipeline, init, type) => {
    const response = await fetch(`${standing.url}/${pipeline}`, init)
    const text = await response.text()
    expect(response.status, text).toBe(200)
    const body = JSON.parse(text)
    const url: string = body.images?.[0].url ?? body.audio.url
    expect(url.startsWith(`${standing.url}/stream/`)).toBe(true)
    const file = await fetch(url)
    expect(file.status).toBe(200)
    expect(file.headers.get('content-type')).toBe(type)
    expect(response.headers.get('livepeer-attempts')).toBe('1')
    expect(Number(response.headers.get('livepeer-overhead-ms'))).toBeGreaterThan(0)
  })

  test.each([
    ['audio-to-text', form({ model_id: MODEL }, audio), 'chunks'],
    ['segment-anything-2', form({ model_id: MODEL }, image), 'masks'],
    ['image-to-text', form({ model_id: MODEL }, image), 'text'],
    ['llm', json({ model: MODEL, messages: [{ role: 'user', content: 'hi' }] }), 'choices'],
  ])('%s', async (pipeline, init, member) => {
    const response = await fetch(`${standing.url}/${pipeline}`, init)
    const text = await response.text()
    expect(response.status, text).toBe(200)
    expect(JSON.parse(text)).toHaveProperty(member)
  })

  test('llm, streamed', async () => {
    const response = await fetch(
      `${standing.url}/llm`,
      json({ model: MODEL, messages: [{ role: 'user', content: 'hi' }], stream: true, max_tokens: 20 }),
    )
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    const frames = (await response.text()).trim().split('\n\n')
    expect(frames.length).toBeGreaterThan(5)
    expect(JSON.parse(frames.at(-1)?.slice(6) ?? '').choices[0].finish_reason).toBe('stop')
  })
})

test('a film that its client does not wait for', async () => {
  const init = form({ width: '64', height: '32', model_id: MODEL }, image)
  const begun = await fetch(`${standing.url}/image-to-video`, {
    ...init,
    headers: { prefer: 'respond-async' },
  })
  expect(begun.status).toBe(202)
  const { request_id } = await begun.json()
  const ask = async () => (await fetch(`${standing.url}/image-to-video/result`, json({ request_id }))).json()
  await expect.poll(async () => (await ask()).status, { timeout: 10_000 }).toBe('complete')
  expect((await ask()).result.images[0].url).toMatch(/\.mp4$/)
  const unknown = await fetch(`${standing.url}/image-to-video/result`, json({ request_id: 'nobody' }))
  expect([unknown.status, (await unknown.json()).error.message]).toEqual([400, 'invalid request ID'])
})
