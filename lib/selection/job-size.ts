import type { OfferingKind } from '@/lib/domain/offering-kind'
import type { PriceUnit } from '@/lib/domain/pipeline'

/** How much a job is. What is left out is what go-livepeer reckons with where a client does not say. */
export interface JobSize {
  /** Pixels; of the image that comes out, or that goes in where that is what is billed. */
  readonly width?: number | undefined
  readonly height?: number | undefined
  readonly images?: number | undefined
  /** Of audio, of video, of use. */
  readonly seconds?: number | undefined
  /** At most so many are made. */
  readonly tokens?: number | undefined
  readonly characters?: number | undefined
  /** Billed units, whatever they are. */
  readonly units?: number | undefined
}

/** What an orchestrator will bill. */
export interface BilledUnits {
  /** More than one: nobody knows which, and `uncertainty` says why. */
  readonly readings: readonly [bigint, ...bigint[]]
  readonly uncertainty: string | null
  /** What was not stated, and is taken to be: `512 × 512 pixels`. */
  readonly assumed: readonly string[]
}

const VIDEO_FRAMES = 25
/** Live video is billed as 1280×720 pixels at 30 frames a second, whatever is sent (go-livepeer server/ai_live_video.go). */
const LIVE_PIXELS_PER_SECOND = 1_280 * 720 * 30

/**
 * Billed units of one job, as the gateway and the orchestrator of go-livepeer reckon them (server/ai_process.go,
 * server/ai_http.go). Null where a size would have to be guessed at.
 */
export function billedUnits(
  { kind, pipeline, unit }: { kind: OfferingKind; pipeline: string; unit: PriceUnit },
  size: JobSize,
): BilledUnits | null {
  if (size.units !== undefined) return certain(size.units)
  return (kind === 'ai' ? BY_PIPELINE.get(pipeline) : BY_UNIT[unit])?.(size) ?? null
}

type Reckon = (size: JobSize) => BilledUnits | null

/** go-livepeer bills these where no size is given, whatever size the model then makes. */
const image: Reckon = ({ width, height, images }) =>
  certain((width ?? 512) * (height ?? 512) * Math.max(1, images ?? 1), [
    ...(width === undefined || height === undefined ? [`${width ?? 512} × ${height ?? 512} pixels`] : []),
    ...(images === undefined ? ['one image'] : []),
  ])

const INPUT_SIDE = 1_024
const input: Reckon = ({ width, height }) =>
  certain((width ?? INPUT_SIDE) * (height ?? INPUT_SIDE), [
    ...(width === undefined || height === undefined
      ? [`an input image of ${width ?? INPUT_SIDE} × ${height ?? INPUT_SIDE} pixels`]
      : []),
  ])

/** Each image that comes out is billed by the one that goes in. */
const variations: Reckon = ({ images, ...size }) => {
  const one = input(size)
  const count = BigInt(Math.max(1, Math.ceil(images ?? 1)))
  return (
    one && {
      ...one,
      readings: [one.readings[0] * count],
      assumed: [...one.assumed, ...(images === undefined ? ['one image'] : [])],
    }
  )
}

const clip: Reckon = ({ width, height }) =>
  certain((width ?? 1_024) * (height ?? 576) * VIDEO_FRAMES, [
    ...(width === undefined || height === undefined ? [`${width ?? 1_024} × ${height ?? 576} pixels`] : []),
  ])

const liveVideo: Reckon = ({ seconds }) =>
  certain((seconds ?? 60) * LIVE_PIXELS_PER_SECOND, seconds === undefined ? ['a minute of video'] : [])

const seconds =
  (what: string): Reckon =>
  (size) =>
    certain(Math.ceil(size.seconds ?? 60), size.seconds === undefined ? [`a minute of ${what}`] : [])

const BY_PIPELINE: ReadonlyMap<string, Reckon> = new Map<string, Reckon>([
  ['text-to-image', image],
  ['image-to-image', variations],
  ['upscale', input],
  ['image-to-text', input],
  ['segment-anything-2', input],
  ['image-to-video', clip],
  // Cut to whole seconds first, then told in milliseconds.
  [
    'audio-to-text',
    (size) =>
      certain(
        Math.floor(size.seconds ?? 60) * 1_000,
        size.seconds === undefined ? ['a minute of audio'] : [],
      ),
  ],
  ['llm', ({ tokens }) => certain(tokens ?? 256, tokens === undefined ? ['256 tokens at most'] : [])],
  [
    'text-to-speech',
    ({ characters }) => ({
      readings: [units(characters ?? 1_000), units(characters ?? 1_000) * 1_000n],
      uncertainty:
        'A gateway of go-livepeer reckons one unit per byte of text, its orchestrator 1,000 per character.',
      assumed: characters === undefined ? ['1,000 characters'] : [],
    }),
  ],
  ['live-video-to-video', liveVideo],
])

/** Of what is no pipeline of the protocol; a BYOC capability's own unit is a second of compute (byoc/job_orchestrator.go). */
const BY_UNIT: Partial<Record<PriceUnit, Reckon>> = {
  unit: seconds('compute'),
  second: seconds('use'),
  '720p-pixel': liveVideo,
  use: () => certain(1),
  // Transcoding, by the pixels that come out.
  pixel: liveVideo,
}

const certain = (count: number, assumed: readonly string[] = []): BilledUnits => ({
  readings: [units(count)],
  uncertainty: null,
  assumed,
})

const units = (count: number): bigint => BigInt(Math.ceil(count))
