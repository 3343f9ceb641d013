const PIPELINES = {
  'text-to-image': 27,
  'image-to-image': 28,
  'image-to-video': 29,
  upscale: 30,
  'audio-to-text': 31,
  'segment-anything-2': 32,
  llm: 33,
  'image-to-text': 34,
  'live-video-to-video': 35,
  'text-to-speech': 36,
} as const

export type PipelineName = keyof typeof PIPELINES
export const PIPELINE_NAMES: readonly PipelineName[] = Object.keys(PIPELINES).filter(isPipelineName)
export const LIVE_VIDEO_TO_VIDEO = PIPELINES['live-video-to-video']

export const capabilityOf = (pipeline: PipelineName): number => PIPELINES[pipeline]

export function isPipelineName(text: string): text is PipelineName {
  return Object.hasOwn(PIPELINES, text)
}
