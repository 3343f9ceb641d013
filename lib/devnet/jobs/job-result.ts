import { seededRandom } from '@/lib/domain/seeded-random'
import type { Dimensions } from './image-dimensions'
import { type Job, VIDEO_FRAMES, type Work } from './job'
import { JobRefusal } from './job-refusal'
import { makeMp4 } from './mp4'
import { makePng } from './png'
import { makeWav } from './wav'
import { makeWords } from './words'

/** A file of a result, before it has a URL. */
export interface MadeFile {
  readonly extension: 'png' | 'mp4' | 'wav'
  readonly contentType: string
  readonly bytes: Buffer
}

/** What comes of a job that is not a stream of words. `files` stand in the answer by the URLs that they get. */
export interface JobResult {
  readonly files: readonly MadeFile[]
  /** The answer as JSON, given the files' URLs in their order. */
  answer(urls: readonly string[]): unknown
}

type BatchWork = Exclude<Work, { pipeline: 'llm' }>
export type BatchJob = Exclude<Job, { pipeline: 'llm' }>

/** Does the work. The same job has the same result. Throws JobRefusal (500) where a runner would refuse it. */
export const makeResult = (job: BatchJob): JobResult => {
  switch (job.pipeline) {
    case 'text-to-image':
    case 'image-to-image':
      return images(job, job.size)
    case 'upscale':
      return images(job, { width: job.size.width * UPSCALE, height: job.size.height * UPSCALE })
    case 'image-to-video':
      return video(job)
    case 'audio-to-text':
      return transcript(job)
    case 'segment-anything-2':
      return masks(job)
    case 'image-to-text':
      return text({ text: caption(job) })
    case 'text-to-speech':
      return speech(job)
  }
}

const UPSCALE = 4
const MAX_SIDE = 4_096
const MAX_IMAGES = 16

/** What a runner answers 400 to, the node passes on as its own 500. */
function refusedByRunner(pipeline: string, message: string): never {
  throw new JobRefusal(500, `${pipeline} container returned 400: ${message}`)
}

function images(
  {
    pipeline,
    model,
    prompt,
    count,
    seed,
  }: Extract<Work, { pipeline: 'upscale' | 'text-to-image' | 'image-to-image' }> & {
    readonly model: string
  },
  size: Dimensions,
): JobResult {
  checkSize(pipeline, size)
  if (count < 1 || count > MAX_IMAGES)
    refusedByRunner(pipeline, `num_images_per_prompt is ${count}; from 1 to ${MAX_IMAGES} can be made`)
  const first = seed ?? seedOf(`${model} ${prompt}`)
  const seeds = Array.from({ length: count }, (_, i) => first + i)
  return {
    files: seeds.map((each) => file('png', 'image/png', makePng(size, `${model} ${prompt} ${each}`))),
    answer: (urls) => ({ images: urls.map((url, i) => ({ nsfw: false, seed: seeds[i], url })) }),
  }
}

/** Under `images` too, although there is one film: what go-livepeer's gateway expects. */
function video({
  pipeline,
  model,
  size,
  seed,
}: Extract<BatchJob, { pipeline: 'image-to-video' }>): JobResult {
  checkSize(pipeline, size)
  const given = seed ?? seedOf(model)
  const film = makeMp4(size, { pictures: VIDEO_FRAMES, perSecond: 6, seed: `${model} ${given}` })
  return {
    files: [file('mp4', 'video/mp4', film)],
    answer: (urls) => ({ images: urls.map((url) => ({ nsfw: false, seed: given, url })) }),
  }
}

const WORDS_PER_SECOND = 2

function transcript({
  model,
  seconds,
  timestamps,
  audio,
}: Extract<BatchJob, { pipeline: 'audio-to-text' }>): JobResult {
  const words = makeWords(Math.min(seconds, 3_600) * WORDS_PER_SECOND, `${model} ${audio.length}`)
  const perChunk = timestamps === 'false' ? 0 : timestamps === 'word' ? 1 : 5 * WORDS_PER_SECOND
  const starts = perChunk === 0 ? [] : words.flatMap((_, i) => (i % perChunk === 0 ? [i] : []))
  const chunks = starts.map((start) => {
    const spoken = words.slice(start, start + perChunk)
    return {
      text: spoken.join(' '),
      timestamp: [start / WORDS_PER_SECOND, (start + spoken.length) / WORDS_PER_SECOND],
    }
  })
  return text({ chunks, text: words.join(' ') })
}

const MASK_SIDE = 32

/** Lists within texts, as the runner writes them; masks are a picture of the picture, at most 32 pixels on a side. */
function masks({
  model,
  size,
  isMultimask,
}: Extract<BatchWork, { pipeline: 'segment-anything-2' }> & { readonly model: string }): JobResult {
  const width = Math.min(size.width, MASK_SIDE)
  const height = Math.min(size.height, MASK_SIDE)
  const found = Array.from({ length: isMultimask ? 3 : 1 }, (_, i) => (i + 1) / 4)
  const grid = (value: (isInside: boolean) => number) =>
    found.map((share) =>
      Array.from({ length: height }, (_, y) =>
        Array.from({ length: width }, (_, x) => value(y < height * share && x < width * share)),
      ),
    )
  return text({
    logits: JSON.stringify(grid((isInside) => (isInside ? 4.5 : -4.5))),
    masks: JSON.stringify(grid(Number)),
    scores: JSON.stringify(found.map((share) => 1 - (share + (model.length % 7) / 100))),
  })
}

const caption = ({ model, size, prompt }: Extract<BatchJob, { pipeline: 'image-to-text' }>): string =>
  `${prompt === '' ? 'a picture' : prompt} of ${size.width} by ${size.height}: ${makeWords(6, `${model} ${prompt}`).join(' ')}`

const MS_PER_CHARACTER = 60
const MAX_SPEECH_MS = 20_000

function speech({ model, text: spoken }: Extract<BatchJob, { pipeline: 'text-to-speech' }>): JobResult {
  const durationMs = Math.min(MAX_SPEECH_MS, [...spoken].length * MS_PER_CHARACTER)
  return {
    files: [file('wav', 'audio/wav', makeWav(durationMs, `${model} ${spoken}`))],
    answer: ([url]) => ({ audio: { url } }),
  }
}

const text = (answer: unknown): JobResult => ({ files: [], answer: () => answer })

const file = (extension: MadeFile['extension'], contentType: string, bytes: Buffer): MadeFile => ({
  extension,
  contentType,
  bytes,
})

const seedOf = (text: string): number => seededRandom(text).int(0, 2 ** 32 - 1)

function checkSize(pipeline: string, { width, height }: Dimensions): void {
  if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE)
    refusedByRunner(pipeline, `${width}×${height} is no size from 1 to ${MAX_SIDE} on a side`)
}
