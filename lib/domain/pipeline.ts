import { BYOC_CAPABILITY, capabilityName } from './capability'

/**
 * What one unit of a price buys. `unit` is a BYOC capability's own, which the protocol does not transmit. The last three
 * are live runners': `720p-pixel` counts 1280×720 pixels 30 times a second.
 */
export const PRICE_UNITS = [
  'pixel',
  'input-pixel',
  'millisecond',
  'token',
  'character',
  'unit',
  'second',
  '720p-pixel',
  'use',
] as const
export type PriceUnit = (typeof PRICE_UNITS)[number]

/** The billed quantity per AI capability. Source: go-livepeer server/ai_http.go, ai_process.go. */
const AI_PIPELINES: Readonly<Record<number, { pipeline: string; unit: PriceUnit }>> = {
  27: { pipeline: 'text-to-image', unit: 'pixel' },
  28: { pipeline: 'image-to-image', unit: 'input-pixel' },
  29: { pipeline: 'image-to-video', unit: 'pixel' },
  30: { pipeline: 'upscale', unit: 'input-pixel' },
  31: { pipeline: 'audio-to-text', unit: 'millisecond' },
  32: { pipeline: 'segment-anything-2', unit: 'input-pixel' },
  33: { pipeline: 'llm', unit: 'token' },
  34: { pipeline: 'image-to-text', unit: 'input-pixel' },
  35: { pipeline: 'live-video-to-video', unit: 'pixel' },
  36: { pipeline: 'text-to-speech', unit: 'character' },
}

/** Those that the protocol names: their ids, in its order. */
export const AI_PIPELINE_IDS: readonly string[] = Object.values(AI_PIPELINES).map(({ pipeline }) => pipeline)

/** What a node's base price is for. */
export const TRANSCODING_PIPELINE = 'transcoding'

/** What comes out of a pipeline, in one word; null where only its name tells. */
export type PipelineCategory = 'image' | 'video' | 'audio' | 'text' | 'mask'
const CATEGORIES: Readonly<Record<string, PipelineCategory>> = {
  'text-to-image': 'image',
  'image-to-image': 'image',
  upscale: 'image',
  'image-to-video': 'video',
  'live-video-to-video': 'video',
  [TRANSCODING_PIPELINE]: 'video',
  'audio-to-text': 'text',
  'image-to-text': 'text',
  llm: 'text',
  'text-to-speech': 'audio',
  'segment-anything-2': 'mask',
}
export const PIPELINE_CATEGORIES: readonly PipelineCategory[] = ['image', 'video', 'audio', 'text', 'mask']

/** A stranger names pipelines, also `constructor`. */
export const pipelineCategory = (pipeline: string): PipelineCategory | null =>
  Object.hasOwn(CATEGORIES, pipeline) ? (CATEGORIES[pipeline] ?? null) : null

/** The pipeline id of a capability: `text-to-image` for 27; a number no pipeline is known for becomes its name, hyphenated. */
export function pipelineOf(capability: number): string {
  return AI_PIPELINES[capability]?.pipeline ?? capabilityName(capability).toLowerCase().replaceAll(' ', '-')
}

const BY_NAME: ReadonlyMap<string, number> = new Map(
  Object.entries(AI_PIPELINES).map(([id, { pipeline }]) => [pipeline, Number(id)]),
)

/** The capability of an AI pipeline of the protocol; null for any other name. */
export const capabilityOf = (pipeline: string): number | null => BY_NAME.get(pipeline) ?? null

export function unitOf(capability: number): PriceUnit {
  return AI_PIPELINES[capability]?.unit ?? (capability === BYOC_CAPABILITY ? 'unit' : 'pixel')
}

export const UNIT_LABELS: Readonly<Record<PriceUnit, string>> = {
  pixel: 'wei per pixel',
  'input-pixel': 'wei per input pixel',
  millisecond: 'wei per ms of audio',
  token: 'wei per token',
  character: 'wei per character',
  unit: 'wei per unit',
  second: 'wei per second',
  '720p-pixel': 'wei per pixel of 720p30 video',
  use: 'wei per use',
}
