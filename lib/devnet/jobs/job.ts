import { z } from 'zod'
import type { Dimensions } from './image-dimensions'
import { imageDimensions } from './image-dimensions'
import type { JobBody } from './job-body'
import type { JobPipeline } from './job-pipelines'
import { GoPanic, JobRefusal, NIL_POINTER } from './job-refusal'
import { wavSeconds } from './wav'

/** What is to be done, read and measured. */
export type Job = { readonly model: string; readonly units: bigint } & Work

export type Work =
  | {
      readonly pipeline: 'text-to-image' | 'image-to-image' | 'upscale'
      readonly prompt: string
      readonly size: Dimensions
      readonly count: number
      readonly seed: number | null
    }
  | { readonly pipeline: 'image-to-video'; readonly size: Dimensions; readonly seed: number | null }
  | {
      readonly pipeline: 'audio-to-text'
      readonly seconds: number
      readonly timestamps: string
      readonly audio: Uint8Array
    }
  | { readonly pipeline: 'segment-anything-2'; readonly size: Dimensions; readonly isMultimask: boolean }
  | {
      readonly pipeline: 'llm'
      readonly prompt: string
      readonly maxTokens: number
      readonly isStreamed: boolean
    }
  | { readonly pipeline: 'image-to-text'; readonly size: Dimensions; readonly prompt: string }
  | { readonly pipeline: 'text-to-speech'; readonly text: string }

/**
 * A decoded body → the job. Throws JobRefusal (400) where units cannot be told, and GoPanic where go-livepeer reads through
 * a pointer that the request leaves empty: it takes for granted that every job names its model.
 */
export const readJob = (pipeline: JobPipeline, body: TypedBody): Job => READ[pipeline](body)

/** Fields of their type, or the 400 that go-livepeer's decoding ends in, which is before it looks at payment and credentials. */
export function typeBody(pipeline: JobPipeline, body: JobBody): TypedBody {
  const raw = body.encoding === 'json' ? body.value : fieldsOf(body.fields)
  const result = Fields.safeParse(raw)
  if (!result.success) {
    const issue = result.error.issues[0]
    const where = issue?.path.join('.') || pipeline
    throw new JobRefusal(400, `cannot decode ${where}: ${issue?.message ?? 'unknown'}`)
  }
  return { ...result.data, files: body.encoding === 'multipart' ? body.files : new Map() }
}

export type TypedBody = z.output<typeof Fields> & { readonly files: ReadonlyMap<string, Uint8Array> }

const int = z.int().nullish()
const text = z.string().nullish()

/** What the work depends on, of all pipelines; everything else is taken as it comes. */
const Fields = z.object({
  model_id: text,
  model: text,
  prompt: text,
  text,
  height: int,
  width: int,
  seed: int,
  num_images_per_prompt: int,
  max_tokens: int,
  stream: z.boolean().nullish(),
  messages: z.array(z.object({ role: z.string().nullish(), content: z.string().nullish() })).nullish(),
  return_timestamps: text,
  multimask_output: z.boolean().nullish(),
})

const WHOLE_NUMBERS = ['height', 'width', 'seed', 'num_images_per_prompt']

/** Form fields are texts. */
const fieldsOf = (fields: ReadonlyMap<string, string>): Record<string, unknown> =>
  Object.fromEntries(
    [...fields].map(([name, value]) => [
      name,
      WHOLE_NUMBERS.includes(name) ? Number(value) : name === 'multimask_output' ? value === 'true' : value,
    ]),
  )

const DEFAULT_SIDE = 512
/** Frames of a video, whatever was asked for. */
export const VIDEO_FRAMES = 25
const VIDEO_SIZE = { width: 1_024, height: 576 }

const READ: Readonly<Record<JobPipeline, (body: TypedBody) => Job>> = {
  'text-to-image': (body) => {
    const model = given(body.model_id)
    const size = { width: body.width ?? DEFAULT_SIDE, height: body.height ?? DEFAULT_SIDE }
    return images('text-to-image', body, model, size)
  },
  'image-to-image': (body) => images('image-to-image', body, given(body.model_id), sizeOfInput(body)),
  upscale: (body) =>
    images('upscale', { ...body, num_images_per_prompt: 1 }, given(body.model_id), sizeOfInput(body)),
  'image-to-video': (body) => {
    const size = { width: body.width ?? VIDEO_SIZE.width, height: body.height ?? VIDEO_SIZE.height }
    return {
      pipeline: 'image-to-video',
      model: given(body.model_id),
      units: pixels(size) * BigInt(VIDEO_FRAMES),
      size,
      seed: body.seed ?? null,
    }
  },
  'audio-to-text': (body) => {
    const model = given(body.model_id)
    const audio = body.files.get('audio') ?? new Uint8Array(0)
    const seconds = wavSeconds(audio) ?? 0
    if (seconds <= 0) throw new JobRefusal(400, 'Unable to calculate duration')
    const timestamps = body.return_timestamps ?? 'true'
    return { pipeline: 'audio-to-text', model, units: BigInt(seconds) * 1_000n, seconds, timestamps, audio }
  },
  'segment-anything-2': (body) => {
    const model = given(body.model_id)
    const size = sizeOfInput(body)
    const isMultimask = body.multimask_output ?? true
    return { pipeline: 'segment-anything-2', model, units: pixels(size), size, isMultimask }
  },
  llm: (body) => {
    const model = given(body.model)
    if (typeof body.max_tokens !== 'number') throw new JobRefusal(400, 'MaxTokens not specified')
    return {
      pipeline: 'llm',
      model,
      units: BigInt(body.max_tokens),
      prompt: (body.messages ?? []).map(({ content }) => content ?? '').join('\n'),
      maxTokens: body.max_tokens,
      isStreamed: body.stream ?? false,
    }
  },
  'image-to-text': (body) => {
    const model = given(body.model_id)
    const size = sizeOfInput(body)
    return { pipeline: 'image-to-text', model, units: pixels(size), size, prompt: body.prompt ?? '' }
  },
  'text-to-speech': (body) => {
    const model = given(body.model_id)
    const spoken = given(body.text)
    return { pipeline: 'text-to-speech', model, units: 1_000n * BigInt([...spoken].length), text: spoken }
  },
}

function images(
  pipeline: 'text-to-image' | 'image-to-image' | 'upscale',
  body: TypedBody,
  model: string,
  size: Dimensions,
): Job {
  const count = body.num_images_per_prompt ?? 1
  return {
    pipeline,
    model,
    units: pixels(size) * BigInt(count),
    prompt: body.prompt ?? '',
    size,
    count,
    seed: body.seed ?? null,
  }
}

function given(value: string | null | undefined): string {
  if (typeof value !== 'string') throw new GoPanic(NIL_POINTER)
  return value
}

function sizeOfInput({ files }: TypedBody): Dimensions {
  const size = imageDimensions(files.get('image') ?? new Uint8Array(0))
  if (!size) throw new JobRefusal(400, 'image: unknown format')
  return size
}

const pixels = ({ width, height }: Dimensions): bigint => BigInt(width) * BigInt(height)
