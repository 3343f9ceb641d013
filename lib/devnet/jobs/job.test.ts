import { describe, expect, test } from 'vitest'
import { type Job, readJob, typeBody } from './job'
import type { JobPipeline } from './job-pipelines'
import { GoPanic, JobRefusal } from './job-refusal'
import { makePng } from './png'
import { makeWav } from './wav'
import { workMsOf } from './work-ms-of'

const MODEL = { model_id: 'org/model' }
const IMAGE = makePng({ width: 40, height: 30 }, '')

const json = (pipeline: JobPipeline, value: unknown): Job =>
  readJob(pipeline, typeBody(pipeline, { encoding: 'json', value }))
const form = (
  pipeline: JobPipeline,
  fields: Readonly<Record<string, string>>,
  files: Readonly<Record<string, Uint8Array>> = { image: IMAGE },
): Job =>
  readJob(
    pipeline,
    typeBody(pipeline, {
      encoding: 'multipart',
      fields: new Map(Object.entries(fields)),
      files: new Map(Object.entries(files)),
    }),
  )

describe('units are those that go-livepeer bills', () => {
  test.each<[string, bigint, () => Job]>([
    ['an image of no size', 512n * 512n, () => json('text-to-image', MODEL)],
    [
      'images',
      3n * 64n * 32n,
      () => json('text-to-image', { ...MODEL, width: 64, height: 32, num_images_per_prompt: 3 }),
    ],
    ['no images', 0n, () => json('text-to-image', { ...MODEL, num_images_per_prompt: 0 })],
    [
      'images of an image',
      2n * 40n * 30n,
      () => form('image-to-image', { ...MODEL, num_images_per_prompt: '2' }),
    ],
    ['a larger image: what came', 40n * 30n, () => form('upscale', { ...MODEL, num_images_per_prompt: '2' })],
    ['a film of no size', 576n * 1_024n * 25n, () => form('image-to-video', MODEL)],
    [
      'a film',
      64n * 32n * 25n,
      () => form('image-to-video', { ...MODEL, width: '64', height: '32', fps: '9' }),
    ],
    ['masks', 40n * 30n, () => form('segment-anything-2', MODEL)],
    ['a caption', 40n * 30n, () => form('image-to-text', MODEL)],
    ['speech: seconds are cut', 3_000n, () => form('audio-to-text', MODEL, { audio: makeWav(3_999, '') })],
    ['words: as many as may come', 77n, () => json('llm', { model: 'm', max_tokens: 77 })],
    ['a text: code points', 3_000n, () => json('text-to-speech', { ...MODEL, text: 'a\u{1F600}b' })],
  ])('%s', (_, units, job) => expect(job().units).toBe(units))
})

test('what go-livepeer reads without looking whether it is there', () => {
  expect(() => json('text-to-image', { prompt: 'a' })).toThrow(GoPanic)
  expect(() => json('text-to-image', { model_id: null })).toThrow(GoPanic)
  expect(() => json('llm', { model_id: 'm', max_tokens: 1 })).toThrow(GoPanic)
  expect(() => json('text-to-speech', MODEL)).toThrow(GoPanic)
  expect(() => form('upscale', {})).toThrow(GoPanic)
})

test.each([
  ['text-to-image', []],
  ['text-to-image', 'text'],
  ['text-to-image', null],
  ['text-to-image', { model_id: 5 }],
  ['llm', { messages: 'hi' }],
  ['llm', { max_tokens: 1e30 }],
] as const)('%s of %j cannot be decoded', (pipeline, value) =>
  expect(() => typeBody(pipeline, { encoding: 'json', value })).toThrow(JobRefusal),
)

test('a form field that is to be a number and is none cannot be decoded', () =>
  expect(() => form('image-to-image', { ...MODEL, seed: 'many' })).toThrow(JobRefusal))

test('a job takes its time by its size, and chance adds to it', () => {
  const pace = { ms: 100, jitterMs: 50 }
  const at = (units: bigint, chance: number) =>
    workMsOf({ pipeline: 'llm', units }, pace, { next: () => chance })
  expect(at(256n, 0)).toBe(100)
  expect(at(512n, 0)).toBe(200)
  expect(at(256n, 0.5)).toBe(125)
  expect(at(0n, 1)).toBe(0)
  expect(at(10n ** 30n, 0)).toBe(5_000)
})
