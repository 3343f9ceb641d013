import type { PipelineName } from '../capability-of'

/** Pipelines whose work is one request with one answer. */
export type JobPipeline = Exclude<PipelineName, 'live-video-to-video'>

interface PipelineFacts {
  readonly encoding: 'json' | 'multipart'
  /** A job of this many units takes the scenario's `jobMs`. */
  readonly usualUnits: number
}

export const JOB_PIPELINES: Readonly<Record<JobPipeline, PipelineFacts>> = {
  'text-to-image': { encoding: 'json', usualUnits: 512 * 512 },
  'image-to-image': { encoding: 'multipart', usualUnits: 512 * 512 },
  'image-to-video': { encoding: 'multipart', usualUnits: 576 * 1024 * 25 },
  upscale: { encoding: 'multipart', usualUnits: 512 * 512 },
  'audio-to-text': { encoding: 'multipart', usualUnits: 10_000 },
  'segment-anything-2': { encoding: 'multipart', usualUnits: 512 * 512 },
  llm: { encoding: 'json', usualUnits: 256 },
  'image-to-text': { encoding: 'multipart', usualUnits: 512 * 512 },
  'text-to-speech': { encoding: 'json', usualUnits: 100_000 },
}

export function isJobPipeline(text: string): text is JobPipeline {
  return Object.hasOwn(JOB_PIPELINES, text)
}
