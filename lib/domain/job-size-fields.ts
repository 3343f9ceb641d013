import { TRANSCODING_PIPELINE } from './pipeline'

/** What a job's size is told in; the order is that of forms. */
export const JOB_SIZE_FIELDS = [
  'width',
  'height',
  'images',
  'seconds',
  'tokens',
  'characters',
  'units',
] as const
export type JobSizeField = (typeof JOB_SIZE_FIELDS)[number]

const IMAGE: readonly JobSizeField[] = ['width', 'height', 'images']
const INPUT: readonly JobSizeField[] = ['width', 'height']
const TIME: readonly JobSizeField[] = ['seconds']

const BY_PIPELINE: ReadonlyMap<string, readonly JobSizeField[]> = new Map<string, readonly JobSizeField[]>([
  ['text-to-image', IMAGE],
  ['image-to-image', IMAGE],
  ['upscale', INPUT],
  ['image-to-text', INPUT],
  ['segment-anything-2', INPUT],
  ['image-to-video', INPUT],
  ['audio-to-text', TIME],
  ['live-video-to-video', TIME],
  [TRANSCODING_PIPELINE, TIME],
  ['llm', ['tokens']],
  ['text-to-speech', ['characters']],
])

/** What the billed units of a pipeline's jobs depend on; billed units themselves can always be said. */
export const jobSizeFields = (pipeline: string): readonly JobSizeField[] => [
  ...(BY_PIPELINE.get(pipeline) ?? TIME),
  'units',
]
