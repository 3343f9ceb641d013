import type { PriceUnit } from './pipeline'

/** Something people buy, and how many billed units it takes: `1024×1024 image`. */
export interface WorkedTask {
  readonly id: string
  readonly label: string
  readonly units: bigint
  /** Why the number of units is not certain; null when it is. */
  readonly uncertainty: string | null
}

const task = (id: string, label: string, units: bigint, uncertainty: string | null = null): WorkedTask => ({
  id,
  label,
  units,
  uncertainty,
})

const IMAGE = task('image-1024', '1024×1024 image', 1_024n * 1_024n)
/** Live video is billed as 1280×720 pixels at 30 frames a second, whatever is sent (go-livepeer server/ai_live_video.go). */
const FRAME_PIXELS = 1_280n * 720n
const SECOND_PIXELS = FRAME_PIXELS * 30n
const video = (what: string): readonly WorkedTask[] => [
  task('hour', `hour of ${what}`, SECOND_PIXELS * 3_600n),
  task('minute', `minute of ${what}`, SECOND_PIXELS * 60n),
  task('second', `second of ${what}`, SECOND_PIXELS),
  task('frame', `frame of ${what}`, FRAME_PIXELS),
]

const SPEECH_UNCERTAINTY =
  'go-livepeer bills 1,000 units per character, its documentation says one; nodes price by either.'

/** The quantities are those that orchestrators bill by. Source: go-livepeer server/ai_http.go. */
const BY_PIPELINE: Readonly<Record<string, readonly WorkedTask[]>> = {
  'text-to-image': [IMAGE],
  'image-to-image': [task('input-1024', '1024×1024 input image', IMAGE.units)],
  upscale: [task('input-512', '512×512 input image', 512n * 512n)],
  'image-to-video': [task('clip-25', 'clip of 25 frames, 1024×576', 1_024n * 576n * 25n)],
  'image-to-text': [task('input-1024', '1024×1024 input image', IMAGE.units)],
  'segment-anything-2': [task('input-1024', '1024×1024 input image', IMAGE.units)],
  'audio-to-text': [task('hour', 'hour of audio', 3_600_000n), task('minute', 'minute of audio', 60_000n)],
  llm: [task('million-tokens', '1M tokens', 1_000_000n)],
  'text-to-speech': [
    task('thousand-characters', '1,000 characters, one unit each', 1_000n, SPEECH_UNCERTAINTY),
    task('thousand-characters-code', '1,000 characters, 1,000 units each', 1_000_000n, SPEECH_UNCERTAINTY),
  ],
  'live-video-to-video': video('video'),
  transcoding: video('720p30 video'),
}

const BY_UNIT: Partial<Record<PriceUnit, readonly WorkedTask[]>> = {
  second: [task('hour', 'hour of use', 3_600n), task('minute', 'minute of use', 60n)],
  '720p-pixel': video('720p30 video'),
  use: [task('use', 'use', 1n)],
}

/**
 * What prices of a pipeline are best told by, the most telling first; empty where nobody knows what a unit buys (BYOC).
 */
export const workedTasks = (pipeline: string, unit: PriceUnit): readonly WorkedTask[] =>
  BY_UNIT[unit] ?? (unit === 'unit' ? [] : (own(BY_PIPELINE, pipeline) ?? []))

/** A stranger names pipelines, also `constructor`. */
const own = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined
